import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Pool } from 'pg';
import { anAskedPerson, anOpenConsultation } from '../../../test/support/consultation.js';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { envelopeOfHeaders } from './envelope-of-headers.js';

const SETTINGS = { mailDomain: 'reply.example.org', mailFrom: 'assent@reply.example.org' };

describe('a mail without an envelope', () => {
  let db: TestDatabase;
  let pool: Pool;
  let letter: string;
  let reply: string;

  beforeAll(async () => {
    db = await freshDatabase();
    pool = new Pool({ connectionString: db.url });
    const secret = ['a secret of at least thirty-two characters'];
    const asked = await anAskedPerson(pool, await anOpenConsultation(pool), secret);
    letter = asked.letter;
    reply = `reply+${asked.key}@reply.example.org`;
  });
  afterAll(async () => {
    await pool.end();
    await db.drop();
  });

  const lettersOf = async (headers: string) => {
    const raw = Buffer.from(`${headers}From: ann@example.org\r\n\r\nI agree.\r\n`);
    const { to } = await envelopeOfHeaders(pool, raw, SETTINGS);
    return to.map((recipient) => recipient.letter);
  };

  it.each(['To', 'Cc', 'Bcc', 'Delivered-To', 'X-Original-To', 'X-Forwarded-To', 'Envelope-To'])(
    'answers the letter whose address stands in %s',
    async (name) => {
      expect(await lettersOf(`${name}: Assent <${reply.toUpperCase()}>\r\n`)).toEqual([letter]);
    },
  );

  it.each(['Subject', 'Reply-To', 'In-Reply-To', 'X-Anything'])(
    'answers none by what stands in %s',
    async (name) => {
      expect(await lettersOf(`${name}: ${reply}\r\n`)).toEqual([null]);
    },
  );

  it('answers a letter once, however often it is named', async () => {
    expect(await lettersOf(`To: ${reply}, ${reply}\r\nDelivered-To: ${reply}\r\n`)).toEqual([
      letter,
    ]);
  });
});
