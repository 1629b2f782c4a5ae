import type { Capacity } from '../terms.js';
import type { CategoryDuties } from './categories.js';
import { churchOf, isForDeedToSay, usualBodyOf } from './denominations.js';
import type { Authorities, Church, Denomination } from './denominations.js';
import type { SchoolFacts } from './school.js';

/** Something that has to be found out before it is clear what a conversion needs. */
export interface Unknown {
  readonly what:
    | 'type'
    | 'foundation'
    | 'religious-character'
    | 'diocese'
    | 'religious-body'
    | 'federation'
    | 'pfi'
    | 'body';
  readonly why: string;
}

interface Question extends Unknown {
  readonly isOpen: (facts: SchoolFacts, hasFoundation: boolean | 'unknown') => boolean;
}

const questions: readonly Question[] = [
  {
    what: 'type',
    why: 'The register does not say what kind of school this is. Ask the school.',
    isOpen: ({ category }) => category === 'unknown',
  },
  {
    what: 'foundation',
    why: 'The register does not say whether this foundation school has a foundation. Ask the school.',
    isOpen: ({ category }, has) => has === 'unknown' && category !== 'unknown',
  },
  {
    what: 'religious-character',
    why: 'The register gives no religious character. Ask the school.',
    isOpen: ({ denominations }, has) => denominations === null && has !== false,
  },
  {
    what: 'federation',
    why: 'The register does not say whether it is in a federation.',
    isOpen: ({ inFederation }) => inFederation === null,
  },
  {
    what: 'pfi',
    why: 'The register does not say whether a private finance contract covers the buildings.',
    isOpen: ({ pfi }) => pfi === null,
  },
];

/** Everything that is not known of a school, with the reason, in the order in which it matters. */
export function unknownsOf(
  facts: SchoolFacts,
  hasFoundation: CategoryDuties['hasFoundation'],
  mustConsent: readonly Owed[],
  authorities?: Authorities,
): readonly Unknown[] {
  const open = questions
    .filter(({ isOpen }) => isOpen(facts, hasFoundation))
    .map(({ what, why }) => ({ what, why }));
  const ofFaith = hasFoundation === false ? [] : ofDenominations(facts, mustConsent, authorities);
  const bodies = mustConsent
    .filter(({ body }) => body === null)
    .map(({ capacity }) => ({ what: 'body' as const, why: bodyQuestion[capacity] }));
  return [...open, ...ofFaith, ...bodies];
}

/** A consent that is owed, with its body where one is named. */
export interface Owed {
  readonly capacity: Capacity;
  readonly body: object | string | null;
}

function ofDenominations(
  facts: SchoolFacts,
  mustConsent: readonly Owed[],
  authorities?: Authorities,
): readonly Unknown[] {
  const denominations = facts.denominations ?? [];
  const withoutDiocese = denominations
    .map(churchOf)
    .filter((church) => church !== null)
    .filter((church) => !facts.dioceses.some(({ code }) => code.startsWith(church)))
    // Whoever has named the bodies of a diocese knows which it is.
    .filter((church) => mustConsent.some((one) => one.body === null && isOf[church](one.capacity)));
  const asksDeed = isForDeedToSay(denominations) && facts.deedNamesReligiousBody === null;
  return [
    ...withoutDiocese.map((church) => ({ what: 'diocese' as const, why: dioceseQuestion[church] })),
    ...(asksDeed ? [ofDeed(denominations[0]!, authorities)] : []),
  ];
}

function ofDeed(denomination: Denomination, authorities?: Authorities): Unknown {
  const usual = usualBodyOf(denomination, authorities);
  const who = usual === null ? '' : ` It is often ${usual.replace(/^The /, 'the ')}.`;
  return {
    what: 'religious-body',
    why: `The trust deed says whether a religious body consents.${who}`,
  };
}

const isOf: Readonly<Record<Church, (capacity: Capacity) => boolean>> = {
  CE: (capacity) => capacity === 'diocesan-authority',
  RC: (capacity) => capacity === 'trustee' || capacity === 'foundation-governor-appointer',
};

const dioceseQuestion = {
  CE: 'The school is of the Church of England, but the register gives no diocese of it.',
  RC: 'The school is Catholic, but the register gives no Catholic diocese.',
} as const;

const bodyQuestion: Readonly<Record<Capacity, string>> = {
  trustee: 'Who holds the school’s land on trust?',
  'foundation-governor-appointer':
    'Who appoints the foundation governors? The instrument of government names them.',
  'diocesan-authority': 'Which diocesan board of education is the school’s?',
  'religious-body': 'Which religious body speaks for the school?',
};
