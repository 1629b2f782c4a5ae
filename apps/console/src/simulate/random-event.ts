import { newId } from '#platform';
import { events, explain, live } from '#journey';
import type { EventType, JourneyEvent, JourneySnapshot } from '#journey';
import { pick } from '../seed/random.js';
import type { Random } from '../seed/random.js';

const A_DAY_MS = 86_400_000;
const TYPES = Object.keys(events) as EventType[];
const ENDS: readonly EventType[] = [
  'case.withdrawn',
  'case.superseded',
  'order.revoked',
  'order.rescinded',
];
/** What stops a case or undoes what was given; now and then is often enough. */
const TURNS: readonly EventType[] = [
  'case.held',
  'group.member-left',
  'articles.chosen',
  'consent.lapsed',
  'consent.withdrawn',
  'consent.silence-refused',
  'duties.settled',
];

export interface Moment {
  readonly snapshot: JourneySnapshot;
  readonly now: Date;
  readonly random: Random;
  /** A paper of the case of this kind; sometimes another's, when `astray`. */
  paper(kind: string, astray: boolean): string;
  /** What has happened to the case so far. */
  readonly done: ReadonlySet<EventType>;
}

export interface Attempted {
  readonly event: JourneyEvent;
  readonly role: string;
}

/** What might happen next: more often than not something lawful, and else anything at all. */
export function nextAttempt(moment: Moment): Attempted {
  const { random } = moment;
  if (random() < 0.4) return anything(moment);
  const possible = TYPES.filter((type) => !ENDS.includes(type) || random() < 0.01)
    .filter((type) => !TURNS.includes(type) || random() < 0.05)
    .map((type) => ({ event: lawfulEvent(type, moment), role: events[type].by[0] }))
    .filter(({ event, role }) => isPossible(moment, event, role));
  const fresh = possible.filter(
    ({ event }) => !moment.done.has(event.type) || partOf(event) !== '',
  );
  const choice = fresh.length > 0 && random() < 0.9 ? fresh : possible;
  return choice.length > 0 ? pick(random, choice) : anything(moment);
}

function isPossible({ snapshot, now }: Moment, event: JourneyEvent, role: string): boolean {
  return explain(snapshot, event, { now: now.toISOString(), actor: { role } }).possible;
}

const partOf = (event: JourneyEvent): string =>
  'consent' in event ? event.consent : event.type.startsWith('document.') ? 'document' : '';

/** Any event of any speaker, with one thing about it made wrong half of the time. */
function anything(moment: Moment): Attempted {
  const { random } = moment;
  const type = pick(random, TYPES);
  const role =
    random() < 0.15
      ? pick(random, ['clerk', 'chair', 'governor', 'faith-officer', 'trust-officer', 'system'])
      : events[type].by[0];
  const event = lawfulEvent(type, moment, random() < 0.1);
  return { event: random() < 0.5 ? spoiled(event, moment) : event, role };
}

/** The event as it would be in an ordinary case at this moment. */
function lawfulEvent(type: EventType, moment: Moment, astray = false): JourneyEvent {
  const { now, random } = moment;
  const shown: Record<string, string | string[]> = {};
  for (const { as, kinds } of events[type].evidence) {
    const document = moment.paper(pick(random, kinds as readonly string[]), astray);
    shown[as] = as === 'papers' ? [document] : document;
  }
  const on = type === 'consultation.closed' ? now.toISOString() : now.toISOString().slice(0, 10);
  return { type, on, ...shown, ...factsOf(type, moment) } as unknown as JourneyEvent;
}

