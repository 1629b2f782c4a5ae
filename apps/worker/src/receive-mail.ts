import { mailIntake } from '#mail';
import type { Duty, Intake } from '#mail';
import type { DutyContext } from './duty-context.js';

type MailContext = Pick<DutyContext, 'pool' | 'settings' | 'log'>;

/** Takes mail for the reply domain, and answers on which port it does. */
export async function startReceivingMail({ pool, settings, log }: MailContext): Promise<Intake> {
  const onError = (err: unknown): void => log.error({ err }, 'a mail could not be kept');
  const intake = await mailIntake.listen({ pool, settings, onError });
  log.info({ port: intake.port }, 'taking mail');
  return intake;
}

/** Fetches mail from the mailbox of the settings, where there is one. */
export function startFetchingMail({ pool, settings, log }: MailContext): readonly Duty[] {
  if (settings.imapUrl === null) return [];
  const onError = (err: unknown): void => log.error({ err }, 'the mailbox could not be read');
  return [mailIntake.fetch({ pool, settings, onError })];
}
