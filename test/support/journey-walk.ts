import { decide, duties, events, live, openJourney, furtherDocuments } from '#journey';
import type {
  CaseFacts,
  DfeOutcome,
  BoardResolved,
  Explanation,
  JourneyEvent,
  JourneySnapshot,
  LiveValue,
  RecordedMove,
} from '#journey';
import {
  aPolicy,
  anEvent,
  anotherTrust,
  aVote,
  lost,
  schools,
  theTrust,
} from './journey-builder.js';
import type { SchoolKind } from './journey-builder.js';
import { breaches } from './journey-law.js';
import type { Circumstances, Happened } from './journey-law.js';

/** Random walks through `decide`: mostly what would come next, often with something wrong. */

export type Random = () => number;

/** Mulberry32: small, seeded, the same on every machine. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface Walk {
  readonly about: Circumstances;
  readonly opening: JourneySnapshot;
  readonly snapshot: JourneySnapshot;
  readonly record: readonly RecordedMove[];
  readonly tried: number;
  readonly breaches: readonly string[];
  /** Refusals by the law alone of what the second opinion calls lawful. */
  readonly unfounded: readonly string[];
  readonly agreed: boolean;
}

type Watch = (before: JourneySnapshot, event: JourneyEvent, after: JourneySnapshot) => void;

/** One case from its opening until it ends, or for so many tries. */
export function walk(
  kind: SchoolKind,
  random: Random,
  tries = 400,
  watch?: Watch,
  route: Circumstances['route'] = 'join',
): Walk {
  const about = { kind, inFederation: random() < 0.2, route };
  const opening = openJourney({
    duties: duties({ school: schools[kind], bodies: [], route, on: '2026-09-01' }),
    inFederation: about.inFederation,
    route,
  });
  const record: RecordedMove[] = [];
  const happened: Happened[] = [];
  const found: string[] = [];
  const unfounded: string[] = [];
  let snapshot = opening;
  let tried = 0;
  let agreed = false;
  let clock = Date.parse('2026-09-01T09:00:00Z');
  while (tried < tries && live(snapshot) !== null) {
    tried += 1;
    clock += Math.floor(random() * 60) * 3_600_000;
    const at = new Date(clock).toISOString();
    const event = nextEvent(snapshot, random, at);
    const actor = { role: roleFor(event, random) };
    const decision = decide(snapshot, event, { now: at, actor });
    if (!decision.ok) {
      const refused = [...happened, { event, at, role: actor.role }];
      unfounded.push(...unfoundedRefusal(refused, about, decision.explanation));
      continue;
    }
    watch?.(snapshot, event, decision.snapshot);
    snapshot = decision.snapshot;
    record.push({ seq: record.length + 1, event, at, actor });
    happened.push({ event, at, role: actor.role });
    found.push(...breaches(happened, about));
    agreed ||= live(snapshot)?.legal === 'agreed';
  }
  return { about, opening, snapshot, record, tried, breaches: found, unfounded, agreed };
}

/** Gates that the second opinion judges: what rules of law refuse there must be unlawful to it too. */
const judged = ['application.submitted', 'funding-agreement.signed', 'school.opened'];

function unfoundedRefusal(
  refused: readonly Happened[],
  about: Circumstances,
  { inPlace, conditions }: Explanation,
): readonly string[] {
  const { type } = refused.at(-1)!.event;
  const unmet = conditions.filter((one) => one.verdict === 'unmet' && one.effect === 'block');
  const byLaw = unmet.length > 0 && unmet.every(({ strength }) => strength === 'law');
  if (!inPlace || !byLaw || !judged.includes(type)) return [];
  if (breaches(refused, about).length > 0) return [];
  return [`${type}: ${unmet.map(({ rule }) => rule).join(', ')}`];
}

/** All that is unlawful in a record, whatever the machines said of it. */
export function breachesOf(record: readonly RecordedMove[], about: Circumstances) {
  const happened = record.map(({ event, at, actor }) => ({ event, at, role: actor.role }));
  return happened.flatMap((_, index) => breaches(happened.slice(0, index + 1), about));
}

const pick = <T>(random: Random, from: readonly T[]): T =>
  from[Math.floor(random() * from.length)]!;

function roleFor({ type }: JourneyEvent, random: Random): string {
  if (random() < 0.03)
    return pick(random, ['clerk', 'chair', 'governor', 'trust-officer', 'system']);
  if (type === 'application.submitted') return 'chair';
  if (type === 'consultation.closed') return 'system';
  if (!events[type].by.some((role) => role === 'clerk' || role === 'faith-officer'))
    return events[type].by[0];
  const ofBody = ['acknowledged', 'more-asked', 'decided', 'condition-met', 'withdrawn'];
  return ofBody.some((act) => type === `consent.${act}`) ? 'faith-officer' : 'clerk';
}

