import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { explain, readSettings, type Settings } from '#platform';
import { prepareClock } from './examples.js';
import { seedExamples } from './seed-examples.js';
import { choosePort } from './free-port.js';
import { openInstallationDatabase, type InstallationDatabase } from './installation-database.js';
import { lockInstallation } from './installation-lock.js';
import { Supervised } from './supervised.js';

const DIST = join(import.meta.dirname, '..', '..', '..');
const READY_MS = 60_000;
/** After SIGTERM nothing of this clone runs after ten seconds, Postgres included. */
const STOP_MS = 9_500;

/** `npm start`: the database, brought up to date; the web; the worker; and their orderly end. */
class Start {
  private release: (() => void) | undefined;
  private database: Promise<InstallationDatabase> | undefined;
  private children: Supervised[] = [];
  private stopping: Promise<void> | undefined;

  async run(): Promise<void> {
    const settings = readSettings(process.env);
    this.release = lockInstallation(settings.varDir);
    const { host, publicBaseUrl } = settings;
    const port = await choosePort(host, { name: 'PORT', set: settings.port, usual: 3000 });
    const smtpInPort = await choosePort(settings.smtpInHost, {
      name: 'SMTP_IN_PORT',
      set: settings.smtpInPort,
      // Any: two installations that start together would both find a usual one free.
      usual: 0,
    });
    this.database = openInstallationDatabase(settings);
    const database = await this.database;
    await prepareClock(database.ownerUrl, settings.isExample);
    if (this.stopping !== undefined) return;
    const local = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
    const address = publicBaseUrl ?? local;
    if (settings.isExample) {
      await seedExamples({
        databaseUrl: database.url,
        documentsDir: settings.documentsDir,
        baseUrl: address,
        root: join(DIST, '..'),
      });
    }
    if (this.stopping !== undefined) return;
    this.startChildren(settings, database, { address, port, smtpInPort });
    await untilReady(local);
    say(welcome(settings, address, smtpInPort));
  }

  /** Children first, so that the database ends with nobody in it. */
  stop(): Promise<void> {
    return (this.stopping ??= (async () => {
      await Promise.all(this.children.map((child) => child.stop()));
      // A signal may come while it is still starting: what has begun is ended too.
      const database = await this.database?.catch(() => undefined);
      await database?.stop();
      this.release?.();
    })());
  }

  private startChildren(
    settings: Settings,
    { url }: InstallationDatabase,
    { address, port, smtpInPort }: { address: string; port: number; smtpInPort: number },
  ): void {
    const environment = {
      ...process.env,
      PORT: String(port),
      SMTP_IN_PORT: String(smtpInPort),
      PUBLIC_BASE_URL: address,
      ...(settings.database.embedded && { EMBEDDED_DATABASE_URL: url }),
      // Only who migrates needs to be the owner.
      DATABASE_OWNER_URL: undefined,
    };
    const logFolder = settings.isExample ? join(settings.varDir, 'log') : null;
    this.children = ['worker', 'web'].map((name) => {
      const script = join(DIST, 'apps', name, 'src', 'main.js');
      return new Supervised({ name, script, environment, logFolder, say });
    });
    for (const child of this.children) child.start();
  }
}

/** Waits for the first answer; what is not ready by then is said and goes on starting. */
async function untilReady(address: string): Promise<void> {
  const deadline = Date.now() + READY_MS;
  let why = 'the web does not answer';
  while (Date.now() < deadline) {
    const answer = await fetch(`${address}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    if (answer) why = JSON.stringify(((await answer.json()) as { why?: unknown }).why);
    await pause(150);
  }
  say(`Not everything is ready yet: ${why}`);
}

function welcome({ isExample, varDir, smtpInHost }: Settings, address: string, smtpInPort: number) {
  const example = [
    `  Sign in:      ${address}/sign-in (choose one of the example people; there is no password)`,
    `  Post office:  ${address}/example/post (every letter that is sent arrives here)`,
  ];
  return [
    `Assent is ready: ${address}`,
    ...(isExample ? example : [`  Sign in:      ${address}/sign-in`]),
    `  Mail in:      ${smtpInHost} port ${smtpInPort}`,
    `  Data${isExample ? ' and logs' : ''}: ${isExample ? '' : '         '}${varDir}`,
    '  Stop with Ctrl-C.',
  ].join('\n');
}

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}

const start = new Start();
const leave = (code: number) => {
  setTimeout(() => process.exit(1), STOP_MS).unref();
  void start.stop().then(
    () => process.exit(code),
    () => process.exit(1),
  );
};
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => leave(0));
const fail = (error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  leave(1);
};
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);
start.run().catch(fail);
