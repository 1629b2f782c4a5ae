import type { Sql } from '#platform';
import { findCampaigns } from './find-campaigns.js';
import { responsesWithWords } from './responses-with-words.js';
import type { SaidResponse } from './responses-with-words.js';

/** Replies that share their words; each still counts by itself and keeps its own view. */
export interface CampaignOfReplies {
  readonly shared: readonly string[];
  readonly replies: readonly SaidResponse[];
}

/** The campaigns among what a consultation brought in, the largest first. */
async function campaignsOf(sql: Sql, consultation: string): Promise<readonly CampaignOfReplies[]> {
  const all = await responsesWithWords(sql, consultation);
  return findCampaigns(all.map(({ words }) => words)).map(({ members, shared }) => ({
    shared,
    replies: members.map((one) => all[one]!),
  }));
}

/** Replies with a common source: `find` among texts, `of` a consultation. */
export const campaigns = { find: findCampaigns, of: campaignsOf };
