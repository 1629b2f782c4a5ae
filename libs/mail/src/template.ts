import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { contentFolder } from './content-folder.js';

/**
 * A letter's wording: `content/letters/NAME.md`, a head of `key: value` lines and a plain text. A
 * block of the text in which an optional value is empty is left out.
 */
export interface Template {
  readonly name: string;
  readonly subject: string;
  readonly placeholders: readonly string[];
  readonly optional: readonly string[];
  /** Whether its reader may answer it, by mail and on the page behind its link. */
  readonly reply: boolean;
  /** What the link does, as the words on its button. */
  readonly action: string | null;
  /** Whether its reader may stop such letters: those that remind, and none that asks or tells. */
  readonly mayStop: boolean;
  /** 0 goes before everything else. */
  readonly lane: number;
  /** As an interval of Postgres, from the moment of writing. */
  readonly expires: string | null;
  /** An answer to a mail says so (RFC 3834), and has no return path that could answer it. */
  readonly answersMail: boolean;
  readonly footer: 'case' | 'service';
  readonly body: string;
}

export const PLACEHOLDER = /\{([A-Za-z]+)\}/g;
const KEYS = new Set([
  ...['subject', 'placeholders', 'optional', 'reply', 'action', 'lane', 'expires', 'answers-mail'],
  ...['footer', 'may-stop'],
]);

let loaded: ReadonlyMap<string, Template> | undefined;

/** The named template; a name that has no file is a defect of the caller. */
export function templateNamed(name: string): Template {
  loaded ??= loadTemplates();
  const template = loaded.get(name);
  if (!template) throw new Error(`There is no letter "${name}": add content/letters/${name}.md.`);
  return template;
}

/** Every template of the folder. Files that begin with "_" are parts of others. */
export function loadTemplates(): ReadonlyMap<string, Template> {
  const files = readdirSync(contentFolder('letters')).filter((file) => /^[^_].*\.md$/.test(file));
  return new Map(
    files.map((file) => {
      const name = basename(file, '.md');
      return [name, parseTemplate(name, readContent(file))];
    }),
  );
}

export function readContent(file: string): string {
  return readFileSync(join(contentFolder('letters'), file), 'utf8');
}

export function parseTemplate(name: string, source: string): Template {
  const parts = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(source);
  if (!parts) throw new Error(`Letter "${name}" does not begin with a head between two "---".`);
  const head = readHead(name, parts[1]!);
  const subject = head.get('subject');
  if (!subject) throw new Error(`Letter "${name}" has no subject.`);
  const footer = head.get('footer') ?? 'case';
  if (footer !== 'case' && footer !== 'service') {
    throw new Error(`Letter "${name}" has an unknown footer: use case or service.`);
  }
  return {
    name,
    subject,
    placeholders: list(head.get('placeholders')),
    optional: list(head.get('optional')),
    reply: head.get('reply') === 'yes',
    action: head.get('action') ?? null,
    mayStop: head.get('may-stop') === 'yes',
    lane: Number(head.get('lane') ?? 5),
    expires: head.get('expires') ?? null,
    answersMail: head.get('answers-mail') === 'yes',
    footer,
    body: parts[2]!.trim(),
  };
}

function readHead(name: string, text: string): ReadonlyMap<string, string> {
  const pairs = text.split('\n').map((line): [string, string] => {
    const colon = line.indexOf(':');
    const key = line.slice(0, colon).trim();
    if (!KEYS.has(key))
      throw new Error(`Letter "${name}" has an unknown line in its head: ${line}`);
    return [key, line.slice(colon + 1).trim()];
  });
  return new Map(pairs);
}

function list(text: string | undefined): string[] {
  return (text ?? '')
    .replace(/[[\]]/g, '')
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);
}
