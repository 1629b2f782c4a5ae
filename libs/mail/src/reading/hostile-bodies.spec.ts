import { describe, expect, it } from '@jest/globals';
import { readMail } from './read-mail.js';

/** The exact times are the bench's (`read-replies`); here only what is not linear shows. */
const FAR_TOO_LONG_MS = 5_000;

/** Of the processor's own time: a busy machine makes nothing quadratic. */
function millisecondsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}

const letter = 'Do you agree?\n'.repeat(200);

/** What stopped other reply parsers for seconds or for good, repeated to a megabyte. */
const hostileText = {
  newlines: '\n',
  spaces: ' ',
  dashes: '-',
  underscores: '_',
  tabs: '\t',
  'nested quote marks': '> ',
  'On on On': 'On ',
  'Le on Le': 'Le ',
  'sender lines': 'From: x\n',
  'an attribution without end': 'On Monday, x wrote ',
  'one letter a line': 'a\n',
  'quote depths in turn': '> a\n>> b\n',
  'header blocks': 'From: a@b.c\nSent: 3 Mar 2026 10:15\n\n',
  'signature marks': '-- \nAnn\n\n',
  closings: 'Regards,\n',
};

describe('a hostile megabyte', () => {
  it.each(Object.entries(hostileText))('of %s is read', (_, piece) => {
    const body = piece.repeat(Math.ceil(1_000_000 / piece.length));
    const start = process.cpuUsage();
    const reading = readMail(Buffer.from(`Subject: x\r\n\r\n${body}`), { sent: letter });
    expect(reading.segments.map(({ text }) => text).join('')).toBe(reading.text);
    expect(millisecondsSince(start)).toBeLessThan(FAR_TOO_LONG_MS);
  });

  const hostileHtml = {
    'divs 200,000 deep': '<div>',
    'comments that never end': '<!--',
    'styles that never end': '<style>',
    'end tags of nothing': '</b>',
    'tags that never end': '<a ',
    'quotes that never end': '<a x=">',
    'open quotes': '<blockquote type=cite>a',
    'spans closed as divs': '<span></div>',
    'links on one line': '<a href="https://example.org">a</a>',
    entities: '&#1',
  };
  it.each(Object.entries(hostileHtml))('of HTML with %s is read', (_, piece) => {
    const body = piece.repeat(Math.ceil(1_000_000 / piece.length));
    const start = process.cpuUsage();
    expect(readMail(Buffer.from(`Content-Type: text/html\r\n\r\n${body}`)).kind).not.toBe(
      'unreadable',
    );
    expect(millisecondsSince(start)).toBeLessThan(FAR_TOO_LONG_MS);
  });

  const hostileHeaders = {
    'opening brackets': '<',
    'opening comments': '(',
    'groups after an address': 'a@:',
    'encoded words that never end': '=?utf-8?Q?',
    'quoted pairs': '"\\',
    'addresses without commas': 'a@b ',
  };
  it.each(Object.entries(hostileHeaders))('of recipients made of %s is read', (_, piece) => {
    const value = piece.repeat(Math.ceil(400_000 / piece.length));
    const start = process.cpuUsage();
    readMail(Buffer.from(`To: ${value}\r\nFrom: ${value}\r\nSubject: ${value}\r\n\r\nYes`));
    readMail(Buffer.from(`Content-Type: text/plain; name="${value}\r\n\r\nYes`));
    expect(millisecondsSince(start)).toBeLessThan(FAR_TOO_LONG_MS);
  });
});
