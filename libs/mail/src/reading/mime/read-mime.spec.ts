import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aReply } from '../build-mail.js';
import { defaultLimits } from '../mail-reading.js';
import { readMail } from '../read-mail.js';
import { readMime } from './read-mime.js';

function raw(...lines: (string | Buffer)[]): Buffer {
  return Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from('\r\n')]));
}

function textOf(mail: Buffer): string {
  const read = readMime(mail, defaultLimits);
  return read.kind === 'mail' ? read.text.trim() : read.why;
}

function withBody(type: string, body: string | Buffer, encoding = '8bit'): Buffer {
  return raw(`Content-Type: ${type}`, `Content-Transfer-Encoding: ${encoding}`, '', body);
}

describe('the body', () => {
  it('is the text part where there is one, and HTML otherwise', () => {
    expect(readMail(aReply().saying('Yes').sayingInHtml('<p>Yes</p>').build()).text.trim()).toBe(
      'Yes',
    );
    const html = aReply().sayingInHtml('<div>Yes &amp; no<br>Ŵyl</div><p>Café</p>');
    expect(readMail(html.build()).text).toBe('Yes & no\nŴyl\nCafé');
    const hint = aReply().saying('Your program cannot show HTML.').sayingInHtml('<p>Yes</p>');
    expect(readMail(hint.build()).text).toBe('Yes');
  });

  it('is not doubled where text and HTML stand side by side, and nothing of either is lost', () => {
    const mixed = (html: string) =>
      raw(
        'Content-Type: multipart/mixed; boundary=b',
        '',
        ...[
          '--b',
          'Content-Type: text/plain',
          '',
          'I agree.',
          '--b',
          'Content-Type: text/html',
          '',
        ],
        ...[html, '--b--'],
      );
    expect(textOf(mixed('<p>I <b>agree</b>.</p>'))).toBe('I agree.');
    expect(textOf(mixed('<p>I agree.</p><p>And more.</p>'))).toBe('I agree.\n\nAnd more.');
    expect(textOf(mixed('<p>Something else.</p>'))).toBe('I agree.\nSomething else.');
  });

  it('is read on both sides of an attachment, and attached text is no body', () => {
    const parts = ['--b', 'Content-Type: text/plain', '', 'Before.', '--b'];
    const file = [
      'Content-Type: text/plain; name=a.txt',
      'Content-Disposition: attachment',
      '',
      'File',
    ];
    const after = ['--b', 'Content-Type: text/plain', '', 'After.', '--b--'];
    const mail = raw('Content-Type: multipart/mixed; boundary=b', '', ...parts, ...file, ...after);
    expect(textOf(mail)).toBe('Before.\nAfter.');
    expect(readMail(mail).attachments).toMatchObject([{ filename: 'a.txt', bytes: 4 }]);
  });

  it('joins soft line breaks, quoted lines by depth, signatures never', () => {
    const flowed = 'We \nagree.\n> Do \n> you?\n>> No \n> so\n-- \nAnn';
    expect(textOf(withBody('text/plain; format=flowed', flowed))).toBe(
      'We agree.\n> Do you?\n>> No \n> so\n-- \nAnn',
    );
    expect(textOf(withBody('text/plain; format=flowed; delsp=yes', 'Schul \nhof'))).toBe(
      'Schulhof',
    );
  });

  it.each([
    ['windows-1252', Buffer.from([0x93, 0x43, 0x61, 0x66, 0xe9, 0x94]), '“Café”'],
    ['utf-8', Buffer.from('Ŵy'), 'Ŵy'],
    ['"UTF-8"', Buffer.from('Ŵy'), 'Ŵy'],
    ['iso-2022-jp', Buffer.from('\x1b$B3X9;\x1b(B', 'latin1'), '学校'],
    ['ks_c_5601-1987', Buffer.from([0xc7, 0xd0, 0xb1, 0xb3]), '학교'],
    ['ks_c_5601', Buffer.from([0xc7, 0xd0, 0xb1, 0xb3]), '학교'],
    ['gb18030', Buffer.from([0xd1, 0xa7, 0xd0, 0xa3]), '学校'],
    ['big5', Buffer.from([0xbe, 0xc7, 0xae, 0xd5]), '學校'],
    ['koi8-r', Buffer.from([0xdb, 0xcb, 0xcf, 0xcc, 0xc1]), 'школа'],
    ['iso-8859-8-i', Buffer.from([0xf9, 0xec, 0xe5, 0xed]), 'שלום'],
    ['utf-7', Buffer.from('Caf+AOk-'), 'Café'],
    ['us-ascii', Buffer.from('Café'), 'Café'],
    ['us-ascii', Buffer.from([0x43, 0x61, 0x66, 0xe9]), 'Café'],
    ['utf-8', Buffer.from([0x43, 0x61, 0x66, 0xe9]), 'Café'],
    ['no-such-charset', Buffer.from('Café'), 'Café'],
    ['utf-8', Buffer.from([0xef, 0xbb, 0xbf, 0x59]), 'Y'],
    ['utf-8', Buffer.from([0x59, 0, 0x59]), 'Y\uFFFDY'],
  ])('is decoded from %s', (charset, bytes, text) => {
    expect(textOf(withBody(`text/plain; charset=${charset}`, bytes))).toBe(text);
  });

  it('takes broken encodings as they stand', () => {
    expect(textOf(withBody('text/plain', 'a=3Db =ZZ 50=', 'quoted-printable'))).toBe('a=b =ZZ 50');
    expect(textOf(withBody('text/plain', 'WWVz*!\nLg', 'base64'))).toBe('Yes.');
    expect(textOf(Buffer.from('No header at all'))).toBe('No header at all');
  });
});

