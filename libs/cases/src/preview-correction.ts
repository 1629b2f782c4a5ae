import type { Actor, Sql } from '#platform';
import { readStream } from '#evidence';
import { correct, stageOf } from '#journey';
import type { JourneyEvent, JourneySnapshot, Stage } from '#journey';
import { recordOf } from './correct-entry.js';
import { streamOf } from './office.js';
import { readCase } from './read-case.js';
import { holdersAfter } from './restore-holders.js';
import type { Holding } from './restore-holders.js';

/** What a correction would do, before anybody decides on it. */
export type CorrectionPreview =
  | {
      readonly ok: true;
      readonly stageBefore: Stage;
      readonly stageAfter: Stage;
      readonly before: JourneySnapshot;
      readonly after: JourneySnapshot;
      /** The parts that other bodies would hold, with their names. */
      readonly holders: readonly { readonly part: string; readonly names: readonly string[] }[];
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
  const { snapshot: after } = replayed;
  const { bodies } = found;
  const holders = await holdersAfter(sql, { caseId, actor, entries, seq, event, bodies, after });
  return {
    ok: true,
    stageBefore: stageOf(found.snapshot),
    stageAfter: stageOf(after),
    before: found.snapshot,
    after,
    holders: await named(sql, holders),
  };
}

async function named(sql: Sql, holdings: readonly Holding[]) {
  const { rows } = await sql.query<{ id: string; name: string }>(
    'SELECT id, name FROM body WHERE id = ANY ($1::uuid[])',
    [holdings.flatMap(({ bodies }) => bodies)],
  );
  return holdings.map(({ part, bodies }) => ({
    part,
    names: bodies.flatMap((body) => rows.find(({ id }) => id === body)?.name ?? []),
  }));
}
