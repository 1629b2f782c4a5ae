import type { Pool, QueryArrayConfig } from 'pg';
import type { Sql } from '#platform';
import { ChainWalk } from './chain-walk.js';
import type { JournalRow, WalkedStream } from './chain-walk.js';
import type { DocumentStore } from './document-store.js';
import type { Entry } from './entry.js';
import type { Fault } from './fault.js';
import { inSnapshot } from './in-snapshot.js';
import { documentsStream } from './record-document.js';
import { verifyDocuments } from './verify-documents.js';
import { verifyHeads, verifyNoneIsGone } from './verify-heads.js';
import { verifyEvidence, verifyTexts } from './verify-links.js';

export interface WholeStream {
  readonly stream: string;
  readonly entries: readonly Entry[];
}

export interface VerifyOptions {
  /** Only these streams, and the documents that belong to them. */
  readonly streams?: readonly string[];
  /** Also reads every document's bytes. */
  readonly store?: DocumentStore;
  /** Called after each batch with the number of entries read so far. */
  readonly onProgress?: (entries: number) => void;
  /**
   * Called with each batch of whole streams for what only their owner can judge, the replay of a
   * case. `sql` sees the same instant as the verification, so a case that moves meanwhile is none
   * of its business.
   */
  readonly check?: (streams: readonly WholeStream[], sql: Sql) => Promise<readonly Fault[]>;
}

export interface Verification {
  readonly streams: number;
  readonly entries: number;
  readonly faults: readonly Fault[];
}

const BATCH = 2000;
/** So many entries are walked before what Postgres has sent meanwhile is taken in. */
const SLICE = 200;

/** A record with so many faults is not read on: the first ones say where to look. */
const MOST_FAULTS = 1000;

/**
 * Reads the whole record as of one instant, in memory that does not grow with it, and names every
 * place where it is not what was written: chains, heads, columns, texts, documents, and their files
 * when the store is given. Takes two connections of the pool.
 */
export async function verifyStreams(
  pool: Pool,
  options: VerifyOptions = {},
): Promise<Verification> {
  return inSnapshot(pool, (reader, side) => new Verifying(side, options).run(reader));
}

class Verifying {
  private readonly faults: Fault[] = [];
  private readonly names: readonly string[] | null;
  private streams = 0;
  private entries = 0;
  private sound: Entry[] = [];
  private ended: WalkedStream[] = [];

  constructor(
    private readonly sql: Sql,
    private readonly options: VerifyOptions,
  ) {
    const { streams } = options;
    this.names = streams ? [...streams, ...streams.map(documentsStream)] : null;
  }

  async run(reader: Sql): Promise<Verification> {
    const walk = new ChainWalk(
      this.options.check !== undefined,
      (fault) => this.faults.push(fault),
      (entry) => {
        // Most entries lean on nothing outside the journal.
        if (entry.texts !== undefined || entry.evidence !== undefined) this.sound.push(entry);
      },
      (stream) => this.ended.push(stream),
    );
    // While one batch is looked up, the next is walked and the one after it is being read.
    let lookedUp = Promise.resolve();
    for await (const rows of batches(reader, this.names)) {
      for (let at = 0; at < rows.length; at += SLICE) {
        for (const row of rows.slice(at, at + SLICE)) walk.take(row);
        await arrivals();
      }
      await lookedUp;
      if (this.faults.length >= MOST_FAULTS) return this.report();
      lookedUp = unwatched(this.lookUp(rows.length));
    }
    await lookedUp;
    walk.end();
    await this.lookUp(0);
    this.add(await verifyNoneIsGone(this.sql, this.names));
    for await (const faults of verifyDocuments(this.sql, this.options)) this.add(faults);
    return this.report();
  }

