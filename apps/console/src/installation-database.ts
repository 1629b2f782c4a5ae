import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Pool } from 'pg';
import { upgradeCases } from '#cases';
import { prepareJobs } from '#jobs';
import {
  ensurePostgres,
  migrate,
  SERVICE_ROLE,
  WrongSetting,
  type Postgres,
  type Settings,
} from '#platform';

/** The database of this installation, up to date. */
export interface InstallationDatabase {
  /** In the service's role once `Database.open` has it. */
  readonly url: string;
  /** Owns the tables. */
  readonly ownerUrl: string;
  /** Lets go of it; an embedded one stops with the last who uses it. */
  stop(): Promise<void>;
}

const NAME = 'assent';
const WATCH_MS = 1_000;

/** Joins the given database, or starts the one of VAR_DIR, and brings it up to date. */
export async function openInstallationDatabase(settings: Settings): Promise<InstallationDatabase> {
  const { url, ownerUrl } = settings.database;
  if (url !== null && ownerUrl !== null) {
    await bringUpToDate(ownerUrl).catch(inOneSentence('DATABASE_OWNER_URL or DATABASE_URL'));
    await mustServe(url).catch(inOneSentence('DATABASE_URL'));
    return { url, ownerUrl, stop: async () => undefined };
  }
  const cluster = { dir: join(settings.varDir, 'postgres') };
  const postgres = await ensurePostgres(cluster);
  const own = postgres.url(NAME);
  try {
    await createIfMissing(postgres.url('postgres'));
    await bringUpToDate(own);
  } catch (error) {
    await postgres.stop();
    throw error;
  }
  return new EmbeddedDatabase(own, postgres, async () => {
    // A folder that is gone is no reason to begin with an empty database.
    await access(join(cluster.dir, 'data', 'PG_VERSION'));
    return ensurePostgres(cluster);
  });
}

/** The tables, the queue's own, and the cases that an earlier release stored. */
async function bringUpToDate(ownerUrl: string): Promise<void> {
  await migrate(ownerUrl);
  await prepareJobs(ownerUrl);
  const pool = new Pool({ connectionString: ownerUrl, max: 1 });
  try {
    await upgradeCases(pool);
  } finally {
    await pool.end();
  }
}

/** A Postgres that is started again when it was killed: nobody else would. */
class EmbeddedDatabase implements InstallationDatabase {
  readonly ownerUrl: string;
  private readonly watch: NodeJS.Timeout;
  private looking: Promise<void> | undefined;

  constructor(
    readonly url: string,
    private postgres: Postgres,
    private readonly startAgain: () => Promise<Postgres>,
  ) {
    this.ownerUrl = url;
    this.watch = setInterval(() => void (this.looking ??= this.look()), WATCH_MS);
    this.watch.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.watch);
    await this.looking;
    await this.postgres.stop();
  }

  private async look(): Promise<void> {
    try {
      if (!(await answers(this.url))) this.postgres = await this.startAgain();
    } catch (error) {
      process.stderr.write(`The database does not start: ${String(error)}\n`);
    } finally {
      this.looking = undefined;
    }
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The web and the worker take the service's role at once: better said here than by both of them. */
async function mustServe(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await client.query(`SET ROLE ${SERVICE_ROLE}`);
  } finally {
    await client.end();
  }
}

const CAUSES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'no database answers there; start it, or correct the host and port.',
  ENOENT: 'there is no socket of a database there; start it, or correct the path.',
  ENOTFOUND: 'its host is not known; correct the name.',
  ETIMEDOUT: 'its host does not answer; correct it, or open the way to it.',
  '28P01': 'the password is refused; correct it.',
  '28000': 'the user is refused; correct it, or allow it in pg_hba.conf.',
  '3D000': 'there is no such database; create it, or correct the name.',
  '42501': `the user lacks a right; run "GRANT ${SERVICE_ROLE} TO" that user, or name the owner in DATABASE_OWNER_URL.`,
};

/** What an operator gets wrong about a database, by what Postgres or the network says of it. */
function inOneSentence(setting: string): (error: unknown) => never {
  return (error) => {
    const { code, driverError } = error as { code?: string; driverError?: { code?: string } };
    const cause = CAUSES[driverError?.code ?? code ?? ''];
    throw cause === undefined ? error : new WrongSetting(`${setting}: ${cause}`);
  };
}

async function createIfMissing(clusterUrl: string): Promise<void> {
  const client = new Client({ connectionString: clusterUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [NAME]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${NAME}`);
  } catch (error) {
    // Two processes may both find it missing; the second finds it made.
    const duplicate = ['42P04', '23505'].includes((error as { code?: string }).code ?? '');
    if (!duplicate) throw error;
  } finally {
    await client.end();
  }
}
