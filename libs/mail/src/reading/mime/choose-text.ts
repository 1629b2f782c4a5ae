import { htmlToText } from '../html/html-to-text.js';
import { UnreadableMail, type ReadingLimits } from '../mail-reading.js';
import { decodeCharset } from './decode-charset.js';
import { decodeBody, type MimePart } from './mime-part.js';
import { unflowText } from './unflow-text.js';

const plainTypes = new Set(['text/plain', 'text/enriched', 'text/markdown', 'text/x-markdown']);

export interface ChosenText {
  text: string;
  /** The parts that the text was taken from, or that say the same again. */
  used: Set<MimePart>;
}

interface Block {
  text: string;
  html: boolean;
}

/**
 * The body to read: the text part where there is one, HTML otherwise. In multipart/mixed every
 * sibling counts, unless it only repeats in HTML what the text has said.
 */
export function chooseText(root: MimePart, limits: ReadingLimits): ChosenText {
  const used = new Set<MimePart>();
  const blocks = dropTwins(collectBlocks(root, limits, used));
  const text = blocks.map((block) => block.text).join('\n');
  if (text.length > limits.bodyChars) throw new UnreadableMail('text-too-large');
  return { text, used };
}

/** Keeps one of text and HTML where one holds, in order, every word of the other. */
function dropTwins(blocks: Block[]): Block[] {
  const plain = blocks.filter((block) => !block.html);
  const html = blocks.filter((block) => block.html);
  if (plain.length === 0 || html.length === 0) return blocks;
  const [plainWords, htmlWords] = [wordsOf(plain), wordsOf(html)];
  if (isSubsequence(htmlWords, plainWords)) return plain;
  if (isSubsequence(plainWords, htmlWords)) return html;
  return blocks;
}

function wordsOf(blocks: Block[]): string[] {
  const text = blocks.map((block) => block.text.toLowerCase()).join(' ');
  return text.split(/[^\p{L}\p{N}]/u).filter(Boolean);
}

function isSubsequence(few: string[], many: string[]): boolean {
  let matched = 0;
  for (const word of many) if (word === few[matched]) matched += 1;
  return matched === few.length;
}

function collectBlocks(root: MimePart, limits: ReadingLimits, used: Set<MimePart>): Block[] {
  const blocks: Block[] = [];
  const pending: MimePart[] = [root];
  for (let part = pending.pop(); part; part = pending.pop()) {
    if (part.type === 'multipart/alternative') {
      const chosen = chooseAlternative(part, limits);
      if (chosen) pending.push(chosen);
      for (const child of part.children) if (isText(child)) used.add(child);
    } else if (part.type.startsWith('multipart/')) {
      for (let at = part.children.length - 1; at >= 0; at -= 1) pending.push(part.children[at]!);
    } else if (isBody(part, part === root || blocks.length === 0)) {
      used.add(part);
      const text = readTextPart(part, limits);
      if (text.trim()) blocks.push({ text, html: part.type === 'text/html' });
    }
  }
  return blocks;
}

function chooseAlternative(part: MimePart, limits: ReadingLimits): MimePart | undefined {
  const plain = part.children.find((child) => hasType(child, (type) => plainTypes.has(type)));
  const html = part.children.find((child) => hasType(child, (type) => type === 'text/html'));
  if (!plain || !html || plain === html) return plain ?? html;
  const text = collectPlain(plain, limits).trim();
  // "Your mail program cannot show HTML" says nothing of what its author wrote.
  const placeholder = text.length < 300 && text.toLowerCase().includes('html');
  return text && !placeholder ? plain : html;
}

function collectPlain(part: MimePart, limits: ReadingLimits): string {
  const pieces: string[] = [];
  const pending = [part];
  for (let next = pending.pop(); next; next = pending.pop()) {
    pending.push(...next.children.toReversed());
    if (plainTypes.has(next.type)) pieces.push(readTextPart(next, limits));
  }
  return pieces.join('\n');
}

function hasType(part: MimePart, wanted: (type: string) => boolean): boolean {
  const pending = [part];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (wanted(next.type) && next.disposition !== 'attachment') return true;
    if (next.type.startsWith('multipart/')) pending.push(...next.children);
  }
  return false;
}

function isText(part: MimePart): boolean {
  return plainTypes.has(part.type) || part.type === 'text/html';
}

function isBody(part: MimePart, first: boolean): boolean {
  if (!isText(part)) return false;
  if (first && part.children.length === 0 && !part.filename) return true;
  return part.disposition !== 'attachment' && (first || !part.filename);
}

function readTextPart(part: MimePart, limits: ReadingLimits): string {
  if (part.bodyEnd - part.bodyStart > limits.bodyChars * 4)
    throw new UnreadableMail('text-too-large');
  const bytes = decodeBody(part);
  const charset = part.parameters.get('charset') ?? '';
  const decoded = normaliseLineEnds(
    decodeCharset(bytes, charset || (part.type === 'text/html' ? charsetInHtml(bytes) : '')),
  );
  if (decoded.length > limits.bodyChars) throw new UnreadableMail('text-too-large');
  if (part.type === 'text/html') return htmlToText(decoded);
  const flowed = part.parameters.get('format')?.toLowerCase() === 'flowed';
  return flowed
    ? unflowText(decoded, part.parameters.get('delsp')?.toLowerCase() === 'yes')
    : decoded;
}

/** Senders that name no charset in the header often name one in a meta tag. */
function charsetInHtml(bytes: Buffer): string {
  const head = bytes.subarray(0, 2_048).toString('latin1').toLowerCase();
  const at = head.indexOf('charset=');
  return at < 0 ? '' : (/^["']?([\w.:-]{1,40})/.exec(head.slice(at + 8))?.[1] ?? '');
}

function normaliseLineEnds(text: string): string {
  return text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text;
}
