import type { Capacity, Employer, Route } from '../facts.js';
import { ruleSetOn } from '../rules/rule-sets.js';
import type { Source } from '../rules/rule.js';
import * as source from '../rules/sources.js';
import { bases, byCategory, byFaith } from './categories.js';
import type { BodyName, ExpectedBody, Land } from './categories.js';
import { documentsFor } from './documents.js';
import type { NeededDocument } from './documents.js';
import { categoryOf, dioceseOf, faithOf } from './school.js';
import type { Category, School } from './school.js';

export interface DutiesQuestion {
  readonly school: School;
  /** Bodies known to consent for this school, in place of those the category would suggest. */
  readonly bodies: readonly { readonly capacity: Capacity; readonly body: BodyName }[];
  readonly route: Route;
  readonly on: string;
}

/** Who must consent, who must be consulted, and what a conversion of this school needs. */
export interface Duties {
  readonly urn: string;
  readonly category: Category | null;
  readonly ruleSet: string;
  readonly mustConsent: readonly RequiredConsent[];
  readonly mustConsult: readonly RequiredConsultee[];
  readonly employer: Employer;
  readonly land: Land;
  readonly documents: readonly NeededDocument[];
  /** What has to be found out, with the reason: unknown is never "no". */
  readonly unknown: readonly Unknown[];
  /** Why this journey is not for the school; null when it is. */
  readonly outOfScope: string | null;
}

export interface RequiredConsent {
  /** The name of the consent's part on the case. */
  readonly id: string;
  readonly body: BodyName | null;
  readonly capacity: Capacity;
  readonly basis: string;
  readonly source: Source;
}

export interface RequiredConsultee {
  readonly who: string;
  readonly basis: string;
  readonly source: Source;
}

export interface Unknown {
  readonly what: 'body' | 'foundation' | 'diocese' | 'religious-character' | 'federation';
  readonly why: string;
}

/**
 * The duties that the law lays on a conversion of this school on a day: academies Act 2010 ss.3-5
 * and the DBE Measure 2021. Sees only what it is given.
 */
export function duties({ school, bodies, route, on }: DutiesQuestion): Duties {
  const category = categoryOf(school);
  const ruleSet = ruleSetOn(on);
  if (category === null) return outOfScope(school, ruleSet);
  const { hasFoundation, employer, land } = byCategory[category];
  const mustConsent = hasFoundation === false ? [] : consents(school, bodies);
  return {
    urn: school.urn,
    category,
    ruleSet,
    mustConsent,
    mustConsult: consultees(hasFoundation !== false, route),
    employer,
    land,
    documents: documentsFor(land, faithOf(school)),
    unknown: [...unknowns(school, hasFoundation), ...bodiesToFind(mustConsent)],
    outOfScope: null,
  };
}

function consents(school: School, known: DutiesQuestion['bodies']): readonly RequiredConsent[] {
  const usual = byFaith[faithOf(school)];
  const others = known.filter(({ capacity }) => !usual.some((one) => one.capacity === capacity));
  const expected = [...usual, ...new Set(others.map(({ capacity }) => furtherBody[capacity]))];
  return expected.flatMap((expectation) => {
    const given = known.filter(({ capacity }) => capacity === expectation.capacity);
    const named =
      given.length > 0 ? given.map(({ body }) => body) : [suggested(expectation, school)];
    return named.map((body, index) => required(expectation, body, index));
  });
}

function suggested(expectation: ExpectedBody, school: School): BodyName | null {
  const diocese = dioceseOf(school);
  return diocese === null || expectation.body === null ? null : expectation.body(diocese);
}

function required(
  { capacity, basis }: ExpectedBody,
  body: BodyName | null,
  index: number,
): RequiredConsent {
  return {
    id: index === 0 ? capacity : `${capacity}-${index + 1}`,
    body,
    capacity,
    basis: bases[basis],
    source: sourceOf[capacity],
  };
}

