import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { authenticate, dkimSign, sealMessage } from 'mailauth';
import { senderCheck } from './sender-check.js';
import type { AskDns, CameBy } from './sender-check.js';

const pair = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
const keys = { school: pair(), other: pair(), list: pair() };
const record = (key: Buffer) => [[`v=DKIM1; k=rsa; p=${key.toString('base64')}`]];

/** A zone of its own: the spec asks no server. */
const zone: Readonly<Record<string, Readonly<Record<string, string[][]>>>> = {
  'school.example': { TXT: [['v=spf1 ip4:192.0.2.10 -all']] },
  '_dmarc.school.example': { TXT: [['v=DMARC1; p=reject']] },
  's._domainkey.school.example': { TXT: record(keys.school.publicKey) },
  'gone._domainkey.school.example': { TXT: [['v=DKIM1; k=rsa; p=']] },
  'other.example': { TXT: [['v=spf1 ip4:192.0.2.66 -all']] },
  's._domainkey.other.example': { TXT: record(keys.other.publicKey) },
  'quiet.example': { TXT: [['v=spf1 ip4:192.0.2.20 -all']] },
  's._domainkey.list.example': { TXT: record(keys.list.publicKey) },
};
const ask: AskDns = async (name, type) => {
  const found = zone[name.toLowerCase()]?.[type];
  if (found === undefined) throw Object.assign(new Error(name), { code: 'ENOTFOUND' });
  return found;
};

const options = { trustedRelays: ['10.1.0.0/16'], trustedForwarders: ['list.example'], ask };
const check = senderCheck({ ...options, mta: 'reply.example.org' });

const letter = ({ from = 'Ann <ann@school.example>', extra = '', body = 'I agree.' } = {}) =>
  `From: ${from}\r\nTo: reply@reply.example.org\r\nSubject: Re: your view\r\n` +
  `Date: Mon, 4 May 2026 10:00:00 +0100\r\nMessage-ID: <1@school.example>\r\n${extra}\r\n${body}\r\n`;

interface Signing {
  readonly by?: 'school' | 'other';
  readonly selector?: string;
  readonly upTo?: number;
}

async function signed(mail: string, { by = 'school', selector = 's', upTo }: Signing = {}) {
  const as = {
    ...{ signingDomain: `${by}.example`, selector, privateKey: keys[by].privateKey },
    ...(upTo === undefined ? {} : { maxBodyLength: upTo }),
  };
  const { signatures } = await dkimSign(mail, { ...as, signatureData: [as] });
  expect(signatures).toContain('b=');
  return signatures + mail;
}

const came = (mail: string, facts: Partial<CameBy> = {}): CameBy => ({
  raw: Buffer.from(mail),
  envelopeFrom: 'ann@school.example',
  remoteAddress: '192.0.2.10',
  helo: 'mail.school.example',
  ...facts,
});
const elsewhere = { remoteAddress: '198.51.100.7', helo: 'somewhere.example' };

/** A list passes a mail on with a line of its own, and says under its seal how it had come. */
async function forwarded(mail: string) {
  const seal = { signingDomain: 'list.example', selector: 's', privateKey: keys.list.privateKey };
  const first = { ip: '192.0.2.10', helo: 'mail.school.example', sender: 'ann@school.example' };
  const before = await authenticate(mail, {
    ...{ ...first, mta: 'list.example', resolver: ask, disableBimi: true, seal },
  });
  const changed = mail.replace('I agree.', 'I agree.\r\n-- \r\nThe list of parents');
  const payload = before.headers
    .split(/\r\n(?![\t ])/)
    .find((line) => /^Authentication-Results:/i.test(line))!
    .replace(/^Authentication-Results:\s*/i, '');
  const sealed = await sealMessage(changed, { ...seal, i: 1, cv: 'none', authResults: payload });
  return sealed.toString() + changed;
}

describe('who a mail is from', () => {
  it.each([
    ['its server is the domain’s own', 'pass', async () => came(letter())],
    ['it is signed', 'pass', async () => came(await signed(letter()))],
    ['it is signed and was forwarded', 'pass', async () => came(await signed(letter()), elsewhere)],
    ['it is neither', 'fail', async () => came(letter(), elsewhere)],
    [
      'its words were changed',
      'fail',
      async () => came((await signed(letter())).replace('agree', 'object'), elsewhere),
    ],
    [
      'another domain signed it',
      'fail',
      async () => came(await signed(letter(), { by: 'other' }), elsewhere),
    ],
    [
      'another domain sent it',
      'fail',
      async () =>
        came(letter(), { remoteAddress: '192.0.2.66', envelopeFrom: 'eve@other.example' }),
    ],
    [
      'its key was taken back',
      'fail',
      async () => came(await signed(letter(), { selector: 'gone' }), elsewhere),
    ],
    [
      'it claims a result by itself',
      'fail',
      async () =>
        came(
          letter({ extra: 'Authentication-Results: reply.example.org; dmarc=pass; dkim=pass\r\n' }),
          elsewhere,
        ),
    ],
    [
      'only its first words are signed',
      'none',
      async () =>
        came((await signed(letter(), { upTo: 5 })).replace('agree.', 'agree. Not!'), elsewhere),
    ],
    [
      'its domain says nothing',
      'none',
      async () => came(letter({ from: 'bo@quiet.example' }), { envelopeFrom: 'bo@quiet.example' }),
    ],
    [
      'it has two From lines',
      'fail',
      async () => came(await signed(letter({ extra: 'From: eve@other.example\r\n' }))),
    ],
    [
      'it has two people of two domains in From',
      'fail',
      async () => came(letter({ from: 'ann@school.example, eve@other.example' })),
    ],
    ['it has no From', 'fail', async () => came(letter().replace(/^From.*\r\n/, ''))],
  ])('when %s: %s', async (_, expected, mail) => {
    expect(await check(await mail())).toBe(expected);
  });

  it('is not known while its name servers do not answer', async () => {
    const silent: AskDns = async (name) => {
      throw Object.assign(new Error(name), { code: 'ETIMEOUT' });
    };
    const asking = senderCheck({ ...options, mta: 'reply.example.org', ask: silent });

    expect(await asking(came(letter()))).toBe('unknown');
  });

  it('is asked of the server before a relay of our own, and of no other relay', async () => {
    const received =
      'Received: from mail.school.example (mail.school.example [192.0.2.10])\r\n' +
      '\tby relay.example.org with ESMTP; Mon, 4 May 2026 10:00:01 +0100\r\n';
    const relayed = (remoteAddress: string | null) =>
      check(came(received + letter(), { remoteAddress, helo: 'relay.example.org' }));

    expect(await relayed('10.1.2.3')).toBe('pass');
    expect(await relayed('::ffff:10.1.2.3')).toBe('pass');
    expect(await relayed(null)).toBe('pass');
    expect(await relayed('10.2.0.1')).toBe('fail');
  });

  it('may be vouched for by a forwarder that is trusted, under its seal', async () => {
    const mail = await forwarded(await signed(letter()));
    const trusting = senderCheck({ ...options, mta: 'reply.example.org' });
    const wary = senderCheck({ ...options, trustedForwarders: [], mta: 'reply.example.org' });

    expect(await trusting(came(mail, elsewhere))).toBe('pass');
    expect(await wary(came(mail, elsewhere))).toBe('fail');
    expect(await trusting(came(mail.replace('of parents', 'of Eve'), elsewhere))).toBe('fail');
  });
});
