import { FileRefused } from './file-refused.js';
import type { RefusedRow } from './file-refused.js';
import { snakeCase } from './layout.js';
import { Unreadable } from './read-cell.js';
import { openExtract } from './read-extract.js';
import type { Extract } from './read-extract.js';
import { SCHOOL_FIELDS } from './school-layout.js';
import type { School } from './school-layout.js';
import { readRow, stagedColumns, takesOf } from './take-rows.js';

/** A school of an extract, or a row that cannot tell of one and why. */
export type ReadSchool = { readonly row: number; readonly school: School } | RefusedRow;

/**
 * The schools of an extract, or the one with a URN alone, read by the importer's own rules and
 * without a database. A ragged file tells of none, nor does a row that the importer would refuse.
 */
export async function* schoolsInExtract(path: string, urn?: string): AsyncGenerator<ReadSchool> {
  try {
    await readToItsEnd(await openSchools(path));
    yield* schoolsOf(await openSchools(path), urn);
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    yield* error.rows;
  }
}

async function openSchools(path: string): Promise<Extract> {
  const extract = await openExtract(path);
  if (extract.columns.layout.kind === 'schools') return extract;
  await extract.close();
  throw FileRefused.asAWhole('is not an extract of schools');
}

/** Throws `FileRefused` where the file has ragged rows: they are known only at its end. */
async function readToItsEnd(extract: Extract): Promise<void> {
  const rows = extract.rows();
  while ((await rows.next()).done !== true);
}

async function* schoolsOf(extract: Extract, urn?: string): AsyncGenerator<ReadSchool> {
  const { columns: map } = extract;
  const urnAt = map.columns.find(({ column }) => column.column === 'urn')!.index;
  const takes = takesOf(map);
  const names = stagedColumns(map);
  for await (const { row, cells } of extract.rows()) {
    if (urn !== undefined && cells[urnAt]!.trim() !== urn) continue;
    const values = readRow(takes, cells);
    yield values instanceof Unreadable
      ? { row, reason: values.reason }
      : { row, school: schoolOf(new Map(names.map((name, at) => [name, values[at]!]))) };
    if (urn !== undefined) return;
  }
}

/** What the database would give back for the same values. */
function schoolOf(values: ReadonlyMap<string, string | null>): School {
  const fields = Object.entries(SCHOOL_FIELDS).map(([name, { reading }]) => {
    const value = values.get(snakeCase(name)) ?? null;
    return [name, reading === 'count' && value !== null ? Number(value) : value] as const;
  });
  const rest = JSON.parse(values.get('rest') ?? '{}') as School['rest'];
  return { ...Object.fromEntries(fields), rest } as unknown as School;
}
