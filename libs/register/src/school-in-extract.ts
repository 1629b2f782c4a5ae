import { FileRefused } from './file-refused.js';
import type { RefusedRow } from './file-refused.js';
import { snakeCase } from './layout.js';
import { Unreadable } from './read-cell.js';
import { openExtract } from './read-extract.js';
import type { Extract } from './read-extract.js';
import { SCHOOL_FIELDS } from './school-layout.js';
import type { School } from './school-layout.js';
import { readRow, stagedColumns, takesOf } from './take-rows.js';

/** The school, or why an extract cannot tell of it. Neither when the extract does not have it. */
export interface SchoolInExtract {
  readonly school: School | null;
  readonly refused: readonly RefusedRow[];
}

/**
 * The school with a URN as an extract has it, read to its end by the importer's own rules and without
 * a database: a ragged file tells nothing, nor does a row that the importer would refuse.
 */
export async function schoolInExtract(path: string, urn: string): Promise<SchoolInExtract> {
  try {
    const extract = await openExtract(path);
    if (extract.columns.layout.kind !== 'schools') {
      throw FileRefused.asAWhole('is not an extract of schools');
    }
    return await lookFor(urn, extract);
  } catch (error) {
    if (error instanceof FileRefused) return { school: null, refused: error.rows };
    throw error;
  }
}

async function lookFor(urn: string, extract: Extract): Promise<SchoolInExtract> {
  const { columns: map } = extract;
  const urnAt = map.columns.find(({ column }) => column.column === 'urn')!.index;
  const takes = takesOf(map);
  const names = stagedColumns(map);
  let found: SchoolInExtract = { school: null, refused: [] };
  for await (const { row, cells } of extract.rows()) {
    if (cells[urnAt]!.trim() !== urn || found.school !== null) continue;
    const values = readRow(takes, cells);
    found =
      values instanceof Unreadable
        ? { school: null, refused: [{ row, reason: values.reason }] }
        : { school: schoolOf(new Map(names.map((name, at) => [name, values[at]!]))), refused: [] };
  }
  return found;
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
