import { takeReply } from '#consultation';
import { startReader } from '#mail';
import type { Duty } from '#mail';
import type { DutyContext } from './duty-context.js';

/** Reads what was received and makes each mail a response, work for the desk, or a filed mail. */
export function startReadingReplies({ pool, log }: Pick<DutyContext, 'pool' | 'log'>): Duty {
  const onError = (err: unknown): void => log.error({ err }, 'a mail could not be read');
  return startReader({ pool, take: takeReply, onError });
}
