import { parseArgs } from 'node:util';
import type { Pool } from 'pg';
import { Refusal, WrongSetting } from '#platform';
import type { Settings } from '#platform';
import type { DocumentStore } from '#evidence';

/** What a command works with. What it does not ask for is not opened: no database for `read-mail`. */
export interface Desk {
  readonly json: boolean;
  /** Standard output: the answer. */
  out(line: string): void;
  /** Standard error: progress, and what went wrong. */
  err(line: string): void;
  readonly environment: NodeJS.ProcessEnv;
  readonly settings: Settings;
  /** The installation's database, started and brought up to date; in the service's role. */
  openDatabase(): Promise<DeskDatabase>;
}

export interface DeskDatabase {
  readonly pool: Pool;
  readonly url: string;
  readonly ownerUrl: string;
  openDocuments(): Promise<DocumentStore>;
}

/** One word of the command line; answers the exit code: 0, or 1 when anything was refused. */
export interface Command {
  readonly usage: string;
  readonly does: string;
  run(args: readonly string[], desk: Desk): Promise<number>;
}

type Options = Readonly<Record<string, string | true | undefined>>;

/** The `--name value` pairs and the other words of a command; an option that it has not is refused. */
export function readArguments(
  args: readonly string[],
  names: readonly string[],
  flags: readonly string[] = [],
): { readonly options: Options; readonly words: readonly string[] } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: Object.fromEntries([
        ...names.map((name) => [name, { type: 'string' as const }]),
        ...flags.map((name) => [name, { type: 'boolean' as const }]),
      ]),
    });
    return { options: values as Options, words: positionals };
  } catch (error) {
    throw new BadUsage((error as Error).message);
  }
}

/** The option's value; without it the command cannot begin. */
export function required(options: Options, name: string): string {
  const value = options[name];
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  throw new BadUsage(`--${name} is missing.`);
}

/** A whole number of an option, or what it is by default. */
export function count(options: Options, name: string, by: number): number {
  const value = options[name] ?? String(by);
  if (typeof value === 'string' && /^\d{1,9}$/.test(value)) return Number(value);
  throw new BadUsage(`--${name} must be a whole number.`);
}

/** The command line was not understood; how it is written is said beside it. */
export class BadUsage extends Error {
  override name = 'BadUsage';
}

/** One sentence for what a person can put right; null for a defect. */
export function sentenceOf(error: unknown): string | null {
  if (error instanceof WrongSetting || error instanceof BadUsage) return error.message;
  if (error instanceof Refusal) return `Refused: ${error.code} ${JSON.stringify(error.facts)}`;
  return null;
}
