import { Refusal } from '#platform';
import { clerkDesk, timeline } from '#cases';
import type { Office, TimelineEntry } from '#cases';
import type { ConsentDecided } from '#journey';
import { frozenPapers } from './on-consent.js';
import type { OnConsent } from './on-consent.js';
import { bandOf } from './consent-model.js';
import { extentRows } from '../views/consent-words.js';
import { parts } from '../views/journey-words.js';
import { decisionWords, deskWords } from './words.js';

/** What stands on the record after a body's own act: the same page whenever it is opened. */
export async function receiptOf(office: Office, on: OnConsent, seq: number) {
  const found = await ownEntry(office, on, seq);
  const { entry, texts, actorName } = found;
  const { title, next } = wordsOf(found);
  return {
    band: bandOf(on),
    heading: title,
    next,
    reference: on.view.reference,
    seq,
    at: entry.at,
    hash: await clerkDesk.entryHash(office.pool, on.view.id, seq),
    answers: [
      { key: 'School', value: on.view.schoolName },
      { key: 'For', value: on.bodyName },
      ...extentRows(entry.data),
      ...answered('Signed by', texts['signatory']),
      ...answered('Authority', texts['authority']),
      ...answered('Words', texts['words']),
      { key: 'Recorded by', value: actorName },
    ],
    conditions: conditionsIn(found, on),
    papersHash: entry.data['papersHash'],
    papers: entry.type === 'consent.decided' ? papersAt(found, on) : [],
  };
}

async function ownEntry(office: Office, on: OnConsent, seq: number): Promise<TimelineEntry> {
  const page = { after: seq + 1, limit: 1 };
  const [found] = await timeline(office.pool, on.actor, on.view.id, page);
  const isOwn =
    found?.entry.seq === seq &&
    found.entry.data['consent'] === on.consent &&
    Object.hasOwn(decisionWords().receipts, keyOf(found)) &&
    found.entry.actor.body === on.actor.body;
  if (found === undefined || !isOwn) throw new Refusal('not-found', { seq });
  return found;
}

const wordsOf = (found: TimelineEntry) => decisionWords().receipts[keyOf(found)]!;

function keyOf({ entry }: TimelineEntry): string {
  if (entry.type !== 'consent.decided') return entry.type;
  const { decision, finality, conditions } = entry.data as Partial<ConsentDecided>;
  if (decision === 'granted' && finality === 'in-principle') return `${entry.type}.in-principle`;
  const outcome =
    decision === 'granted' && (conditions?.length ?? 0) > 0 ? 'conditional' : decision;
  return `${entry.type}.${outcome}`;
}

function conditionsIn({ entry }: TimelineEntry, { requests }: OnConsent) {
  const decided = (entry.data['conditions'] ?? []) as readonly { id: string; due: string }[];
  const words = requests.flatMap(({ answers }) => answers.flatMap(({ conditions }) => conditions));
  return decided.map(({ id, due }) => ({
    words: words.find((one) => one.id === id)?.words ?? deskWords().erased,
    due: parts().conditionsDue[due]!,
  }));
}

/** The papers of the request that this decision answered, by their frozen hash. */
function papersAt({ entry }: TimelineEntry, on: OnConsent) {
  const asked = on.requests.find(({ papersHash }) => papersHash === entry.data['papersHash']);
  const papers = asked === undefined ? frozenPapers(on) : on.papers;
  return papers
    .filter(({ id }) => asked === undefined || asked.papers.includes(id))
    .map(({ title, sha256 }) => ({ title, hash: sha256 }));
}

const answered = (key: string, lines: string | null | undefined) => (lines ? [{ key, lines }] : []);
