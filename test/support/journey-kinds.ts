import type { BodyName, Capacity, Findings, Route, School } from '#journey';
import { aCase, aVote, anEvent, schools } from './journey-builder.js';
import type { CaseStory } from './journey-builder.js';

/**
 * The kinds of school and route that the proofs go through, each with what the matrix of categories
 * (journey.md §2) says of it: whose consents it needs, and whether its foundation is consulted.
 */
export interface Kind {
  readonly school: School;
  readonly route: Route;
  readonly inFederation?: true;
  readonly found?: Findings;
  readonly bodies?: readonly { readonly capacity: Capacity; readonly body: BodyName }[];
  readonly consents: readonly string[];
}

const coded = (code: string, name: string) => ({ code, name });
const none = coded('0000', 'Not applicable');
const { community } = schools;
const faith = (code: string, name: string, diocese = none) => ({
  religiousCharacter: coded(code, name),
  diocese,
});
const aided = { ...community, type: coded('02', 'Voluntary aided school') };
const controlled = { ...community, type: coded('03', 'Voluntary controlled school') };
const foundation = { ...community, type: coded('05', 'Foundation school') };
const foundationSpecial = { ...community, type: coded('12', 'Foundation special school') };
const leeds = coded('CE18', 'Diocese of Leeds');
const lancaster = coded('RC09', 'Diocese of Lancaster');

const owners = ['trustee', 'foundation-governor-appointer'];
const anglican = [...owners, 'diocesan-authority'];
const byDeed = [...owners, 'religious-body'];
const parishCouncil = {
  capacity: 'foundation-governor-appointer',
  body: { kind: 'appointing-body', code: null, name: 'Upper Dale Parish Council' },
} as const;
const chapter = { ...parishCouncil, body: { ...parishCouncil.body, name: 'The dean and chapter' } };
const religious = (name: string) =>
  ({ capacity: 'religious-body', body: { kind: 'religious-body', code: null, name } }) as const;

const byItsDeed = (name: string) => ({
  bodies: [religious(name)],
  found: { deedNamesReligiousBody: true },
});

const join = { route: 'join' } as const;
const form = { route: 'form' } as const;
const ordered = { route: 'sponsored', consents: [] } as const;

