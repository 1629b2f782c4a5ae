import { isUtf8 } from 'node:buffer';

// Names that senders write and the Encoding Standard does not list.
const aliases = new Map([
  ['ks_c_5601', 'euc-kr'],
  ['ks_c_5601-1987', 'euc-kr'],
  ['ks_c_5601-1992', 'euc-kr'],
  ['cp949', 'euc-kr'],
  ['uhc', 'euc-kr'],
  ['cp932', 'shift_jis'],
  ['ms932', 'shift_jis'],
  ['iso-2022-jp-2', 'iso-2022-jp'],
  ['iso-2022-jp-ms', 'iso-2022-jp'],
  ['cp936', 'gbk'],
  ['cp950', 'big5'],
  ['utf8', 'utf-8'],
  ['utf8mb4', 'utf-8'],
  ['cp-1252', 'windows-1252'],
  ['iso-8859-8-i', 'iso-8859-8'],
  ['latin-1', 'windows-1252'],
  ['macroman', 'macintosh'],
]);

const utf7Names = new Set(['utf-7', 'utf7', 'unicode-1-1-utf-7', 'x-unicode-2-0-utf-7']);
// Senders write these whatever the bytes are, so the bytes decide.
const unsure = new Set(['', 'us-ascii', 'ascii', 'ansi_x3.4-1968', 'x-unknown', 'unknown-8bit']);

const decoders = new Map<string, TextDecoder | undefined>();

/**
 * Text of any charset a mail may name. Never throws: unknown names and wrong bytes become the most
 * likely text. NUL, which no database column takes, becomes U+FFFD.
 */
export function decodeCharset(bytes: Uint8Array, charset: string): string {
  const name = charset.trim().toLowerCase().replaceAll('"', '').replaceAll("'", '');
  const text = utf7Names.has(name)
    ? decodeUtf7(bytes)
    : unsure.has(name)
      ? decodeByLikelihood(bytes)
      : decodeNamed(bytes, name);
  return text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
}

function decodeNamed(bytes: Uint8Array, name: string): string {
  const decoder = decoderOf(aliases.get(name) ?? name);
  if (!decoder || decoder.encoding === 'utf-8') return decodeByLikelihood(bytes);
  return decoder.decode(bytes);
}

/** UTF-8 where it mostly fits, otherwise windows-1252, which fits everything. */
function decodeByLikelihood(bytes: Uint8Array): string {
  const text = decoderOf('utf-8')!.decode(bytes);
  if (!text.includes('\uFFFD') || isUtf8(bytes)) return text;
  let broken = 0;
  let whole = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0xfffd) broken += 1;
    else if (code > 0x7f) whole += 1;
  }
  return broken > whole ? decoderOf('windows-1252')!.decode(bytes) : text;
}

function decoderOf(name: string): TextDecoder | undefined {
  if (!decoders.has(name)) {
    // A sender chooses the name, so the number kept is bounded.
    if (decoders.size > 200) decoders.clear();
    decoders.set(name, makeDecoder(name));
  }
  return decoders.get(name);
}

function makeDecoder(name: string): TextDecoder | undefined {
  try {
    return new TextDecoder(name);
  } catch {
    // Its one reason to fail: the sender names a charset that nobody knows.
    return undefined;
  }
}

/** RFC 2152, which the Encoding Standard leaves out and Exchange still sends in its reports. */
function decodeUtf7(bytes: Uint8Array): string {
  const source = Buffer.from(bytes).toString('latin1');
  const pieces: string[] = [];
  let position = 0;
  for (;;) {
    const plus = source.indexOf('+', position);
    if (plus < 0) break;
    pieces.push(source.slice(position, plus));
    let end = plus + 1;
    while (end < source.length && isBase64(source.charCodeAt(end))) end += 1;
    if (end === plus + 1) pieces.push('+');
    else pieces.push(decodeUtf16(source.slice(plus + 1, end)));
    position = source[end] === '-' ? end + 1 : end;
  }
  pieces.push(source.slice(position));
  return pieces.join('');
}

function decodeUtf16(base64: string): string {
  const units = Buffer.from(base64, 'base64');
  let text = '';
  for (let at = 0; at + 1 < units.length; at += 2)
    text += String.fromCharCode(units.readUInt16BE(at));
  return text.toWellFormed();
}

function isBase64(code: number): boolean {
  return (
    (code >= 65 && code <= 90) ||
    (code >= 97 && code <= 122) ||
    (code >= 48 && code <= 57) ||
    code === 43 ||
    code === 47
  );
}
