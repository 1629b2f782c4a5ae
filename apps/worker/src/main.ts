import type { Duty } from '#mail';
import {
  Database,
  openLog,
  readSettings,
  runProcess,
  WrongSetting,
  type Running,
  type Settings,
} from '#platform';
import { startBeating } from './beat.js';
import { startDeliveringMail } from './deliver-mail.js';
import type { DutyContext } from './duty-context.js';
import { startFindingCampaigns } from './find-campaigns.js';
import { startChores } from './keep-chores.js';
import { startPassingDeadlines } from './pass-deadlines.js';
import { startReadingReplies } from './read-replies.js';
import { startFetchingMail, startReceivingMail } from './receive-mail.js';

/** The worker process: everything that takes time, can fail, or is due. As many as are wanted. */
runProcess(async (): Promise<Running> => {
  const settings = readSettings(process.env);
  const { databaseUrl, publicBaseUrl } = required(settings);
  const log = openLog('worker');
  const database = await Database.open({ url: databaseUrl });
  const context = { pool: database.pool, settings, publicBaseUrl, log };
  const duties = await startDuties(context, databaseUrl);
  return {
    log,
    async stop() {
      await Promise.all(duties.map((duty) => duty.stop()));
      await database.close();
    },
  };
});

async function startDuties(context: DutyContext, databaseUrl: string): Promise<Duty[]> {
  return [
    await startReceivingMail(context),
    ...startFetchingMail(context),
    startReadingReplies(context),
    await startDeliveringMail(context),
    startPassingDeadlines(context),
    startFindingCampaigns(context),
    await startChores(context, databaseUrl),
    // Last: it says that all of the above have started.
    startBeating(context, ['worker', 'mail-in']),
  ];
}

function required({ database, publicBaseUrl }: Settings) {
  if (database.url === null) {
    throw new WrongSetting('DATABASE_URL is missing: set it, or start all with "npm start".');
  }
  if (publicBaseUrl === null) {
    throw new WrongSetting('PUBLIC_BASE_URL is missing: set it to the address that people open.');
  }
  return { databaseUrl: database.url, publicBaseUrl };
}
