import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { Database, SYSTEM, inTransaction, now } from '#platform';
import { freshDatabase } from '../../../test/support/database.js';
import type { TestDatabase } from '../../../test/support/database.js';
import { append } from './append.js';
import { canonicalJson } from './canonical.js';
import { EMPTY_HEAD, sealEntry } from './entry.js';
import type { EntryDraft } from './entry.js';
import { readStream } from './read-stream.js';
import { commitText, readTexts, storeTexts } from './texts.js';
import { verifyStreams } from './verify.js';

let db: TestDatabase;
let database: Database;

beforeAll(async () => {
  db = await freshDatabase();
  database = await Database.open({ url: db.url, connections: 10 });
});

afterAll(async () => {
  await database.close();
  await db.drop();
});

const CLERK = { person: 'p1', role: 'clerk', body: 'b1' } as const;
const NOTE: EntryDraft = { kind: 'act', type: 'note.taken', actor: CLERK, data: { on: 'paper' } };

const write = (stream: string, draft: EntryDraft = NOTE) =>
  inTransaction(database.pool, async (tx) => append(tx, stream, draft, await now(tx)));

describe('sealing', () => {
  const at = new Date('2026-03-01T09:00:00.123Z');
  const whole: EntryDraft = {
    kind: 'move',
    type: 'board.resolved',
    actor: CLERK,
    onBehalfOf: 'b2',
    on: '2026-02-27',
    data: { votes: { for: 9, against: 1 }, carried: true },
    texts: { reason: 'ab'.repeat(32) },
    evidence: [{ document: 'd1', sha256: 'cd'.repeat(32), as: 'minuteExtract' }],
    rules: '2026-06-29',
    verdicts: { R5: 'met' },
    machine: '1',
  };

  it.each([
    ['every member', whole],
    ['the least', NOTE],
  ])('writes an entry with %s in canonical form', (_name, draft) => {
    const { entry } = sealEntry('case:1', EMPTY_HEAD, draft, at);
    expect(entry).toBe(
      canonicalJson({
        ...draft,
        stream: 'case:1',
        seq: 1,
        prev: '00'.repeat(32),
        at: '2026-03-01T09:00:00.123Z',
      }),
    );
  });

  it('hashes the zero byte and the canonical text, and names the hash before', () => {
    const first = sealEntry('case:1', EMPTY_HEAD, whole, at);
    const second = sealEntry('case:1', first, NOTE, at);
    const expected = createHash('sha256').update('\0').update(first.entry, 'utf8').digest();
    expect(first.hash).toEqual(expected);
    expect(JSON.parse(second.entry)).toMatchObject({ seq: 2, prev: expected.toString('hex') });
  });

  it('takes of the actor only what belongs in the record', () => {
    const actor = { ...CLERK, email: 'ann@example.org' };
    expect(sealEntry('case:1', EMPTY_HEAD, { ...NOTE, actor }, at).entry).not.toContain('ann@');
  });

  it('refuses a NUL, which Postgres cannot hold, and not a text that spells one', () => {
    const saying = (text: string) => () =>
      sealEntry('case:1', EMPTY_HEAD, { ...NOTE, data: { text } }, at);
    expect(saying('a\0b')).toThrow(TypeError);
    expect(saying('\\\0')).toThrow(TypeError);
    expect(saying('\\u0000')).not.toThrow();
  });
});

