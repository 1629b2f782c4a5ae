import { append, commitText, storeTexts } from '#evidence';
import { now, Refusal } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { streamOf } from './consultation.js';
import { referenceOf } from './record-response.js';
import type { Group, Standing, View } from './stakeholders.js';

/** Which responses a report holds: those that had come by then and count, in time or late. */
export interface ReportedReplies {
  /** The number of the last response that had come. */
  readonly last: number;
  readonly inTime: number;
  readonly late: number;
  /** The numbers of those on which a person had still to decide: the report is without them. */
  readonly waiting: readonly number[];
}

/** What a report holds at this moment; within a transaction no response is numbered until it ends. */
export async function repliesInReport(sql: Sql, consultation: string): Promise<ReportedReplies> {
  const { rows: held } = await sql.query<{ last: number }>(
    'SELECT last_number AS last FROM consultation WHERE id = $1 FOR UPDATE',
    [consultation],
  );
  if (held[0] === undefined) throw new Refusal('not-found', { consultation });
  const { rows } = await sql.query<Omit<ReportedReplies, 'last'>>(
    `SELECT count(*) FILTER (WHERE standing = 'counted' AND NOT late)::int AS "inTime",
        count(*) FILTER (WHERE standing = 'counted' AND late)::int AS late,
        coalesce(array_agg(number ORDER BY number) FILTER (WHERE standing = 'waiting'), '{}')
          AS waiting
       FROM response_standing WHERE consultation_id = $1`,
    [consultation],
  );
  return { last: held[0].last, ...rows[0]! };
}

/** A response that the report is without, and what was decided on it. */
export interface LaterResponse {
  readonly id: string;
  readonly number: number;
  readonly reference: string;
  readonly receivedAt: Date;
  readonly late: boolean;
  readonly standing: Standing;
  readonly view: View | null;
  readonly group: Group | null;
  /** The consultee's name, or that of whoever signed. */
  readonly name: string | null;
  readonly words: string | null;
  readonly decision: 'considered' | 'not-considered' | null;
  readonly reason: string | null;
  readonly decidedAt: Date | null;
}

const WITHOUT = `r.consultation_id = $1 AND (r.number > $2 OR r.number = ANY ($3::int[]))
  AND r.standing IN ('counted', 'waiting')`;
const DECIDED = `LEFT JOIN LATERAL (
    SELECT * FROM response_consideration WHERE response = r.id ORDER BY seq DESC LIMIT 1) d ON true`;

type Reported = Pick<ReportedReplies, 'last' | 'waiting'>;

/** The responses that a report is without, in the order in which they came. */
export async function afterReport(
  sql: Sql,
  consultation: string,
  { last, waiting }: Reported,
): Promise<readonly LaterResponse[]> {
  const { rows } = await sql.query<Omit<LaterResponse, 'reference'>>(
    `SELECT r.id, r.number, r.received_at AS "receivedAt", r.late, r.standing, r.view,
        coalesce(r.group_name, e.group_name) AS "group", coalesce(e.name, a.text) AS name,
        w.text AS words, d.decision, g.text AS reason, d.at AS "decidedAt"
       FROM response_standing r
       LEFT JOIN consultee e ON e.id = r.consultee
       LEFT JOIN private_text a ON a.commitment = r.author_commitment
       JOIN private_text w ON w.commitment = r.words_commitment ${DECIDED}
       LEFT JOIN private_text g ON g.commitment = d.reason_commitment
      WHERE ${WITHOUT} ORDER BY r.number`,
    [consultation, last, waiting],
  );
  return rows.map((row) => ({ ...row, reference: referenceOf(row.number) }));
}

/** On how many of them nobody has decided; within a transaction none comes until it ends. */
export async function undecided(
  sql: Sql,
  consultation: string,
  { last, waiting }: Reported,
): Promise<number> {
  await sql.query('SELECT 1 FROM consultation WHERE id = $1 FOR UPDATE', [consultation]);
  const { rows } = await sql.query<{ open: number }>(
    `SELECT count(*)::int AS open FROM response_standing r ${DECIDED}
      WHERE ${WITHOUT} AND d.response IS NULL`,
    [consultation, last, waiting],
  );
  return rows[0]!.open;
}

export interface Consideration {
  readonly consultation: string;
  readonly response: string;
  readonly decision: 'considered' | 'not-considered';
  readonly reason: string;
}

/** Records whether a response that came after the report was weighed all the same, and why. */
export async function consider(
  tx: Tx,
  actor: Actor,
  { consultation, response, decision, reason }: Consideration,
): Promise<void> {
  await tx.query('SELECT 1 FROM consultation WHERE id = $1 FOR UPDATE', [consultation]);
  const { rows } = await tx.query<{ standing: Standing; number: number }>(
    'SELECT standing, number FROM response_standing WHERE consultation_id = $1 AND id = $2',
    [consultation, response],
  );
  const [found] = rows;
  if (found === undefined) throw new Refusal('not-found', { response });
  const { standing, number } = found;
  if (!['counted', 'waiting'].includes(standing)) {
    throw new Refusal('conflict', { response, standing });
  }
  const at = await now(tx);
  const text = commitText(reason);
  await storeTexts(tx, [text]);
  const data = { response, reference: referenceOf(number), decision };
  const texts = { reason: text.commitment };
  const entry = { kind: 'act', type: 'response.considered', actor, data, texts } as const;
  const { seq } = await append(tx, streamOf(consultation), entry, at);
  await tx.query(
    `INSERT INTO response_consideration (response, seq, decision, reason_commitment, at, by, record_seq)
     SELECT $1, coalesce(max(seq), 0) + 1, $2, decode($3, 'hex'), $4, $5, $6
       FROM response_consideration WHERE response = $1`,
    [response, decision, text.commitment, at, actor.person, seq],
  );
}
