import { explain } from './decide.js';
import type { Attempt, Condition, Outlined } from './decide.js';
import type { EventType, Purpose } from './events.js';
import type { CaseFacts, Route } from './facts.js';
import { ending, live } from './snapshot.js';
import type { ConsentPart, JourneySnapshot, LiveValue } from './snapshot.js';
import { descriptorOf } from './table.js';
import type { Region, Sender } from './table.js';

/** A step as a clerk sees it: an event, perhaps with part of its facts fixed, and how it stands. */
export interface Task {
  /** Stable within the case; its words are content/journey/tasks.json. */
  readonly id: string;
  /** The key of its words: the id without the name of a consent or document. */
  readonly words: string;
  readonly region: Region;
  readonly event: EventType;
  readonly part: string | null;
  /** For a vote of the board: what it decides. */
  readonly purpose: Purpose | null;
  readonly by: readonly Sender[];
  readonly status: TaskStatus;
  /** The unmet conditions, blocking ones first; empty when nothing is in the way. */
  readonly unmet: readonly Condition[];
}

/**
 * `ready`: can be done now. `locked`: its turn has come, but conditions are unmet. `later`: the
 * case does not stand there yet. `waiting`: asked, and somebody else's move.
 */
export type TaskStatus = 'done' | 'ready' | 'locked' | 'later' | 'waiting' | 'not-needed';

interface TaskKind {
  readonly words: string;
  readonly event: EventType;
  readonly purpose?: Purpose;
  /** The routes on which there is such a step; all of them, where none is named. */
  readonly on?: readonly Route[];
  /** Whether there is such a step now; always, where nothing is said. */
  readonly if?: (regions: LiveValue) => boolean;
  readonly status: (
    regions: LiveValue,
    facts: CaseFacts,
    snapshot: JourneySnapshot,
  ) => TaskStatus | null;
}

const doneWhen =
  (holds: (regions: LiveValue) => boolean) =>
  (regions: LiveValue): TaskStatus | null =>
    holds(regions) ? 'done' : null;

/** The routes on which the governing board applies. */
const byApplication: readonly Route[] = ['join', 'form'];

const closing = {
  planned: null,
  open: 'waiting',
  closed: 'done',
  reported: 'done',
  considered: 'done',
  notApplicable: 'not-needed',
} as const;

