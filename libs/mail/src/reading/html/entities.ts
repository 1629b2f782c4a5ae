// The names that mail programs write; anything else stays as it stands, so nothing is lost.
const named = new Map<string, string>([
  ...pairs(`
    amp & lt < gt > quot " apos ' iexcl ¡ cent ¢ pound £ curren ¤ yen ¥ brvbar ¦ sect § uml ¨
    copy © ordf ª laquo « not ¬ reg ® macr ¯ deg ° plusmn ± sup1 ¹ sup2 ² sup3 ³ acute ´
    micro µ para ¶ middot · cedil ¸ ordm º raquo » frac14 ¼ frac12 ½ frac34 ¾ iquest ¿ times ×
    divide ÷ Agrave À Aacute Á Acirc Â Atilde Ã Auml Ä Aring Å AElig Æ Ccedil Ç Egrave È
    Eacute É Ecirc Ê Euml Ë Igrave Ì Iacute Í Icirc Î Iuml Ï ETH Ð Ntilde Ñ Ograve Ò Oacute Ó
    Ocirc Ô Otilde Õ Ouml Ö Oslash Ø Ugrave Ù Uacute Ú Ucirc Û Uuml Ü Yacute Ý THORN Þ szlig ß
    agrave à aacute á acirc â atilde ã auml ä aring å aelig æ ccedil ç egrave è eacute é
    ecirc ê euml ë igrave ì iacute í icirc î iuml ï eth ð ntilde ñ ograve ò oacute ó ocirc ô
    otilde õ ouml ö oslash ø ugrave ù uacute ú ucirc û uuml ü yacute ý thorn þ yuml ÿ OElig Œ
    oelig œ Scaron Š scaron š Yuml Ÿ Wcirc Ŵ wcirc ŵ Ycirc Ŷ ycirc ŷ Lstrok Ł lstrok ł circ ˆ
    tilde ˜ ndash – mdash — lsquo ‘ rsquo ’ sbquo ‚ ldquo “ rdquo ” bdquo „ dagger † Dagger ‡
    bull • hellip … permil ‰ prime ′ Prime ″ lsaquo ‹ rsaquo › oline ‾ frasl ⁄ euro € trade ™
    larr ← uarr ↑ rarr → darr ↓ harr ↔ minus − infin ∞ asymp ≈ ne ≠ le ≤ ge ≥ loz ◊ check ✓`),
  ...['nbsp', 'ensp', 'emsp', 'thinsp'].map((name) => [name, ' '] as const),
  ...['shy', 'zwnj', 'zwj', 'lrm', 'rlm'].map((name) => [name, ''] as const),
]);

// HTML reads numbers 128-159 as windows-1252, as browsers do.
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

const LONGEST_NAME = 10;

/** Decodes character references in one pass; an unknown one stays as written. */
export function decodeEntities(text: string): string {
  let ampersand = text.indexOf('&');
  if (ampersand < 0) return text;
  const pieces: string[] = [];
  let position = 0;
  for (; ampersand >= 0; ampersand = text.indexOf('&', ampersand + 1)) {
    const end = endOfReference(text, ampersand + 1);
    const decoded = decodeReference(text.slice(ampersand + 1, end));
    if (decoded === undefined) continue;
    pieces.push(text.slice(position, ampersand), decoded);
    position = text[end] === ';' ? end + 1 : end;
  }
  pieces.push(text.slice(position));
  return pieces.join('');
}

function endOfReference(text: string, start: number): number {
  let at = start;
  if (text[at] === '#') at += 1;
  while (at < text.length && at - start <= LONGEST_NAME && isAlphanumeric(text.charCodeAt(at)))
    at += 1;
  return at;
}

function decodeReference(reference: string): string | undefined {
  if (!reference.startsWith('#')) return named.get(reference);
  const hex = reference[1] === 'x' || reference[1] === 'X';
  const code = Number.parseInt(reference.slice(hex ? 2 : 1), hex ? 16 : 10);
  if (Number.isNaN(code)) return undefined;
  if (code >= 128 && code <= 159) return windows1252[code - 128];
  if (code === 160) return ' ';
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return '\uFFFD';
  return String.fromCodePoint(code);
}

function isAlphanumeric(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

function pairs(table: string): [string, string][] {
  const cells = table.trim().split(/\s+/);
  return cells.flatMap((cell, at) =>
    at % 2 === 0 ? [[cell, cells[at + 1]!] as [string, string]] : [],
  );
}
