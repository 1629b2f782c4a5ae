import { decodeEntities } from './entities.js';
import { isHeaderContainer, isQuoteContainer } from './quote-containers.js';
import { attributeOf, scanTags, type HtmlTag } from './scan-tags.js';
import { TextBlocks } from './text-blocks.js';

// Blocks begin a line; those of the second set leave a blank line behind them.
const blocks = names(`
  div p ul ol li dl dt dd table tr blockquote pre section article header footer main
  nav aside address center form fieldset figure h1 h2 h3 h4 h5 h6 hr body html caption`);
const spaced = names('p h1 h2 h3 h4 h5 h6 table ul ol pre');
const empty = names('br hr img input meta link base wbr col area');

/** What stands between our letter and the answer when a client marks it only by an element. */
export const originalMessageLine = '-----Original Message-----';

interface OpenElement {
  name: string;
  quotes: boolean;
  list: number;
  href: string;
  linkStart: number;
}

/**
 * HTML mail as the text its reader saw, in one pass without recursion. A container that a mail
 * program puts around what it quotes becomes "> " lines, so that one set of rules serves both kinds
 * of mail; a plain blockquote is the author's own formatting unless "… wrote:" stands above it.
 */
export function htmlToText(html: string): string {
  const out = new TextBlocks();
  const stack: OpenElement[] = [];
  const openCount = new Map<string, number>();
  let preformatted = 0;

  const open = (tag: HtmlTag) => {
    if (tag.name === 'li' && stack.at(-1)?.name === 'li') close('li');
    if (blocks.has(tag.name)) out.breakLine();
    if (tag.name === 'br') return out.endLine();
    if (tag.name === 'hr') return out.writeLine('* * *');
    if (empty.has(tag.name)) return;
    if (isHeaderContainer(tag)) out.writeLine(originalMessageLine);
    const quotes =
      isQuoteContainer(tag) || (tag.name === 'blockquote' && out.endsWithAttribution());
    if (quotes) out.deeper();
    if (tag.name === 'pre') preformatted += 1;
    if (tag.name === 'li') out.write(itemMark(stack));
    if (tag.name === 'td' || tag.name === 'th') out.writeGap();
    const element: OpenElement = { name: tag.name, quotes, list: 0, href: '', linkStart: 0 };
    if (tag.name === 'ol') element.list = 1;
    if (tag.name === 'a') {
      element.href = attributeOf(tag, 'href');
      element.linkStart = out.length;
    }
    stack.push(element);
    openCount.set(tag.name, (openCount.get(tag.name) ?? 0) + 1);
  };

  const close = (name: string) => {
    if (name === 'p' && !openCount.get('p')) return out.breakLine();
    // Looked up first, so that stray end tags cannot make the walk down the stack quadratic.
    if (!openCount.get(name)) return;
    for (let element = stack.pop(); element; element = stack.pop()) {
      openCount.set(element.name, openCount.get(element.name)! - 1);
      if (blocks.has(element.name)) out.breakLine();
      if (spaced.has(element.name)) out.blankLine();
      if (element.quotes) out.shallower();
      if (element.name === 'pre') preformatted -= 1;
      if (element.href) out.writeTarget(element.href, element.linkStart);
      if (element.name === name) return;
    }
  };

  for (const piece of scanTags(html)) {
    if (piece.kind === 'text') {
      const text = decodeEntities(piece.text);
      if (preformatted > 0) out.writePreformatted(text);
      else out.write(text);
    } else if (piece.kind === 'open') open(piece);
    else close(piece.name);
  }
  return out.finish();
}

function itemMark(stack: OpenElement[]): string {
  const list = stack.at(-1);
  if (list?.name !== 'ol') return '- ';
  const mark = `${list.list}. `;
  list.list += 1;
  return mark;
}

function names(list: string): Set<string> {
  return new Set(list.trim().split(/\s+/));
}
