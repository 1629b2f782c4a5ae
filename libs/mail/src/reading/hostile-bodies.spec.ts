import { describe, expect, it } from '@jest/globals';
import { performance } from 'node:perf_hooks';
import { hostileBodies } from './hostile-bodies.js';
import { readMail } from './read-mail.js';

/** The exact times are the bench's (`read-replies`); here only what is not linear shows. */
const FAR_TOO_LONG_MS = 5_000;

describe('a hostile megabyte', () => {
  it.each(hostileBodies.map((body) => [body.name, body] as const))('of %s is read', (_, body) => {
    const type = body.html ? 'text/html' : 'text/plain';
    const source = Buffer.from(`Content-Type: ${type}\r\n\r\n${body.make(1_000_000)}`);
    const start = performance.now();
    const reading = readMail(source, { sent: 'Do you agree?\n'.repeat(200) });
    expect(reading.segments.map(({ text }) => text).join('')).toBe(reading.text);
    expect(performance.now() - start).toBeLessThan(FAR_TOO_LONG_MS);
  });

  const hostileHtml = {
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
    const start = performance.now();
    expect(readMail(Buffer.from(`Content-Type: text/html\r\n\r\n${body}`)).kind).not.toBe(
      'unreadable',
    );
    expect(performance.now() - start).toBeLessThan(FAR_TOO_LONG_MS);
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
    const start = performance.now();
    readMail(Buffer.from(`To: ${value}\r\nFrom: ${value}\r\nSubject: ${value}\r\n\r\nYes`));
    readMail(Buffer.from(`Content-Type: text/plain; name="${value}\r\n\r\nYes`));
    expect(performance.now() - start).toBeLessThan(FAR_TOO_LONG_MS);
  });
});
