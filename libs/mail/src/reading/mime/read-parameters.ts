import { decodeCharset } from './decode-charset.js';
import { decodeWords } from './decode-words.js';

export interface FieldWithParameters {
  /** Lower case, for example `text/plain` or `attachment`. */
  value: string;
  parameters: Map<string, string>;
}

/** `value; name=value; …` of Content-Type and its kin, with RFC 2231 continuations and charsets. */
export function readParameters(field: string): FieldWithParameters {
  const pieces = splitAtSemicolons(field);
  const value = (pieces.shift() ?? '').trim().toLowerCase();
  const plain = new Map<string, string>();
  const extended = new Map<string, { index: number; encoded: boolean; value: string }[]>();

  for (const piece of pieces.slice(0, 200)) {
    const equals = piece.indexOf('=');
    if (equals < 0) continue;
    const name = piece.slice(0, equals).trim().toLowerCase();
    const content = unquote(piece.slice(equals + 1).trim());
    const star = name.indexOf('*');
    if (star < 0) {
      if (!plain.has(name)) plain.set(name, decodeWords(content));
      continue;
    }
    const [, index = '0'] = name.split('*');
    const list = extended.get(name.slice(0, star)) ?? [];
    list.push({
      index: Number.parseInt(index, 10) || 0,
      encoded: name.endsWith('*'),
      value: content,
    });
    extended.set(name.slice(0, star), list);
  }
  for (const [name, list] of extended) plain.set(name, joinContinuations(list));
  return { value, parameters: plain };
}

function joinContinuations(list: { index: number; encoded: boolean; value: string }[]): string {
  list.sort((left, right) => left.index - right.index);
  let charset = '';
  const bytes: Buffer[] = [];
  list.forEach((piece, position) => {
    let value = piece.value;
    if (piece.encoded && position === 0) {
      const [name, , ...rest] = value.split("'");
      if (rest.length > 0) {
        charset = name ?? '';
        value = rest.join("'");
      }
    }
    bytes.push(piece.encoded ? unescapePercent(value) : Buffer.from(value, 'latin1'));
  });
  return decodeCharset(Buffer.concat(bytes), charset);
}

function unescapePercent(value: string): Buffer {
  const out = Buffer.alloc(value.length);
  let length = 0;
  for (let at = 0; at < value.length; at += 1) {
    const pair = value[at] === '%' ? Number.parseInt(value.slice(at + 1, at + 3), 16) : Number.NaN;
    if (Number.isNaN(pair)) {
      out[length++] = value.charCodeAt(at);
    } else {
      out[length++] = pair;
      at += 2;
    }
  }
  return out.subarray(0, length);
}

function splitAtSemicolons(field: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < field.length; at += 1) {
    const character = field[at];
    if (character === '\\' && quoted) at += 1;
    else if (character === '"') quoted = !quoted;
    else if (character === ';' && !quoted) {
      pieces.push(field.slice(start, at));
      start = at + 1;
    }
  }
  pieces.push(field.slice(start));
  return pieces;
}

function unquote(value: string): string {
  if (!value.startsWith('"')) return value.split(/[\s(]/, 1)[0] ?? '';
  let text = '';
  for (let at = 1; at < value.length && value[at] !== '"'; at += 1) {
    // Many programs write a path of Windows without escaping its backslashes.
    if (value[at] === '\\' && (value[at + 1] === '"' || value[at + 1] === '\\')) at += 1;
    text += value[at];
  }
  return text;
}
