import type { Sql } from '#platform';
import { findCampaigns } from '../understanding/find-campaigns.js';
import { countedOf, withViews } from './replies.js';
import type { Reply, WithViews } from './replies.js';

/** Replies that count and share most of their words, and those that share them with none. */
export interface ReportedCampaigns<N = number> {
  /** Each reply is in one campaign or in none. */
  readonly found: readonly WithViews<N>[];
  readonly outside: WithViews<N>;
}

/** The campaigns among the replies that count, by their words as they were read at an instant. */
export async function campaignsIn(
  sql: Sql,
  replies: readonly Reply[],
  asOf: Date,
): Promise<ReportedCampaigns> {
  const counted = countedOf(replies);
  const words = await wordsOf(sql, counted, asOf);
  const said = counted.filter(({ id }) => words.has(id));
  const found = findCampaigns(said.map(({ id }) => words.get(id)!)).map(({ members }) =>
    members.map((one) => said[one]!),
  );
  const within = new Set(found.flat());
  return {
    found: found.map(withViews),
    outside: withViews(counted.filter((reply) => !within.has(reply))),
  };
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
