import type { Capacity } from '../terms.js';
import type { Category } from './categories.js';
import { denominationsNamed } from './denominations.js';
import type { Denomination } from './denominations.js';

/** What the duties need to know of a school, as the register gives it: codes are strings. */
export interface School {
  readonly urn: string;
  readonly name: string;
  /** Null where the register does not say what kind of school it is. */
  readonly type: Coded | null;
  readonly status: Coded | null;
  readonly religiousCharacter: Coded | null;
  readonly diocese: Coded | null;
  readonly localAuthority: Coded | null;
  /** The register's words on the trust that supports a foundation school. */
  readonly trustFlag: Coded | null;
  readonly inFederation: boolean | null;
  /** Whether the buildings are under a private finance contract; the register does not say. */
  readonly pfi: boolean | null;
}

export type Coded = {
  readonly code: string;
  readonly name: string;
};

/** What is known of a school for its duties; whatever nobody knows is null, and never "no". */
export type SchoolFacts = {
  /** Null: a kind of school that this journey does not carry. */
  readonly category: Category | null;
  /** None where the school has no religious character, several where it has them jointly. */
  readonly denominations: readonly Denomination[] | null;
  readonly dioceses: readonly Coded[];
  readonly inFederation: boolean | null;
  readonly pfi: boolean | null;
  /** Whether the trust deed lets a religious body consent, where that follows from nothing else. */
  readonly deedNamesReligiousBody: boolean | null;
};

/** What was found out beside the register, or against it. */
export type Findings = Partial<SchoolFacts>;

type Kind = Exclude<Category, 'unknown'>;

/** The register's codes of establishment types, padded, with the names that it gives them. */
const types: Readonly<Record<string, { readonly name: string; readonly category: Kind }>> = {
  '01': { name: 'community school', category: 'community' },
  '02': { name: 'voluntary aided school', category: 'voluntary-aided' },
  '03': { name: 'voluntary controlled school', category: 'voluntary-controlled' },
  '05': { name: 'foundation school', category: 'foundation' },
  '07': { name: 'community special school', category: 'community-special' },
  '12': { name: 'foundation special school', category: 'foundation-special' },
  '14': { name: 'pupil referral unit', category: 'pupil-referral-unit' },
};

/** The register pads codes or not, according to the extract ("02" and "2"). */
export const padded = (code: string): string => code.trim().padStart(2, '0');

/** A religious body that is known to consent answers what the trust deed says. */
export function withBodies(
  facts: SchoolFacts,
  bodies: readonly { readonly capacity: Capacity }[],
): SchoolFacts {
  const isNamed = bodies.some(({ capacity }) => capacity === 'religious-body');
  return isNamed && facts.deedNamesReligiousBody === null
    ? { ...facts, deedNamesReligiousBody: true }
    : facts;
}

/** The facts of a school as the register has them, and over them what was found out. */
export function factsOf(school: School, found: Findings = {}): SchoolFacts {
  const denominations = found.denominations ?? denominationsOf(school.religiousCharacter);
  const registered: SchoolFacts = {
    category: categoryOf(school, denominations),
    denominations,
    dioceses: diocesesOf(school.diocese),
    inFederation: school.inFederation,
    pfi: school.pfi,
    deedNamesReligiousBody: null,
  };
  return { ...registered, ...found };
}

function categoryOf(
  { type, trustFlag }: School,
  denominations: SchoolFacts['denominations'],
): Category | null {
  if (type === null || (type.code.trim() === '' && type.name.trim() === '')) return 'unknown';
  const kind = typeOf(type);
  if (kind !== 'foundation' && kind !== 'foundation-special') return kind;
  const has = hasFoundation(trustFlag, denominations);
  return has === null ? kind : `${kind}-${has ? 'with' : 'without'}-foundation`;
}

/** By its code; by its name only where the extract gives no code. */
function typeOf({ code, name }: Coded): Kind | null {
  if (code.trim() !== '') return types[padded(code)]?.category ?? null;
  const named = Object.values(types).find((type) => type.name === name.trim().toLowerCase());
  return named?.category ?? null;
}

/**
 * A foundation school has a foundation when a trust supports it or it has a religious character;
 * when the register does not say, nobody knows yet.
 */
function hasFoundation(
  trustFlag: Coded | null,
  denominations: SchoolFacts['denominations'],
): boolean | null {
  if (denominations !== null && denominations.length > 0) return true;
  const flag = trustFlag?.name.trim().toLowerCase() ?? '';
  if (flag === 'supported by a trust') return true;
  const says = flag === 'not supported by a trust' || /^0+$/.test(trustFlag?.code.trim() ?? '');
  return says ? false : null;
}

/**
 * The school's designated religious character; "Does not apply" and "None" are answers, a blank is
 * not. An ethos is not a character.
 */
function denominationsOf(character: Coded | null): readonly Denomination[] | null {
  if (character === null || character.name.trim() === '' || character.code.trim() === '') {
    return null;
  }
  const code = padded(character.code);
  if (code === '00' || code === '06') return [];
  if (code === '02') return ['church-of-england'];
  if (code === '03') return ['roman-catholic'];
  return denominationsNamed(character.name);
}

/** The diocese by its code, never by its name; none where the register has none ("0", "0000"). */
function diocesesOf(diocese: Coded | null): readonly Coded[] {
  return diocese === null || !/^(CE|RC)\d+$/.test(diocese.code) ? [] : [diocese];
}
