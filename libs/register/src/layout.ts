/** How the text of a cell is taken. Everything but dates and counts stays the string it was. */
export type Reading = 'text' | 'name' | 'urn' | 'uid' | 'date' | 'count';

/** One column of ours: the headers under which extracts give it, and how its cells are read. */
export interface Column {
  readonly column: string;
  readonly headers: readonly string[];
  readonly reading: Reading;
}

/** A column made from the cells of another whenever an extract has that one: a key for searching. */
export interface Derived {
  readonly column: string;
  readonly from: string;
  readonly make: (cell: string) => string;
}

export type Kind = 'schools' | 'groups' | 'links';

/** What one kind of extract looks like, and the table it is kept in. */
export interface Layout {
  readonly kind: Kind;
  readonly table: string;
  readonly columns: readonly Column[];
  /** Columns that together tell one row from another; an extract without them is not of this kind. */
  readonly key: readonly string[];
  /** Further columns an extract cannot do without. */
  readonly needed: readonly string[];
  readonly derived: readonly Derived[];
  /** Kept as given, in `rest`, when they have a value. */
  readonly kept: readonly string[];
  /** Known, and left out: people's names, inspections, geography nobody asks for. */
  readonly leftOut: readonly string[];
  /** Whether rows can be closed: they have `closed_from`. */
  readonly closes: boolean;
}

/** Describes a table's columns under the names our code uses: `laCode` is kept as `la_code`. */
export function columnsOf(fields: Readonly<Record<string, Field>>): Column[] {
  return Object.entries(fields).map(([name, { reading, headers }]) => ({
    column: snakeCase(name),
    headers,
    reading,
  }));
}

/** The select list that gives rows back under the names our code uses, dates as plain text. */
export function selectList(fields: Readonly<Record<string, Field>>): string {
  return Object.entries(fields)
    .map(([name, { reading }]) => {
      const column = snakeCase(name);
      return `${reading === 'date' ? `${column}::text` : column} AS "${name}"`;
    })
    .join(', ');
}

export interface Field {
  readonly reading: Reading;
  readonly headers: readonly string[];
}

/** Values of the fields as our code sees them; a blank cell and one never given are both null. */
export type Values<F extends Readonly<Record<string, Field>>> = {
  readonly [K in keyof F]: F[K]['reading'] extends 'count'
    ? number | null
    : F[K]['reading'] extends 'urn' | 'uid' | 'name'
      ? string
      : string | null;
};

function field<R extends Reading>(reading: R) {
  return (...headers: string[]) => ({ reading, headers });
}

export const text = field('text');
export const name = field('name');
export const urn = field('urn');
export const uid = field('uid');
export const date = field('date');
export const count = field('count');

/** `laCode` is kept as `la_code`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
}
