import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, inTransaction } from '#platform';
import { freshDatabase } from '../../../test/support/database.js';
import type { TestDatabase } from '../../../test/support/database.js';
import { DocumentStore } from './document-store.js';
import { readDocuments } from './document.js';
import type { DocumentFacts } from './document.js';
import { DamagedDocument } from './open-file.js';
import { verifyStreams } from './verify.js';

let db: TestDatabase;
let database: Database;
let folder: string;
let store: DocumentStore;

beforeAll(async () => {
  db = await freshDatabase();
  database = await Database.open({ url: db.url });
  folder = await mkdtemp(join(tmpdir(), 'assent-documents-'));
  store = await DocumentStore.open(database.pool, folder);
});

afterAll(async () => {
  await database.close();
  await db.drop();
  await rm(folder, { recursive: true });
});

const MINUTES: DocumentFacts = {
  stream: 'case:1',
  kind: 'minuteExtract',
  title: 'Minutes of 27 February',
  dated: '2026-02-27',
  status: 'draft',
  confidentiality: 'board',
  uploadedBy: { person: 'p1', role: 'clerk', body: 'b1' },
};

const pdf = (text: string) => Buffer.from(`%PDF-1.7\n${text}`);
const receive = (bytes: Buffer, fileName = 'minutes.pdf') =>
  store.receive({ content: Readable.from([bytes]), fileName });
const record = async (bytes: Buffer, facts: Partial<DocumentFacts> = {}) => {
  const file = await receive(bytes);
  return inTransaction(database.pool, (tx) => store.record(tx, file, { ...MINUTES, ...facts }));
};
const pathOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256.slice(2));
const theOne = async (stream: string) =>
  (await readDocuments(database.pool, { streams: [stream] }))[0]!;

