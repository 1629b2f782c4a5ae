import { readFileSync } from 'node:fs';
import { ownFile } from './own-folder.js';

/** A diocese by its GIAS code: two of one name in different Churches have different codes. */
export interface Diocese {
  readonly code: string;
  readonly name: string;
  /** Church of England or Roman Catholic; GIAS knows no others. */
  readonly kind: 'ce' | 'rc';
}

let known: ReadonlyMap<string, Diocese> | null = null;

/** The diocese that a school's diocese code means; null for none ("0000", "0", blank) or an unknown one. */
export function diocese(code: string | null): Diocese | null {
  known ??= readDioceses();
  return known.get(code?.trim().toUpperCase() ?? '') ?? null;
}

/** Every diocese of one Church, by its name. */
export function diocesesOf(kind: Diocese['kind']): readonly Diocese[] {
  known ??= readDioceses();
  const own = [...known.values()].filter((one) => one.kind === kind);
  return own.toSorted((one, other) => one.name.localeCompare(other.name, 'en'));
}

function readDioceses(): ReadonlyMap<string, Diocese> {
  const { dioceses } = JSON.parse(readFileSync(ownFile('data', 'dioceses.json'), 'utf8')) as {
    dioceses: Diocese[];
  };
  return new Map(dioceses.map(({ code, name, kind }) => [code, { code, name, kind }]));
}
