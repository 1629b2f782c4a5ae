import { access } from 'node:fs/promises';
import { WrongSetting, pendingMigrations, readSettings } from '#platform';
import type { Settings } from '#platform';
import { readArguments } from './command.js';
import type { Command, Desk, DeskDatabase } from './command.js';
import { mailRecords } from './mail-records.js';

/** One thing that must be right, and what to do where it is not. */
interface Finding {
  readonly check: 'settings' | 'database' | 'migrations' | 'mail' | 'documents';
  readonly fine: boolean;
  readonly says: string;
  /** DNS records to publish, as text. */
  readonly records?: readonly string[];
}

export const doctor: Command = {
  usage: '',
  does: 'looks at settings, database, migrations, mail and documents: each fine, or what to do',
  run: async (args, desk) => {
    readArguments(args, []);
    let broken = 0;
    for await (const finding of findings(desk)) {
      if (!finding.fine) broken += 1;
      tell(desk, finding);
    }
    return broken === 0 ? 0 : 1;
  },
};

async function* findings(desk: Desk): AsyncGenerator<Finding> {
  yield settingsOf(desk);
  const { settings } = desk;
  yield await migrationsBefore(settings);
  const database = await opened(desk);
  yield 'finding' in database ? database.finding : await databaseOf(settings, database);
  yield mailOf(settings);
  yield 'finding' in database
    ? { check: 'documents', fine: false, says: 'Not looked at: there is no database to compare.' }
    : await documentsOf(settings, database);
}

function settingsOf({ environment }: Desk): Finding {
  try {
    const { isExample } = readSettings(environment);
    const kind = isExample
      ? 'an example installation on this machine alone'
      : 'a real installation';
    return { check: 'settings', fine: true, says: `They describe ${kind}.` };
  } catch (error) {
    if (!(error instanceof WrongSetting)) throw error;
    return { check: 'settings', fine: false, says: error.message };
  }
}

/** Asked before anything is brought up to date; the embedded database is by every start. */
async function migrationsBefore({ database }: Settings): Promise<Finding> {
  const check = 'migrations';
  if (database.ownerUrl === null) {
    return { check, fine: true, says: 'The database of VAR_DIR is brought up to date by itself.' };
  }
  try {
    const pending = await pendingMigrations(database.ownerUrl);
    if (pending.length === 0) return { check, fine: true, says: 'None is pending.' };
    const says = `${pending.length} are pending; the next start, and this command, run them: ${pending.join(', ')}.`;
    return { check, fine: true, says };
  } catch (error) {
    return { check, fine: false, says: `They cannot be read: ${messageOf(error)}` };
  }
}

async function opened(desk: Desk): Promise<DeskDatabase | { readonly finding: Finding }> {
  try {
    return await desk.openDatabase();
  } catch (error) {
    return { finding: { check: 'database', fine: false, says: messageOf(error) } };
  }
}

async function databaseOf({ database }: Settings, { pool }: DeskDatabase): Promise<Finding> {
  const { rows } = await pool.query<{ version: string; role: string; cases: string }>(
    `SELECT current_setting('server_version') AS version, current_user AS role,
        (SELECT count(*) FROM (SELECT FROM cases LIMIT 1001) c)::text AS cases`,
  );
  const { version, role, cases } = rows[0]!;
  const where = database.embedded ? 'of VAR_DIR' : 'of DATABASE_URL';
  const many = Number(cases) > 1000 ? 'more than 1,000' : cases;
  const says = `Postgres ${version} ${where} answers the role ${role}; it holds ${many} cases.`;
  return { check: 'database', fine: true, says };
}

function mailOf(settings: Settings): Finding {
  if (settings.smtpUrl === null) {
    const says = 'No letter leaves: the post office of this example installation keeps them.';
    return { check: 'mail', fine: true, says };
  }
  const records = mailRecords(settings);
  if (settings.dkim === null) {
    const says =
      'Letters are not signed: make a key with "openssl genrsa -out dkim.pem 2048" and set ' +
      'DKIM_DOMAIN, DKIM_SELECTOR and DKIM_PRIVATE_KEY_FILE. Publish these records:';
    return { check: 'mail', fine: false, says, records };
  }
  return { check: 'mail', fine: true, says: 'These records must be published:', records };
}

async function documentsOf({ documentsDir }: Settings, database: DeskDatabase): Promise<Finding> {
  const check = 'documents';
  const isThere = await access(documentsDir).then(
    () => true,
    () => false,
  );
  try {
    await database.openDocuments();
    const says = `${documentsDir} ${isThere ? 'belongs to this database' : 'is made and empty'}.`;
    return { check, fine: true, says };
  } catch (error) {
    return { check, fine: false, says: messageOf(error) };
  }
}

function tell({ json, out }: Desk, finding: Finding): void {
  if (json) return out(JSON.stringify(finding));
  const { check, fine, says, records = [] } = finding;
  out(`${fine ? 'fine ' : 'to do'}  ${check}: ${says}`);
  for (const record of records) out(`         ${record}`);
}

const messageOf = (error: unknown): string =>
  error instanceof Error
    ? error.message || String((error as { code?: string }).code)
    : String(error);
