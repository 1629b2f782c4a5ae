import type { AddressInfo } from 'node:net';
import {
  Database,
  isLoopbackHost,
  openLog,
  readSettings,
  runProcess,
  WrongSetting,
  type Running,
} from '#platform';
import { createApp } from './create-app.js';

/** The web process: one of as many as are wanted. `npm start` starts it with all it needs. */
runProcess(async (): Promise<Running> => {
  const settings = readSettings(process.env);
  if (settings.database.url === null) {
    throw new WrongSetting('DATABASE_URL is missing: set it, or start all with "npm start".');
  }
  const log = openLog('web');
  const database = await Database.open({ url: settings.database.url });
  const app = await createApp({ settings, database, log });
  await app.listen(settings.port ?? 0, settings.host);
  const { address, port } = app.getHttpServer().address() as AddressInfo;
  // What an example installation offers must be reachable from this machine alone.
  if (settings.isExample && !isLoopbackHost(address)) {
    throw new WrongSetting(`HOST ${settings.host} listens on ${address}: set it to 127.0.0.1.`);
  }
  log.info({ port }, 'listening');
  return {
    log,
    async stop() {
      await app.close();
      await database.close();
    },
  };
});