const anyType = [
  'options.presented',
  'foundation.consulted',
  'board.resolved',
  'trust.consented',
  'diligence.reported',
  'equality.assessed',
  'consultation.launched',
  'consultation.extended',
  'consultation.closed',
  'consultation.reported',
  'application.submitted',
  'dfe.decided',
  'order.consulted',
  'order.made',
  'tupe.representatives-named',
  'tupe.informed',
  'tupe.completed',
  'funding-agreement.signed',
  'instruments.settled',
  'academy.named',
  'opening-date.set',
  'insurance.confirmed',
  'conditions.met',
  'school.opened',
] as const;

const rare = ['case.withdrawn', 'case.superseded', 'order.revoked', 'order.rescinded'] as const;

/** Turns of events that may come at any time, and mostly lead nowhere. */
const turns = [
  'case.held',
  'group.joined',
  'group.left',
  'group.member-left',
  'articles.chosen',
  'trust.incorporated',
  'tupe.measures-received',
  'tupe.replied',
  'tupe.liability-received',
  'minutes.approved',
  'board.postponed',
  'dfe.condition-met',
  'task.shown',
  'task.set-aside',
  'rules.moved-on',
] as const;

function nextEvent(snapshot: JourneySnapshot, random: Random, at: string): JourneyEvent {
  const regions = live(snapshot)!;
  const { route } = snapshot.case.context;
  const wrong = random() < 0.18;
  const what = random();
  const turned = turn(regions, random, at);
  if (turned !== null) return turned;
  if (regions.trust === 'unnamed' && what < 0.5)
    return anEvent('trust.chosen', { on: at.slice(0, 10) });
  if (route === 'sponsored' && regions.dfe === 'ordered' && what < 0.004)
    return other(snapshot, random, at, wrong, 'order.revoked');
  if (what < 0.0015) return other(snapshot, random, at, wrong, pick(random, rare));
  if (what < (regions.trust === 'fixed' ? 0.004 : 0.015))
    return other(snapshot, random, at, wrong, 'trust.chosen');
  if (what < 0.27 && Object.keys(snapshot.consents).length > 0)
    return consentEvent(snapshot, random, at, wrong);
  if (what < 0.5) return documentEvent(snapshot, random, at, wrong);
  const type =
    random() < 0.25 ? pick(random, anyType) : pick(random, inTurn(regions, snapshot.case.context));
  return other(snapshot, random, at, wrong, type);
}

function turn(regions: LiveValue, random: Random, at: string): JourneyEvent | null {
  const on = at.slice(0, 10);
  const what = random();
  if (regions.course === 'held' && what < 0.4) return anEvent('case.resumed', { on });
  if (regions.group === 'reviewDue' && what < 0.4) return anEvent('group.reviewed', { on });
  if (what < 0.01) return anEvent(pick(random, turns), { on });
  if (what < 0.014) return aVote({ purpose: pick(random, ['explore', 'launch']), on });
  if (what < 0.018)
    return aVote({ purpose: 'rescind', rescinds: pick(random, ['apply', 'final']), on });
  return null;
}

/** What might well come next; nothing is said of whether it is lawful. */
function inTurn(
  regions: LiveValue,
  { route, representatives, instruments }: CaseFacts,
): (typeof anyType)[number][] {
  const turns: [boolean, (typeof anyType)[number]][] = [
    [regions.exploring === 'considering', 'options.presented'],
    [regions.foundation === 'notConsulted', 'foundation.consulted'],
    [regions.board !== 'decided', 'board.resolved'],
    [regions.trust === 'named', 'trust.consented'],
    [regions.consultation === 'planned', 'consultation.launched'],
    [regions.consultation === 'open', 'consultation.closed'],
    [regions.consultation === 'closed', 'consultation.reported'],
    [regions.dfe === 'notApplied', 'application.submitted'],
    [regions.dfe === 'applied', 'dfe.decided'],
    [regions.dfe === 'approved', 'order.made'],
    [route === 'sponsored' && regions.trust === 'consented', 'order.consulted'],
    [route === 'sponsored' && regions.dfe === 'notApplied', 'order.made'],
    [
      regions.tupe === 'notStarted',
      representatives === undefined ? 'tupe.representatives-named' : 'tupe.informed',
    ],
    [regions.tupe === 'informed', 'tupe.completed'],
    [regions.legal === 'preparing', 'funding-agreement.signed'],
    [regions.dfe === 'ordered' && instruments === undefined, 'instruments.settled'],
    [regions.opening.date === 'undated', 'opening-date.set'],
    [regions.opening.date === 'dated', 'conditions.met'],
    [regions.opening.date === 'ready', 'school.opened'],
    [regions.opening.insurance === 'unconfirmed', 'insurance.confirmed'],
  ];
  return turns.flatMap(([isDue, type]) => (isDue ? [type] : []));
}

