import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Words of the product, kept as content and read once: `content<Words>('journey/events')` is
 * content/journey/events.json, found from the project's root wherever the code runs from.
 */
export function content<T>(name: string): T {
  const known = read.get(name);
  if (known !== undefined) return known as T;
  const found: unknown = JSON.parse(readFileSync(join(folder(), `${name}.json`), 'utf8'));
  read.set(name, found);
  return found as T;
}

/** Where a file of the content stands: `contentFile('fonts/NotoSans-Bold.ttf')`. */
export function contentFile(name: string): string {
  return join(folder(), name);
}

/** A sentence, or several of which the first whose facts fit is said; the last always fits. */
export type Words = string | readonly WordsWhen[];

export interface WordsWhen {
  readonly when?: Readonly<Record<string, unknown>>;
  readonly say: string;
}

/**
 * A sentence with its `{names}` filled from facts (`{trust.name}` looks inside, a list reads
 * “a, b and c”). A fact that is missing is a defect: better a loud page than a letter with a hole.
 */
export function fill(words: Words, facts: object = {}): string {
  const sentence = chosen(words, facts);
  if (!sentence.includes('{')) return sentence;
  return sentence.replaceAll(/\{([\w.-]+)\}/g, (_, name: string) => {
    const value = factOf(facts, name);
    if (value === undefined || value === null)
      throw new Error(`No fact “${name}” for the sentence: ${sentence}`);
    return Array.isArray(value) ? listed(value) : `${value as string | number}`;
  });
}

const read = new Map<string, unknown>();
let root: string | null = null;

function chosen(words: Words, facts: object): string {
  if (typeof words === 'string') return words;
  const fitting = words.find(({ when = {} }) =>
    Object.entries(when).every(([name, value]) => isSame(factOf(facts, name), value)),
  );
  if (fitting === undefined) throw new Error(`No sentence fits: ${JSON.stringify(words)}`);
  return fitting.say;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function factOf(facts: object, name: string): unknown {
  return name
    .split('.')
    .reduce<unknown>(
      (within, key) =>
        typeof within === 'object' && within !== null && Object.hasOwn(within, key)
          ? (within as Record<string, unknown>)[key]
          : undefined,
      facts,
    );
}

function listed(values: readonly unknown[]): string {
  const all = values.map(String);
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}

function folder(): string {
  root ??= projectRoot(import.meta.dirname);
  return join(root, 'content');
}

/** The compiled code stands in dist/, so the root is looked for, by the project's own name. */
function projectRoot(from: string): string {
  const manifest = join(from, 'package.json');
  if (existsSync(manifest)) {
    const { name } = JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string };
    if (name === 'assent') return from;
  }
  const parent = dirname(from);
  if (parent === from) throw new Error('The project’s root (package.json of “assent”) is missing.');
  return projectRoot(parent);
}
