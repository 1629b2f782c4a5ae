import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { launchConsultation, verifyCases } from '#cases';
import { responses } from '#consultation';
import { commitText, sealEntry } from '#evidence';
import type { Entry, Head } from '#evidence';
import { inTransaction } from '#platform';
import { CaseDesk } from '../support/case-desk.js';
import { theTrust } from '../support/journey-builder.js';
import { aWebServer } from '../support/web.js';
import type { WebServer } from '../support/web.js';

let desk: CaseDesk;
let server: WebServer;
let owner: Client;
beforeAll(async () => {
  desk = await CaseDesk.open();
  server = await aWebServer({ on: desk });
  owner = new Client({ connectionString: desk.test.url });
  await owner.connect();
  // The operator: no trigger and no foreign key stands in the way.
  await owner.query('SET session_replication_role = replica');
});
afterAll(async () => {
  await owner.end();
  await server.close();
  await desk.close();
});

const faults = async () => (await verifyCases(desk.office.pool)).faults;

test.each([
  'UPDATE journal SET hash = hash',
  'DELETE FROM journal',
  'TRUNCATE journal CASCADE',
  'DROP TRIGGER journal_is_append_only ON journal',
  'ALTER TABLE journal DISABLE TRIGGER ALL',
  'DROP TABLE journal CASCADE',
  'SET session_replication_role = replica',
])('67: the service may not: %s', async (statement) => {
  await expect(desk.office.pool.query(statement)).rejects.toMatchObject({ code: '42501' });
});

test('67: an entry put in behind the service is named, and so is one that was taken away', async () => {
  const id = await desk.aCase();
  await desk.send(id, 'options.presented');
  await desk.send(id, 'trust.chosen', { trust: theTrust });
  const stream = `case:${id}`;
  const last = await seqOf(stream);
  expect(await faults()).toEqual([]);

  await owner.query(
    `INSERT INTO journal (stream, seq, entry, hash)
     SELECT stream, seq + 1, entry, hash FROM journal WHERE stream = $1 AND seq = $2`,
    [stream, last],
  );
  expect((await faults())[0]).toMatchObject({ stream, seq: last + 1 });

  await owner.query('DELETE FROM journal WHERE stream = $1 AND seq >= $2', [stream, last]);
  const [gone] = await faults();
  expect(gone).toMatchObject({ stream, what: `entries ${last} to ${last} are missing at the end` });
  // Undone, so that the next case begins with a whole record.
  await owner.query('DELETE FROM journal WHERE stream = $1', [stream]);
  await owner.query('DELETE FROM stream WHERE name = $1', [stream]);
});

test('68: a history rewritten with its chain is whole in itself, and not what a receipt says', async () => {
  const { consultation, code } = await aReply('The bus must stay.');
  const stream = `consultation:${consultation}`;
  expect(await faults()).toEqual([]);
  expect((await look(code)).text).toContain('It counts.');

  await rewriteWords(stream, 'The bus may go.');

  // Whoever reads the record alone finds no fault: this is why each author holds a code.
  expect(await faults()).toEqual([]);
  const asked = await look(code);
  expect([asked.status, asked.text.includes('No reply has this code.')]).toEqual([422, true]);
});

/** A reply to an open consultation, and the code that its receipt bears. */
async function aReply(words: string): Promise<{ consultation: string; code: string }> {
  await desk.moveClock('2041-01-06T09:00:00Z');
  const caseId = await desk.aCase();
  await desk.send(caseId, 'trust.chosen', { trust: theTrust });
  const consultation = await desk.writeText(caseId);
  const document = await desk.file(caseId, 'consultationDocument');
  const window = { consultation, document, closesOn: '2041-02-17', closesAt: '17:00' };
  await launchConsultation(desk.office, await desk.act(caseId), window);
  const { reference } = await inTransaction(desk.office.pool, (tx) =>
    responses.enter(tx, desk.clerk, {
      ...{ consultation, receivedOn: '2041-01-06', channel: 'paper', consultee: null },
      ...{ author: 'Nora Orr', group: 'parent', view: 'disagree', words },
    }),
  );
  const proof = await responses.proofOf(desk.office.pool, consultation, reference);
  return { consultation, code: proof!.code };
}

const look = (code: string) =>
  server.browser().fill('/check-a-record', '/check-a-record', { code });

/** Puts other words under the reply and seals every entry of the stream anew, as if they had come. */
async function rewriteWords(stream: string, words: string): Promise<void> {
  const { commitment, salt, text } = commitText(words);
  await owner.query(`INSERT INTO private_text (commitment, salt, text) VALUES ($1, $2, $3)`, [
    Buffer.from(commitment, 'hex'),
    salt,
    text,
  ]);
  await owner.query('UPDATE response SET words_commitment = $1', [Buffer.from(commitment, 'hex')]);
  const { rows } = await owner.query<{ entry: Entry }>(
    'SELECT entry FROM journal WHERE stream = $1 ORDER BY seq',
    [stream],
  );
  let head: Head = { seq: 0, hash: Buffer.alloc(32) };
  for (const { entry } of rows) {
    const { seq: _seq, prev: _prev, at, stream: _stream, ...draft } = entry;
    const isReply = draft.type === 'response.received';
    const told = isReply ? { ...draft, texts: { ...draft.texts, words: commitment } } : draft;
    const sealed = sealEntry(stream, head, told, new Date(at));
    await owner.query('UPDATE journal SET entry = $3, hash = $4 WHERE stream = $1 AND seq = $2', [
      stream,
      sealed.seq,
      sealed.entry,
      sealed.hash,
    ]);
    head = sealed;
  }
  await owner.query('UPDATE stream SET head = $2 WHERE name = $1', [stream, head.hash]);
}

async function seqOf(stream: string): Promise<number> {
  const { rows } = await owner.query<{ seq: number }>(
    'SELECT max(seq) AS seq FROM journal WHERE stream = $1',
    [stream],
  );
  return rows[0]!.seq;
}