function consentEvent(
  snapshot: JourneySnapshot,
  random: Random,
  at: string,
  wrong: boolean,
): JourneyEvent {
  const consent = wrong && random() < 0.1 ? 'nobody' : pick(random, Object.keys(snapshot.consents));
  const part = snapshot.consents[consent];
  const on = at.slice(0, 10);
  const papersHash = wrong ? 'another-hash' : (part?.context.papersHash ?? '');
  const what = random();
  if (what < 0.004) return anEvent('consent.lapsed', { on, consent });
  if (what < 0.008) return anEvent('consent.silence-refused', { on, consent });
  if (what < 0.012) return anEvent('consent.policy-applied', { on, consent, policy: strict });
  if (what < 0.015) return anEvent('consent.policy-kept', { on, consent });
  if (what < 0.03) return anEvent('consent.withdrawn', { on, consent });
  if (what < 0.06) return anEvent('consent.more-asked', { on, consent });
  if (what < 0.1) return anEvent('consent.acknowledged', { on, consent });
  const asking = { on, consent, papersHash: `hash-${Math.floor(random() * 1e6)}` };
  if (what < 0.15) return anEvent('consent.papers-given', asking);
  const asked = ['requested', 'acknowledged', 'underConsideration'].includes(part?.value ?? '');
  if (part?.value === 'underConsideration' && what < 0.5)
    return anEvent('consent.more-given', asking);
  if (what < (asked || part?.value === 'conditional' ? 0.2 : 0.6))
    return anEvent('consent.requested', asking);
  if (what < (asked ? 0.9 : 0.7))
    return anEvent('consent.decided', {
      on,
      consent,
      papersHash,
      decision: random() < 0.15 ? 'refused' : 'granted',
      finality: random() < 0.1 ? 'in-principle' : 'final',
      conditions: conditions(random),
    });
  const open = part?.context.conditions.filter(({ met }) => met === undefined) ?? [];
  const condition = open.length === 0 || wrong ? 'unheard-of' : pick(random, open).id;
  return anEvent('consent.condition-met', { on, consent, condition });
}

/** A policy by which a long silence is a refusal. */
const strict = { ...aPolicy, silenceRefusesAfterDays: 60 };

function conditions(random: Random) {
  const due = ['application', 'funding-agreement', 'opening'] as const;
  return due.flatMap((point) => (random() < 0.15 ? [{ id: `by-${point}`, due: point }] : []));
}

function documentEvent(
  snapshot: JourneySnapshot,
  random: Random,
  at: string,
  wrong: boolean,
): JourneyEvent {
  const every = Object.keys(snapshot.documents);
  const unfinished = every.filter((id) => {
    const { value, context } = snapshot.documents[id]!;
    const isFinal = value === 'cleared' && context.parties.length === 0;
    return !isFinal && !['signed', 'notNeeded'].includes(value);
  });
  const document = pick(random, random() < 0.8 && unfinished.length > 0 ? unfinished : every);
  const part = snapshot.documents[document]!;
  const on = at.slice(0, 10);
  const what = random();
  if (what < 0.03) return anEvent('document.set-aside', { on, document });
  if (what < 0.04) return anEvent('document.received', { on, document });
  if (wrong) return anEvent('document.signed', { on, document, party: 'stranger' });
  if (part.value === 'awaited') return anEvent('document.received', { on, document });
  if (part.value === 'received') return anEvent('document.cleared', { on, document });
  const parties = ['trust', 'local-authority', 'governing-board', 'diocese', 'trustees'];
  const unsigned = part.context.parties.filter((party) => !part.context.signedBy.includes(party));
  const signers = random() < 0.8 && unsigned.length > 0 ? unsigned : parties;
  return anEvent('document.signed', {
    on,
    document,
    party: pick(random, signers),
  });
}

