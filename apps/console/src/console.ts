import { Database, Refusal, explain, readSettings } from '#platform';
import type { Settings } from '#platform';
import { DocumentStore } from '#evidence';
import { clock } from './clock.js';
import { BadUsage, sentenceOf } from './command.js';
import type { Command, Desk, DeskDatabase } from './command.js';
import { doctor } from './doctor.js';
import { dutiesCommand } from './duties.js';
import { importRegisterCommand } from './import-register.js';
import { openInstallationDatabase } from './installation-database.js';
import type { InstallationDatabase } from './installation-database.js';
import { invite } from './invite.js';
import { readMailCommand } from './read-mail.js';
import { seed } from './seed/seed.js';
import { simulate } from './simulate/simulate.js';
import { verify } from './verify.js';

const COMMANDS: Readonly<Record<string, Command>> = {
  'import-register': {
    usage: 'FILE...',
    does: 'brings extracts of the schools’ register (GIAS) into the database',
    run: async (args, desk) => {
      const { pool } = await desk.openDatabase();
      return importRegisterCommand(args, { ...desk, pool });
    },
  },
  duties: dutiesCommand,
  'read-mail': {
    usage: 'FILE...',
    does: 'shows what the service takes from raw mails; needs no database',
    run: (args, desk) => readMailCommand([...args], desk),
  },
  verify,
  clock,
  invite,
  doctor,
  simulate,
  seed,
};

/** How a command is called: its own words, after the program's. */
export interface Terminal {
  readonly environment: NodeJS.ProcessEnv;
  out(line: string): void;
  err(line: string): void;
}

/**
 * Runs one command and answers the exit code: 0; 1 when anything was refused or is broken; 2 when
 * the command line was not understood. What it opened is closed again, the database last.
 */
export async function runConsole(args: readonly string[], terminal: Terminal): Promise<number> {
  const json = args.includes('--json');
  const [name = '', ...rest] = args.filter((word) => word !== '--json');
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    if (name !== '' && name !== 'help') terminal.err(`There is no command “${name}”.`);
    for (const one of help()) (json ? terminal.err : terminal.out)(one);
    return 2;
  }
  const opened = new Opened(terminal.environment);
  try {
    return await command.run(rest, opened.desk(terminal, json));
  } catch (error) {
    if (json && error instanceof Refusal) {
      terminal.out(JSON.stringify({ refused: error.code, ...error.facts }));
    }
    terminal.err(sentenceOf(error) ?? explain(error));
    if (error instanceof BadUsage) terminal.err(`Write: ${line(name, command)}`);
    return error instanceof BadUsage ? 2 : 1;
  } finally {
    await opened.close();
  }
}

const line = (name: string, { usage }: Command) =>
  `npm run console -- ${name}${usage === '' ? '' : ` ${usage}`}`;

function help(): readonly string[] {
  const widest = Math.max(
    ...Object.entries(COMMANDS).map(([n, { usage }]) => `${n} ${usage}`.length),
  );
  return [
    'npm run console -- COMMAND [--json]',
    ...Object.entries(COMMANDS).map(
      ([name, { usage, does }]) => `  ${`${name} ${usage}`.padEnd(widest)}  ${does}`,
    ),
  ];
}

/** What a command has opened, each thing when it is first asked for. */
class Opened {
  private settings: Settings | undefined;
  private installation: Promise<InstallationDatabase> | undefined;
  private database: Promise<Database> | undefined;

  constructor(private readonly environment: NodeJS.ProcessEnv) {}

  desk({ out, err }: Terminal, json: boolean): Desk {
    const readOnce = () => this.readSettings();
    return {
      json,
      out,
      err,
      environment: this.environment,
      get settings() {
        return readOnce();
      },
      openDatabase: () => this.openDatabase(),
    };
  }

  async close(): Promise<void> {
    await (await this.database?.catch(() => undefined))?.close();
    await (await this.installation?.catch(() => undefined))?.stop();
  }

  private readSettings(): Settings {
    return (this.settings ??= readSettings(this.environment, { serves: false }));
  }

  private async openDatabase(): Promise<DeskDatabase> {
    const settings = this.readSettings();
    const { url, ownerUrl } = await (this.installation ??= openInstallationDatabase(settings));
    const { pool } = await (this.database ??= Database.open({ url }));
    return {
      pool,
      url,
      ownerUrl,
      openDocuments: () => DocumentStore.open(pool, settings.documentsDir),
    };
  }
}
