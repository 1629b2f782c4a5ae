export interface Word {
  text: string;
  start: number;
  end: number;
}

const LINK = '\u0001';

/**
 * The words of a stretch of text, lower case, with their places: letters and digits of any script,
 * links as one word each (the host: what follows it may be a masked token). Hand-written because it meets a megabyte of anything.
 */
export function wordsIn(text: string, from: number, to: number): Word[] {
  const words: Word[] = [];
  let at = from;
  while (at < to) {
    if (!isWordCode(text.charCodeAt(at))) {
      at += 1;
      continue;
    }
    const start = at;
    if (isLinkAt(text, at)) {
      while (at < to && !endsLink(text.charCodeAt(at))) at += 1;
      words.push({ text: linkWord(text.slice(start, Math.min(at, start + 300))), start, end: at });
      continue;
    }
    while (at < to && isWordCode(text.charCodeAt(at))) at += 1;
    words.push({ text: text.slice(start, at).toLowerCase(), start, end: at });
  }
  return words;
}

export function isLink(word: Word): boolean {
  return word.text.startsWith(LINK);
}

export function countWords(text: string): number {
  let count = 0;
  let inside = false;
  for (let at = 0; at < text.length; at += 1) {
    const word = isWordCode(text.charCodeAt(at));
    if (word && !inside) count += 1;
    inside = word;
  }
  return count;
}

export function hasWord(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (isWordCode(text.charCodeAt(at))) return true;
  return false;
}

/** Letters and digits of every script; punctuation, blanks and marks of direction are not. */
export function isWordCode(code: number): boolean {
  if (code < 0x80)
    return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57);
  if (code < 0xc0) return code === 0xaa || code === 0xb5 || code === 0xba;
  if (code === 0xd7 || code === 0xf7 || code === 0xfeff) return false;
  if (code >= 0x2000 && code <= 0x206f) return false;
  if (code >= 0x3000 && code <= 0x303f) return code === 0x3005;
  if (code >= 0xff00 && code <= 0xff0f) return false;
  return !(code === 0xff1a || code === 0xff1b || code === 0x060c || code === 0x061b);
}

function linkWord(link: string): string {
  return LINK + (link.split('/')[2] ?? '').toLowerCase();
}

function isLinkAt(text: string, at: number): boolean {
  const first = text.charCodeAt(at);
  if (first !== 104 && first !== 72) return false;
  const head = text.slice(at, at + 8).toLowerCase();
  return head.startsWith('http://') || head === 'https://';
}

function endsLink(code: number): boolean {
  return code <= 32 || code === 62 || code === 60 || code === 34 || code === 0xa0;
}