  /** What the batch's entries and ended streams lean on outside the journal. */
  private async lookUp(entries: number): Promise<void> {
    const { sound, ended } = this;
    this.sound = [];
    this.ended = [];
    this.streams += ended.length;
    this.entries += entries;
    this.add(await verifyTexts(this.sql, sound));
    this.add(await verifyEvidence(this.sql, sound));
    this.add(await verifyHeads(this.sql, ended));
    if (ended.length > 0) this.add((await this.options.check?.(ended, this.sql)) ?? []);
    this.options.onProgress?.(this.entries);
  }

  private add(faults: readonly Fault[]): void {
    this.faults.push(...faults);
  }

  private report(): Verification {
    return { streams: this.streams, entries: this.entries, faults: this.faults };
  }
}

/** Lets what has arrived from Postgres be read, so that its connection never stands still. */
const arrivals = () => new Promise<void>((read) => setImmediate(read));

/** Batches in order of stream and seq; while one is worked through the next is being read. */
async function* batches(
  sql: Sql,
  names: readonly string[] | null,
): AsyncGenerator<readonly JournalRow[]> {
  let next = readBatch(sql, names, '', 0);
  for (;;) {
    const rows = await next;
    const last = rows.length === BATCH ? rows.at(-1)! : null;
    if (last) next = unwatched(readBatch(sql, names, last[0], last[1]));
    if (rows.length > 0) yield rows;
    if (!last) return;
  }
}

/** A promise that is awaited later, or by nobody should something else fail first. */
function unwatched<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/**
 * A character that no JSON text holds: Postgres refuses it inside a string and outside. A stream's
 * rows come joined by it, because to take a row apart costs the driver as much as to hash it.
 */
const BETWEEN = '\u0001';

type JoinedRows = readonly [stream: string, count: number, hashes: string, ...columns: string[]];

/** SHA-256 in hexadecimal: hashes are joined by nothing. */
const HASH_LENGTH = 64;

async function readBatch(
  sql: Sql,
  names: readonly string[] | null,
  stream: string,
  seq: number,
): Promise<readonly JournalRow[]> {
  const values = names ? [stream, seq, names] : [stream, seq];
  const found = `SELECT stream, seq, entry, hash, kind, type FROM journal
    WHERE (stream, seq) > ($1, $2) ${names ? 'AND stream = ANY ($3)' : ''}
    ORDER BY stream, seq LIMIT ${BATCH}`;
  const joined = ['seq::text', 'entry::text', 'kind', 'type'].map(
    (column) => `string_agg(${column}, chr(1) ORDER BY seq)`,
  );
  const { rows } = await sql.query<JoinedRows>({
    text: `SELECT stream, count(*)::int, encode(string_agg(hash, ''::bytea ORDER BY seq), 'hex'),
                  ${joined.join(', ')} FROM (${found}) found
            GROUP BY stream ORDER BY stream`,
    values,
    rowMode: 'array',
  } as QueryArrayConfig);
  const taken = rows.map(apart);
  if (taken.every((part) => part !== null)) return taken.flat();
  // A column that was tampered with may hold the very character: such a batch is read row by row.
  const single: QueryArrayConfig = {
    text: `SELECT stream, seq, entry::text, encode(hash, 'hex'), kind, type FROM (${found}) found`,
    values,
    rowMode: 'array',
  };
  return (await sql.query<JournalRow>(single)).rows;
}

/** A stream's rows again; null if they were joined by something that they hold themselves. */
function apart([stream, count, hashes, ...columns]: JoinedRows): readonly JournalRow[] | null {
  const [seqs, entries, kinds, types] = columns.map((column) => column.split(BETWEEN));
  if ([seqs, entries, kinds, types].some((column) => column?.length !== count)) return null;
  if (hashes.length !== count * HASH_LENGTH) return null;
  return entries!.map((entry, at) => [
    stream,
    Number(seqs![at]),
    entry,
    hashes.slice(at * HASH_LENGTH, (at + 1) * HASH_LENGTH),
    kinds![at]!,
    types![at]!,
  ]);
}
