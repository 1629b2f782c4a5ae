import { importExtract } from '#register';
import type { ImportAnswer, ImportProgress } from '#register';
import type { Pool } from 'pg';

/** What the console gives to a command. */
export interface ImportRegisterIo {
  readonly json: boolean;
  readonly pool: Pool;
  out(line: string): void;
  err(line: string): void;
}

const REFUSALS_SHOWN = 20;
const PROGRESS_EVERY_MS = 1000;
const USAGE = 'Say which files: import-register FILE...';

/**
 * Brings GIAS extracts into the register, one after the other; answers 0, or 1 when anything of them
 * was refused.
 */
export async function importRegisterCommand(
  args: readonly string[],
  io: ImportRegisterIo,
): Promise<number> {
  if (args.length === 0) {
    io.err(USAGE);
    return 1;
  }
  let refused = 0;
  for (const file of args) {
    const answer = await importExtract(io.pool, file, progressOn(io, file));
    refused += answer.refused.length;
    if (io.json) io.out(JSON.stringify(answer));
    else for (const line of told(answer)) io.out(line);
  }
  return refused === 0 ? 0 : 1;
}

function progressOn(io: ImportRegisterIo, file: string): (progress: ImportProgress) => void {
  let last = Date.now();
  return ({ rows, bytes, totalBytes }) => {
    if (Date.now() - last < PROGRESS_EVERY_MS) return;
    last = Date.now();
    const part = totalBytes > 0 ? `, ${Math.floor((100 * bytes) / totalBytes)} % of the file` : '';
    io.err(`${file}: ${rows.toLocaleString('en-GB')} rows${part}`);
  };
}

function* told(answer: ImportAnswer): Generator<string> {
  const { file, kind, rows, added, changed, unchanged, closed, refused, unknownColumns } = answer;
  const isRefused = added + changed + unchanged === 0;
  yield isRefused
    ? `${file}: refused, nothing of it was imported`
    : `${file}: ${rows} ${kind!}; ${added} added, ${changed} changed, ${unchanged} unchanged, ` +
      `${closed} closed, ${refused.length} refused`;
  if (unknownColumns.length > 0)
    yield `  columns not known, and not kept: ${unknownColumns.join(', ')}`;
  for (const { row, reason } of refused.slice(0, REFUSALS_SHOWN)) yield `  row ${row}: ${reason}`;
  if (refused.length > REFUSALS_SHOWN) {
    yield `  and ${refused.length - REFUSALS_SHOWN} further rows; --json names them all`;
  }
}
