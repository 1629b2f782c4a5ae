import type { Tx } from '#platform';
import type { Connection, PoolClient, Submittable } from 'pg';

const SPECIAL = /[\\\t\n\r]/;
const ESCAPED: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
};

/** One line of COPY's text form. */
export function toCopyText(values: readonly (string | null)[]): string {
  let line = '';
  for (const [index, value] of values.entries()) {
    if (index > 0) line += '\t';
    line += value === null ? '\\N' : escaped(value);
  }
  return `${line}\n`;
}

function escaped(value: string): string {
  return SPECIAL.test(value) ? value.replace(/[\\\t\n\r]/g, (one) => ESCAPED[one]!) : value;
}

/** Streams pieces of COPY text into a table; when the pieces fail, nothing of them is kept. */
export async function copyRows(
  tx: Tx,
  table: string,
  columns: readonly string[],
  pieces: AsyncIterable<string>,
): Promise<void> {
  const copy = new CopyIn(`COPY ${table} (${columns.join(', ')}) FROM STDIN`);
  // Only a connection, which a transaction always is, can speak COPY.
  (tx as unknown as PoolClient).query(copy);
  await copy.ready;
  try {
    for await (const piece of pieces) await copy.write(piece);
  } catch (error) {
    await copy.giveUp();
    throw error;
  }
  await copy.end();
}

/** What pg's connections offer for COPY and its types leave out. */
interface CopyConnection extends Connection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
}

/**
 * COPY … FROM STDIN, submitted as pg submits its own queries. The `handle…` methods are pg's: it
 * calls them as the server answers.
 */
class CopyIn implements Submittable {
  readonly ready: Promise<void>;
  private readonly finished: Promise<void>;
  private markReady: () => void;
  private markFinished: () => void;
  private fail: (error: Error) => void;
  private broken: Error | null = null;
  private connection: CopyConnection;

  constructor(private readonly statement: string) {
    this.finished = new Promise((resolve, reject) => {
      this.markFinished = resolve;
      this.fail = reject;
    });
    const asked = new Promise<void>((resolve) => {
      this.markReady = resolve;
    });
    // A statement that the server refuses never becomes ready.
    this.ready = Promise.race([asked, this.finished]);
    this.finished.catch(() => undefined);
  }

  async write(piece: string): Promise<void> {
    if (this.broken !== null) throw this.broken;
    this.connection.sendCopyFromChunk(Buffer.from(piece));
    const { stream } = this.connection;
    if (!stream.writableNeedDrain) return;
    const drained = new Promise<void>((resolve) => {
      stream.once('drain', resolve);
    });
    await Promise.race([drained, this.finished]);
  }

  async end(): Promise<void> {
    this.connection.endCopyFrom();
    await this.finished;
  }

  /** Ends the copy so that the connection can go on; the server's complaint about it is expected. */
  async giveUp(): Promise<void> {
    if (this.broken === null) this.connection.sendCopyFail('given up');
    await this.finished.catch(() => undefined);
  }

  submit(connection: Connection): void {
    this.connection = connection as CopyConnection;
    this.connection.query(this.statement);
  }

  handleCopyInResponse(): void {
    this.markReady();
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    if (this.broken === null) this.markFinished();
  }

  handleError(error: Error): void {
    this.broken = error;
    this.fail(error);
  }
}
