import { replyMarkerLine } from './reading/index.js';
import { PLACEHOLDER, readContent, templateNamed } from './template.js';
import type { Template } from './template.js';

/**
 * Finished words for the placeholders of a letter: dates and lists are already sentences. With
 * `test` it says first of all, in these words, that it is one.
 */
export type LetterValues = Readonly<Record<string, string | null | undefined>>;

export interface RenderedLetter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The text as it is kept: a link that signs in is left out of it. */
  readonly kept: string;
}

type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'link' };

/** Renders a letter from its row alone; throws when a declared value is missing. */
export function renderLetter(name: string, values: LetterValues): RenderedLetter {
  const template = templateNamed(name);
  const missing = missingValues(template, values);
  if (missing.length > 0) {
    throw new Error(`Letter "${name}" lacks a value for ${missing.join(', ')}.`);
  }
  const { test } = values;
  const body = [
    ...(test ? [{ kind: 'paragraph', text: fill('{test}', { test }) } as const] : []),
    ...markerOf(template),
    ...blocksOf(template.body, values),
  ];
  const footer = blocksOf(footerOf(template), values);
  const link = values['link'] ?? '';
  const subject = `${test ? 'TEST: ' : ''}${fill(template.subject, values)}`
    .replace(/\s+/g, ' ')
    .trim();
  return {
    subject,
    text: asText(body, footer, template, link),
    html: asHtml(subject, body, footer, template, link),
    kept: asText(body, footer, template, template.footer === 'service' ? '{link}' : link),
  };
}

/** Shows where an answer may go, to its writer and to our own reader. */
function markerOf({ reply }: Template): Block[] {
  return reply ? [{ kind: 'paragraph', text: replyMarkerLine }] : [];
}

/** Whom a letter's link is for. */
export interface LinkOwner {
  readonly consultee: string | null;
  readonly values: LetterValues;
}

/** A consultee's link is their own page, whatever was given; others' is the one that was. */
export function linkOf(
  { consultee, values }: LinkOwner,
  key: string,
  publicBaseUrl: string,
): string {
  const link = (consultee === null ? values['link'] : null) ?? `/r/${key}`;
  return link.startsWith('/') ? publicBaseUrl + link : link;
}

/** Where the reader of a letter stops such letters, by a pressed button and never by looking. */
export const stopLinkOf = (key: string, publicBaseUrl: string): string =>
  `${publicBaseUrl}/r/${key}/reminders`;

/** Declared placeholders for which nothing was given; asked when a letter is written and again here. */
export function missingValues(template: Template, values: LetterValues): string[] {
  return template.placeholders.filter((name) => !values[name]?.trim());
}

export function footerOf(template: Template): string {
  return readFooter(`_${template.footer}-footer.md`);
}

const footers = new Map<string, string>();
function readFooter(file: string): string {
  const known = footers.get(file) ?? readContent(file).trim();
  footers.set(file, known);
  return known;
}

/** Blocks are found before values are filled in, so that no value can make a list or a link. */
function blocksOf(source: string, values: LetterValues): Block[] {
  return source
    .split(/\n{2,}/)
    .filter((block) => namesIn(block).every((name) => values[name]?.trim()))
    .map((block) => asBlock(block, values));
}

function asBlock(block: string, values: LetterValues): Block {
  if (block.trim() === '{link}') return { kind: 'link' };
  if (block.startsWith('- ')) {
    const items = block.split(/\n(?=- )/).map((item) => fill(unwrap(item.slice(2)), values));
    return { kind: 'list', items };
  }
  return { kind: 'paragraph', text: fill(unwrap(block), values) };
}

function namesIn(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].map((match) => match[1]!);
}

function unwrap(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .join(' ');
}

function fill(text: string, values: LetterValues): string {
  return text.replace(PLACEHOLDER, (_, name: string) => clean(values[name] ?? ''));
}

// Control characters (but for the line's end and the tab) and the marks that turn the direction of
// writing could make a name look like something else.
const UNSAFE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Somebody's words without what could make them look like something else. */
export function clean(value: string): string {
  return value.replace(/\r\n?/g, '\n').replace(UNSAFE, '').trim();
}

function asText(
  body: readonly Block[],
  footer: readonly Block[],
  template: Template,
  link: string,
): string {
  const plain = (block: Block): string => {
    if (block.kind === 'list') return block.items.map((item) => `- ${item}`).join('\n');
    return block.kind === 'link' ? `${template.action}:\n${link}` : block.text;
  };
  const signature = ['-- ', ...footer.map(plain)].join('\n');
  return `${[...body.map(plain), signature].join('\n\n')}\n`;
}

function asHtml(
  subject: string,
  body: readonly Block[],
  footer: readonly Block[],
  template: Template,
  link: string,
): string {
  const tag = (block: Block): string => {
    if (block.kind === 'list') {
      return `<ul>${block.items.map((item) => `<li>${escape(item)}</li>`).join('')}</ul>`;
    }
    return block.kind === 'link' ? button(template.action!, link) : paragraph(block.text);
  };
  return [
    '<!DOCTYPE html>',
    '<html lang="en-GB"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escape(subject)}</title></head>`,
    '<body style="margin:0;padding:24px;background:#fff;color:#0b0c0c;',
    'font:18px/1.5 Arial,Helvetica,sans-serif"><div style="max-width:620px">',
    ...body.map(tag),
    '<hr style="border:0;border-top:1px solid #b1b4b6;margin:32px 0 16px">',
    `<div style="font-size:15px;color:#505a5f">${footer.map(tag).join('')}</div>`,
    '</div></body></html>',
  ].join('\n');
}

function paragraph(text: string): string {
  return `<p>${escape(text).replaceAll('\n', '<br>')}</p>`;
}

/** The one link of a letter, and in words which site it opens. */
function button(action: string, link: string): string {
  const style =
    'display:inline-block;padding:10px 18px;background:#1d4f91;color:#fff;font-weight:bold';
  const host = URL.canParse(link) ? new URL(link).host : '';
  return (
    `<p><a href="${escape(link)}" style="${style}">${escape(action)}</a></p>` +
    `<p style="font-size:15px;color:#505a5f">This link opens ${escape(host)}.</p>`
  );
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