/** The steps of the case itself in the order in which a case usually meets them. */
const caseTasks: readonly TaskKind[] = [
  {
    words: 'review-group',
    event: 'group.reviewed',
    if: ({ group }) => group === 'reviewDue',
    status: () => null,
  },
  {
    words: 'present-options',
    event: 'options.presented',
    status: doneWhen((r) => r.exploring === 'presented'),
  },
  {
    words: 'choose-trust',
    event: 'trust.chosen',
    on: ['join', 'sponsored'],
    status: doneWhen((r) => r.trust !== 'unnamed'),
  },
  {
    words: 'name-new-trust',
    event: 'trust.chosen',
    on: ['form'],
    status: doneWhen((r) => r.trust !== 'unnamed'),
  },
  {
    words: 'choose-articles',
    event: 'articles.chosen',
    // Only a foundation or a religious body consents to articles; other schools need not choose.
    status: (r) =>
      r.articles === 'chosen'
        ? 'done'
        : r.foundation === 'notApplicable'
          ? 'not-needed'
          : r.trust === 'unnamed'
            ? 'later'
            : null,
  },
  {
    words: 'report-on-trust',
    event: 'diligence.reported',
    status: doneWhen((r) => r.diligence.ofTrust === 'reported'),
  },
  {
    words: 'report-on-school',
    event: 'diligence.reported',
    status: doneWhen((r) => r.diligence.ofSchool === 'reported'),
  },
  {
    words: 'assess-equality',
    event: 'equality.assessed',
    status: doneWhen((r) => r.diligence.equality === 'assessed'),
  },
  {
    words: 'settle-duties',
    event: 'duties.settled',
    status: (_, { unknown }) => ((unknown ?? []).length === 0 ? 'done' : null),
  },
  {
    words: 'present-formation',
    event: 'formation.presented',
    on: ['form'],
    status: (_, { formation }) => (formation === undefined ? null : 'done'),
  },
  {
    words: 'consult-foundation',
    event: 'foundation.consulted',
    on: byApplication,
    status: (r) =>
      r.foundation === 'notApplicable'
        ? 'not-needed'
        : r.foundation === 'consulted'
          ? 'done'
          : null,
  },
  {
    words: 'resolve-to-apply',
    event: 'board.resolved',
    purpose: 'apply',
    on: byApplication,
    status: doneWhen((r) => !['undecided', 'refused'].includes(r.board)),
  },
  {
    words: 'get-trust-consent',
    event: 'trust.consented',
    status: doneWhen((r) => ['consented', 'fixed'].includes(r.trust)),
  },
  {
    words: 'launch-consultation',
    event: 'consultation.launched',
    status: (r) =>
      r.consultation === 'notApplicable'
        ? 'not-needed'
        : r.consultation === 'planned'
          ? null
          : 'done',
  },
  {
    words: 'close-consultation',
    event: 'consultation.closed',
    status: (r) => closing[r.consultation],
  },
  {
    words: 'report-consultation',
    event: 'consultation.reported',
    status: (r) =>
      r.consultation === 'notApplicable'
        ? 'not-needed'
        : ['reported', 'considered'].includes(r.consultation)
          ? 'done'
          : null,
  },
  {
    words: 'submit-application',
    event: 'application.submitted',
    on: byApplication,
    status: doneWhen((r) => r.dfe !== 'notApplied'),
  },
  {
    words: 'record-dfe-decision',
    event: 'dfe.decided',
    on: byApplication,
    status: doneWhen((r) => ['approved', 'ordered'].includes(r.dfe)),
  },
  {
    words: 'record-consulted',
    event: 'order.consulted',
    on: ['sponsored'],
    status: (_, facts, snapshot) => consulting(facts, Object.keys(snapshot.consents)),
  },
  {
    words: 'record-order',
    event: 'order.made',
    // On an application the order follows its approval; without one it is the first thing.
    status: (r, { route }) =>
      r.dfe === 'ordered'
        ? 'done'
        : r.dfe === 'notApplied' && route !== 'sponsored'
          ? 'later'
          : null,
  },
  {
    words: 'record-incorporation',
    event: 'trust.incorporated',
    on: ['form'],
    status: (r, { incorporation }) =>
      incorporation !== undefined ? 'done' : r.trust === 'unnamed' ? 'later' : null,
  },
  {
    words: 'decide-finally',
    event: 'board.resolved',
    purpose: 'final',
    on: byApplication,
    status: (r) =>
      r.board === 'decided' ? 'done' : ['undecided', 'refused'].includes(r.board) ? 'later' : null,
  },
  {
    words: 'receive-measures',
    event: 'tupe.measures-received',
    status: (_, { measures }) => (measures === undefined ? null : 'done'),
  },
  {
    words: 'name-representatives',
    event: 'tupe.representatives-named',
    status: (_, { representatives }) => (representatives === undefined ? null : 'done'),
  },
  {
    words: 'inform-staff',
    event: 'tupe.informed',
    status: doneWhen((r) => r.tupe !== 'notStarted'),
  },
  {
    words: 'receive-liability',
    event: 'tupe.liability-received',
    status: (_, { liability }) => (liability === undefined ? null : 'done'),
  },
  {
    words: 'complete-tupe',
    event: 'tupe.completed',
    status: doneWhen((r) => r.tupe === 'complete'),
  },
  {
    words: 'set-opening-date',
    event: 'opening-date.set',
    status: doneWhen((r) => r.opening.date !== 'undated'),
  },
  {
    words: 'name-academy',
    event: 'academy.named',
    status: doneWhen((r) => r.opening.name === 'named'),
  },
  {
    words: 'settle-instruments',
    event: 'instruments.settled',
    status: (_, { instruments }) => (instruments === undefined ? null : 'done'),
  },
  {
    words: 'sign-funding-agreement',
    event: 'funding-agreement.signed',
    status: doneWhen((r) => r.legal === 'agreed'),
  },
  {
    words: 'confirm-insurance',
    event: 'insurance.confirmed',
    status: doneWhen((r) => r.opening.insurance === 'confirmed'),
  },
  {
    words: 'confirm-conditions',
    event: 'conditions.met',
    status: doneWhen((r) => r.opening.date === 'ready'),
  },
  { words: 'record-opening', event: 'school.opened', status: () => null },
];

/** Whom the Secretary of State has to consult before an order, and whether that is done. */
function consulting(facts: CaseFacts, bodies: readonly string[]): TaskStatus | null {
  if (bodies.length === 0) return 'not-needed';
  const { orderConsulted, consultedForOrder = {} } = facts;
  if (orderConsulted === undefined) return null;
  const isAll = orderConsulted.bodies === undefined;
  return isAll || bodies.every((body) => Object.hasOwn(consultedForOrder, body)) ? 'done' : null;
}

/** Every step of a case with its standing, in order; none once the case has ended. */
export function tasks(snapshot: JourneySnapshot, attempt: Attempt): readonly Task[] {
  const regions = live(snapshot);
  if (regions === null) return [];
  const facts = snapshot.case.context;
  const ofCase = caseTasks
    .filter(
      ({ on, if: isAsked }) => (on?.includes(facts.route) ?? true) && (isAsked?.(regions) ?? true),
    )
    .map(({ words, event: type, purpose, status }) => {
      const settled = status(regions, facts, snapshot);
      return task(snapshot, attempt, words, null, { type, purpose }, settled);
    });
  const consents = byApplication.includes(facts.route) ? consentTasks(snapshot, attempt) : [];
  const conditions = conditionTasks(snapshot, attempt);
  return [...ofCase, ...conditions, ...consents, ...documentTasks(snapshot, attempt)];
}

