import { responses } from '#consultation';
import type { Duty } from '#mail';
import type { DutyContext } from './duty-context.js';
import { every } from './every.js';

/** Thousands of replies are compared for seconds, and nobody waits for it. */
const LOOK_MS = 5_000;

/** Finds which replies share their words, wherever something came since it last looked. */
export function startFindingCampaigns({ pool, log }: Pick<DutyContext, 'pool' | 'log'>): Duty {
  return every(
    LOOK_MS,
    () => responses.campaigns.findNew(pool),
    (err) => log.error({ err }, 'campaigns could not be found'),
  );
}
