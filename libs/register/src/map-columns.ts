import { FileRefused } from './file-refused.js';
import type { Column, Derived, Layout } from './layout.js';
import { LINKS } from './link-layout.js';
import { SCHOOLS } from './school-layout.js';
import { TRUSTS } from './trust-layout.js';

// The most telling first: a links extract has a URN too.
const LAYOUTS: readonly Layout[] = [LINKS, TRUSTS, SCHOOLS];

/** Where in a row the columns that we know stand. */
export interface ColumnMap {
  readonly layout: Layout;
  readonly columns: readonly { readonly column: Column; readonly index: number }[];
  readonly derived: readonly { readonly made: Derived; readonly index: number }[];
  readonly kept: readonly { readonly header: string; readonly index: number }[];
  /** Headers that no version of the extract known to us has. */
  readonly unknown: readonly string[];
}

/** Finds out what kind of extract a header belongs to and where its columns are, whatever their order. */
export function mapColumns(header: readonly string[]): ColumnMap {
  const places = placesOf(header);
  const layout = layoutOf(places);
  const columns = layout.columns.flatMap((column) => {
    const index = placeOf(column, places);
    return index === undefined ? [] : [{ column, index }];
  });
  const placeOfColumn = new Map(columns.map(({ column, index }) => [column.column, index]));
  return {
    layout,
    columns,
    derived: layout.derived.flatMap((made) => {
      const index = placeOfColumn.get(made.from);
      return index === undefined ? [] : [{ made, index }];
    }),
    kept: layout.kept.flatMap((keptHeader) => {
      const index = places.get(plain(keptHeader));
      return index === undefined ? [] : [{ header: keptHeader, index }];
    }),
    unknown: unknownTo(layout, header),
  };
}

function placesOf(header: readonly string[]): Map<string, number> {
  const places = new Map<string, number>();
  for (const [index, title] of header.entries()) {
    if (title.trim() !== '' && places.has(plain(title))) {
      throw FileRefused.asAWhole(`has the column “${title}” twice`);
    }
    places.set(plain(title), index);
  }
  return places;
}

function layoutOf(places: ReadonlyMap<string, number>): Layout {
  const layout = LAYOUTS.find((candidate) => isOfKind(candidate, places));
  if (layout === undefined) {
    throw FileRefused.asAWhole(
      'is no extract of schools, groups or links: its header lacks their columns',
    );
  }
  if (layout === TRUSTS && places.has('urn')) {
    throw FileRefused.asAWhole('says which school is in which group; give the list of groups');
  }
  return layout;
}

function isOfKind(layout: Layout, places: ReadonlyMap<string, number>): boolean {
  return [...layout.key, ...layout.needed].every((needed) => {
    const column = layout.columns.find((candidate) => candidate.column === needed)!;
    return placeOf(column, places) !== undefined;
  });
}

function placeOf(column: Column, places: ReadonlyMap<string, number>): number | undefined {
  const found = column.headers.filter((header) => places.has(plain(header)));
  if (found.length > 1) {
    throw FileRefused.asAWhole(`has both “${found[0]!}” and “${found[1]!}”, which are the same`);
  }
  return found[0] === undefined ? undefined : places.get(plain(found[0]));
}

function unknownTo(layout: Layout, header: readonly string[]): string[] {
  const known = new Set(
    [...layout.columns.flatMap(({ headers }) => headers), ...layout.kept, ...layout.leftOut].map(
      plain,
    ),
  );
  return header.filter((title) => title.trim() !== '' && !known.has(plain(title)));
}

function plain(header: string): string {
  return header.trim().toLowerCase();
}
