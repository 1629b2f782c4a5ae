import { takeReply } from '#consultation';
import { startReader } from '#mail';
import type { Duty } from '#mail';
import type { DutyContext } from './duty-context.js';

/** Reads what was received and makes each mail a response, work for the desk, or a filed mail. */
export function startReadingReplies({
  pool,
  settings,
  log,
}: Pick<DutyContext, 'pool' | 'settings' | 'log'>): Duty {
  const onError = (err: unknown): void => log.error({ err }, 'a mail could not be read');
  const { checkSenders, trustedRelays, trustedForwarders, mailDomain: mta } = settings;
  const senders = checkSenders ? { trustedRelays, trustedForwarders, mta } : undefined;
  return startReader({ pool, take: takeReply, onError, senders });
}
