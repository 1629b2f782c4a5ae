export interface HtmlText {
  kind: 'text';
  text: string;
}

export interface HtmlTag {
  kind: 'open' | 'close';
  name: string;
  /** The raw inside of the tag after its name; read with `attributeOf`. */
  rest: string;
}

/** Their content is never text of the author. */
const skipped = new Set(['style', 'script', 'head', 'title', 'template', 'noframes', 'svg']);

/** Cuts HTML into tags and text in one pass without recursion; comments and styles are left out. */
export function* scanTags(html: string): Generator<HtmlText | HtmlTag> {
  // What was once looked for in vain is not looked for again: the whole stays linear.
  const absent = new Set<string>();
  let position = 0;
  while (position < html.length) {
    const open = html.indexOf('<', position);
    if (open < 0) break;
    if (open > position) yield { kind: 'text', text: html.slice(position, open) };
    if (html.startsWith('<!--', open)) {
      position = endOfComment(html, open, absent);
      continue;
    }
    const after = html.charCodeAt(open + 1);
    const closing = after === 47;
    const nameStart = closing ? open + 2 : open + 1;
    if (!isLetter(html.charCodeAt(nameStart)) && after !== 33 && after !== 63) {
      // "a < b" is text, however it was sent.
      yield { kind: 'text', text: '<' };
      position = open + 1;
      continue;
    }
    const end = endOfTag(html, nameStart);
    const nameEnd = endOfName(html, nameStart, end);
    const name = html.slice(nameStart, nameEnd).toLowerCase();
    position = end + 1;
    if (after === 33 || after === 63) continue;
    if (!closing && skipped.has(name) && html[end - 1] !== '/') {
      position = endOfSkipped(html, name, position, absent);
      continue;
    }
    yield { kind: closing ? 'close' : 'open', name, rest: html.slice(nameEnd, end) };
  }
  if (position < html.length) yield { kind: 'text', text: html.slice(position) };
}

/** The value of one attribute, '' where it is absent; only the tag's first 2,000 characters count. */
export function attributeOf(tag: HtmlTag, wanted: string): string {
  const rest = tag.rest.slice(0, 2_000);
  let at = 0;
  while (at < rest.length) {
    while (at < rest.length && (isSpace(rest.charCodeAt(at)) || rest[at] === '/')) at += 1;
    const start = at;
    while (at < rest.length && !isSpace(rest.charCodeAt(at)) && rest[at] !== '=') at += 1;
    const name = rest.slice(start, at).toLowerCase();
    while (at < rest.length && isSpace(rest.charCodeAt(at))) at += 1;
    let value = '';
    if (rest[at] === '=') {
      at += 1;
      while (at < rest.length && isSpace(rest.charCodeAt(at))) at += 1;
      const quote = rest[at] === '"' || rest[at] === "'" ? rest[at]! : '';
      const valueStart = quote ? at + 1 : at;
      at = valueStart;
      while (at < rest.length && (quote ? rest[at] !== quote : !isSpace(rest.charCodeAt(at))))
        at += 1;
      value = rest.slice(valueStart, at);
      if (quote) at += 1;
    }
    if (name === wanted) return value;
    if (at === start) at += 1;
  }
  return '';
}

/** A comment that never ends would swallow the author's words: only its opening is skipped. */
function endOfComment(html: string, open: number, absent: Set<string>): number {
  const end = absent.has('-->') ? -1 : html.indexOf('-->', open + 2);
  if (end < 0) absent.add('-->');
  return end < 0 ? open + 4 : end + 3;
}

/** A tag ends at ">" outside quotes; where a quote never closes, at the first ">". */
function endOfTag(html: string, start: number): number {
  const reach = Math.min(html.length, start + 20_000);
  let quote = 0;
  for (let at = start; at < reach; at += 1) {
    const code = html.charCodeAt(at);
    if (quote) {
      if (code === quote) quote = 0;
    } else if (code === 34 || code === 39) {
      if (html.charCodeAt(at - 1) === 61 || isSpace(html.charCodeAt(at - 1))) quote = code;
    } else if (code === 62) return at;
  }
  const plain = html.indexOf('>', start);
  return plain < 0 ? html.length : plain;
}

function endOfName(html: string, start: number, end: number): number {
  let at = start;
  while (at < end && !isSpace(html.charCodeAt(at)) && html[at] !== '/') at += 1;
  return at;
}

function endOfSkipped(html: string, name: string, from: number, absent: Set<string>): number {
  if (absent.has(name)) return from;
  for (let at = html.indexOf('</', from); at >= 0; at = html.indexOf('</', at + 2)) {
    if (html.slice(at + 2, at + 2 + name.length).toLowerCase() !== name) continue;
    const end = html.indexOf('>', at);
    return end < 0 ? html.length : end + 1;
  }
  absent.add(name);
  return from;
}

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}
