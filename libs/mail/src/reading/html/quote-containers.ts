import { attributeOf, type HtmlTag } from './scan-tags.js';

// Elements that mail programs put around what they quote, by class or id.
const quoteClasses = new Set([
  'gmail_quote', // Gmail
  'gmail_quote_container',
  'moz-cite-prefix', // Thunderbird's "… wrote:"
  'yahoo_quoted',
  'yahooquoted',
  'protonmail_quote',
  'tutanota_quote',
  'zmail_extra', // Zoho
  'zmail_extra_hr',
  'front-blockquote',
  'mailbird-quote',
  'wl_quote',
  'ms-outlook-mobile-reference-message',
  'quoted-mail', // Zimbra
  'newton_quoted',
  'outspring_quote',
]);
const quoteIds = new Set(['olk_src_body_section', 'isforwardcontent', 'zwchr-quote']);

// Elements that hold the header of the quoted mail; what follows them is quoted text.
const headerIds = new Set(['divrplyfwdmsg', 'appendonsend-quote', 'x_divrplyfwdmsg']);
const headerClasses = new Set(['outlookmessageheader']);

const telling = new Set(['div', 'span', 'blockquote', 'table', 'td', 'p', 'section']);

/** Whether the tag opens a container in which the author's mail program put the quoted mail. */
export function isQuoteContainer(tag: HtmlTag): boolean {
  if (!telling.has(tag.name) || !tag.rest) return false;
  if (tag.name === 'blockquote' && attributeOf(tag, 'type').toLowerCase() === 'cite') return true;
  const id = attributeOf(tag, 'id').toLowerCase();
  if (quoteIds.has(id) || id.startsWith('yahoo_quoted')) return true;
  return hasClass(tag, quoteClasses);
}

/** Whether the tag opens the header of a quoted mail (Outlook and its kin). */
export function isHeaderContainer(tag: HtmlTag): boolean {
  if (!telling.has(tag.name) || !tag.rest) return false;
  return headerIds.has(attributeOf(tag, 'id').toLowerCase()) || hasClass(tag, headerClasses);
}

function hasClass(tag: HtmlTag, wanted: Set<string>): boolean {
  const names = attributeOf(tag, 'class').toLowerCase();
  if (!names) return false;
  return names.split(/\s/).some((name) => {
    // Exchange and Hotmail put "x_" or "ecx" before the classes of what they quote.
    const own = name.startsWith('x_') ? name.slice(2) : name;
    return wanted.has(own);
  });
}
