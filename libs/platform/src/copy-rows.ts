import type { Connection, PoolClient, Submittable } from 'pg';
import type { Tx } from './sql.js';

const SPECIAL = /[\\\t\n\r]/;
const ESCAPED: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
};
const MOST_BYTES_A_CHARACTER = 3;

/**
 * Rows as COPY's text form, written straight into one buffer: a string of their size costs several
 * times its length, and the time to collect it.
 */
export class CopyBatch {
  private readonly buffer: Buffer;
  private length = 0;

  constructor(private readonly bytes: number) {
    this.buffer = Buffer.allocUnsafeSlow(bytes);
  }

  /** False when the row has no room, and then it is not added. */
  add(values: readonly (string | null)[]): boolean {
    const line = `${values.map(toCell).join('\t')}\n`;
    if (this.length + line.length * MOST_BYTES_A_CHARACTER > this.bytes) return false;
    this.length += this.buffer.write(line, this.length);
    return true;
  }

  /** Makes room for other rows in the same memory. */
  clear(): void {
    this.length = 0;
  }

  get lines(): Buffer {
    return this.buffer.subarray(0, this.length);
  }
}

function toCell(value: string | null): string {
  if (value === null) return '\\N';
  return SPECIAL.test(value) ? value.replace(/[\\\t\n\r]/g, (one) => ESCAPED[one]!) : value;
}

/** Copies a batch of rows into a table. */
export async function copyRows(
  tx: Tx,
  table: string,
  columns: readonly string[],
  batch: CopyBatch,
): Promise<void> {
  const statement = `COPY ${table} (${columns.join(', ')}) FROM STDIN`;
  await new Promise<void>((resolve, reject) => {
    // Only a connection, which a transaction always is, can speak COPY.
    (tx as unknown as PoolClient).query(new CopyIn(statement, batch.lines, resolve, reject));
  });
}

/** What pg's connections offer for COPY and its types leave out. */
interface CopyConnection extends Connection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/**
 * COPY … FROM STDIN, submitted as pg submits its own queries. The `handle…` methods are pg's: it
 * calls them as the server answers.
 */
class CopyIn implements Submittable {
  constructor(
    private readonly statement: string,
    private readonly lines: Buffer,
    private readonly resolve: () => void,
    private readonly reject: (error: Error) => void,
  ) {}

  submit(connection: Connection): void {
    connection.query(this.statement);
  }

  handleCopyInResponse(connection: CopyConnection): void {
    connection.sendCopyFromChunk(this.lines);
    connection.endCopyFrom();
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.resolve();
  }

  handleError(error: Error): void {
    this.reject(error);
  }
}