/** The region's words of where a case is, for lists and for the head of its page. */
export type Stage =
  | 'exploring'
  | 'deciding'
  | 'consulting'
  | 'applied'
  | 'preparing'
  | 'agreed'
  | 'converted'
  | 'withdrawn'
  | 'declined'
  | 'revoked'
  | 'superseded';

export function stageOf(snapshot: JourneySnapshot): Stage {
  const regions = live(snapshot);
  if (regions === null) return ending(snapshot)!;
  if (regions.legal === 'agreed') return 'agreed';
  if (regions.dfe === 'approved' || regions.dfe === 'ordered') return 'preparing';
  if (regions.dfe === 'applied') return 'applied';
  if (regions.consultation === 'open') return 'consulting';
  return regions.trust === 'unnamed' ? 'exploring' : 'deciding';
}

/** Each condition of the Department's decision, to be shown met. */
function conditionTasks(snapshot: JourneySnapshot, attempt: Attempt): readonly Task[] {
  const { decision, decisionMet = {} } = snapshot.case.context;
  return (decision?.conditions ?? []).map(({ id }) => {
    const status = Object.hasOwn(decisionMet, id) ? 'done' : null;
    return task(snapshot, attempt, 'meet-dfe-condition', id, { type: 'dfe.condition-met' }, status);
  });
}

function consentTasks(snapshot: JourneySnapshot, attempt: Attempt): readonly Task[] {
  return Object.entries(snapshot.consents).map(([id, part]) => {
    const asked = ['requested', 'acknowledged'].includes(part.value);
    const [words, event] = consentStep(part);
    const status =
      part.value === 'granted'
        ? 'done'
        : part.value === 'notNeeded'
          ? 'not-needed'
          : asked || part.value === 'conditional'
            ? 'waiting'
            : null;
    return task(snapshot, attempt, words, id, { type: event, consent: id }, status);
  });
}

/** Whose word is next on a consent: the clerk's to ask or to give more, else the body's own. */
function consentStep({ value, context }: ConsentPart): readonly [string, EventType] {
  if (value === 'underConsideration') return ['give-more', 'consent.more-given'];
  if (value !== 'conditional') return ['request-consent', 'consent.requested'];
  return context.finality === 'in-principle'
    ? ['await-final-consent', 'consent.decided']
    : ['await-conditions', 'consent.condition-met'];
}

const documentSteps = {
  awaited: ['receive-document', 'document.received'],
  received: ['clear-document', 'document.cleared'],
  cleared: ['sign-document', 'document.signed'],
  signed: ['sign-document', 'document.signed'],
  sealed: ['sign-document', 'document.signed'],
  published: ['sign-document', 'document.signed'],
  notNeeded: ['receive-document', 'document.received'],
} as const;

function documentTasks(snapshot: JourneySnapshot, attempt: Attempt): readonly Task[] {
  return Object.entries(snapshot.documents).map(([id, part]) => {
    const [words, event] = documentSteps[part.value];
    const finished =
      ['signed', 'sealed', 'published'].includes(part.value) ||
      (part.value === 'cleared' && part.context.parties.length === 0);
    const status = part.value === 'notNeeded' ? 'not-needed' : finished ? 'done' : null;
    return task(snapshot, attempt, words, id, { type: event, document: id }, status);
  });
}

function task(
  snapshot: JourneySnapshot,
  attempt: Attempt,
  words: string,
  part: string | null,
  outlined: Outlined,
  settled: TaskStatus | null,
): Task {
  const { region, by } = descriptorOf(outlined.type);
  const id = part === null ? words : `${words}:${part}`;
  const purpose = 'purpose' in outlined ? (outlined.purpose ?? null) : null;
  const base = { id, words, region, event: outlined.type, part, purpose, by };
  if (settled !== null) return { ...base, status: settled, unmet: [] };
  // A row is explained as to the person whose act it is; whose act it is stands beside it.
  const actor = { role: by[0] ?? attempt.actor.role };
  const { inPlace, possible, conditions } = explain(snapshot, outlined, { ...attempt, actor });
  const unmet = conditions
    .filter(({ verdict }) => verdict === 'unmet')
    .toSorted((a, b) => Number(a.effect === 'warn') - Number(b.effect === 'warn'));
  return { ...base, status: !inPlace ? 'later' : possible ? 'ready' : 'locked', unmet };
}
