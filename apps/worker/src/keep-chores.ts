import { DocumentStore } from '#evidence';
import { forgetOldCounts, proofs } from '#identity';
import { Jobs } from '#jobs';
import type { Chore, ChoreName } from '#jobs';
import type { Duty } from '#mail';
import { verifyCases } from '#cases';
import type { DutyContext } from './duty-context.js';

/** Keeps the chores that come back by the clock, whichever copy of the service does each. */
export async function startChores(context: DutyContext, databaseUrl: string): Promise<Duty> {
  const { log } = context;
  const jobs = await Jobs.open({
    url: databaseUrl,
    onError: (err) => log.error({ err }, 'the queue of chores failed'),
  });
  const chores = choresOf(context);
  for (const [name, chore] of Object.entries(chores)) await jobs.keep({ name, ...chore });
  return jobs;
}

function choresOf({ pool, settings, log }: DutyContext): Record<ChoreName, Omit<Chore, 'name'>> {
  const store = () => DocumentStore.open(pool, settings.documentsDir);
  return {
    'forget-counts': {
      cron: '17 * * * *',
      async work() {
        await forgetOldCounts(pool);
        await proofs.forgetOldForms(pool);
      },
    },
    'sweep-documents': {
      cron: '10 3 * * *',
      async work() {
        const swept = await (await store()).sweepOrphans(pool);
        log.info({ swept }, 'files without a document were put aside');
      },
    },
    'verify-record': {
      cron: '30 3 * * *',
      async work() {
        const { cases, entries, faults } = await verifyCases(pool, { store: await store() });
        if (faults.length === 0) log.info({ cases, entries }, 'the record verifies');
        else log.error({ faults: faults.slice(0, 20) }, 'the record does not verify');
      },
    },
  };
}
