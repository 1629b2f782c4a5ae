/** Undoes a Content-Transfer-Encoding (RFC 2045 6). `source` holds one character a byte. */
export function decodeTransfer(source: string, encoding: string): Buffer {
  switch (encoding.trim().toLowerCase()) {
    case 'base64':
      return Buffer.from(source, 'base64');
    case 'quoted-printable':
      return decodeQuotedPrintable(source);
    default:
      return Buffer.from(source, 'latin1');
  }
}

/** RFC 2045 6.7, taking what is not a valid escape as it stands: a lost "=" would be a lost word. */
export function decodeQuotedPrintable(source: string): Buffer {
  const out = Buffer.allocUnsafe(source.length);
  let length = 0;
  let position = 0;
  while (position < source.length) {
    const code = source.charCodeAt(position);
    if (code !== 61) {
      out[length++] = code;
      position += 1;
      continue;
    }
    const value = hexPair(source, position + 1);
    if (value >= 0) {
      out[length++] = value;
      position += 3;
      continue;
    }
    const next = endOfSoftBreak(source, position + 1);
    if (next < 0) {
      out[length++] = code;
      position += 1;
    } else {
      position = next;
    }
  }
  return out.subarray(0, length);
}

function endOfSoftBreak(source: string, from: number): number {
  let at = from;
  // Gateways add a few blanks after the "="; a bound keeps a line of blanks linear.
  while (at - from < 80 && (source[at] === ' ' || source[at] === '\t')) at += 1;
  if (source[at] === '\r' && source[at + 1] === '\n') return at + 2;
  if (source[at] === '\n' || source[at] === '\r') return at + 1;
  return at >= source.length ? at : -1;
}

function hexPair(source: string, at: number): number {
  const high = hexDigit(source.charCodeAt(at));
  const low = hexDigit(source.charCodeAt(at + 1));
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 65 && code <= 70) return code - 55;
  if (code >= 97 && code <= 102) return code - 87;
  return -1;
}