/** A body that the school's category would not suggest, but that is known to consent. */
const furtherBody: Readonly<Record<Capacity, ExpectedBody>> = {
  trustee: { capacity: 'trustee', basis: 'trustees', body: null },
  'foundation-governor-appointer': {
    capacity: 'foundation-governor-appointer',
    basis: 'appointers',
    body: null,
  },
  'diocesan-authority': { capacity: 'diocesan-authority', basis: 'diocesan-board', body: null },
  'religious-body': { capacity: 'religious-body', basis: 'trust-deed', body: null },
};

const sourceOf: Readonly<Record<Capacity, Source>> = {
  trustee: source.trusteesConsent,
  'foundation-governor-appointer': source.appointersConsent,
  'diocesan-authority': source.diocesanBoards,
  'religious-body': source.religiousBodies,
};

function consultees(hasFoundation: boolean, route: Route): readonly RequiredConsultee[] {
  if (route === 'sponsored') return [...(hasFoundation ? [ofTheOrder] : []), ofTheTransfer];
  return [...(hasFoundation ? [foundation] : []), ofTheConversion, ofTheTransfer];
}

const ofTheConversion: RequiredConsultee = {
  who: 'those whom the governing board thinks appropriate: staff, parents, pupils, the community',
  basis: 'Academies Act 2010 s.5(1)',
  source: source.consultations,
};

const ofTheTransfer: RequiredConsultee = {
  who: 'recognised unions or elected representatives of the staff',
  basis: 'TUPE 2006 reg 13',
  source: source.tupe,
};

const foundation: RequiredConsultee = {
  who: 'the foundation of the school, before the application',
  basis: 'Academies Act 2010 s.3(3)',
  source: source.foundationConsulted,
};

/** By the Secretary of State, who alone consults on an order of their own motion. */
const ofTheOrder: RequiredConsultee = {
  who: 'trustees, appointers and religious body, by the Secretary of State before the order',
  basis: 'Academies Act 2010 s.4(1A)',
  source: source.consultedBeforeOrder,
};

function unknowns(school: School, hasFoundation: boolean | 'unknown'): readonly Unknown[] {
  const found: Unknown[] = [];
  const faith = faithOf(school);
  if (hasFoundation === 'unknown')
    found.push({
      what: 'foundation',
      why: 'The register does not say whether this foundation school has a foundation. Ask the school.',
    });
  if (faith === 'unknown')
    found.push({
      what: 'religious-character',
      why: 'The register gives no religious character. Ask the school.',
    });
  if ((faith === 'church-of-england' || faith === 'roman-catholic') && dioceseOf(school) === null)
    found.push({
      what: 'diocese',
      why: 'The school has a religious character, but the register gives no diocese.',
    });
  if (faith === 'other' && hasFoundation !== false)
    found.push({
      what: 'body',
      why: `The religious body for “${school.religiousCharacter?.name}” has to be found from the trust deed.`,
    });
  if (school.inFederation === null)
    found.push({
      what: 'federation',
      why: 'The register does not say whether it is in a federation.',
    });
  return found;
}

function bodiesToFind(mustConsent: readonly RequiredConsent[]): readonly Unknown[] {
  return mustConsent
    .filter(({ body }) => body === null)
    .map(({ capacity }) => ({ what: 'body', why: bodyQuestion[capacity] }));
}

const bodyQuestion: Readonly<Record<Capacity, string>> = {
  trustee: 'Who holds the school’s land on trust?',
  'foundation-governor-appointer':
    'Who appoints the foundation governors? The instrument of government names them.',
  'diocesan-authority': 'Which diocesan board of education is the school’s?',
  'religious-body': 'Which religious body speaks for the school?',
};

function outOfScope(school: School, ruleSet: string): Duties {
  return {
    urn: school.urn,
    category: null,
    ruleSet,
    mustConsent: [],
    mustConsult: [],
    employer: 'unknown',
    land: 'unknown',
    documents: [],
    unknown: [],
    outOfScope: `A school of the type “${school.type.name}” is not carried by this journey.`,
  };
}
