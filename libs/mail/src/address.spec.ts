import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseAddress } from './address.js';

describe('an address', () => {
  it.each([
    'a@school.example',
    'Head.Teacher+consult@st-marys.Sheffield.sch.uk',
    "o'neil@example.org",
    `${'l'.repeat(64)}@example.org`,
    'jo@xn--bcher-kva.example',
  ])('is kept byte for byte: %s', (text) => {
    expect(parseAddress(text)).toBe(text);
  });

  it.each([
    ['two by a comma', 'a@x.uk, b@y.uk'],
    ['two by a semicolon', 'a@x.uk;b@y.uk'],
    ['a second header', 'a@x.uk\r\nBcc: v@z.uk'],
    ['a line end', 'a@x.uk\n'],
    ['a quoted part', '"a@evil.uk x"@school.uk'],
    ['a comment', 'a@school.uk(b)evil.uk'],
    ['a group', 'Group: a@x.uk, b@y.uk;'],
    ['a space', 'a b@x.uk'],
    ['a space in front', ' a@x.uk'],
    ['a name', 'Ann <a@x.uk>'],
    ['angle brackets', '<a@x.uk>'],
    ['a route', '@a.uk:b@c.uk'],
    ['NUL', 'a\0@x.uk'],
    ['a look-alike letter', 'a@sсhool.uk'],
    ['letters beyond ASCII', 'jörg@school.uk'],
    ['an IP literal', 'a@[127.0.0.1]'],
    ['an IP address', 'a@127.0.0.1'],
    ['localhost', 'a@localhost'],
    ['a local part of 65', `${'l'.repeat(65)}@x.uk`],
    ['an option', '-oQ@x.uk'],
    ['two dots', 'a..b@x.uk'],
    ['a dot at the end', 'a.@x.uk'],
    ['a domain that ends in a dot', 'a@x.uk.'],
    ['a label that begins with a hyphen', 'a@-x.uk'],
    ['no local part', '@x.uk'],
    ['no domain', 'a@'],
    ['nothing', ''],
    ['two at signs', 'a@b@x.uk'],
    ['a percent route', 'a%b.uk@'],
    ['too long', `a@${'x'.repeat(60)}.${'y'.repeat(60)}.${'z'.repeat(60)}.${'w'.repeat(70)}.uk`],
  ])('is refused when it has %s', (_, text) => {
    expect(parseAddress(text)).toBeNull();
  });

  it('is either unchanged or refused, whatever is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (local, domain) => {
        const text = `${local}@${domain}.uk`;
        const address = parseAddress(text);
        if (address !== null) expect(address).toMatch(/^[!-~]+@[A-Za-z0-9.-]+$/);
        expect([null, text]).toContain(address);
      }),
    );
  });

  it('is judged in a moment, however long it is', () => {
    const started = performance.now();
    parseAddress('a.'.repeat(200_000));
    parseAddress(`${'a'.repeat(60)}@${'a.'.repeat(90)}`);
    expect(performance.now() - started).toBeLessThan(5);
  });
});
