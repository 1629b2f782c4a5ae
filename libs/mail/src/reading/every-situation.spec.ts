import { describe, expect, it } from '@jest/globals';
import { aReply, type MailBuilder } from './build-mail.js';
import { readMail } from './read-mail.js';

/*
 * Each situation that receivers of replies have met, decided: what is a person's mail, whose it is,
 * and which of its words are theirs. What the key, the letter and the window decide is told in
 * libs/consultation.
 */

const read = (mail: MailBuilder) => readMail(mail.build());
const raw = (...lines: readonly (string | Buffer)[]) =>
  readMail(Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from('\r\n')])));
const said = () => aReply().saying('I agree.');
const from = (value: string) => read(said().from(value));

describe('the sender', () => {
  it.each([
    ['capitals', 'ANN@Example.ORG', 'ann@example.org'],
    [
      'a name that looks like an address',
      '"bishop@example.org" <eve@example.net>',
      'eve@example.net',
    ],
    ['a comment', 'ann@example.org (the bishop <bishop@example.org>)', 'ann@example.org'],
    ['a plus address', 'Ann <ann+school@example.org>', 'ann+school@example.org'],
    ['a domain in its own script', 'ann@schüle.example', 'ann@schüle.example'],
    ['a domain that looks like another', 'ann@ex\u0430mple.org', 'ann@ex\u0430mple.org'],
    ['quotes around its local part', '"ann.smith"@example.org', 'ann.smith@example.org'],
  ])('with %s is the address that stands there', (_, value, address) => {
    expect(from(value)).toMatchObject({ fromAmbiguous: false });
    expect(from(value).from.toLowerCase()).toBe(address);
  });

  it('is From, whatever Reply-To, Sender or a list says beside it', () => {
    const mail = said()
      .header('Reply-To', 'bishop@example.org')
      .header('Sender', 'office@example.org')
      .header('X-Original-From', 'chair@example.org')
      .header('X-MailFrom', 'head@example.org');
    expect(read(mail).from).toBe('ann@example.org');
  });

  it.each([
    ['no From', said().without('From')],
    ['an empty From', said().from('')],
    ['a group without members', said().from('undisclosed:;')],
    ['a local part with spaces', said().from('"eve ann"@example.org')],
    ['an encoded word that decodes to an address', said().from('=?utf-8?Q?a=40example.org?=')],
  ])('is nobody with %s, and the mail is read all the same', (_, mail) => {
    expect(read(mail)).toMatchObject({ kind: 'reply', from: '', answer: 'I agree.' });
  });

  it.each([
    ['two in one line', said().from('ann@example.org, eve@example.org')],
    ['a group of two', said().from('Us: ann@example.org, eve@example.org;')],
  ])('is nobody in particular with %s', (_, mail) => {
    expect(read(mail)).toMatchObject({ kind: 'reply', fromAmbiguous: true });
  });
});