export const kinds = {
  'community, joining': { school: community, ...join, consents: [] },
  'community, forming a trust': { school: community, ...form, consents: [] },
  'community, ordered': { school: community, ...ordered },
  'community in a federation, joining': {
    ...{ school: { ...community, inFederation: true }, ...join, consents: [] },
    inFederation: true,
  },
  'controlled, Church of England, joining': {
    ...{ school: schools['voluntary-controlled-church-of-england'], ...join, consents: anglican },
  },
  'controlled, Church of England, forming a trust': {
    ...{ school: schools['voluntary-controlled-church-of-england'], ...form, consents: anglican },
  },
  'controlled, Church of England, ordered': {
    ...{
      school: schools['voluntary-controlled-church-of-england'],
      ...ordered,
      consents: anglican,
    },
  },
  'controlled, of no religious character, joining': {
    ...{ school: controlled, ...join, consents: owners },
  },
  'controlled, Methodist, joining': {
    ...{ school: { ...controlled, ...faith('12', 'Methodist') }, ...join, consents: byDeed },
    bodies: [religious('The Methodist Church')],
  },
  'aided, Church of England, joining': {
    ...{ school: schools['voluntary-aided-church-of-england'], ...join, consents: anglican },
  },
  'aided, Church of England, forming a trust': {
    ...{ school: schools['voluntary-aided-church-of-england'], ...form, consents: anglican },
  },
  'aided, Church of England, in a federation, joining': {
    ...{ school: schools['voluntary-aided-church-of-england'], ...join, consents: anglican },
    inFederation: true,
  },
  'aided, Roman Catholic, joining': {
    ...{ school: schools['voluntary-aided-roman-catholic'], ...join, consents: owners },
  },
  'aided, Roman Catholic, forming a trust': {
    ...{ school: schools['voluntary-aided-roman-catholic'], ...form, consents: owners },
  },
  'aided, Roman Catholic, ordered': {
    ...{ school: schools['voluntary-aided-roman-catholic'], ...ordered, consents: owners },
  },
  'aided, two appointers and a parish council, joining': {
    ...{ school: { ...aided, ...faith('02', 'Church of England', leeds) }, ...join },
    consents: [...anglican, 'foundation-governor-appointer-2'],
    bodies: [parishCouncil, chapter],
  },
  'aided, Church of England and Methodist, joining': {
    school: { ...aided, ...faith('11', 'Church of England/Methodist', leeds) },
    ...{ ...join, consents: [...anglican, 'religious-body'] },
    bodies: [diocesanBoard(), religious('The Methodist Church')],
  },
  'aided, Roman Catholic and Church of England, joining': {
    school: { ...aided, ...faith('09', 'Roman Catholic/Church of England', lancaster) },
    ...{ ...join, consents: [...anglican, 'trustee-2', 'foundation-governor-appointer-2'] },
    found: { dioceses: [leeds, lancaster] },
  },
  'aided, Jewish, joining': {
    ...{ school: { ...aided, ...faith('05', 'Jewish') }, ...join, consents: byDeed },
    ...byItsDeed('The Chief Rabbi’s office'),
  },
  'aided, Muslim, joining': {
    ...{ school: { ...aided, ...faith('07', 'Muslim') }, ...join, consents: byDeed },
    ...byItsDeed('The Association of Muslim Schools'),
  },
  'aided, Sikh, joining': {
    ...{ school: { ...aided, ...faith('08', 'Sikh') }, ...join, consents: byDeed },
    ...byItsDeed('The Network of Sikh Organisations'),
  },
  'community special, joining': {
    school: { ...community, type: coded('07', 'Community special school') },
    ...{ ...join, consents: [] },
  },
  'community special, ordered': {
    school: { ...community, type: coded('07', 'Community special school') },
    ...ordered,
  },
  'pupil referral unit, joining': {
    school: { ...community, type: coded('14', 'Pupil referral unit') },
    ...{ ...join, consents: [] },
  },
  'foundation special with a foundation, joining': {
    school: { ...foundationSpecial, trustFlag: coded('1', 'Supported by a trust') },
    ...{ ...join, consents: owners },
  },
  'foundation special without a foundation, joining': {
    school: { ...foundationSpecial, trustFlag: coded('2', 'Not supported by a trust') },
    ...{ ...join, consents: [] },
  },
  'community under a private finance contract, joining': {
    ...{ school: { ...community, pfi: true }, ...join, consents: [] },
  },
  'foundation with a foundation, joining': {
    ...{ school: schools['foundation-with-foundation'], ...join, consents: owners },
  },
  'foundation with a foundation, forming a trust': {
    ...{ school: schools['foundation-with-foundation'], ...form, consents: owners },
  },
  'foundation with a foundation, ordered': {
    ...{ school: schools['foundation-with-foundation'], ...ordered, consents: owners },
  },
  'foundation, Church of England, joining': {
    school: { ...foundation, ...faith('02', 'Church of England', leeds) },
    ...{ ...join, consents: anglican },
  },
  'foundation without a foundation, joining': {
    ...{ school: schools['foundation-without-foundation'], ...join, consents: [] },
  },
  'foundation without a foundation, ordered': {
    ...{ school: schools['foundation-without-foundation'], ...ordered },
  },
} as const satisfies Record<string, Kind>;

function diocesanBoard() {
  const body = { kind: 'diocesan-board', code: 'CE18', name: 'Diocesan Board of Leeds' } as const;
  return { capacity: 'diocesan-authority', body } as const;
}

export type KindName = keyof typeof kinds;
export const kindNames = Object.keys(kinds) as readonly KindName[];

/** A case of this kind at its opening. */
export function aCaseOf(name: KindName): CaseStory {
  const { school, route, inFederation, bodies, found }: Kind = kinds[name];
  return aCase('community', {
    ...{ school, route, bodies: bodies ?? [], ...(found === undefined ? {} : { found }) },
    inFederation: inFederation ?? false,
  });
}

/** All that the application needs; on the sponsored route, all that the order needs. */
export function readyForFirstGate(name: KindName): CaseStory {
  const story = aCaseOf(name);
  if (kinds[name].route === 'sponsored') {
    return story.withTrust().withTrustConsent().with(anEvent('order.consulted'));
  }
  return story.readyToApply();
}

/** All that the funding agreement needs. */
export function readyForAgreement(name: KindName): CaseStory {
  const story = readyForFirstGate(name);
  if (kinds[name].route === 'sponsored') {
    return story.with(anEvent('order.made', { basis: 's.4(1)(b)' })).withDocuments();
  }
  return story.applied().ordered().withFinalDecision().withDocuments();
}

/** All that the first day needs. */
export function readyForOpening(name: KindName): CaseStory {
  const story = readyForAgreement(name).agreed().withTupe().dated().named().insured();
  return story.withConditionsMet();
}

/** A vote by which a school of this kind decides, in a federation with the prescribed governors. */
export function aVoteOf(name: KindName, facts: Parameters<typeof aVote>[0] = {}) {
  const { inFederation }: Kind = kinds[name];
  return aVote({ prescribed: inFederation ? { for: 6, needed: 6 } : null, ...facts });
}
