import type { Sql } from '#platform';
import { findCampaigns } from '../understanding/find-campaigns.js';
import { byView } from './replies.js';
import type { ByView, Reply } from './replies.js';

/** Replies that count and share most of their words; each is in one campaign or in none. */
export interface ReportedCampaign {
  readonly inTime: number;
  readonly late: number;
  /** Of those in time. */
  readonly views: ByView;
}

/** The campaigns among the replies that count, by their words as they were read at an instant. */
export async function campaignsIn(
  sql: Sql,
  replies: readonly Reply[],
  asOf: Date,
): Promise<readonly ReportedCampaign[]> {
  const counted = replies.filter(({ standing }) => standing === 'counted');
  const words = await wordsOf(sql, counted, asOf);
  const said = counted.filter(({ id }) => words.has(id));
  return findCampaigns(said.map(({ id }) => words.get(id)!)).map(({ members }) => {
    const own = members.map((one) => said[one]!);
    const inTime = own.filter(({ late }) => !late);
    return { inTime: inTime.length, late: own.length - inTime.length, views: byView(inTime) };
  });
}

async function wordsOf(
  sql: Sql,
  replies: readonly Reply[],
  asOf: Date,
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql.query<{ id: string; words: string }>(
    `SELECT r.id, w.text AS words FROM response r
       LEFT JOIN LATERAL (SELECT words_commitment FROM response_reading
         WHERE response = r.id AND at <= $2 ORDER BY seq DESC LIMIT 1) h ON true
       JOIN private_text w ON w.commitment = coalesce(h.words_commitment, r.words_commitment)
      WHERE r.id = ANY ($1::uuid[]) AND w.text IS NOT NULL`,
    [replies.map(({ id }) => id), asOf],
  );
  return new Map(rows.map(({ id, words }) => [id, words]));
}
