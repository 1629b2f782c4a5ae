import type { Actor, Sql } from '#platform';
import { readStream } from '#evidence';
import { correct, stageOf } from '#journey';
import type { JourneyEvent, JourneySnapshot, Stage } from '#journey';
import { recordOf } from './correct-entry.js';
import { streamOf } from './office.js';
import { readCase } from './read-case.js';

/** What a correction would do, before anybody decides on it. */
export type CorrectionPreview =
  | {
      readonly ok: true;
      readonly stageBefore: Stage;
      readonly stageAfter: Stage;
      readonly before: JourneySnapshot;
      readonly after: JourneySnapshot;
    }
  /** A later entry that could not stand without the mistaken one. */
  | { readonly ok: false; readonly dependent: number };

/** Where the case would stand if an entry were corrected, or struck out with null. */
export async function previewCorrection(
  sql: Sql,
  actor: Actor,
  caseId: string,
  { seq, event }: { readonly seq: number; readonly event: JourneyEvent | null },
): Promise<CorrectionPreview> {
  const found = await readCase(sql, caseId, actor, []);
  const entries = await readStream(sql, streamOf(caseId), { limit: 1000 });
  const { opening, record } = recordOf(entries);
  const replayed = correct(opening, record, seq, event);
  if (!replayed.ok) return { ok: false, dependent: replayed.seq };
  return {
    ok: true,
    stageBefore: stageOf(found.snapshot),
    stageAfter: stageOf(replayed.snapshot),
    before: found.snapshot,
    after: replayed.snapshot,
  };
}