describe('a program', () => {
  const kindOf = (mail: MailBuilder) => {
    const { kind, why } = read(mail);
    return why === undefined ? kind : `${kind}: ${why}`;
  };

  it.each([
    ['a vacation note of Exchange', said().header('X-MS-Exchange-Inbox-Rules-Loop', 'a@x.org')],
    ['one of iCloud', said().header('X-Apple-Action', 'vacation')],
    ['one that only its subject tells', said().header('Subject', 'Out of office: Re: Joining')],
    ['one in capitals', said().header('AUTO-SUBMITTED', 'AUTO-REPLIED')],
  ])('is known by %s', (_, mail) => {
    expect(kindOf(mail)).toBe('automatic: out-of-office');
  });

  it.each([
    ['a null return path alone', said().header('Return-Path', '<>')],
    ['the wish not to be answered', said().header('X-Auto-Response-Suppress', 'All')],
    ['a list’s own fields', said().header('List-Id', '<parents>').header('Precedence', 'list')],
    ['Auto-Submitted: no', said().header('Auto-Submitted', 'no')],
    ['a forward by rule', said().header('Auto-Submitted', 'auto-forwarded')],
    ['words about being away', aReply().saying('I was out of the office. Auto-reply: I agree.')],
    [
      'words about mail that came back',
      aReply().saying('Delivery failed? Undeliverable? I agree.'),
    ],
  ])('is not known by %s: a person may have written it', (_, mail) => {
    expect(kindOf(mail)).toBe('reply');
  });

  it('that sends one mail round and round is known by how often it was passed on', () => {
    const passed = (times: number) =>
      raw(...Array<string>(times).fill('Received: from a by b; 1 May 2026'), '', 'I agree.');
    expect(passed(30)).toMatchObject({ kind: 'reply' });
    expect(passed(101)).toMatchObject({ kind: 'automatic', why: 'own-loop' });
  });

  it('of a mailbox that is full or a filter that refuses spam says not for good and for good', () => {
    const bounce = (action: string, status: string, diagnostic: string) =>
      raw(
        ...['From: MAILER-DAEMON@mx.example.org', 'Subject: Delivery Status Notification'],
        ...['Content-Type: multipart/report; report-type=delivery-status; boundary=b', ''],
        ...['--b', 'Content-Type: text/plain', '', 'A report.'],
        ...['--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; x', ''],
        ...['Final-Recipient: rfc822; elsewhere@example.net', `Action: ${action}`],
        ...['Original-Recipient: rfc822; ann@example.org', `Status: ${status}`],
        ...[`Diagnostic-Code: smtp; ${diagnostic}`, '--b--'],
      );
    const ann = (permanent: boolean) => [{ address: 'ann@example.org', permanent }];
    expect(bounce('failed', '4.2.2', '452 mailbox full')).toMatchObject({
      ...{ kind: 'bounce', failed: ann(false) },
    });
    expect(bounce('failed', '5.7.1', '550 looks like spam')).toMatchObject({
      ...{ kind: 'bounce', failed: ann(true) },
    });
    expect(bounce('expanded', '2.0.0', '250 ok')).toMatchObject({ failed: [] });
  });
});

