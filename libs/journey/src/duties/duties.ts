import type { Capacity, Employer, Route } from '../terms.js';
import { ruleSetOn } from '../rules/rule-sets.js';
import type { Source } from '../rules/rule.js';
import * as source from '../rules/sources.js';
import { byCategory } from './categories.js';
import type { Category, Land } from './categories.js';
import { bodiesExpected, bodyOfDiocese } from './denominations.js';
import type { Authorities, BodyName, ExpectedBody } from './denominations.js';
import { documentsFor } from './documents.js';
import type { NeededDocument } from './documents.js';
import { factsOf, withBodies } from './school.js';
import type { Findings, School, SchoolFacts } from './school.js';
import { unknownsOf } from './unknowns.js';
import type { Unknown } from './unknowns.js';

export type { Unknown } from './unknowns.js';

export interface DutiesQuestion {
  readonly school: School;
  /** What was found out beside the register, or against it. */
  readonly found?: Findings;
  /** Bodies known to consent for this school, in place of those the category would suggest. */
  readonly bodies: readonly { readonly capacity: Capacity; readonly body: BodyName }[];
  readonly route: Route;
  readonly on: string;
  /** Bodies named for denominations on that day, in place of those that usually speak for them. */
  readonly authorities?: Authorities;
}

/** Who must consent, who must be consulted, and what a conversion of this school needs. */
export interface Duties {
  readonly urn: string;
  /** What is known of the school: from these facts everything else follows. */
  readonly school: SchoolFacts;
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

/**
 * The duties that the law lays on a conversion of this school on a day: Academies Act 2010 ss.3-5
 * and the DBE Measure 2021. Sees only what it is given.
 */
export function duties({ school, found, on, ...circumstances }: DutiesQuestion): Duties {
  const facts = withBodies(factsOf(school, found), circumstances.bodies);
  const about = { urn: school.urn, school: facts, category: facts.category };
  const outOfScope =
    facts.category === null
      ? `A school of the type “${school.type?.name ?? ''}” is not carried by this journey.`
      : null;
  return { ...about, ruleSet: ruleSetOn(on), ...dutiesFor(facts, circumstances), outOfScope };
}

/** What the duties of a school hang on beside its facts. */
type Circumstances = Pick<DutiesQuestion, 'bodies' | 'route' | 'authorities'>;

/** What follows from the facts of a school; nothing for a kind that the journey does not carry. */
export function dutiesFor(
  facts: SchoolFacts,
  { bodies = [], route = 'join', authorities }: Partial<Circumstances> = {},
): Following {
  if (facts.category === null) return NOTHING;
  const { hasFoundation, employer, land } = byCategory[facts.category];
  const mustConsent = hasFoundation === false ? [] : consents(facts, bodies, authorities);
  const denominations = facts.denominations ?? [];
  return {
    mustConsent,
    mustConsult: consultees(hasFoundation !== false, route),
    employer,
    land,
    documents: documentsFor({ land, denominations, pfi: facts.pfi }),
    unknown: unknownsOf(facts, hasFoundation, mustConsent, authorities),
  };
}

export type Following = Pick<
  Duties,
  'mustConsent' | 'mustConsult' | 'employer' | 'land' | 'documents' | 'unknown'
>;

const NOTHING: Following = {
  mustConsent: [],
  mustConsult: [],
  employer: 'unknown',
  land: 'unknown',
  documents: [],
  unknown: [],
};

/** The consents owed: in each capacity the bodies known, and what is expected beyond them. */
function consents(
  facts: SchoolFacts,
  known: DutiesQuestion['bodies'],
  authorities?: Authorities,
): readonly RequiredConsent[] {
  const { denominations, deedNamesReligiousBody } = facts;
  const usual = bodiesExpected(denominations ?? [], deedNamesReligiousBody, authorities);
  const capacities = [...usual, ...known].map(({ capacity }) => capacity);
  return [...new Set(capacities)].flatMap((capacity) => {
    const given = known.filter((one) => one.capacity === capacity).map(({ body }) => body);
    const expected = usual.filter((one) => one.capacity === capacity);
    const others = expected.slice(given.length).map((one) => suggested(one, facts, authorities));
    return [...given, ...others].map((body, index) => ({
      id: index === 0 ? capacity : `${capacity}-${index + 1}`,
      body,
      capacity,
      ...lawOf(capacity),
    }));
  });
}

function suggested(
  { church, body }: ExpectedBody,
  { dioceses }: SchoolFacts,
  authorities?: Authorities,
): BodyName | null {
  if (body === null || church === null) return body;
  const diocese = dioceses.find(({ code }) => code.startsWith(church));
  return diocese === undefined ? null : bodyOfDiocese(body, diocese, authorities);
}

const laws: Readonly<Record<Capacity, Pick<RequiredConsent, 'basis' | 'source'>>> = {
  trustee: { basis: 'Academies Act 2010 s.3(4)(a)', source: source.trusteesConsent },
  'foundation-governor-appointer': {
    basis: 'Academies Act 2010 s.3(4)(b)',
    source: source.appointersConsent,
  },
  'diocesan-authority': {
    basis: 'Diocesan Boards of Education Measure 2021 s.8(3)',
    source: source.diocesanBoards,
  },
  'religious-body': {
    basis: 'Academies Act 2010 s.3(4), with the trust deed',
    source: source.religiousBodies,
  },
};

/** The law by which a body consents in a capacity. */
export const lawOf = (capacity: Capacity) => laws[capacity];

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
