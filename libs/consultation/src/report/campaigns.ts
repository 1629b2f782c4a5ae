import { Refusal } from '#platform';
import type { Sql } from '#platform';
import { campaignsAt } from '../understanding/campaign-findings.js';
import { countedOf, withViews } from './replies.js';
import type { Reply, WithViews } from './replies.js';

/** Replies that count and share most of their words, and those that share them with none. */
export interface ReportedCampaigns<N = number> {
  /** Each reply is in one campaign or in none. */
  readonly found: readonly WithViews<N>[];
  readonly outside: WithViews<N>;
}

/**
 * The campaigns among the replies that count, by their words as they were read at an instant. Refused
 * as `not-now` while there are so many that they are still being compared.
 */
export async function campaignsIn(
  sql: Sql,
  { consultation, asOf }: { readonly consultation: string; readonly asOf: Date },
  replies: readonly Reply[],
): Promise<ReportedCampaigns> {
  const finding = await campaignsAt(sql, consultation, asOf);
  if (finding === null) throw new Refusal('not-now', { campaigns: 'compared' });
  const counted = new Map(countedOf(replies).map((reply) => [reply.id, reply]));
  const found = finding.groups
    .map((ids) => ids.flatMap((id) => counted.get(id) ?? []))
    .filter(({ length }) => length > 1)
    .toSorted((a, b) => b.length - a.length || a[0]!.number - b[0]!.number);
  const within = new Set(found.flat());
  return {
    found: found.map(withViews),
    outside: withViews([...counted.values()].filter((reply) => !within.has(reply))),
  };
}
