import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { Database, inTransaction, now } from '#platform';
import { freshDatabase } from '../../../test/support/database.js';
import type { TestDatabase } from '../../../test/support/database.js';
import { append } from './append.js';
import { DocumentStore } from './document-store.js';
import type { Entry, EntryDraft } from './entry.js';
import { commitText, storeTexts } from './texts.js';
import { verifyStreams } from './verify.js';
import type { VerifyOptions } from './verify.js';

let db: TestDatabase;
let database: Database;
let owner: Client;
let folder: string;
let store: DocumentStore;

beforeAll(async () => {
  db = await freshDatabase();
  database = await Database.open({ url: db.url });
  folder = await mkdtemp(join(tmpdir(), 'assent-documents-'));
  store = await DocumentStore.open(database.pool, folder);
  owner = new Client({ connectionString: db.url });
  await owner.connect();
  // No trigger and no foreign key stands in the way of whoever owns the database.
  await owner.query('SET session_replication_role = replica');
});

afterAll(async () => {
  await owner.end();
  await database.close();
  await db.drop();
  await rm(folder, { recursive: true });
});

const CLERK = { person: 'p1', role: 'clerk', body: 'b1' } as const;

/** A stream of three entries, the second with a text and a document as evidence. */
async function aRecord(
  name: string,
): Promise<{ stream: string; document: string; sha256: string }> {
  const stream = `case:${name}`;
  const content = Readable.from([Buffer.from(`%PDF-1.7 the minutes of ${name}`)]);
  const file = await store.receive({ content, fileName: 'minutes.pdf' });
  return inTransaction(database.pool, async (tx) => {
    const at = await now(tx);
    const { id, sha256 } = await store.record(tx, file, {
      stream,
      kind: 'minuteExtract',
      title: 'Minutes',
      dated: '2026-02-27',
      status: 'approved',
      confidentiality: 'board',
      uploadedBy: CLERK,
    });
    const text = commitText('Because the parents asked.');
    await storeTexts(tx, [text]);
    const entry = (draft: Partial<EntryDraft>) =>
      append(tx, stream, { kind: 'act', type: 'noted', actor: CLERK, data: {}, ...draft }, at);
    await entry({});
    await entry({
      data: { on: '2026-02-27', votes: 9 },
      texts: { reason: text.commitment },
      evidence: [{ document: id, sha256, as: 'minuteExtract' }],
    });
    await entry({});
    return { stream, document: id, sha256 };
  });
}

const faultsOf = async (stream: string, options: VerifyOptions = {}) =>
  (await verifyStreams(database.pool, { streams: [stream], store, ...options })).faults;

function isStorable(text: string): boolean {
  try {
    const { kind, type } = JSON.parse(text) as Partial<Entry>;
    return kind !== undefined && type !== undefined;
  } catch {
    return false;
  }
}

