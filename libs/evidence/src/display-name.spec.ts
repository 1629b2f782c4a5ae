import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { displayName } from './display-name.js';
import { downloadHeaders } from './download-headers.js';

const disposition = (fileName: string) =>
  downloadHeaders({ fileName, mediaType: 'application/pdf', sizeBytes: 1 })['content-disposition'];

describe('a file name', () => {
  it.each([
    ['Minutes 27 February.pdf', 'Minutes 27 February.pdf'],
    ['Zażółć gęślą jaźń.PDF', 'Zażółć gęślą jaźń.pdf'],
    ['../../etc/passwd', 'passwd.pdf'],
    ['C:\\Users\\ann\\minutes.pdf', 'minutes.pdf'],
    ['CON', 'document CON.pdf'],
    ['nul.pdf', 'document nul.pdf'],
    ['.htaccess', 'htaccess.pdf'],
    ['...', 'document.pdf'],
    ['', 'document.pdf'],
    ['minutes\u202efdp.exe', 'minutesfdp.pdf'],
    ['a\0b\r\nc.pdf', 'abc.pdf'],
    ['say "yes" <now>.pdf', 'say -yes- -now-.pdf'],
    ['half \ud800 pair.pdf', 'half pair.pdf'],
    ['Minutes 12.03.26', 'Minutes 12.03.26.pdf'],
    [`${'é'.repeat(300)}.pdf`, `${'é'.repeat(100)}.pdf`],
  ])('given as %j is shown as %j', (given, shown) => {
    expect(displayName(given, 'pdf')).toBe(shown);
  });

  it('is clean whatever was given, and stays so when cleaned again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (given) => {
        const shown = displayName(given, 'pdf');
        expect(shown).toMatch(
          /^[^/\\<>:"|?*\p{Cc}\p{Cf}\p{Surrogate}.\s][^/\\<>:"|?*\p{Cc}\p{Cf}\p{Surrogate}]*\.pdf$/u,
        );
        expect(displayName(shown, 'pdf')).toBe(shown);
      }),
    );
  });
});

describe('the headers of a download', () => {
  it('let no page frame, run, sniff or keep it', () => {
    expect(
      downloadHeaders({ fileName: 'note.txt', mediaType: 'text/plain', sizeBytes: 12 }),
    ).toEqual({
      'content-type': 'text/plain; charset=utf-8',
      'content-length': '12',
      'content-disposition': `attachment; filename="note.txt"; filename*=UTF-8''note.txt`,
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, no-store',
    });
  });

  it.each([
    [
      'Łucja’s minutes.pdf',
      `filename="_ucja_s minutes.pdf"; filename*=UTF-8''%C5%81ucja%E2%80%99s%20minutes.pdf`,
    ],
    [`a'(b)*100%.pdf`, `filename="a'(b)*100_.pdf"; filename*=UTF-8''a%27%28b%29%2A100%25.pdf`],
    ['a"\\\r\nb.pdf', `filename="a____b.pdf"; filename*=UTF-8''a%22%5C%0D%0Ab.pdf`],
    ['😀.pdf', `filename="_.pdf"; filename*=UTF-8''%F0%9F%98%80.pdf`],
  ])('name %j for old readers and new', (fileName, parameters) => {
    expect(disposition(fileName)).toBe(`attachment; ${parameters}`);
  });
});