function factsOf(type: EventType, moment: Moment): object {
  const { snapshot, now, random } = moment;
  const { context } = snapshot.case;
  const consent = pick(random, [...Object.keys(snapshot.consents), 'nobody']);
  const document = pick(random, Object.keys(snapshot.documents));
  const later = (days: number) => new Date(now.getTime() + days * A_DAY_MS).toISOString();
  const turned = turnOf(type, moment);
  if (turned !== null) return turned;
  switch (type) {
    case 'trust.chosen': {
      const number = context.trust === undefined || random() < 0.97 ? 1 : 2;
      return { trust: { uid: String(number), name: `Trust ${number}` } };
    }
    case 'board.resolved':
      return voteIn(moment);
    case 'diligence.reported':
      return { of: pick(random, ['trust', 'school']) };
    case 'consultation.launched':
      return {
        consultation: newId(),
        closesAt: later(2 + random() * 40),
        text: { version: 1, sha256: null, missing: random() < 0.95 ? [] : ['alternatives'] },
      };
    case 'consultation.extended':
    case 'consultation.reopened':
      return { closesAt: later(2 + random() * 60) };
    case 'consultation.closed':
      return { at: now.toISOString() };
    case 'application.submitted':
      return { reference: 'A2B' };
    case 'dfe.decided':
      return { ...decisionIn(random), decidedBy: 'RegionalDirectorForRegion' };
    case 'academy.named':
      return { name: 'An Academy' };
    case 'opening-date.set':
      return {
        opens: `${later(35 + random() * 90).slice(0, 7)}-01`,
        standing: random() < 0.8 ? 'confirmed' : 'provisional',
        reasons: ['correcting_an_error'],
        noted: ['correcting_an_error'],
      };
    case 'consent.requested':
    case 'consent.more-given':
    case 'consent.papers-given':
      return { consent, papersHash: `hash-${newId().slice(-4)}` };
    case 'consent.decided':
      return {
        consent,
        decision: random() < 0.9 ? 'granted' : 'refused',
        conditions:
          random() < 0.3 ? [{ id: 'one', due: pick(random, ['application', 'opening']) }] : [],
        papersHash: snapshot.consents[consent]?.context.papersHash ?? '',
      };
    case 'consent.condition-met':
      return { consent, condition: 'one', evidence: newId() };
    case 'document.signed': {
      const { parties = [], signedBy = [] } = snapshot.documents[document]?.context ?? {};
      const party = parties.find((one) => !signedBy.includes(one)) ?? 'stranger';
      return { document, party };
    }
    default:
      return type.startsWith('consent.')
        ? { consent }
        : type.startsWith('document.')
          ? { document }
          : {};
  }
}

/** The facts of what a case's course turns by, and of what is found out on the way. */
function turnOf(type: EventType, { snapshot, random, now }: Moment): object | null {
  const { context } = snapshot.case;
  const group = context.group?.group ?? newId();
  const override = pick(random, [...Object.keys(context.overrides ?? {}), newId()]);
  switch (type) {
    case 'articles.chosen':
      return { model: pick(random, ['majority', 'minority', 'mixed', 'no-faith']) };
    case 'board.postponed':
      return { purpose: 'final', meeting: newId(), notBefore: now.toISOString().slice(0, 10) };
    case 'minutes.approved':
      return { purpose: pick(random, ['apply', 'final']), standing: 'signed' };
    case 'case.held':
      return { reason: 'other', until: null };
    case 'case.superseded':
      return { by: '2027-0001' };
    case 'rules.moved-on':
      return { to: context.ruleSet };
    case 'group.joined':
      return { group, kind: 'conversion', dependent: random() < 0.5 };
    case 'group.member-left':
      return { group, school: '100002' };
    case 'group.left':
    case 'group.reviewed':
      return { group };
    case 'override.asked':
      return {
        override: newId(),
        rule: 'R22',
        event: 'application.submitted',
        part: null,
        purpose: null,
        by: newId(),
      };
    case 'rule.overridden':
    case 'override.refused':
      return { override, rule: 'R22', by: newId() };
    case 'duties.settled':
      return asTheyAre(snapshot);
    case 'instruments.settled':
      return { documents: documentsOf(snapshot) };
    case 'tupe.representatives-named':
      return { representatives: ['union-1', 'union-2'] };
    case 'tupe.replied':
      return { representative: pick(random, ['union-1', 'union-2']) };
    case 'dfe.condition-met':
      return { condition: pick(random, ['deficit', 'land']) };
    case 'school.opened':
      return { urn: random() < 0.9 ? '150001' : snapshot.case.context.urn };
    case 'conditions.met':
      return { outstanding: random() < 0.8 ? [] : ['bank-details'] };
    case 'task.shown':
      return { task: 'bank-details', kinds: ['correspondence'], answers: {} };
    case 'task.set-aside':
      return { task: 'nursery' };
    case 'consent.policy-kept':
      return { consent: pick(random, Object.keys(snapshot.consents)), instead: newId() };
    case 'consent.policy-applied':
      return {
        consent: pick(random, [...Object.keys(snapshot.consents), 'nobody']),
        policy: POLICY,
      };
    default:
      return null;
  }
}