describe('verification', () => {
  it('finds nothing wrong with a whole record', async () => {
    const { stream } = await aRecord('whole');
    const { streams, entries, faults } = await verifyStreams(database.pool, { streams: [stream] });
    expect({ streams, entries, faults }).toEqual({ streams: 2, entries: 4, faults: [] });
  });

  // $1 is the stream, and the second entry the one that is tampered with where there is a choice.
  it.each([
    [
      'journal.entry',
      `UPDATE journal SET entry = replace(entry::text, '"votes":9', '"votes":8')::json WHERE stream = $1 AND seq = 2`,
      2,
      'entry 2 was changed',
    ],
    [
      'journal.entry, in white space alone',
      `UPDATE journal SET entry = replace(entry::text, '"votes":9', '"votes": 9')::json WHERE stream = $1 AND seq = 2`,
      2,
      'entry 2 was changed',
    ],
    [
      'journal.entry, the last',
      `UPDATE journal SET entry = replace(entry::text, 'noted', 'nuted')::json WHERE stream = $1 AND seq = 3`,
      3,
      'entry 3 was changed',
    ],
    [
      'journal.hash',
      `UPDATE journal SET hash = set_byte(hash, 31, get_byte(hash, 31) # 1) WHERE stream = $1 AND seq = 2`,
      2,
      'entry 2 was changed',
    ],
    [
      'journal.seq',
      `UPDATE journal SET seq = 7 WHERE stream = $1 AND seq = 3`,
      3,
      'entries 3 to 6 are missing',
    ],
    [
      'journal.stream',
      `UPDATE journal SET stream = stream || 'x' WHERE stream = $1 AND seq = 2`,
      2,
      'entry 2 is missing',
    ],
    [
      'journal, a row removed',
      `DELETE FROM journal WHERE stream = $1 AND seq = 1`,
      1,
      'entry 1 is missing',
    ],
    [
      'journal, the last row removed',
      `DELETE FROM journal WHERE stream = $1 AND seq = 3`,
      2,
      'entries 3 to 3 are missing at the end',
    ],
    [
      'journal, all rows removed',
      `DELETE FROM journal WHERE stream = $1`,
      3,
      'all 3 entries are missing',
    ],
    ['stream.seq, back', `UPDATE stream SET seq = 2 WHERE name = $1`, 3, 'ends with 2'],
    [
      'stream.head',
      `UPDATE stream SET head = set_byte(head, 0, get_byte(head, 0) # 1) WHERE name = $1`,
      3,
      'not the one the stream ended with',
    ],
    [
      'stream.name',
      `UPDATE stream SET name = name || 'x' WHERE name = $1`,
      3,
      'row of this stream is missing',
    ],
    [
      'private_text.text',
      `UPDATE private_text SET text = text || ' ' WHERE text LIKE 'Because%' AND commitment = (SELECT decode(entry #>> '{texts,reason}', 'hex') FROM journal WHERE stream = $1 AND seq = 2)`,
      2,
      'text “reason” of entry 2 was changed',
    ],
    [
      'private_text.salt',
      `UPDATE private_text SET salt = set_byte(salt, 0, get_byte(salt, 0) # 1) WHERE commitment = (SELECT decode(entry #>> '{texts,reason}', 'hex') FROM journal WHERE stream = $1 AND seq = 2)`,
      2,
      'text “reason” of entry 2 was changed',
    ],
    [
      'private_text.commitment',
      `UPDATE private_text SET commitment = set_byte(commitment, 0, get_byte(commitment, 0) # 1) WHERE commitment = (SELECT decode(entry #>> '{texts,reason}', 'hex') FROM journal WHERE stream = $1 AND seq = 2)`,
      2,
      'text “reason” of entry 2 is missing',
    ],
    [
      'document.id',
      `UPDATE document SET id = gen_random_uuid() WHERE stream = $1`,
      2,
      'the minuteExtract of entry 2, is missing',
    ],
    [
      'document.stream',
      `UPDATE document SET stream = stream || 'x' WHERE stream = $1`,
      1,
      'is not the one that was filed',
    ],
    [
      'document.sha256',
      `UPDATE document SET sha256 = set_byte(sha256, 0, get_byte(sha256, 0) # 1) WHERE stream = $1`,
      2,
      'is not the one that was filed',
    ],
    [
      'document.record_seq',
      `UPDATE document SET record_seq = 2 WHERE stream = $1`,
      2,
      'place in the record was changed',
    ],
    [
      'document.kind',
      `UPDATE document SET kind = 'resolution' WHERE stream = $1`,
      1,
      'its kind was changed',
    ],
    [
      'document.title',
      `UPDATE document SET title = 'minutes' WHERE stream = $1`,
      1,
      'its title was changed',
    ],
    [
      'document.file_name',
      `UPDATE document SET file_name = 'Minutes.pdf' WHERE stream = $1`,
      1,
      'its file name was changed',
    ],
    [
      'document.dated',
      `UPDATE document SET dated = dated + 1 WHERE stream = $1`,
      1,
      'its date was changed',
    ],
    [
      'document.dated, removed',
      `UPDATE document SET dated = NULL WHERE stream = $1`,
      1,
      'its date was changed',
    ],
    [
      'document.media_type',
      `UPDATE document SET media_type = 'text/plain' WHERE stream = $1`,
      1,
      'its media type was changed',
    ],
    [
      'document.size_bytes',
      `UPDATE document SET size_bytes = size_bytes + 1 WHERE stream = $1`,
      1,
      'its size was changed',
    ],
    [
      'document.status',
      `UPDATE document SET status = 'signed' WHERE stream = $1`,
      1,
      'its status was changed',
    ],
    [
      'document.supersedes',
      `UPDATE document SET supersedes = gen_random_uuid() WHERE stream = $1`,
      1,
      'its predecessor was changed',
    ],
    [
      'document.confidentiality',
      `UPDATE document SET confidentiality = 'public' WHERE stream = $1`,
      1,
      'its confidentiality was changed',
    ],
    [
      'document.uploaded_by',
      `UPDATE document SET uploaded_by = 'p2' WHERE stream = $1`,
      1,
      'its uploader was changed',
    ],
    [
      'document.recorded_at',
      `UPDATE document SET recorded_at = recorded_at + interval '1 ms' WHERE stream = $1`,
      1,
      'its time of recording was changed',
    ],
    [
      'blob.size_bytes',
      `UPDATE blob SET size_bytes = size_bytes + 1 WHERE sha256 = (SELECT sha256 FROM document WHERE stream = $1)`,
      1,
      'its row of table blob was changed',
    ],
    [
      'blob.media_type',
      `UPDATE blob SET media_type = 'text/html' WHERE sha256 = (SELECT sha256 FROM document WHERE stream = $1)`,
      1,
      'its row of table blob was changed',
    ],
    [
      'blob.stored_at',
      `UPDATE blob SET stored_at = stored_at - interval '1 ms' WHERE sha256 = (SELECT sha256 FROM document WHERE stream = $1)`,
      1,
      'its row of table blob was changed',
    ],
    [
      'blob.sha256',
      `UPDATE blob SET sha256 = set_byte(sha256, 0, get_byte(sha256, 0) # 1) WHERE sha256 = (SELECT sha256 FROM document WHERE stream = $1)`,
      1,
      'its row of table blob was changed',
    ],
  ])('names the place when %s was changed', async (name, tampering, seq, words) => {
    const { stream } = await aRecord(name);
    expect((await owner.query(tampering, [stream])).rowCount).toBeGreaterThan(0);
    const faults = await faultsOf(stream);
    expect(faults).toContainEqual({
      stream: expect.stringContaining(stream),
      seq,
      what: expect.stringContaining(words),
    });
  });

  it('names a file of which one byte was changed, and one that is gone', async () => {
    const changed = await aRecord('changed file');
    const path = join(folder, changed.sha256.slice(0, 2), changed.sha256.slice(2));
    await writeFile(path, '%PDF-1.7 the minutes of changed fill');
    const gone = await aRecord('gone file');
    await rm(join(folder, gone.sha256.slice(0, 2), gone.sha256.slice(2)));
    for (const { stream, document } of [changed, gone]) {
      expect(await faultsOf(stream)).toEqual([
        {
          stream: `documents:${stream}`,
          seq: 1,
          what: `document ${document}: its file is missing or was changed`,
        },
      ]);
    }
  });

  it('finds every other byte of an entry, wherever it stands', async () => {
    const { stream } = await aRecord('any byte');
    const { rows } = await owner.query<{ entry: string }>(
      'SELECT entry::text FROM journal WHERE stream = $1 AND seq = 2',
      [stream],
    );
    const entry = rows[0]!.entry;
    let tried = 0;
    for (let at = 1; at < entry.length; at += 9) {
      const changed = entry.slice(0, at) + (entry[at] === '7' ? '8' : '7') + entry.slice(at + 1);
      // What is no JSON, or names no kind, cannot even be stored.
      if (!isStorable(changed)) continue;
      await owner.query(`UPDATE journal SET entry = $2::text::json WHERE stream = $1 AND seq = 2`, [
        stream,
        changed,
      ]);
      tried += 1;
      const faults = await faultsOf(stream, { store: undefined });
      expect(faults[0]).toMatchObject({
        stream,
        seq: 2,
        what: 'entry 2 was changed: its hash differs',
      });
    }
    expect(tried).toBeGreaterThan(30);
  });

  it('names an entry that was replaced together with its hash', async () => {
    const { stream } = await aRecord('replaced');
    await owner.query(
      `WITH forged AS (
         SELECT replace(entry::text, '"votes":9', '"votes":8') AS entry
           FROM journal WHERE stream = $1 AND seq = 2)
       UPDATE journal SET entry = forged.entry::json,
              hash = sha256('\\x00'::bytea || convert_to(forged.entry, 'UTF8'))
         FROM forged WHERE stream = $1 AND seq = 2`,
      [stream],
    );
    expect(await faultsOf(stream)).toEqual([
      { stream, seq: 3, what: expect.stringContaining('entry 2 was replaced or moved') },
    ]);
  });

  it('names an entry that was recorded with a wrong predecessor or in another form', async () => {
    const { stream } = await aRecord('another form');
    await owner.query(
      `WITH forged AS (
         SELECT replace(entry::text, '"data":{},', '"data": {},') AS entry
           FROM journal WHERE stream = $1 AND seq = 3),
       written AS (
         UPDATE journal SET entry = forged.entry::json,
                hash = sha256('\\x00'::bytea || convert_to(forged.entry, 'UTF8'))
           FROM forged WHERE stream = $1 AND seq = 3 RETURNING hash)
       UPDATE stream SET head = written.hash FROM written WHERE name = $1`,
      [stream],
    );
    expect(await faultsOf(stream)).toEqual([
      { stream, seq: 3, what: 'entry 3 is not in canonical form' },
    ]);
  });

  it('gives whole streams to whoever replays them, as of the same instant', async () => {
    const { stream } = await aRecord('replayed');
    const seen: string[] = [];
    const faults = await faultsOf(stream, {
      check: async (streams, sql) => {
        await inTransaction(database.pool, async (tx) =>
          append(tx, stream, { kind: 'act', type: 'late', actor: CLERK, data: {} }, await now(tx)),
        );
        const { rows } = await sql.query<{ seq: number }>(
          'SELECT seq FROM stream WHERE name = $1',
          [stream],
        );
        seen.push(...streams.map((one) => `${one.stream} ${one.entries.length} ${rows[0]!.seq}`));
        return [{ stream, seq: 3, what: 'does not replay' }];
      },
    });
    expect(seen).toEqual([`${stream} 3 3`, `documents:${stream} 1 3`]);
    expect(faults).toContainEqual({ stream, seq: 3, what: 'does not replay' });
  });

  it('reads streams longer than a batch, and ends where the record does', async () => {
    const stream = 'case:long';
    await inTransaction(database.pool, async (tx) => {
      const at = await now(tx);
      for (let i = 0; i < 2000; i += 1) {
        await append(tx, stream, { kind: 'act', type: 'noted', actor: CLERK, data: { i } }, at);
      }
    });
    const { entries, faults } = await verifyStreams(database.pool, { streams: [stream] });
    expect({ entries, faults }).toEqual({ entries: 2000, faults: [] });
    await owner.query('DELETE FROM journal WHERE stream = $1 AND seq = 2000', [stream]);
    expect(await faultsOf(stream)).toHaveLength(1);
  });

  it('finds columns that were made to tell another story than their entry', async () => {
    await aRecord('columns');
    await owner.query('ALTER TABLE journal ALTER COLUMN kind DROP EXPRESSION');
    await owner.query('ALTER TABLE journal ALTER COLUMN type DROP EXPRESSION');
    await owner.query(`UPDATE journal SET kind = 'move' WHERE stream = 'case:columns' AND seq = 1`);
    await owner.query(`UPDATE journal SET type = 'x' WHERE stream = 'case:columns' AND seq = 2`);
    expect(await faultsOf('case:columns')).toEqual([
      { stream: 'case:columns', seq: 1, what: 'entry 1 has another kind than its column says' },
      { stream: 'case:columns', seq: 2, what: 'entry 2 has another type than its column says' },
    ]);
  });
});
