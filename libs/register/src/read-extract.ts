import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { DecodeExtract } from './decode-extract.js';
import { FileRefused } from './file-refused.js';
import type { RefusedRow } from './file-refused.js';
import { mapColumns } from './map-columns.js';
import type { ColumnMap } from './map-columns.js';

// The longest real row has about 3,000 characters; a quote never closed must not swallow the file.
const MAX_ROW_CHARACTERS = 200_000;
const READ_BYTES = 256 * 1024;
const MAX_RAGGED_NAMED = 1000;

/** A row of cells, with its number in a spreadsheet (the header is row 1). */
export interface ExtractRow {
  readonly row: number;
  readonly cells: readonly string[];
}

/** Opens an extract and reads its header; throws `FileRefused` when it is none that we know. */
export async function openExtract(path: string): Promise<Extract> {
  const totalBytes = await sizeOf(path);
  const source = new DecodeExtract();
  const parser = parse({ relax_column_count: true, max_record_size: MAX_ROW_CHARACTERS });
  // A failure of any part destroys the parser with it, so that reading its records throws.
  pipeline(createReadStream(path, { highWaterMark: READ_BYTES }), source, parser, () => undefined);
  const records = parser[Symbol.asyncIterator]() as AsyncIterator<string[]>;
  try {
    const header = await nextRecord(records, 1);
    if (header === null) throw FileRefused.asAWhole('is empty');
    return new Extract(mapColumns(header), source, totalBytes, records, header.length);
  } catch (error) {
    await records.return?.();
    throw error;
  }
}

/** An extract being read: what its header says, then its rows, one at a time. */
export class Extract {
  /** Rows read so far, refused ones too; the header is none. */
  rowCount = 0;

  constructor(
    readonly columns: ColumnMap,
    readonly source: DecodeExtract,
    readonly totalBytes: number,
    private readonly records: AsyncIterator<string[]>,
    private readonly width: number,
  ) {}

  /** Rows of the header's width. After a ragged one none come, and at the end `FileRefused` names all that are. */
  async *rows(): AsyncGenerator<ExtractRow> {
    const ragged: RefusedRow[] = [];
    try {
      for (let row = 2; ; row += 1) {
        const cells = await nextRecord(this.records, row);
        if (cells === null) break;
        if (isBlankLine(cells)) continue;
        this.rowCount += 1;
        if (cells.length !== this.width)
          ragged.push({ row, reason: raggedness(cells, this.width) });
        else if (ragged.length === 0) yield { row, cells };
      }
    } finally {
      await this.close();
    }
    if (ragged.length > 0) throw new FileRefused(named(ragged));
    if (this.rowCount === 0) throw FileRefused.asAWhole('has a header and no rows');
  }

  /** Lets go of the file, however far it was read. */
  async close(): Promise<void> {
    await this.records.return?.();
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return found.size;
  } catch (error) {
    if (isOfTheDisk(error)) throw FileRefused.asAWhole(`cannot be read: ${error.message}`);
    throw error;
  }
  throw FileRefused.asAWhole('is a folder');
}

async function nextRecord(records: AsyncIterator<string[]>, row: number): Promise<string[] | null> {
  try {
    const next = await records.next();
    return next.done ? null : next.value;
  } catch (error) {
    if (error instanceof CsvError) throw new FileRefused([{ row, reason: csvFault(error) }]);
    if (isOfTheDisk(error)) throw FileRefused.asAWhole(`cannot be read: ${error.message}`);
    throw error;
  }
}

function isOfTheDisk(error: unknown): error is NodeJS.ErrnoException {
  return typeof error === 'object' && error !== null && 'syscall' in error;
}

function isBlankLine(cells: readonly string[]): boolean {
  return cells.length === 1 && cells[0] === '';
}

function raggedness(cells: readonly string[], width: number): string {
  return `has ${cells.length} columns where the header has ${width}`;
}

function named(ragged: readonly RefusedRow[]): RefusedRow[] {
  const rest = ragged.length - MAX_RAGGED_NAMED;
  if (rest <= 0) return [...ragged];
  const last = ragged[MAX_RAGGED_NAMED]!;
  return [
    ...ragged.slice(0, MAX_RAGGED_NAMED),
    { row: last.row, reason: `${last.reason}, as have ${rest - 1} further rows` },
  ];
}

function csvFault(error: CsvError): string {
  switch (error.code) {
    case 'CSV_MAX_RECORD_SIZE':
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'opens a quotation mark that nothing closes';
    default:
      return `is not CSV: ${error.message}`;
  }
}
