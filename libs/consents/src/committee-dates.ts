import { Refusal, newId } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { append } from '#evidence';

export interface CommitteeDate {
  readonly id: string;
  readonly meetsOn: string;
  /** The last day on which papers reach this meeting. */
  readonly papersBy: string;
}

type ForBody = Actor & { readonly body: string };

/** Adds a day on which the body's committee meets. */
export async function addCommitteeDate(
  tx: Tx,
  actor: ForBody,
  { meetsOn, papersBy }: Omit<CommitteeDate, 'id'>,
  at: Date,
): Promise<{ readonly id: string }> {
  const id = newId();
  await tx.query(
    `INSERT INTO committee_date (id, body, meets_on, papers_by, added_by, added_at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [id, actor.body, meetsOn, papersBy, actor.person, at],
  );
  const data = { date: id, meetsOn, papersBy };
  await append(
    tx,
    `body:${actor.body}`,
    { kind: 'act', type: 'committee-date.added', actor, data },
    at,
  );
  return { id };
}

/** Takes a day off the list; the row stays. Refuses `not-found` for one that is not the body's. */
export async function removeCommitteeDate(
  tx: Tx,
  actor: ForBody,
  id: string,
  at: Date,
): Promise<void> {
  const { rowCount } = await tx.query(
    `INSERT INTO committee_date_removed (committee_date, removed_by, removed_at)
     SELECT id, $3, $4 FROM committee_date WHERE id = $1 AND body = $2
     ON CONFLICT DO NOTHING`,
    [id, actor.body, actor.person, at],
  );
  if (rowCount === 0) throw new Refusal('not-found', { date: id });
  const data = { date: id };
  await append(
    tx,
    `body:${actor.body}`,
    { kind: 'act', type: 'committee-date.removed', actor, data },
    at,
  );
}

/** The days to come on which the body's committee meets, soonest first. */
export async function committeeDates(sql: Sql, body: string): Promise<readonly CommitteeDate[]> {
  const { rows } = await sql.query<CommitteeDate>(
    `SELECT d.id, d.meets_on::text AS "meetsOn", d.papers_by::text AS "papersBy"
       FROM committee_date d
      WHERE d.body = $1 AND d.meets_on >= (assent_now() AT TIME ZONE 'Europe/London')::date
        AND NOT EXISTS (SELECT FROM committee_date_removed r WHERE r.committee_date = d.id)
      ORDER BY d.meets_on, d.id`,
    [body],
  );
  return rows;
}
