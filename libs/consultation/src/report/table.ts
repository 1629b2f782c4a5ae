import { fill } from '#platform';
import type { Picture } from './picture.js';
import { percent } from './percent.js';
import type { Places } from './percent.js';
import type { Shown } from './publish.js';
import { reportWords } from './words.js';

/** Which replies a clerk finds behind a number, as the address of the list of replies has it. */
export type RepliesBehind = Readonly<Record<string, string>>;

export interface ReportCell {
  readonly text: string;
  /** Null where the number has no list of replies of its own. */
  readonly behind: RepliesBehind | null;
}

export interface ReportRow {
  /** What the row is of, where a page of its own has that: a code. */
  readonly key: string | null;
  readonly label: string;
  readonly cells: readonly ReportCell[];
}

/** A table, with a picture of its numbers where they are better seen than read. */
export interface ReportTable {
  readonly id: string;
  readonly title: string;
  readonly note: string;
  readonly columns: readonly string[];
  readonly rows: readonly ReportRow[];
  readonly picture: Picture | null;
}

type Given = Shown | string | readonly [Shown | string, RepliesBehind];

/** A row before its numbers are words. */
export interface GivenRow {
  readonly label: string;
  readonly cells: readonly Given[];
  readonly key?: string;
  /** False: it is left out of the picture, being a sum of the others. */
  readonly drawn?: boolean;
}

export interface Drawing {
  readonly kind: Picture['kind'];
  /** Which columns are drawn, counted after the row's own. */
  readonly columns: readonly number[];
}

interface Beside {
  readonly facts?: object;
  readonly drawing?: Drawing;
  /** What the table is called where there are several with the same words. */
  readonly of?: string;
}

export function table(
  id: string,
  rows: readonly GivenRow[],
  { facts = {}, drawing, of = id }: Beside = {},
): ReportTable {
  const { title, note, columns } = reportWords().tables[id]!;
  const said = { title: fill(title, facts), note: fill(note, facts), columns };
  return {
    ...{ id: of, ...said },
    rows: rows.map(({ label, cells, key = null }) => ({ key, label, cells: cells.map(cellOf) })),
    picture: drawing && isSeen(rows, drawing) ? pictureOf(of, rows, drawing, said) : null,
  };
}

/** Nothing is drawn of nothing. */
const isSeen = (rows: readonly GivenRow[], { columns }: Drawing): boolean =>
  rows.some(({ cells }) => columns.some((column) => valueOf(cells[column]!) !== 0));

function pictureOf(
  id: string,
  rows: readonly GivenRow[],
  { kind, columns }: Drawing,
  { title, columns: names }: Pick<ReportTable, 'title' | 'columns'>,
): Picture {
  const words = reportWords();
  return {
    ...{ id, kind, title },
    description: fill(words.picture, { table: title }),
    notShown: words.pictureNotShown,
    series: columns.map((column) => names[column + 1]!),
    rows: rows
      .filter(({ drawn = true }) => drawn)
      .map(({ label, cells }) => ({
        label,
        values: columns.map((column) => {
          const value = valueOf(cells[column]!);
          return typeof value === 'number' ? value : null;
        }),
      })),
  };
}

const valueOf = (given: Given): Shown | string =>
  typeof given === 'object' && given !== null ? given[0] : given;

function cellOf(given: Given): ReportCell {
  const behind = typeof given === 'object' && given !== null ? given[1] : null;
  const value = valueOf(given);
  return { text: numberInWords(value), behind: value === 0 || value === null ? null : behind };
}

export const numberInWords = (value: Shown | string): string =>
  value === null ? reportWords().notShown : String(value);

/** A percentage; not shown where the part or its base is not. */
export function share(places: Places, part: Shown, base: Shown): string {
  const { noBase, notShown } = reportWords();
  if (part === null || base === null) return notShown;
  return percent(part, base, places) ?? noBase;
}

/** The sum of numbers; not shown where one of them is not. */
export function sumOf(numbers: readonly Shown[]): Shown {
  return numbers.reduce((sum, one) => (sum === null || one === null ? null : sum + one), 0);
}