describe('a stream', () => {
  it('stays one chain under eight writers at once', async () => {
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let i = 0; i < 25; i += 1) await write('case:busy');
      }),
    );
    const entries = await readStream(database.pool, 'case:busy', { limit: 1000 });
    expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
    const { faults } = await verifyStreams(database.pool, { streams: ['case:busy'] });
    expect(faults).toEqual([]);
  });

  it('keeps nothing of an append that is rolled back', async () => {
    await write('case:kept');
    const failing = inTransaction(database.pool, async (tx) => {
      await append(tx, 'case:kept', NOTE, await now(tx));
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect((await write('case:kept')).seq).toBe(2);
  });

  it('is read page by page in both directions, recorded time and event time apart', async () => {
    for (let i = 1; i <= 5; i += 1) {
      await write('case:pages', { ...NOTE, on: `2026-01-0${i}`, data: { i } });
    }
    const seqs = async (page: object) =>
      (await readStream(database.pool, 'case:pages', page)).map(({ seq }) => seq);
    expect(await seqs({ limit: 2 })).toEqual([1, 2]);
    expect(await seqs({ limit: 2, after: 2 })).toEqual([3, 4]);
    expect(await seqs({ limit: 2, newestFirst: true })).toEqual([5, 4]);
    expect(await seqs({ newestFirst: true, after: 3 })).toEqual([2, 1]);
    expect(await seqs({ after: 5 })).toEqual([]);
    const [first] = await readStream(database.pool, 'case:pages');
    expect(first).toMatchObject({ on: '2026-01-01', at: expect.stringMatching(/\.\d{3}Z$/) });
  });
});

describe('what is recorded', () => {
  beforeAll(async () => {
    await inTransaction(database.pool, (tx) => storeTexts(tx, [commitText('kept')]));
    await write('case:fixed');
  });

  const CHANGES = [
    `UPDATE journal SET hash = hash`,
    `DELETE FROM journal`,
    `TRUNCATE journal CASCADE`,
    `UPDATE document SET title = 'x'`,
    `DELETE FROM document`,
    `TRUNCATE document CASCADE`,
    `UPDATE blob SET size_bytes = 1`,
    `DELETE FROM blob`,
    `TRUNCATE blob CASCADE`,
    `DELETE FROM private_text`,
    `TRUNCATE private_text CASCADE`,
    `UPDATE private_text SET text = 'rewritten'`,
    `UPDATE private_text SET salt = '\\x00'`,
  ];

  it.each([
    ...CHANGES,
    `ALTER TABLE journal DISABLE TRIGGER ALL`,
    `DROP TRIGGER journal_is_append_only ON journal`,
    `UPDATE installation SET id = gen_random_uuid()`,
  ])('is refused to the service: %s', async (statement) => {
    await expect(database.pool.query(statement)).rejects.toMatchObject({ code: '42501' });
  });

  it.each(CHANGES)('is refused by trigger even to the owner: %s', async (statement) => {
    const owner = new Client({ connectionString: db.url });
    await owner.connect();
    try {
      await expect(owner.query(statement)).rejects.toMatchObject({ code: '42501' });
    } finally {
      await owner.end();
    }
  });
});

describe('a personal text', () => {
  it('is committed to under a salt, never twice alike, and stands outside the entry', async () => {
    const [one, two] = [commitText('Ann Smith objects'), commitText('Ann Smith objects')];
    expect(one.commitment).not.toBe(two.commitment);
    expect(createHash('sha256').update(one.salt).update(one.text).digest('hex')).toBe(
      one.commitment,
    );
    expect(() => commitText('a\0b')).toThrow(TypeError);

    await inTransaction(database.pool, async (tx) => {
      await storeTexts(tx, [one, two]);
      const texts = { view: one.commitment, reason: two.commitment };
      const { entry } = await append(tx, 'case:texts', { ...NOTE, texts }, await now(tx));
      expect(entry).not.toContain('Smith');
    });
    const read = await readTexts(database.pool, [one.commitment, 'ff'.repeat(32)]);
    expect([...read]).toEqual([[one.commitment, 'Ann Smith objects']]);
  });

  it('can be erased, and the chain stays whole', async () => {
    const text = commitText('Please forget me');
    await inTransaction(database.pool, async (tx) => {
      await storeTexts(tx, [text]);
      const draft = { ...NOTE, actor: SYSTEM, texts: { view: text.commitment } };
      await append(tx, 'case:erased', draft, await now(tx));
      await tx.query(
        `UPDATE private_text SET text = NULL, salt = NULL, erased_at = assent_now()
          WHERE commitment = decode($1, 'hex')`,
        [text.commitment],
      );
    });
    expect([...(await readTexts(database.pool, [text.commitment]))]).toEqual([
      [text.commitment, null],
    ]);
    const { faults } = await verifyStreams(database.pool, { streams: ['case:erased'] });
    expect(faults).toEqual([]);
  });
});
