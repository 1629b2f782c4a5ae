import { describe, expect, it } from '@jest/globals';
import { ownLetterField } from './automatic-signs.js';
import { aReply } from './build-mail.js';
import { readMail } from './read-mail.js';

function kindOf(mail: { build(): Buffer }): string {
  const { kind, why } = readMail(mail.build());
  return why ? `${kind}: ${why}` : kind;
}

function raw(...lines: string[]) {
  return { build: () => Buffer.from(lines.join('\r\n')) };
}

function report(type: string, ...body: string[]) {
  return raw(
    'From: Mail Delivery System <MAILER-DAEMON@mx.example.org>',
    'To: bounce@assent.example.org',
    'Subject: Delivery report',
    `Content-Type: multipart/report; report-type=${type}; boundary=b`,
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'A report.',
    '--b',
    ...body,
    '--b--',
    '',
  );
}

function status(action: string, code: string) {
  return report(
    'delivery-status',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.org',
    '',
    'Final-Recipient: rfc822; parent@example.org',
    `Action: ${action}`,
    `Status: ${code}`,
  );
}

const said = () => aReply().saying('I agree.');

describe('a person writes', () => {
  it('when nothing says otherwise', () => {
    expect(kindOf(said())).toBe('reply');
    expect(kindOf(said().header('Auto-Submitted', 'no'))).toBe('reply');
    expect(kindOf(said().header('Auto-Submitted', 'No (really)'))).toBe('reply');
    expect(kindOf(said().header('Auto-Submitted', 'auto-forwarded'))).toBe('reply');
    expect(kindOf(said().header('X-Auto-Response-Suppress', 'All'))).toBe('reply');
    expect(kindOf(said().header('Return-Path', '<>'))).toBe('reply');
    expect(kindOf(said().header('Subject', 'Re: Automatic reply: Joining'))).toBe('reply');
    expect(kindOf(said().header('Precedence', 'list').header('List-Id', '<governors>'))).toBe(
      'reply',
    );
  });

  it('also about mail that was returned, or as the postmaster of a small school', () => {
    const about = aReply().header('Subject', 'Undelivered mail').saying('My letter came back!');
    expect(kindOf(about)).toBe('reply');
    const postmaster = aReply().from('postmaster@school.example.org').saying('We support it.');
    expect(kindOf(postmaster)).toBe('reply');
  });

  it('with an attachment and not a word', () => {
    expect(kindOf(aReply().attaching('answer.pdf', 'application/pdf', '%PDF'))).toBe('reply');
  });
});

describe('a program writes', () => {
  it.each([
    ['auto-replied', 'automatic: out-of-office'],
    ['Auto-Replied (vacation)', 'automatic: out-of-office'],
    ['auto-generated; owner=a@example.org', 'automatic: auto-generated'],
    ['auto-notified', 'automatic: auto-generated'],
  ])('when Auto-Submitted is %s', (value, kind) => {
    expect(kindOf(said().header('Auto-Submitted', value))).toBe(kind);
  });

  it.each([
    'Automatic reply: Joining the trust',
    'Automatische Antwort: Beitritt',
    'Réponse automatique : Adhésion',
    'Respuesta automática: hola',
    'Risposta automatica: ciao',
    'Automatisch antwoord: hallo',
    'Autosvar: hej',
    'Automatická odpověď: ahoj',
    'Odpowiedź automatyczna: Szkoła',
    'Resposta automática: olá',
    'Автоматический ответ: школа',
    '自動応答: 学校',
    'Ateb awtomatig: Ysgol',
    'خودکار جواب: اسکول',
  ])('an absence note: %s', (subject) => {
    const encoded = `=?utf-8?B?${Buffer.from(subject).toString('base64')}?=`;
    expect(kindOf(said().header('Subject', encoded))).toBe('automatic: out-of-office');
  });

  it('an absence note that only its own fields give away', () => {
    expect(kindOf(said().header('X-MS-Exchange-Inbox-Rules-Loop', 'a@example.org'))).toBe(
      'automatic: out-of-office',
    );
    expect(kindOf(said().header('X-Apple-Action', 'VACATION'))).toBe('automatic: out-of-office');
    expect(kindOf(said().header('Precedence', 'auto_reply'))).toBe('automatic: out-of-office');
  });

  it('a calendar answer, a challenge, a letter of our own, bulk mail, nothing at all', () => {
    const calendar = said().attaching('a.ics', 'text/calendar; method=REPLY', 'BEGIN:VCALENDAR');
    expect(kindOf(calendar)).toBe('automatic: calendar-answer');
    expect(kindOf(said().from('a@reply.boxbe.com'))).toBe('automatic: challenge');
    expect(kindOf(said().header(ownLetterField, 'letter-1'))).toBe('automatic: own-loop');
    expect(kindOf(said().header('Precedence', 'bulk').without('In-Reply-To'))).toBe('other: bulk');
    expect(kindOf(aReply())).toBe('other: empty');
  });

  it('a read receipt', () => {
    const receipt = report(
      'disposition-notification',
      'Content-Type: message/disposition-notification',
      '',
      'Disposition: manual-action/MDN-sent-manually; displayed',
    );
    expect(kindOf(receipt)).toBe('automatic: read-receipt');
  });

  it('a complaint', () => {
    const complaint = report(
      'feedback-report',
      'Content-Type: message/feedback-report',
      '',
      'Feedback-Type: abuse',
    );
    expect(kindOf(complaint)).toBe('complaint');
  });
});

describe('a report of delivery', () => {
  const failedOf = (mail: { build(): Buffer }) => readMail(mail.build()).failed;
  const parent = (permanent: boolean) => [{ address: 'parent@example.org', permanent }];

  it('says who was not reached, for good or for now', () => {
    expect(kindOf(status('failed', '5.1.1'))).toBe('bounce');
    expect(failedOf(status('failed', '5.1.1'))).toEqual(parent(true));
    expect(failedOf(status('failed (mailbox full)', '4.2.2'))).toEqual(parent(false));
  });

  it('of a delay is not one of a failure', () => {
    expect(kindOf(status('delayed', '4.4.1'))).toBe('automatic: delayed');
    expect(failedOf(status('delayed', '4.4.1'))).toEqual(parent(false));
    expect(kindOf(status('delivered', '2.0.0'))).toBe('automatic: delivered');
    expect(failedOf(status('relayed', '2.0.0'))).toEqual([]);
  });

  it('prefers the address that we wrote to over the one it was forwarded to', () => {
    const forwarded = report(
      'delivery-status',
      'Content-Type: message/delivery-status',
      '',
      'Final-Recipient: rfc822; elsewhere@example.net',
      'Original-Recipient: rfc822;parent@example.org',
      'Action: failed',
    );
    expect(failedOf(forwarded)).toEqual(parent(true));
  });

  it('is understood in its own words where it knows no RFC', () => {
    const mail = raw(
      'From: MAILER-DAEMON@mx.example.org',
      'To: bounce@assent.example.org',
      'Subject: failure notice',
      '',
      'Sorry, I was unable to deliver your message to the following address:',
      '',
      '<parent@example.org>: no mailbox here by that name.',
      'Please contact postmaster@example.org.',
      '--- Original message follows.',
      'To: somebody.else@example.org',
    );
    expect(kindOf(mail)).toBe('bounce');
    expect(failedOf(mail)).toEqual(parent(true));
    const named = said().header('X-Failed-Recipients', 'parent@example.org');
    expect(failedOf(named)).toEqual(parent(true));
  });
});
