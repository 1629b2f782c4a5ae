import { startIntake } from '#mail';
import type { Intake } from '#mail';
import type { DutyContext } from './duty-context.js';

/** Takes mail for the reply domain, and answers on which port it does. */
export async function startReceivingMail(
  context: Pick<DutyContext, 'pool' | 'settings' | 'log'>,
): Promise<Intake> {
  const { pool, settings, log } = context;
  const onError = (err: unknown): void => log.error({ err }, 'a mail could not be kept');
  const intake = await startIntake({ pool, settings, onError });
  log.info({ port: intake.port }, 'taking mail');
  return intake;
}
