import type { AddressInfo } from 'node:net';
import { Database, isLoopbackHost, openLog, readSettings, WrongSetting } from '#platform';
import { createApp } from './create-app.js';
import { ENTITIES } from './entities.js';

/** The web process: one of as many as are wanted. `npm start` starts it with all it needs. */
async function main(): Promise<void> {
  const settings = readSettings(process.env);
  if (settings.database.url === null) {
    throw new WrongSetting(
      'DATABASE_URL is missing: set it, or start everything with "npm start".',
    );
  }
  const log = openLog('web');
  const database = await Database.open({ url: settings.database.url, entities: ENTITIES });
  const app = await createApp({ settings, database, log });
  stopOnSignal(async () => {
    await app.close();
    await database.close();
  });
  await app.listen(settings.port ?? 0, settings.host);
  const { address, port } = app.getHttpServer().address() as AddressInfo;
  // What an example installation offers must be reachable from this machine alone.
  if (settings.isExample && !isLoopbackHost(address)) {
    throw new WrongSetting(`HOST ${settings.host} listens on ${address}: set it to 127.0.0.1.`);
  }
  log.info({ port }, 'listening');
}

const GRACE_MS = 8_000;

function stopOnSignal(stop: () => Promise<void>): void {
  const leave = () => {
    setTimeout(() => process.exit(1), GRACE_MS).unref();
    void stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', leave);
  process.once('SIGINT', leave);
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
});

/** One sentence for what the operator can put right; the whole story for a defect. */
function explain(error: unknown): string {
  if (error instanceof WrongSetting) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
