import { consultees } from '#consultation';
import { postOffice, startSender } from '#mail';
import type { Duty } from '#mail';
import type { DutyContext } from './duty-context.js';

/**
 * Expands mailings and sends letters. An example installation, which has no mail system, sends them
 * by real SMTP to its own post office.
 */
export async function startDeliveringMail(context: DutyContext): Promise<Duty> {
  const { pool, settings, publicBaseUrl, log } = context;
  const onError = (err: unknown): void => log.error({ err }, 'letters could not be sent');
  const office = settings.smtpUrl === null ? await postOffice.open(pool, onError) : null;
  const sender = startSender({
    pool,
    settings: { ...settings, publicBaseUrl, smtpUrl: office?.url ?? settings.smtpUrl! },
    recipients: consultees.recipients,
    onError,
  });
  return {
    async stop() {
      await sender.stop();
      await office?.stop();
    },
  };
}
