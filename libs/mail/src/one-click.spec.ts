import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dkimVerify } from 'mailauth';
import { MailServer } from '../../../test/support/mail-server.js';
import { smtpTransport } from './transport.js';
import type { OutgoingMail } from './transport.js';

/** As long as such an address gets: a host of forty letters. */
const STOP = `https://${'a'.repeat(26)}.example.org/r/${'k'.repeat(27)}/reminders`;

const mail = (stopLink: string | null): OutgoingMail => ({
  from: { name: 'St Mary’s through Assent', address: 'assent@reply.example.org' },
  to: { name: 'Ann Smith', address: 'ann@example.org' },
  replyTo: 'reply+key@reply.example.org',
  returnPath: 'bounce+key@reply.example.org',
  messageId: '<1@reply.example.org>',
  inReplyTo: null,
  stopLink,
  template: 'consultation-closing-soon',
  automatic: 'auto-generated',
  date: new Date('2026-05-04T09:00:00Z'),
  subject: 'Reply by Friday about St Mary’s',
  text: 'Dear Ann Smith',
  html: '<p>Dear Ann Smith</p>',
});

describe('a reminder', () => {
  let folder: string;
  let server: MailServer;
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assent-dkim-'));
    await writeFile(join(folder, 'key.pem'), privateKey);
    server = await MailServer.open();
  });
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  async function sent(stopLink: string | null): Promise<string> {
    const dkim = {
      domain: 'reply.example.org',
      selector: 's',
      privateKeyFile: join(folder, 'key.pem'),
    };
    const transport = smtpTransport(server.url, dkim, 1);
    await transport.send(mail(stopLink));
    transport.close();
    return server.taken.at(-1)!.raw;
  }

  it('can be stopped by one click, and the signature covers the address as it arrives', async () => {
    const raw = await sent(STOP);
    expect(raw).toContain(`\nList-Unsubscribe: <${STOP}>\r`);
    expect(raw).toContain('\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r');
    const ask = async () => [[`v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`]];
    const verify = async (given: string) => {
      const { results } = await dkimVerify(Buffer.from(given), { resolver: ask });
      return results.map(({ status }) => status.result);
    };
    expect(await verify(raw)).toEqual(['pass']);
    expect(await verify(raw.replace('/reminders>', '/reminder>'))).not.toContain('pass');
    expect(await verify(raw.replace('=One-Click', '=Another'))).not.toContain('pass');
  });

  it('says nothing of it where there is nothing to stop', async () => {
    expect(await sent(null)).not.toMatch(/^List-Unsubscribe/im);
  });
});
