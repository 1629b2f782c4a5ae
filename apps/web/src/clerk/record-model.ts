import { timeline } from '#cases';
import type { CaseView, TimelineEntry } from '#cases';
import type { Actor, Sql } from '#platform';
import { stageOf } from '#journey';
import { standingOf } from './case-frame.js';
import { factsOf, verdictRows } from './entry-facts.js';
import { timelineRow } from './timeline-rows.js';

const PAGE = 1000;

/** Every entry of a case, oldest first. */
export async function wholeTimeline(
  sql: Sql,
  actor: Actor,
  caseId: string,
): Promise<readonly TimelineEntry[]> {
  const found: TimelineEntry[] = [];
  for (;;) {
    const last = found.at(-1)?.entry.seq;
    const asked = { limit: PAGE, ...(last === undefined ? {} : { after: last }) };
    const more = await timeline(sql, actor, caseId, asked);
    found.push(...more);
    if (more.length < PAGE) return found.toReversed();
  }
}

/** An entry as the whole record shows it: all that it says, and the hash by which it is known. */
export function recordRows(view: CaseView, entries: readonly TimelineEntry[]) {
  const hashes = hashesOf(view, entries);
  return entries.map((found, index) => ({
    ...timelineRow(view.id, found, view.bodies, entries),
    hash: hashes[index],
    facts: factsOf(found.entry.type, found.entry.data),
    papers: found.documents.map(({ title, sha256 }) => ({ title, sha256 })),
    broken: verdictRows(found.entry.verdicts ?? {}).filter(({ verdict }) => verdict !== 'Met'),
  }));
}

/** The same as data, for another system or a court. */
export function recordFile(view: CaseView, entries: readonly TimelineEntry[]) {
  const { reference, schoolName, trustName, snapshot, now } = view;
  const hashes = hashesOf(view, entries);
  return {
    case: reference,
    school: { name: schoolName, urn: snapshot.case.context.urn },
    trust: trustName,
    stage: stageOf(snapshot),
    readAt: now.toISOString(),
    overrides: standingOf(view).overrides.map(({ rule, text, law, gate, standing, ...said }) => ({
      ...{ rule, text, law, gate, standing: standing.text },
      asked: { ...said.asked, role: 'clerk' },
      decided: said.decided === null ? null : { ...said.decided, role: 'senior officer' },
    })),
    entries: entries.map(({ entry, actorName, onBehalfOf, texts, documents, correctedBy }, at) => ({
      ...{ seq: entry.seq, hash: hashes[at], previous: entry.prev },
      ...{ kind: entry.kind, type: entry.type, recordedAt: entry.at, happenedOn: entry.on ?? null },
      by: { name: actorName, role: entry.actor.role, onBehalfOf },
      ...{ facts: entry.data, texts, correctedBy },
      papers: documents.map(({ id, title, kind, sha256 }) => ({ id, title, kind, sha256 })),
      ruleSet: entry.rules ?? null,
      verdicts: entry.verdicts ?? {},
    })),
  };
}

/** Each entry names the hash of the one before it; the last is the head of the stream. */
function hashesOf({ head }: CaseView, entries: readonly TimelineEntry[]): readonly string[] {
  return [...entries.slice(1).map(({ entry }) => entry.prev), head.hash.toString('hex')];
}