describe('a document', () => {
  it('is kept with its facts under the hash of its bytes, and comes back as it went', async () => {
    const { id, sha256 } = await record(pdf('one'));
    expect(await theOne('case:1')).toEqual({
      id,
      stream: 'case:1',
      kind: 'minuteExtract',
      title: 'Minutes of 27 February',
      dated: '2026-02-27',
      fileName: 'minutes.pdf',
      mediaType: 'application/pdf',
      sizeBytes: 12,
      sha256,
      status: 'draft',
      confidentiality: 'board',
      supersedes: null,
      supersededBy: null,
      uploadedBy: 'p1',
      recordedAt: expect.any(Date),
    });
    expect(await readFile(pathOf(sha256))).toEqual(pdf('one'));
    expect(await buffer(await store.open({ sha256 }))).toEqual(pdf('one'));
  });

  it('is found within the named streams alone', async () => {
    const { id } = await record(pdf('other'), { stream: 'case:other' });
    const found = await readDocuments(database.pool, { streams: ['case:1'], ids: [id] });
    expect(found).toEqual([]);
  });

  it('supersedes one of its own stream, and each once', async () => {
    const draft = await record(pdf('draft'), { stream: 'case:2' });
    const approve = (stream: string, bytes = 'approved') =>
      record(pdf(bytes), { stream, status: 'approved', supersedes: draft.id });
    const approved = await approve('case:2');
    const [first, second] = await readDocuments(database.pool, { streams: ['case:2'] });
    expect(first).toMatchObject({ id: draft.id, supersededBy: approved.id });
    expect(second).toMatchObject({ supersedes: draft.id, supersededBy: null });

    await expect(approve('case:2', 'again')).rejects.toMatchObject({ code: 'conflict' });
    await expect(approve('case:3')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('may be the same file as another', async () => {
    const [one, two] = [await record(pdf('same')), await record(pdf('same'), { stream: 'case:4' })];
    expect(one.sha256).toBe(two.sha256);
    expect(one.id).not.toBe(two.id);
  });

  it('may be uploaded by many at once', async () => {
    const uploads = Array.from({ length: 8 }, () => record(pdf('together'), { stream: 'case:5' }));
    await Promise.all(uploads);
    const { faults } = await verifyStreams(database.pool, { streams: ['case:5'], store });
    expect(faults).toEqual([]);
  });

  it.each([
    ['one byte changed', (path: string) => writeFile(path, pdf('damagEd'))],
    ['its end cut off', (path: string) => writeFile(path, pdf('dam'))],
    ['gone', (path: string) => rm(path)],
  ])('is never served with %s', async (_how, damage) => {
    const { sha256 } = await record(pdf('damaged'));
    await damage(pathOf(sha256));
    await expect(store.open({ sha256 })).rejects.toThrow(DamagedDocument);
    // The same bytes, uploaded again, make it whole.
    await record(pdf('damaged'));
    expect(await buffer(await store.open({ sha256 }))).toEqual(pdf('damaged'));
  });
});

describe('an upload', () => {
  const leftBehind = () => readdir(join(folder, 'incoming'));
  const openFiles = async () => (await readdir('/proc/self/fd')).length;

  it.each([
    ['too large', pdf('x'.repeat(100)), 'too-large', { limitBytes: 50 }],
    ['empty', Buffer.alloc(0), 'invalid', { field: 'file', reason: 'empty' }],
    ['of no known kind', Buffer.from('MZ'), 'wrong-type', { reason: 'unknown' }],
  ])('that is %s is refused and leaves nothing', async (_what, bytes, code, facts) => {
    const content = Readable.from([bytes]);
    const refused = store.receive({ content, fileName: 'a.pdf' }, { sizeBytes: 50 });
    await expect(refused).rejects.toMatchObject({ code, facts: expect.objectContaining(facts) });
    expect(await leftBehind()).toEqual([]);
  });

  it('of exactly the limit is taken', async () => {
    const bytes = pdf('x'.repeat(41));
    const content = Readable.from([bytes]);
    const { sizeBytes } = await store.receive({ content, fileName: 'a.pdf' }, { sizeBytes: 50 });
    expect(sizeBytes).toBe(50);
  });

  it('that breaks off leaves no file and no open descriptor', async () => {
    const before = process.platform === 'linux' ? await openFiles() : 0;
    for (let i = 0; i < 20; i += 1) {
      const content = new Readable({ read() {} });
      content.push(pdf('half'));
      const broken = store.receive({ content, fileName: 'a.pdf' });
      setImmediate(() => content.destroy(new Error('connection reset')));
      await expect(broken).rejects.toThrow('connection reset');
    }
    expect(await leftBehind()).toEqual([]);
    if (process.platform === 'linux') expect(await openFiles()).toBeLessThan(before + 5);
  });
});

describe('the store', () => {
  it('opens again for its database, and for no other', async () => {
    const again = await DocumentStore.open(database.pool, folder);
    expect(await again.isReady()).toBe(true);

    const foreign = await mkdtemp(join(tmpdir(), 'assent-foreign-'));
    await writeFile(join(foreign, 'database-id'), '00000000-0000-4000-8000-000000000000\n');
    await expect(DocumentStore.open(database.pool, foreign)).rejects.toThrow(
      'belong to another database. Set DOCUMENTS_DIR',
    );
    const unmounted = await mkdtemp(join(tmpdir(), 'assent-unmounted-'));
    await expect(DocumentStore.open(database.pool, unmounted)).rejects.toThrow(
      'Set DOCUMENTS_DIR to their folder, or mount it.',
    );
    await Promise.all([rm(foreign, { recursive: true }), rm(unmounted, { recursive: true })]);
  });

  it('is no longer ready when its folder has gone away', async () => {
    await rm(join(folder, 'database-id'));
    expect(await store.isReady()).toBe(false);
    const { rows } = await database.pool.query<{ id: string }>('SELECT id FROM installation');
    await writeFile(join(folder, 'database-id'), rows[0]!.id);
    expect(await store.isReady()).toBe(true);
  });
});

describe('the sweep', () => {
  const DAYS_AGO = new Date(Date.now() - 2 * 86_400_000);
  const age = (path: string) => utimes(path, DAYS_AGO, DAYS_AGO);

  it('puts aside what no row has named for a day, and nothing else', async () => {
    const named = await record(pdf('named and old'));
    await age(pathOf(named.sha256));
    const orphan = await receive(pdf('an old orphan'));
    await age(pathOf(orphan.sha256));
    const fresh = await receive(pdf('a fresh orphan'));
    await writeFile(join(folder, 'incoming', 'half'), 'half');
    await age(join(folder, 'incoming', 'half'));

    expect(await store.sweepOrphans(database.pool)).toEqual({
      files: [orphan.sha256],
      incoming: ['half'],
    });
    expect((await readdir(join(folder, 'orphans'))).sort()).toEqual(
      [orphan.sha256, 'incoming-half'].sort(),
    );
    expect(await store.isWhole(named.sha256)).toBe(true);
    expect(await store.isWhole(fresh.sha256)).toBe(true);
  });

  it('that comes between a file and its row costs neither', async () => {
    const file = await receive(pdf('swept too early'));
    await age(pathOf(file.sha256));
    expect((await store.sweepOrphans(database.pool)).files).toContain(file.sha256);
    await inTransaction(database.pool, (tx) => store.record(tx, file, MINUTES));
    expect(await store.isWhole(file.sha256)).toBe(true);
  });

  it('waits for a row that is being written', async () => {
    const file = await receive(pdf('in flight'));
    await age(pathOf(file.sha256));
    let sweeping: ReturnType<DocumentStore['sweepOrphans']> | undefined;
    await inTransaction(database.pool, async (tx) => {
      await store.record(tx, file, MINUTES);
      sweeping = store.sweepOrphans(database.pool);
      await new Promise((done) => setTimeout(done, 50));
    });
    expect((await sweeping)?.files).not.toContain(file.sha256);
    expect(await store.isWhole(file.sha256)).toBe(true);
  });

  it('leaves no row without its file when the file is gone before the row', async () => {
    const file = await receive(pdf('lost'));
    await rm(pathOf(file.sha256));
    const recording = inTransaction(database.pool, (tx) => store.record(tx, file, MINUTES));
    await expect(recording).rejects.toThrow('is no longer in the store: upload it again');
  });
});

describe('a process killed', () => {
  const UPLOAD = `
    import { Readable } from 'node:stream';
    import { Database, inTransaction } from '#platform';
    import { DocumentStore } from '#evidence';
    const database = await Database.open({ url: process.env.URL });
    const store = await DocumentStore.open(database.pool, process.env.FOLDER);
    const content = Readable.from([Buffer.from('%PDF-1.7 ' + process.env.FAULT_POINT)]);
    const file = await store.receive({ content, fileName: 'minutes.pdf' });
    await inTransaction(database.pool, async (tx) => {
      await store.record(tx, file, JSON.parse(process.env.FACTS));
      if (process.env.FAULT_POINT === '') process.kill(process.pid, 'SIGKILL');
    });`;

  it.each([
    ['after the file was written', 'document.after-file', 0, 1],
    ['after the file had its name', 'document.after-rename', 1, 0],
    ['before the row was committed', '', 1, 0],
  ])('%s leaves no row without a file and loses no file', async (_when, point, files, halves) => {
    const crashed = await mkdtemp(join(tmpdir(), 'assent-crash-'));
    await writeFile(join(crashed, 'database-id'), await readFile(join(folder, 'database-id')));
    const stream = `case:killed at ${point}`;
    const { signal, stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '--eval', UPLOAD],
      {
        cwd: resolve(import.meta.dirname, '../../..'),
        env: {
          ...process.env,
          URL: db.url,
          FOLDER: crashed,
          FAULT_POINT: point,
          FACTS: JSON.stringify({ ...MINUTES, stream }),
        },
        encoding: 'utf8',
      },
    );
    expect({ signal, stderr }).toEqual({ signal: 'SIGKILL', stderr: '' });

    expect(await readDocuments(database.pool, { streams: [stream] })).toEqual([]);
    const after = await DocumentStore.open(database.pool, crashed);
    const swept = await after.sweepOrphans(database.pool, -1000);
    expect([swept.files.length, swept.incoming.length]).toEqual([files, halves]);
    expect(await readdir(join(crashed, 'orphans'))).toHaveLength(1);
    await rm(crashed, { recursive: true });
  });
});
