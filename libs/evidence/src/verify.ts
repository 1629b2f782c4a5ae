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
      (entry) => this.sound.push(entry),
      (stream) => this.ended.push(stream),
    );
    // While one batch is looked up, the next is walked and the one after it is being read.
    let lookedUp = Promise.resolve();
    for await (const rows of batches(reader, this.names)) {
      for (const row of rows) walk.take(row);
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

async function readBatch(sql: Sql, names: readonly string[] | null, stream: string, seq: number) {
  const config: QueryArrayConfig = {
    text: `SELECT stream, seq, entry::text, encode(hash, 'hex'), kind, type FROM journal
            WHERE (stream, seq) > ($1, $2) ${names ? 'AND stream = ANY ($3)' : ''}
            ORDER BY stream, seq LIMIT ${BATCH}`,
    values: names ? [stream, seq, names] : [stream, seq],
    rowMode: 'array',
  };
  return (await sql.query<JournalRow>(config)).rows;
}