describe('the words', () => {
  const answerTo = (body: string) => read(aReply().saying(body)).answer.trim();

  it.each([
    ['one letter', 'Y'],
    ['one word', 'Yes'],
    ['"see attached"', 'See attached.'],
    ['a list under two dashes', 'My concerns:\n--\n1. transport\n2. uniform'],
    ['"From:" in prose', 'From: the parents perspective, costs matter.\nI disagree.'],
    [
      '"wrote:" in prose',
      'On reflection, the governors wrote:\nthat staff would be protected. I do not believe this.',
    ],
    ['a line of dashes', 'Before.\n----------\nAfter.'],
    ['the marks of a right-to-left script', '\u200fأوافق على ذلك\u200e'],
    ['a sentence like a disclaimer', 'This is confidential to me: I was never asked.'],
    ['a question mark alone', '?'],
  ])('that are %s stay whole', (_, body) => {
    expect(answerTo(body)).toBe(body);
  });

  it.each([
    ['a quotation alone', '> Do you agree?\n> Tell us by Friday.'],
    ['a signature alone', '-- \nAnn Parent\n01632 960001'],
    ['nothing', '   \n\n'],
  ])('that are %s are no answer, and none of them is gone', (_, body) => {
    const mail = read(aReply().saying(body));
    expect(mail.answer.trim()).toBe('');
    expect(mail.segments.map(({ text }) => text).join('')).toBe(mail.text);
    expect(mail.text.trim()).toBe(body.trim());
  });

  it('in the subject alone are kept with it', () => {
    const mail = read(aReply().header('Subject', 'Re: Joining the trust - NO THANK YOU'));
    expect(mail.subject).toContain('NO THANK YOU');
    expect(mail).toMatchObject({ kind: 'other', why: 'empty' });
  });

  it('of a signed mail are read, those of an encrypted one wait for a person', () => {
    const signed = raw(
      ...['Content-Type: multipart/signed; protocol="application/pgp-signature"; boundary=b', ''],
      ...['--b', 'Content-Type: text/plain', '', 'I agree.'],
      ...['--b', 'Content-Type: application/pgp-signature; name=signature.asc', '', 'xyz', '--b--'],
    );
    expect(signed).toMatchObject({ kind: 'reply', answer: 'I agree.' });
    expect(
      raw('Content-Type: multipart/encrypted; boundary=b', '', '--b', '', 'x', '--b--'),
    ).toMatchObject({
      ...{ kind: 'other', why: 'encrypted' },
    });
  });

  it('of a mail within a mail are not the sender’s own', () => {
    const forwarded = raw(
      ...['Content-Type: multipart/mixed; boundary=b', ''],
      ...['--b', 'Content-Type: text/plain', '', 'See below.'],
      ...['--b', 'Content-Type: message/rfc822', ''],
      ...['From: bob@example.org', 'Subject: No', '', 'I disagree strongly.', '--b--'],
    );
    expect(forwarded.answer.trim()).toBe('See below.');
    expect(forwarded.attachments).toMatchObject([{ contentType: 'message/rfc822' }]);
  });

  it('in several parts are all read, in their order', () => {
    const parts = ['One.', 'Two.', 'Three.'].flatMap((words) => [
      ...['--b', 'Content-Type: text/plain', '', words],
    ]);
    const mail = raw('Content-Type: multipart/mixed; boundary=b', '', ...parts, '--b--');
    expect(mail.answer.split(/\s+/).filter(Boolean)).toEqual(['One.', 'Two.', 'Three.']);
  });

  it('in Outlook’s own wrapping are not lost: the file is named', () => {
    const mail = aReply().attaching('winmail.dat', 'application/ms-tnef', 'x');
    expect(read(mail)).toMatchObject({
      ...{ kind: 'reply', attachments: [{ filename: 'winmail.dat' }] },
    });
  });
});

describe('an attachment', () => {
  const attached = (name: string, type: string, content: Buffer | string = 'x') =>
    read(said().attaching(name, type, content)).attachments;

  it.each([
    ['a path', '../../../etc/passwd', 'passwd'],
    ['a path of Windows', 'C:\\Users\\ann\\view.pdf', 'view.pdf'],
    ['two endings', 'view.pdf.exe', 'view.pdf.exe'],
    ['a macro', 'view.docm', 'view.docm'],
    ['an enclosed mail', 'view.eml', 'view.eml'],
    ['one of Outlook', 'view.msg', 'view.msg'],
  ])('with %s has a harmless name and is opened by nothing', (_, given, shown) => {
    expect(attached(given, 'application/octet-stream')).toMatchObject([{ filename: shown }]);
  });

  it('of no bytes, without a name, or often the same is listed each time, by its hash', () => {
    expect(attached('empty.pdf', 'application/pdf', '')).toMatchObject([{ bytes: 0 }]);
    const logo = said().attaching('', 'image/png', 'logo').attaching('b.png', 'image/png', 'logo');
    const [first, second] = read(logo).attachments;
    expect(first).toMatchObject({ filename: '', bytes: 4 });
    expect(second!.sha256).toBe(first!.sha256);
  });

  it('that would swell when opened is never opened: its size is that of its bytes', () => {
    const zip = Buffer.alloc(10_000, 0x50);
    expect(attached('bomb.zip', 'application/zip', zip)).toMatchObject([{ bytes: 10_000 }]);
  });

  it('that is a picture within the words takes none of them away', () => {
    const mail = aReply()
      .sayingInHtml('<p>I agree.</p><img src="cid:logo"><p>Mostly.</p>')
      .attaching('logo.png', 'image/png', 'x');
    expect(read(mail).answer.trim()).toBe('I agree.\n\nMostly.');
  });
});
