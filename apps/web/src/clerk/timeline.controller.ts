import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { Refusal, content } from '#platform';
import type { Actor } from '#platform';
import { clerkDesk, timeline } from '#cases';
import type { CaseView, Office, TimelineEntry } from '#cases';
import type { Visitor } from '#identity';
import { OFFICE } from '../http/acts.js';
import { For, Who } from '../http/audience.js';
import { page } from '../http/page.js';
import { parts } from '../views/journey-words.js';
import { clerkCase, frameOf } from './case-frame.js';
import { eventOf, whyNotCorrected } from './correction-model.js';
import { factsOf, verdictRows } from './entry-facts.js';
import { kindOf, timelineRow, titleOf } from './timeline-rows.js';

const ID = { schema: z.uuid() };
export const SEQ = { schema: z.coerce.number().int().min(1).max(1_000_000) };
const QUERY = z.object({
  kind: z.string().max(40).optional().catch(undefined),
  after: z.coerce.number().int().min(1).optional().catch(undefined),
});
const PAGE = 100;

/** What happened on a case, the newest first, and each entry by itself under an address that stays. */
@Controller('cases/:id/timeline')
@For('clerk')
export class TimelineController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async list(
    @Param('id', ID) id: string,
    @Query({ schema: QUERY }) { kind, after }: z.infer<typeof QUERY>,
    @Who() who: Visitor,
  ) {
    const { pool } = this.office;
    const { actor, view } = await clerkCase(pool, who, id);
    const asked = { limit: PAGE + 1, ...(after === undefined ? {} : { after }) };
    const found = await timeline(pool, actor, id, asked);
    const entries = found.slice(0, PAGE);
    const kinds = kindNames();
    const wanted = kind !== undefined && kind in kinds ? kind : '';
    return page('clerk/timeline', {
      frame: frameOf(view, 'timeline'),
      rows: entries
        .filter(({ entry }) => wanted === '' || kindOf(entry) === wanted)
        .map((entry) => timelineRow(id, entry, view.bodies, found)),
      kind: wanted,
      kinds: Object.entries(kinds).map(([value, text]) => ({ value, text })),
      older: found.length > PAGE ? olderAddress(id, wanted, entries.at(-1)!.entry.seq) : null,
    });
  }

  @Get(':seq')
  async entry(@Param('id', ID) id: string, @Param('seq', SEQ) seq: number, @Who() who: Visitor) {
    const { pool } = this.office;
    const { actor, view } = await clerkCase(pool, who, id);
    const found = await readEntry(pool, actor, id, seq);
    const hash = await clerkDesk.entryHash(pool, id, seq);
    const { entry, correctedBy } = found;
    const later = correctedBy === null ? [] : [await readEntry(pool, actor, id, correctedBy)];
    return page('clerk/entry', {
      frame: frameOf(view, 'timeline'),
      row: timelineRow(id, found, view.bodies, later),
      seq,
      facts: factsOf(entry.type, entry.data, found.bodyNames),
      rules: entry.rules ?? null,
      machine: entry.machine ?? null,
      verdicts: verdictRows(entry.verdicts ?? {}),
      hash,
      previous: entry.prev,
      correction: await this.correctionIn(actor, view, found),
      correctHref: whyNotCorrected(found) === null ? `/cases/${id}/timeline/${seq}/correct` : null,
      whyNot: entry.kind === 'move' ? whyNotCorrected(found) : null,
    });
  }

  /** For a correction: the entry it names, as it was and as it stands now. */
  private async correctionIn(actor: Actor, view: CaseView, { entry }: TimelineEntry) {
    if (entry.kind !== 'correction') return null;
    const { corrects, event } = entry.data as { corrects: number; event: object | null };
    const old = await readEntry(this.office.pool, actor, view.id, corrects);
    const { type, ...facts } = (event ?? eventOf(old)) as { type: string };
    const title = titleOf(old.entry, view.bodies);
    return {
      href: `/cases/${view.id}/timeline/${corrects}`,
      seq: corrects,
      isStruck: event === null,
      before: {
        title,
        on: old.entry.on ?? null,
        facts: factsOf(old.entry.type, old.entry.data, old.bodyNames),
      },
      after: {
        title: titleOf({ ...old.entry, data: facts }, view.bodies),
        on: (facts as { on?: string }).on ?? null,
        facts: factsOf(type, facts),
      },
    };
  }
}

/** One entry of a case of theirs; refused as `not-found` when it is not there. */
export async function readEntry(
  sql: Office['pool'],
  actor: Actor,
  caseId: string,
  seq: number,
): Promise<TimelineEntry> {
  const [found] = await timeline(sql, actor, caseId, { after: seq + 1, limit: 1 });
  if (found?.entry.seq !== seq) throw new Refusal('not-found', { seq });
  return found;
}

function kindNames(): Readonly<Record<string, string>> {
  const own = content<{ timelineKinds: Record<string, string> }>('clerk/words').timelineKinds;
  return { ...parts().regions, ...own };
}

function olderAddress(id: string, kind: string, after: number): string {
  const search = new URLSearchParams({ ...(kind === '' ? {} : { kind }), after: String(after) });
  return `/cases/${id}/timeline?${search.toString()}`;
}
