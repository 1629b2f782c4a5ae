import { PgBoss } from 'pg-boss';
import type { Clock } from 'pg-boss';
import { Client } from 'pg';
import { SERVICE_ROLE } from '#platform';
import { CHORES } from './chores.js';

const SCHEMA = 'pgboss';

/** Something that has to be done again and again, by one of the copies of the service. */
export interface Chore {
  readonly name: string;
  /** When, as cron says it, by the clocks of London. */
  readonly cron: string;
  readonly work: () => Promise<unknown>;
}

export interface JobsOptions {
  readonly url: string;
  readonly onError: (error: unknown) => void;
  /** Moved by specs. */
  readonly clock?: Clock;
}

/**
 * Makes or updates the queue's schema, with a queue for each chore, and lets the service's role
 * work in it. Needs the owner's connection; safe to repeat and in several processes at once.
 */
export async function prepareJobs(
  ownerUrl: string,
  chores: readonly string[] = CHORES,
): Promise<void> {
  const owner = new PgBoss({
    connectionString: ownerUrl,
    schema: SCHEMA,
    supervise: false,
    schedule: false,
    max: 2,
  });
  owner.on('error', () => undefined); // What goes wrong is thrown by the calls below.
  await owner.start();
  try {
    for (const chore of chores) await owner.createQueue(chore, { retryLimit: 2, retryDelay: 60 });
  } finally {
    await owner.stop({ graceful: false });
  }
  await letServiceWork(ownerUrl);
}

async function letServiceWork(ownerUrl: string): Promise<void> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    // One transaction, one at a time: Postgres refuses two who grant on the same table at once.
    await client.query(`
      SELECT pg_advisory_xact_lock(hashtextextended('assent.jobs', 0));
      GRANT USAGE ON SCHEMA ${SCHEMA} TO ${SERVICE_ROLE};
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${SCHEMA} TO ${SERVICE_ROLE};
      GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${SCHEMA} TO ${SERVICE_ROLE};
      GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${SCHEMA} TO ${SERVICE_ROLE}`);
  } finally {
    await client.end();
  }
}

/** Chores by the clock, each time by one copy of the service, tried again when it fails. */
export class Jobs {
  private constructor(private readonly boss: PgBoss) {}

  /** Joins the queue in the service's role; `prepareJobs` has been there before. */
  static async open({ url, onError, clock }: JobsOptions): Promise<Jobs> {
    const boss = new PgBoss({
      connectionString: url,
      schema: SCHEMA,
      options: `-c role=${SERVICE_ROLE}`,
      migrate: false,
      createSchema: false,
      max: 3,
      ...(clock === undefined ? {} : { clock }),
    });
    boss.on('error', onError);
    await boss.start();
    return new Jobs(boss);
  }

  /** Does a chore whenever it is due; a copy that finds another at it leaves it alone. */
  async keep({ name, cron, work }: Chore): Promise<void> {
    await this.boss.schedule(name, cron, null, { tz: 'Europe/London' });
    await this.boss.work(name, { pollingIntervalSeconds: 5 }, () => work());
  }

  async stop(): Promise<void> {
    await this.boss.stop({ graceful: true, timeout: 5_000 });
  }
}
