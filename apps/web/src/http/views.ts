import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import nunjucks from 'nunjucks';
import type { HumanRole } from '#identity';
import * as dates from './dates.js';
import { ROLE_WORDS } from './navigation.js';

/** Read from the source tree: what is compiled into dist/ is code alone. */
const ROOT = projectRoot(import.meta.dirname);
export const WEB_SOURCE = join(ROOT, 'apps', 'web', 'src');
export const GOVUK = join(ROOT, 'node_modules', 'govuk-frontend', 'dist');
export const BUILT_PUBLIC = join(ROOT, 'dist', 'apps', 'web', 'public');
export const CONTENT = join(ROOT, 'content');

/** The templates: a view is found in views/, then beside its controller, then in govuk-frontend. */
export class Views {
  private readonly environment: nunjucks.Environment;

  constructor({ more = [] }: { more?: readonly string[] } = {}) {
    const loader = new nunjucks.FileSystemLoader([
      join(WEB_SOURCE, 'views'),
      WEB_SOURCE,
      GOVUK,
      ...more,
    ]);
    this.environment = new nunjucks.Environment(loader, { autoescape: true });
    addFilters(this.environment);
  }

  render(view: string, context: object): string {
    return this.environment.render(`${view}.njk`, context);
  }

  /** Throws when the template is not written as it must be. */
  compile(file: string): void {
    this.environment.getTemplate(file, true);
  }
}

function addFilters(environment: nunjucks.Environment): void {
  // Nunjucks' own is quadratic in the white space: it cost 61 % of a page with a date input.
  environment.addFilter('trim', (text: { toString(): string } | undefined) =>
    keepSafeness(text, text?.toString().trim() ?? ''),
  );
  for (const [name, write] of Object.entries(dates)) {
    environment.addFilter(name, (when: dates.When | null | undefined) =>
      when === null || when === undefined || when === '' ? '' : write(when),
    );
  }
  /** The errorMessage of a govuk macro: `errorMessage: faults.name | asError`. */
  environment.addFilter('asError', (message: string | undefined) =>
    message ? { text: message } : undefined,
  );
  environment.addFilter(
    'plural',
    (count: number, one: string, many = `${one}s`) =>
      `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`,
  );
  environment.addFilter('duration', duration);
  environment.addFilter('roleWords', (role: HumanRole) => ROLE_WORDS[role]);
  environment.addFilter('asList', (value: unknown) =>
    value === undefined || value === null ? [] : [value].flat(),
  );
  environment.addFilter('hintsAsText', hintsAsText);
  environment.addFilter('dateBoxes', dateBoxes);
  environment.addFilter('number', (value: number) => value.toLocaleString('en-GB'));
  environment.addFilter('fileSize', fileSize);
  /** A quoted letter holds the link of whoever got it; nobody else is shown its key. */
  environment.addFilter('withoutKeys', (text: string) => text.replace(/\b[a-z2-7]{27}\b/gi, '…'));
  /** `words | asLines`: what a person wrote, with its line breaks, as escaped text. */
  environment.addFilter(
    'asLines',
    (text: string) =>
      new nunjucks.runtime.SafeString(escapeHtml(String(text ?? '')).replace(/\r\n?|\n/g, '<br>')),
  );
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]!);
}

function keepSafeness(original: unknown, text: string): unknown {
  return original instanceof nunjucks.runtime.SafeString
    ? new nunjucks.runtime.SafeString(text)
    : text;
}

/** 40 seconds, 12 minutes */
function duration(seconds: number): string {
  const [count, unit] = seconds < 90 ? [seconds, 'second'] : [Math.ceil(seconds / 60), 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** Choices as pages give them, `hint` as plain words, for the macros that want it as an object. */
function hintsAsText(items: readonly { hint?: unknown }[]) {
  return items.map((item) =>
    typeof item.hint === 'string' ? { ...item, hint: { text: item.hint } } : item,
  );
}

/** The three boxes of a date: as typed, or of a known date '2026-06-04'. */
function dateBoxes(values: Record<string, unknown> | undefined, name: string) {
  const known = values?.[name];
  if (typeof known === 'string') {
    const [year, month, day] = known.split('-').map(Number);
    return { day, month, year };
  }
  const box = (part: string) => values?.[`${name}-${part}`];
  return { day: box('day'), month: box('month'), year: box('year') };
}

/** 0.9 kB, 340 kB, 2.1 MB */
function fileSize(bytes: number): string {
  if (bytes >= 1_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  return bytes >= 10_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1_000).toFixed(1)} kB`;
}

function projectRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('The folder of package.json was not found.');
  return projectRoot(parent);
}
