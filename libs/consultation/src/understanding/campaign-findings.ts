import { hash } from 'node:crypto';
import type { Pool } from 'pg';
import { readTexts } from '#evidence';
import { inTransaction, now } from '#platform';
import type { Sql } from '#platform';
import { findCampaigns } from './find-campaigns.js';

/** Which replies share their words, by their ids. */
export interface Finding {
  /** When they were compared; null: now. */
  readonly foundAt: Date | null;
  /** Whether every reply that stands was among them. */
  readonly isWhole: boolean;
  readonly groups: readonly (readonly string[])[];
}

/** So many replies are compared while somebody waits; more are compared by the worker. */
const AT_ONCE = 500;
/** Words that are erased leave no entry, so that now and then everything is looked at. */
const LOOK_AGAIN = '10 minutes';

/** The campaigns among the replies that stood at an instant; null while the worker has yet to find them. */
export async function campaignsAt(
  sql: Sql,
  consultation: string,
  asOf: Date,
): Promise<Finding | null> {
  const said = await saidAt(sql, consultation, asOf);
  const { rows } = await sql.query<Pick<Finding, 'foundAt' | 'groups'>>(
    `SELECT found_at AS "foundAt", groups FROM campaign_finding
      WHERE consultation_id = $1 AND state = decode($2, 'hex')`,
    [consultation, stateOf(said)],
  );
  if (rows[0] !== undefined) return { ...rows[0], isWhole: true };
  if (said.length > AT_ONCE) return null;
  return { foundAt: null, isWhole: true, groups: await groupsOf(sql, said) };
}

/** The campaigns as they are, or as they were when somebody last compared; null: nobody ever did. */
export async function newestCampaigns(sql: Sql, consultation: string): Promise<Finding | null> {
  const whole = await campaignsAt(sql, consultation, await now(sql));
  if (whole !== null) return whole;
  const { rows } = await sql.query<Pick<Finding, 'foundAt' | 'groups'>>(
    `SELECT found_at AS "foundAt", groups FROM campaign_finding
      WHERE consultation_id = $1 ORDER BY record_seq DESC, found_at DESC LIMIT 1`,
    [consultation],
  );
  return rows[0] === undefined ? null : { ...rows[0], isWhole: false };
}

/** Compares the replies of each consultation where something came since; answers how many it compared. */
export async function findNewCampaigns(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ id: string; seq: number }>(
    `SELECT c.id, s.seq FROM consultation c JOIN stream s ON s.name = 'consultation:' || c.id
       LEFT JOIN LATERAL (SELECT record_seq, looked_at FROM campaign_finding
         WHERE consultation_id = c.id ORDER BY record_seq DESC LIMIT 1) f ON true
      WHERE c.launched_at IS NOT NULL AND (f.record_seq IS NULL OR f.record_seq < s.seq
        OR f.looked_at < assent_now() - interval '${LOOK_AGAIN}')
      ORDER BY c.id`,
  );
  for (const { id, seq } of rows) await keepFinding(pool, id, seq);
  return rows.length;
}

/** Holds no connection while it compares. What came meanwhile is found at the next turn. */
async function keepFinding(pool: Pool, consultation: string, seq: number): Promise<void> {
  const { said, state, isKnown } = await inTransaction(pool, async (tx) => {
    const read = await saidAt(tx, consultation, await now(tx));
    const of = stateOf(read);
    const { rowCount } = await tx.query(
      `UPDATE campaign_finding SET record_seq = greatest(record_seq, $3), looked_at = assent_now()
        WHERE consultation_id = $1 AND state = decode($2, 'hex')`,
      [consultation, of, seq],
    );
    return { said: read, state: of, isKnown: rowCount === 1 };
  });
  if (isKnown) return;
  const groups = await groupsOf(pool, said);
  await pool.query(
    `INSERT INTO campaign_finding (consultation_id, state, record_seq, groups, found_at, looked_at)
     VALUES ($1, decode($2, 'hex'), $3, $4, assent_now(), assent_now()) ON CONFLICT DO NOTHING`,
    [consultation, state, seq, JSON.stringify(groups)],
  );
}

interface Said {
  readonly id: string;
  /** Which words of it are compared. */
  readonly wordsOf: string;
}

/** The replies that stood at an instant and have words, as they were read then. */
async function saidAt(sql: Sql, consultation: string, asOf: Date): Promise<readonly Said[]> {
  const { rows } = await sql.query<Said>(
    `SELECT r.id, encode(w.commitment, 'hex') AS "wordsOf" FROM response r
       LEFT JOIN LATERAL (SELECT words_commitment FROM response_reading
         WHERE response = r.id AND at <= $2 ORDER BY seq DESC LIMIT 1) h ON true
       LEFT JOIN LATERAL (SELECT decision FROM response_decision
         WHERE response = r.id AND at <= $2 ORDER BY seq DESC LIMIT 1) d ON true
       JOIN private_text w ON w.commitment = coalesce(h.words_commitment, r.words_commitment)
      WHERE r.consultation_id = $1 AND r.recorded_at <= $2 AND w.text IS NOT NULL
        AND d.decision IS DISTINCT FROM 'withdrawn'
        AND NOT EXISTS (SELECT FROM response newer
          WHERE newer.supersedes = r.id AND newer.recorded_at <= $2)
      ORDER BY r.number`,
    [consultation, asOf],
  );
  return rows;
}

const stateOf = (said: readonly Said[]): string =>
  hash('sha256', JSON.stringify(said.map(({ id, wordsOf }) => [id, wordsOf])), 'hex');

async function groupsOf(sql: Sql, said: readonly Said[]): Promise<Finding['groups']> {
  const texts = await readTexts(
    sql,
    said.map(({ wordsOf }) => wordsOf),
  );
  return findCampaigns(said.map(({ wordsOf }) => texts.get(wordsOf) ?? '')).map(({ members }) =>
    members.map((one) => said[one]!.id),
  );
}