function other(
  snapshot: JourneySnapshot,
  random: Random,
  at: string,
  wrong: boolean,
  type: (typeof anyType)[number] | (typeof rare)[number] | 'trust.chosen',
): JourneyEvent {
  const on = at.slice(0, 10);
  const later = (days: number) => new Date(Date.parse(at) + days * 86_400_000).toISOString();
  switch (type) {
    case 'trust.chosen':
      return anEvent(type, { on, trust: random() < 0.5 ? anotherTrust : theTrust });
    case 'board.resolved':
      return vote(snapshot, random, on, wrong);
    case 'diligence.reported':
      return anEvent(type, { on, of: random() < 0.5 ? 'trust' : 'school' });
    case 'consultation.launched':
    case 'consultation.extended': {
      const closesAt = later(wrong ? -3 : 1 + Math.floor(random() * 30));
      // What is closed is not extended but opened again, so that walks come by that too.
      const isAgain = type === 'consultation.extended' && live(snapshot)?.consultation === 'closed';
      return anEvent(isAgain ? 'consultation.reopened' : type, { on, closesAt });
    }
    case 'consultation.reported':
      return anEvent(type, reported(on, `report-${Math.floor(random() * 1e6)}`));
    case 'dfe.decided':
      return anEvent(type, { on, ...decision(outcome(random)) });
    case 'order.made':
      return snapshot.case.context.route === 'sponsored'
        ? anEvent(type, { on, basis: wrong ? 's.4(A1)' : 's.4(1)(b)' })
        : anEvent(type, { on });
    case 'instruments.settled': {
      const isOptional = (id: string) =>
        furtherDocuments().some((one) => one.id === id && one.optional);
      const documents = Object.entries(snapshot.documents)
        .filter(([id, { value }]) => value !== 'awaited' || !isOptional(id))
        .map(([id, { context }]) => ({ id, parties: context.parties }));
      return anEvent(type, { on, documents });
    }
    case 'opening-date.set': {
      const month = later(30 + Math.floor(random() * 60)).slice(0, 7);
      const reasons = random() < 0.5 ? [] : ['correcting_an_error'];
      const opens = wrong ? `${month}-15` : `${month}-01`;
      return anEvent(type, { on, opens, reasons, noted: reasons });
    }
    default:
      return anEvent(type, { on });
  }
}

/** A decision with the reasons or the conditions that it needs. */
function decision(decided: DfeOutcome) {
  if (decided === 'approved-with-conditions') {
    return { outcome: decided, conditions: [{ id: 'deficit' }] };
  }
  return decided === 'approved'
    ? { outcome: decided }
    : { outcome: decided, reasons: ['Other'], detailed: true };
}

function outcome(random: Random) {
  const what = random();
  if (what < 0.06) return 'declined';
  if (what < 0.08) return 'withdrawn';
  if (what < 0.2) return 'deferred';
  return what < 0.6 ? 'approved' : 'approved-with-conditions';
}

const reported = (on: string, report: string) => ({ on, report, forms: [`${report}-to-print`] });

/** One day the board reads the page, the next the paper. */
const readForm = (
  { report, forms = [] }: { readonly report: string; readonly forms?: readonly string[] },
  on: string,
): string => (Number(on.slice(-2)) % 2 === 0 ? report : (forms[0] ?? report));

function vote(
  snapshot: JourneySnapshot,
  random: Random,
  on: string,
  wrong: boolean,
): BoardResolved {
  const { trust, consultationReport, inFederation } = snapshot.case.context;
  const good: BoardResolved = aVote({
    purpose: random() < 0.5 ? 'apply' : 'final',
    on,
    meeting: `meeting-of-${on}`,
    trust: trust?.trust.uid ?? 'none',
    papers: consultationReport === undefined ? [] : [readForm(consultationReport, on)],
    prescribed: inFederation ? { for: 6, needed: 6 } : null,
  });
  if (random() < 0.14) return { ...good, votes: lost };
  if (random() < 0.05) return { ...good, notice: { ...shortNotice, urgency: true } };
  if (random() < 0.05) return { ...good, votes: tie(random) };
  if (random() < 0.08) return { ...good, papers: ['an-older-report'] };
  return wrong || random() < 0.25 ? spoil(good, pick(random, spoilt)) : good;
}

const spoil = (vote: BoardResolved, facts: Partial<BoardResolved>): BoardResolved =>
  Object.assign({ ...vote }, facts);

const shortNotice = { clearDays: 2, withPapers: false, urgency: false };
const tie = (random: Random): BoardResolved['votes'] => ({
  for: 4,
  against: 4,
  abstained: 0,
  casting: pick(random, ['for', 'against', null] as const),
});

const spoilt: readonly Partial<BoardResolved>[] = [
  { notice: shortNotice },
  { notice: { clearDays: 6, withPapers: true, urgency: false } },
  { notice: { clearDays: 9, withPapers: false, urgency: false } },
  { inPost: 20 },
  { present: 6, withdrew: 1 },
  { ownQuorum: null },
  { ownQuorum: 9 },
  { votes: { for: 9, against: 4, abstained: 0, casting: null } },
  { votes: { for: 3, against: 5, abstained: 0, casting: 'for' } },
  { interestsDeclared: false },
  { fullBoard: false },
  { trust: '9999' },
  { papers: [] },
  { prescribed: { for: 1, needed: 6 } },
];
