/** What the duties need to know of a school, as the register gives it: codes are strings. */
export interface School {
  readonly urn: string;
  readonly name: string;
  readonly type: Coded;
  readonly status: Coded | null;
  readonly religiousCharacter: Coded | null;
  readonly diocese: Coded | null;
  readonly localAuthority: Coded | null;
  /** The register's words on the trust that supports a foundation school. */
  readonly trustFlag: Coded | null;
  readonly inFederation: boolean | null;
}

export interface Coded {
  readonly code: string;
  readonly name: string;
}

export type Category =
  | 'community'
  | 'voluntary-aided'
  | 'voluntary-controlled'
  | 'foundation-with-foundation'
  | 'foundation-without-foundation'
  | 'foundation';

/** The register's codes of establishment types, padded, for the categories that can convert. */
const categories: Readonly<Record<string, Category>> = {
  '01': 'community',
  '02': 'voluntary-aided',
  '03': 'voluntary-controlled',
  '05': 'foundation',
};

/** The register pads codes or not, according to the extract ("02" and "2"). */
export const padded = (code: string): string => code.trim().padStart(2, '0');

export function categoryOf(school: School): Category | null {
  const category = categories[padded(school.type.code)] ?? null;
  return category === 'foundation' ? foundationCategory(school) : category;
}

/**
 * A foundation school has a foundation when a trust supports it or it has a religious character;
 * when the register does not say, nobody knows yet.
 */
function foundationCategory(school: School): Category {
  const faith = faithOf(school);
  if (faith !== 'none' && faith !== 'unknown') return 'foundation-with-foundation';
  const flag = school.trustFlag?.name.toLowerCase() ?? '';
  if (flag === 'supported by a trust') return 'foundation-with-foundation';
  if (flag === 'not supported by a trust' || /^0+$/.test(school.trustFlag?.code.trim() ?? ''))
    return 'foundation-without-foundation';
  return 'foundation';
}

export type Faith = 'church-of-england' | 'roman-catholic' | 'other' | 'none' | 'unknown';

/**
 * The school's designated religious character, by code. An ethos is not a character; "Does not
 * apply" and "None" are answers, a blank is not.
 */
export function faithOf(school: School): Faith {
  const character = school.religiousCharacter;
  if (character === null || character.name.trim() === '' || character.code.trim() === '') {
    return 'unknown';
  }
  const code = padded(character.code);
  if (code === '02') return 'church-of-england';
  if (code === '03') return 'roman-catholic';
  return code === '00' || code === '06' ? 'none' : 'other';
}

/** The diocese's code, or null where the register has none ("0", "0000", blank). */
export function dioceseOf(school: School): Coded | null {
  const diocese = school.diocese;
  return diocese === null || !/^(CE|RC)\d+$/.test(diocese.code) ? null : diocese;
}
