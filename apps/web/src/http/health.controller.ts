import { access, constants } from 'node:fs/promises';
import type { Office } from '#cases';
import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Database, pendingMigrations, type Settings } from '#platform';
import { OFFICE } from './acts.js';
import { ForAnyone } from './audience.js';
import { SETTINGS } from './tokens.js';

/** The worker says every few seconds that it lives; after this long without a word it does not. */
const HEARTBEAT_SECONDS = 20;
const PATIENCE_MS = 3_000;

type Check = 'database' | 'migrations' | 'worker' | 'mailIn' | 'documents';

@Controller()
@ForAnyone('a load balancer asks whether to send people here; nothing of a case is told')
export class HealthController {
  /** Once up to date, a database stays so while this process lives. */
  private migrated = false;

  constructor(
    private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(OFFICE) private readonly office: Office,
  ) {}

  @Get('healthz')
  healthz() {
    return { alive: true };
  }

  @Get('readyz')
  async readyz(@Res({ passthrough: true }) reply: FastifyReply) {
    const beats = this.heartbeats();
    const problems: Record<Check, string | null> = {
      database: await problemIn(this.database.pool.query('SELECT 1')),
      migrations: await problemIn(this.mustBeMigrated()),
      worker: await problemIn(mustBeat(beats, 'worker')),
      mailIn: await problemIn(mustBeat(beats, 'mail-in')),
      documents: await problemIn(this.mustKeepDocuments()),
    };
    const bad = Object.entries(problems).filter(([, problem]) => problem !== null);
    void reply.status(bad.length === 0 ? 200 : 503);
    return {
      ready: bad.length === 0,
      checks: mapValues(problems, (problem) => problem === null),
      ...(bad.length > 0 && { why: Object.fromEntries(bad) }),
    };
  }

  private async mustBeMigrated(): Promise<void> {
    const { url } = this.settings.database;
    if (this.migrated || url === null) return;
    const pending = await pendingMigrations(url);
    if (pending.length > 0)
      throw new Error(`The database lacks ${pending.join(', ')}: run npm start.`);
    this.migrated = true;
  }

  /** The folder may have been unmounted since, or another one mounted in its place. */
  private async mustKeepDocuments(): Promise<void> {
    await access(this.settings.documentsDir, constants.R_OK | constants.W_OK);
    if (await this.office.documents.isReady()) return;
    throw new Error('The folder of documents is not the one of this database: set DOCUMENTS_DIR.');
  }

  private async heartbeats(): Promise<Map<string, number>> {
    const { rows } = await this.database.pool.query<{ name: string; age: number }>(
      'SELECT name, extract(epoch FROM now() - at)::float AS age FROM heartbeat',
    );
    return new Map(rows.map(({ name, age }) => [name, age]));
  }
}

async function mustBeat(beats: Promise<Map<string, number>>, name: string): Promise<void> {
  const age = (await beats).get(name);
  if (age === undefined) throw new Error(`${name} has not started.`);
  if (age > HEARTBEAT_SECONDS)
    throw new Error(`${name} last gave a sign ${Math.round(age)} s ago.`);
}

/** What to tell of a check: never an address, a path or a password that an error may hold. */
async function problemIn(check: Promise<unknown>): Promise<string | null> {
  const tooSlow = new Promise<string>((resolve) => {
    setTimeout(resolve, PATIENCE_MS, 'no answer in time').unref();
  });
  return Promise.race([check.then(() => null, describe), tooSlow]);
}

function describe(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return code === undefined ? (message ?? 'broken') : `refused with ${code}`;
}

function mapValues<K extends string, V, W>(record: Record<K, V>, change: (value: V) => W) {
  return Object.fromEntries(
    Object.entries<V>(record).map(([key, value]) => [key, change(value)]),
  ) as Record<K, W>;
}
