import { append } from '#evidence';
import { now, Refusal, SYSTEM } from '#platform';
import type { Sql, Tx } from '#platform';
import { addresseeOf } from './addressee.js';
import { streamOf } from './consultation.js';

/** An SQL condition: this consultee has not asked to be spared reminders. */
export const WANTS_REMINDERS = (consultee: string): string => `coalesce((
  SELECT wanted FROM reminder_wish w WHERE w.consultee = ${consultee}
   ORDER BY seq DESC LIMIT 1), true)`;

/** Whether the holder of a letter is still reminded; refused as `not-found` for one that asks nothing. */
export async function wantsReminders(sql: Sql, letter: string): Promise<boolean> {
  const { consultee } = await asked(sql, letter);
  const { rows } = await sql.query<{ wanted: boolean }>(
    `SELECT ${WANTS_REMINDERS('$1')} AS wanted`,
    [consultee],
  );
  return rows[0]!.wanted;
}

/**
 * Notes whether the holder of a letter wants reminders; the same wish twice is one. It changes
 * nothing else: whoever is not reminded is still asked, and may reply.
 */
export async function wishReminders(tx: Tx, letter: string, wanted: boolean): Promise<void> {
  const { consultation, consultee } = await asked(tx, letter);
  await tx.query('SELECT 1 FROM consultation WHERE id = $1 FOR UPDATE', [consultation]);
  if ((await wantsReminders(tx, letter)) === wanted) return;
  const at = await now(tx);
  const { seq } = await append(
    tx,
    streamOf(consultation),
    {
      kind: 'act',
      type: wanted ? 'reminders.wanted' : 'reminders.stopped',
      actor: SYSTEM,
      data: { consultee, letter },
    },
    at,
  );
  await tx.query(
    `INSERT INTO reminder_wish (consultee, seq, wanted, at, letter, record_seq)
     SELECT $1, coalesce(max(seq), 0) + 1, $2, $3, $4, $5 FROM reminder_wish WHERE consultee = $1`,
    [consultee, wanted, at, letter, seq],
  );
}

async function asked(sql: Sql, letter: string) {
  const to = await addresseeOf(sql, letter);
  if (to === null || to.consultation === null || to.consultee === null || to.removed) {
    throw new Refusal('not-found');
  }
  return { consultation: to.consultation, consultee: to.consultee };
}
