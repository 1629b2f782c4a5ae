import { CopyBatch } from '#platform';
import type { RefusedRow } from './file-refused.js';
import type { ColumnMap } from './map-columns.js';
import { READERS, Unreadable } from './read-cell.js';
import type { Cell } from './read-cell.js';
import type { Extract } from './read-extract.js';

// Few statements, little memory. No row comes near this size: see the limit in read-extract.ts.
const BATCH_BYTES = 1024 * 1024;

/** How many batches may wait for Postgres or be worked on by it while a further one is read. */
export const BATCHES_AHEAD = 4;

/** Every value of a row that goes into the database, in the order of `stagedColumns`. */
type Take = (cells: readonly string[]) => Cell;

/** The columns that rows of this extract fill. */
export function stagedColumns(map: ColumnMap): string[] {
  return [
    ...map.columns.map(({ column }) => column.column),
    ...map.derived.map(({ made }) => made.column),
    ...(map.kept.length > 0 ? ['rest'] : []),
  ];
}

/**
 * Reads an extract's rows as text for COPY, a batch at a time; rows that cannot be true are refused.
 * The memory of a batch is used again once `BATCHES_AHEAD` further ones were given out.
 */
export async function* takeRows(
  extract: Extract,
  refuse: (refused: RefusedRow) => void,
): AsyncGenerator<CopyBatch> {
  const { columns: map } = extract;
  const takes = takesOf(map);
  const keyPlaces = map.layout.key.map((key) => stagedColumns(map).indexOf(key));
  const rowOfKey = new Map<string, number>();
  const turns = Array.from({ length: BATCHES_AHEAD + 1 }, () => new CopyBatch(BATCH_BYTES));
  let batch = turns[0]!;
  let given = 0;
  for await (const { row, cells } of extract.rows()) {
    const values = readRow(takes, cells);
    if (values instanceof Unreadable) {
      refuse({ row, reason: values.reason });
      continue;
    }
    const key = keyPlaces.map((place) => values[place]).join(' ');
    const earlier = rowOfKey.get(key);
    if (earlier !== undefined) {
      refuse({ row, reason: `${key} stands in row ${earlier} already` });
      continue;
    }
    rowOfKey.set(key, row);
    if (batch.add(values)) continue;
    yield batch;
    given += 1;
    batch = turns[given % turns.length]!;
    batch.clear();
    batch.add(values);
  }
  yield batch;
}

/** The values of one row, or why it cannot be true. */
export function readRow(
  takes: readonly Take[],
  cells: readonly string[],
): (string | null)[] | Unreadable {
  const values: (string | null)[] = [];
  for (const take of takes) {
    const value = take(cells);
    if (value instanceof Unreadable) return value;
    values.push(value);
  }
  return values;
}

/** How the value of every staged column is taken from a row. */
export function takesOf(map: ColumnMap): Take[] {
  const read = map.columns.map(({ column, index }): Take => {
    const reader = READERS[column.reading];
    if (column.reading !== 'date') return (cells) => reader(cells[index]!);
    return (cells) => naming(column.headers[0]!, reader(cells[index]!));
  });
  const derived = map.derived.map(
    ({ made, index }): Take =>
      (cells) =>
        made.make(cells[index]!),
  );
  return [...read, ...derived, ...(map.kept.length > 0 ? [restOf(map)] : [])];
}

function naming(header: string, cell: Cell): Cell {
  return cell instanceof Unreadable ? new Unreadable(`${header} ${cell.reason}`) : cell;
}

/** JSON of the kept columns that have a value, put together by hand: it is a third of the work. */
function restOf({ kept }: ColumnMap): Take {
  const keyed = kept.map(({ header, index }) => ({ key: `${JSON.stringify(header)}:`, index }));
  return (cells) => {
    let rest = '';
    for (const { key, index } of keyed) {
      const value = cells[index]!.trim();
      if (value !== '') rest += `${rest === '' ? '' : ','}${key}${JSON.stringify(value)}`;
    }
    return `{${rest}}`;
  };
}