describe('the header', () => {
  it('gives names and addresses, never an address made of an encoded word', () => {
    const mail = aReply()
      .from('=?utf-8?Q?Si=C3=A2n_=28Chair=29?= <sian@example.org> (school)')
      .header('To', 'Governors: "Last, First" <a@example.org>, b@example.org;, undisclosed:;')
      .header('Cc', '=?utf-8?Q?c=40example.org?= <d@example.org>')
      .saying('Yes');
    const read = readMail(mail.build());
    expect([read.from, read.fromName]).toEqual(['sian@example.org', 'Siân (Chair)']);
    expect(read.to).toEqual(['a@example.org', 'b@example.org', 'd@example.org']);
    const trick = readMail(aReply().from('=?utf-8?Q?bishop=40example.org?=').saying('Yes').build());
    expect(trick.from).toBe('');
  });

  it('shows two senders as no certain sender', () => {
    const two = Buffer.concat([Buffer.from('From: bishop@example.org\r\n'), aReply().build()]);
    expect(readMail(two).fromAmbiguous).toBe(true);
    expect(readMail(aReply().build()).fromAmbiguous).toBe(false);
  });

  it('keeps the Date as text, whatever it says', () => {
    for (const date of ['yesterday, I think', 'Tue, 3 Mar 2099 10:15:00 +0000'])
      expect(readMail(aReply().header('Date', date).build()).dateHeader).toBe(date);
    expect(readMail(aReply().build()).dateHeader).toBe('');
  });

  it('joins encoded words that split a character, and RFC 2231 names', () => {
    const subject = '=?utf-8?B?xbQ=?=\r\n =?utf-8?Q?=C5?= =?utf-8?Q?=B7?= and =?x?=';
    expect(readMail(aReply().header('Subject', subject).build()).subject).toBe('Ŵŷ and =?x?=');
    const file = "attachment; filename*0*=utf-8''Ff%C3%B4; filename*1=rm.pdf";
    const mail = raw('Content-Type: application/pdf', `Content-Disposition: ${file}`, '', '%PDF');
    expect(readMail(mail).attachments[0]?.filename).toBe('Ffôrm.pdf');
  });

  it('shows no path and no direction trick in a file name', () => {
    const mail = aReply().attaching('../../etc/\u202Efdp.exe', 'application/pdf', 'x');
    expect(readMail(mail.build()).attachments[0]?.filename).toBe('fdp.exe');
  });

  it('reads references in any of the ways they are written', () => {
    const mail = aReply().header('References', '<a@x>,<b@x>\r\n <c@x> d@x');
    expect(readMail(mail.build()).references).toEqual(['<a@x>', '<b@x>', '<c@x>', '<d@x>']);
  });
});

describe('a bomb', () => {
  const nested = (levels: number) => {
    const open = Array.from(
      { length: levels },
      (_, level) => `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}\r\n`,
    );
    return Buffer.from(`${open.join('')}\r\nYes`);
  };
  const parts = (count: number) =>
    Buffer.from(
      `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(count)}`,
    );

  it.each([
    ['too-large', () => Buffer.alloc(defaultLimits.bytes + 1, 97)],
    ['too-many-parts', () => parts(100_000)],
    ['nested-too-deep', () => nested(2_000)],
    ['headers-too-large', () => Buffer.from(`X: ${'a'.repeat(3_000_000)}\r\n\r\nYes`)],
    ['headers-too-large', () => Buffer.from(`${'X: a\r\n'.repeat(100_000)}\r\nYes`)],
    ['too-many-recipients', () => Buffer.from(`To: ${'a@b.c,'.repeat(50_000)}\r\n\r\nYes`)],
    ['text-too-large', () => Buffer.from(`\r\n${'a'.repeat(9_000_000)}`)],
  ])('is set aside whole: %s', (why, make) => {
    expect(readMail(make())).toMatchObject({ kind: 'unreadable', why, answer: '' });
  });

  it('of any bytes throws nothing', () => {
    const words = fc.constantFrom(
      ...[
        'Content-Type: multipart/mixed; boundary=b\r\n',
        '--b\r\n',
        '--b--',
        '\r\n',
        '\r\n\r\n',
        ':',
      ],
      ...[
        'Content-Type: text/html\r\n\r\n<div><blockquote type=cite>',
        '=?utf-8?B?',
        '<a@b>',
        '"',
        '(',
      ],
      ...[
        'Content-Type: message/rfc822\r\n\r\n',
        'From: ',
        'Content-Transfer-Encoding: base64\r\n',
      ],
    );
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array)),
      fc
        .array(fc.oneof(words, fc.string()), { maxLength: 40 })
        .map((all) => Buffer.from(all.join(''))),
    );
    fc.assert(
      fc.property(bytes, (source) => {
        const read = readMail(source);
        expect(read.why).not.toBe('broken');
        expect(read.segments.map(({ text }) => text).join('')).toBe(read.text);
      }),
      { numRuns: 600 },
    );
  });
});
