import { VIEWS, wording } from '#consultation';
import type { CampaignOfReplies } from '#consultation';

/** A campaign in words: how many replies, how many count, what their authors think, what they share. */
export function campaignRow({ replies, shared }: CampaignOfReplies) {
  const { views } = wording();
  const names = [
    ...VIEWS.map((view) => [view, views[view]] as const),
    [null, 'Not asked'] as const,
  ];
  return {
    first: replies[0]!.id,
    count: replies.length,
    counted: replies.filter(({ standing }) => standing === 'counted').length,
    shared,
    views: names.flatMap(([view, label]) => {
      const count = replies.filter((reply) => reply.view === view).length;
      return count === 0 ? [] : [{ label, count }];
    }),
  };
}
