import type { Sql } from '#platform';
import { findNewCampaigns, newestCampaigns } from './campaign-findings.js';
import type { Finding } from './campaign-findings.js';
import { findCampaigns, sharedBy } from './find-campaigns.js';
import { responsesWithWords } from './responses-with-words.js';
import type { SaidResponse } from './responses-with-words.js';

/** Replies that share their words; each still counts by itself and keeps its own view. */
export interface CampaignOfReplies {
  readonly shared: readonly string[];
  readonly replies: readonly SaidResponse[];
}

export interface FoundCampaigns extends Pick<Finding, 'foundAt' | 'isWhole'> {
  /** The largest first. */
  readonly campaigns: readonly CampaignOfReplies[];
}

/** The campaigns among what a consultation brought in; null while nobody has compared it yet. */
async function campaignsOf(sql: Sql, consultation: string): Promise<FoundCampaigns | null> {
  const finding = await newestCampaigns(sql, consultation);
  if (finding === null) return null;
  const all = await responsesWithWords(sql, consultation);
  const byId = new Map(all.map((reply) => [reply.id, reply]));
  const { foundAt, isWhole, groups } = finding;
  const campaigns = groups
    .map((ids) => ids.flatMap((id) => byId.get(id) ?? []))
    .filter(({ length }) => length > 1)
    .map((replies) => ({ replies, shared: sharedBy(replies.map(({ words }) => words)) }));
  return { foundAt, isWhole, campaigns };
}

/** Replies with a common source: `find` among texts, `of` a consultation, `findNew` beside the pages. */
export const campaigns = { find: findCampaigns, of: campaignsOf, findNew: findNewCampaigns };