const POLICY = {
  version: 'one',
  order: 'any',
  stages: 'one',
  accepts: {},
  required: [],
  silenceRefusesAfterDays: 60,
};

/** What is settled of a school, as it was known already: nothing comes to be owed, nothing falls. */
function asTheyAre({ case: { context }, consents, documents }: JourneySnapshot): object {
  const { category, employer, inFederation, foundationMustBeConsulted } = context;
  return {
    category,
    employer,
    inFederation,
    foundationMustBeConsulted,
    consents: Object.entries(consents).map(([id, part]) => ({
      id,
      capacity: part.context.capacity,
    })),
    documents: documentsOf({ documents }),
    unknown: [],
  };
}

const documentsOf = ({ documents }: Pick<JourneySnapshot, 'documents'>) =>
  Object.entries(documents).map(([id, part]) => ({ id, parties: part.context.parties }));

function decisionIn(random: Random): object {
  const what = random();
  if (what >= 0.15) return { outcome: 'approved' };
  const outcome = what < 0.05 ? 'declined' : what < 0.08 ? 'withdrawn' : 'deferred';
  return { outcome, reasons: ['Other'], detailed: true };
}

function voteIn({ snapshot, random }: Moment): object {
  const { trust, consultationReport, inFederation, resolvedToApply } = snapshot.case.context;
  return {
    purpose: resolvedToApply === undefined || random() < 0.2 ? 'apply' : 'final',
    meeting: newId(),
    resolution: newId(),
    trust: trust?.trust.uid ?? 'none',
    fullBoard: true,
    notice: { clearDays: 8, withPapers: true, urgency: false },
    inPost: 12,
    present: 9,
    interestsDeclared: true,
    withdrew: 1,
    prescribed: inFederation ? { for: 6, needed: 6 } : null,
    votes: { for: 6, against: 1, abstained: 1, casting: null },
    papers: consultationReport === undefined ? [] : [consultationReport.report],
  };
}

/** The same with one thing wrong: a fact, a day, a part, or a vote that does not count. */
function spoiled(event: JourneyEvent, { random, now, snapshot }: Moment): JourneyEvent {
  const tomorrow = new Date(now.getTime() + 2 * A_DAY_MS).toISOString();
  const wrongs: readonly object[] = [
    { on: tomorrow.slice(0, 10) },
    { papersHash: 'another' },
    { consent: 'nobody' },
    { document: 'nothing' },
    { opens: '2031-05-15' },
    { closesAt: now.toISOString() },
    { papers: [] },
    { votes: { for: 1, against: 6, abstained: 0, casting: null } },
    { votes: { for: 9, against: 9, abstained: 0, casting: 'for' } },
    { notice: { clearDays: 3, withPapers: true, urgency: false } },
    { present: 5 },
    { interestsDeclared: false },
    { fullBoard: false },
    { trust: live(snapshot) === null ? 'none' : '999' },
    { prescribed: { for: 1, needed: 6 } },
  ];
  const fitting = wrongs.filter((wrong) => Object.keys(wrong)[0]! in event);
  return { ...event, ...pick(random, fitting) };
}
