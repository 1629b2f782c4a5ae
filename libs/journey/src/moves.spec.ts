import { describe, expect, it } from '@jest/globals';
import { initialTransition } from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import type { AnyStateNode } from 'xstate';
import { aCase, aPolicy, aVote, anEvent, lost } from '../../../test/support/journey-builder.js';
import { caseMachine } from './case.machine.js';
import { consentMachine } from './consent.machine.js';
import { explain, move } from './decide.js';
import { documentMachine } from './document.machine.js';
import type {
  ConsentEvent,
  DocumentEvent,
  DutiesSettled,
  InstrumentsSettled,
  EventType,
  JourneyEvent,
} from './events.js';
import type { CaseFacts, ConsentFacts, DocumentFacts } from './facts.js';
import type { ConsentState, DocumentState, JourneySnapshot, LiveValue } from './snapshot.js';
import { replay } from './replay.js';
import { live } from './snapshot.js';
import { events } from './table.js';

/**
 * Every event in every state, allowed or refused: what is written here is allowed and leads where
 * it says; all the rest is refused.
 */
type Moves = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A way that leads nowhere else: only what the part remembers changes. */
const STAYS = '(stays)';

/** What moves no region, wherever the case stands. */
const standingMoves = {
  'rules moved on': STAYS,
  'settled: a foundation': STAYS,
  'settled: no foundation': STAYS,
  'override asked': STAYS,
  'override granted': STAYS,
  'override refused': STAYS,
  'minutes approved': STAYS,
  'decision postponed': STAYS,
  'condition of the decision met': STAYS,
  'instruments settled': STAYS,
  'task shown': STAYS,
  'task set aside': STAYS,
} as const;

const besides = { 'voted to explore': STAYS, 'voted to launch': STAYS } as const;
const resolving = { 'apply: carried': 'resolvedToApply', 'apply: lost': 'refused' } as const;
const deciding = { 'final: carried': 'decided', 'final: lost': 'rejected' } as const;
const leaving = {
  'board withdraws': 'withdrawn',
  'case superseded': 'the end: superseded',
} as const;
const forming = { 'trust incorporated': STAYS, 'formation presented': STAYS } as const;
const staffPapers = {
  'measures received': STAYS,
  'representatives named': STAYS,
  'liability received': STAYS,
} as const;

const caseMoves: Readonly<Record<string, Moves>> = {
  course: {
    going: { ...leaving, 'case held': 'held' },
    held: { ...leaving, 'case resumed': 'going' },
    withdrawn: { 'case revived': 'going' },
  },
  group: {
    alone: { 'group joined': 'together' },
    together: {
      'group joined': 'together',
      'group left': 'alone',
      'a needed member left': 'reviewDue',
    },
    reviewDue: {
      'group reviewed': 'together',
      'group left': 'alone',
      'a needed member left': 'reviewDue',
    },
  },
  articles: {
    unchosen: { 'articles chosen': 'chosen' },
    chosen: { 'articles chosen': 'chosen', 'trust chosen': 'unchosen' },
  },
  exploring: {
    considering: { 'options presented': 'presented' },
    presented: {},
  },
  trust: {
    unnamed: { 'trust chosen': 'named' },
    named: { 'trust chosen': 'named', 'trust agrees': 'consented', ...forming },
    consented: {
      'trust chosen': 'named',
      'application submitted': 'fixed',
      'order made of own motion': 'fixed',
      ...forming,
    },
    fixed: {
      'order rescinded': 'consented',
      'dfe: withdrawn': 'consented',
      ...forming,
    },
  },
  foundation: {
    notConsulted: {
      'foundation consulted': 'consulted',
      'settled: no foundation': 'notApplicable',
    },
    consulted: {},
    notApplicable: { 'settled: a foundation': 'notConsulted' },
  },
  board: {
    undecided: { ...resolving, ...besides },
    refused: { ...resolving, ...besides, 'trust chosen': 'undecided' },
    resolvedToApply: {
      ...deciding,
      ...besides,
      'apply: rescinded': 'undecided',
      'trust chosen': 'undecided',
    },
    decided: {
      ...besides,
      'final: rescinded': 'resolvedToApply',
      'apply: rescinded': 'undecided',
      'trust chosen': 'undecided',
    },
    rejected: {
      ...deciding,
      ...besides,
      'apply: rescinded': 'undecided',
      'trust chosen': 'undecided',
    },
  },
  'diligence.ofTrust': {
    open: { 'report on the trust': 'reported' },
    reported: { 'trust chosen': 'open' },
  },
  'diligence.ofSchool': {
    open: { 'report on the school': 'reported' },
    reported: { 'trust chosen': 'open' },
  },
  'diligence.equality': {
    open: { 'equality assessed': 'assessed' },
    assessed: {},
  },
  consultation: {
    planned: { 'consultation launched': 'open' },
    open: {
      'consultation extended': 'open',
      'consultation closed': 'closed',
      'trust chosen': 'planned',
    },
    closed: {
      'consultation opened again': 'open',
      'consultation reported': 'reported',
      'trust chosen': 'planned',
    },
    reported: {
      'final: carried': 'considered',
      'final: lost': 'considered',
      'trust chosen': 'planned',
    },
    considered: {
      'trust chosen': 'planned',
      'apply: rescinded': 'reported',
      'final: rescinded': 'reported',
    },
    notApplicable: {},
  },
  dfe: {
    notApplied: {
      'application submitted': 'applied',
      'order consulted on': STAYS,
      'order made of own motion': 'ordered',
    },
    applied: {
      'dfe: approved': 'approved',
      'dfe: approved with conditions': 'approved',
      'dfe: deferred': 'applied',
      'dfe: withdrawn': 'notApplied',
      'dfe: withdrawn without an application': 'notApplied',
      'dfe: withdrawn when it is approved': 'notApplied',
      'dfe: declined': 'the end: declined',
    },
    approved: { 'order made': 'ordered', 'order made of own motion': 'ordered' },
    ordered: {
      'order revoked': 'the end: revoked',
      'order consulted on': STAYS,
      'order rescinded': 'notApplied',
      'an order rescinded that was not made': 'notApplied',
    },
  },
  tupe: {
    notStarted: { ...staffPapers, 'staff informed': 'informed', 'trust chosen': 'notStarted' },
    informed: {
      ...staffPapers,
      'staff informed': STAYS,
      'staff replied': STAYS,
      'staff consulted': 'complete',
      'trust chosen': 'notStarted',
    },
    complete: {
      'staff replied': STAYS,
      'liability received': STAYS,
      'trust chosen': 'notStarted',
    },
  },
  legal: {
    preparing: { 'agreement signed': 'agreed' },
    agreed: {},
  },
  'opening.date': {
    undated: { 'date set': 'dated' },
    dated: { 'date set': 'dated', 'conditions met': 'ready' },
    ready: { 'date set': 'dated', 'school opens': 'the end: converted' },
  },
  'opening.name': {
    unnamed: { 'academy named': 'named' },
    named: { 'academy named': 'named' },
  },
  'opening.insurance': {
    unconfirmed: { 'insurance confirmed': 'confirmed' },
    confirmed: {},
  },
};

const { type: _, ...toApply } = aVote();
const { type: __, ...application } = anEvent('application.submitted');
const { type: ____, ...agreement } = anEvent('funding-agreement.signed');
const { type: _______, ...order } = anEvent('order.made');
const { type: _____, ...group } = anEvent('group.joined');
const { type: ______, ...decision } = anEvent('dfe.decided', { conditions: [{ id: 'deficit' }] });
const asked = {
  rule: 'R22',
  event: 'application.submitted',
  part: null,
  purpose: null,
  standing: 'asked',
  askedBy: 'clerk-1',
} as const;

interface Variant {
  readonly event: JourneyEvent;
  readonly given?: Partial<CaseFacts>;
}

/** Every event in every form that a guard tells apart. */
const variants: Readonly<Record<string, Variant>> = {
  'options presented': { event: anEvent('options.presented') },
  'trust chosen': { event: anEvent('trust.chosen') },
  'trust chosen after the application': {
    event: anEvent('trust.chosen'),
    given: { application },
  },
  'foundation consulted': { event: anEvent('foundation.consulted') },
  'apply: carried': { event: aVote() },
  'apply: lost': { event: aVote({ votes: lost }) },
  'final: carried': { event: aVote({ purpose: 'final' }), given: { resolvedToApply: toApply } },
  'final: lost': {
    event: aVote({ purpose: 'final', votes: lost }),
    given: { resolvedToApply: toApply },
  },
  'trust agrees': { event: anEvent('trust.consented') },
  'report on the trust': { event: anEvent('diligence.reported', { of: 'trust' }) },
  'report on the school': { event: anEvent('diligence.reported', { of: 'school' }) },
  'equality assessed': { event: anEvent('equality.assessed') },
  'consultation launched': { event: anEvent('consultation.launched') },
  'consultation extended': { event: anEvent('consultation.extended') },
  'consultation closed': { event: anEvent('consultation.closed') },
  'consultation opened again': { event: anEvent('consultation.reopened') },
  'consultation reported': { event: anEvent('consultation.reported') },
  'application submitted': { event: anEvent('application.submitted') },
  'application on the sponsored route': {
    event: anEvent('application.submitted'),
    given: { route: 'sponsored' },
  },
  'dfe: approved': { event: anEvent('dfe.decided') },
  'dfe: approved with conditions': {
    event: anEvent('dfe.decided', { outcome: 'approved-with-conditions' }),
  },
  'dfe: deferred': { event: anEvent('dfe.decided', { outcome: 'deferred' }) },
  'dfe: declined': { event: anEvent('dfe.decided', { outcome: 'declined' }) },
  'dfe: withdrawn': {
    event: anEvent('dfe.decided', { outcome: 'withdrawn' }),
    given: { application },
  },
  'dfe: withdrawn without an application': {
    event: anEvent('dfe.decided', { outcome: 'withdrawn' }),
  },
  'dfe: withdrawn when it is approved': {
    event: anEvent('dfe.decided', { outcome: 'withdrawn' }),
    given: { application, decision },
  },
  'order consulted on': { event: anEvent('order.consulted'), given: { route: 'sponsored' } },
  'order consulted on without need': { event: anEvent('order.consulted') },
  'order made': { event: anEvent('order.made') },
  'order made of own motion': { event: anEvent('order.made'), given: { route: 'sponsored' } },
  'order rescinded': { event: anEvent('order.rescinded'), given: { order } },
  'an order rescinded that was not made': { event: anEvent('order.rescinded') },
  'order rescinded after the agreement': {
    event: anEvent('order.rescinded'),
    given: { order, agreement },
  },
  'order revoked': { event: anEvent('order.revoked') },
  'measures received': { event: anEvent('tupe.measures-received') },
  'representatives named': { event: anEvent('tupe.representatives-named') },
  'staff replied': { event: anEvent('tupe.replied') },
  'liability received': { event: anEvent('tupe.liability-received') },
  'staff informed': { event: anEvent('tupe.informed') },
  'staff consulted': { event: anEvent('tupe.completed') },
  'agreement signed': { event: anEvent('funding-agreement.signed') },
  'board withdraws': { event: anEvent('case.withdrawn') },
  'board withdraws after the agreement': {
    event: anEvent('case.withdrawn'),
    given: { agreement },
  },
  'case held': { event: anEvent('case.held') },
  'case resumed': { event: anEvent('case.resumed') },
  'case revived': { event: anEvent('case.revived') },
  'case superseded': { event: anEvent('case.superseded') },
  'group joined': { event: anEvent('group.joined') },
  'a needed member left': { event: anEvent('group.member-left'), given: { group } },
  'another member left': {
    event: anEvent('group.member-left'),
    given: { group: { ...group, dependent: false } },
  },
  'a member left on whom it does not depend': {
    event: anEvent('group.member-left'),
    given: { group: { ...group, dependsOn: ['100003'] } },
  },
  'group left': { event: anEvent('group.left') },
  'group reviewed': { event: anEvent('group.reviewed') },
  'articles chosen': { event: anEvent('articles.chosen') },
  'articles chosen after the application': {
    event: anEvent('articles.chosen'),
    given: { application },
  },
  'formation presented': { event: anEvent('formation.presented'), given: { route: 'form' } },
  'formation presented without need': { event: anEvent('formation.presented') },
  'trust incorporated': { event: anEvent('trust.incorporated'), given: { route: 'form' } },
  'trust incorporated that was there': { event: anEvent('trust.incorporated') },
  'voted to explore': { event: aVote({ purpose: 'explore' }) },
  'voted to launch': { event: aVote({ purpose: 'launch' }) },
  'apply: rescinded': {
    event: aVote({ purpose: 'rescind', rescinds: 'apply' }),
    given: { resolvedToApply: toApply },
  },
  'final: rescinded': {
    event: aVote({ purpose: 'rescind', rescinds: 'final' }),
    given: { finalDecision: toApply },
  },
  'apply: not rescinded': {
    event: aVote({ purpose: 'rescind', rescinds: 'apply', votes: lost }),
  },
  'rescinded, nobody knows what': { event: aVote({ purpose: 'rescind' }) },
  'rules moved on': { event: anEvent('rules.moved-on') },
  'settled: a foundation': {
    event: anEvent('duties.settled', { foundationMustBeConsulted: true }),
  },
  'settled: no foundation': { event: anEvent('duties.settled') },
  'override asked': { event: anEvent('override.asked') },
  'override granted': {
    event: anEvent('rule.overridden'),
    given: { overrides: { 'override-1': asked } },
  },
  'override granted that nobody asked': { event: anEvent('rule.overridden') },
  'override refused': {
    event: anEvent('override.refused'),
    given: { overrides: { 'override-1': asked } },
  },
  'override refused that was used': {
    event: anEvent('override.refused'),
    given: { overrides: { 'override-1': { ...asked, standing: 'used' } } },
  },
  'minutes approved': { event: anEvent('minutes.approved') },
  'decision postponed': { event: anEvent('board.postponed') },
  'condition of the decision met': { event: anEvent('dfe.condition-met'), given: { decision } },
  'condition of no decision met': { event: anEvent('dfe.condition-met') },
  'instruments settled': { event: anEvent('instruments.settled') },
  'task shown': { event: anEvent('task.shown') },
  'task set aside': { event: anEvent('task.set-aside') },
  'academy named': { event: anEvent('academy.named') },
  'date set': { event: anEvent('opening-date.set') },
  'insurance confirmed': { event: anEvent('insurance.confirmed') },
  'conditions met': { event: anEvent('conditions.met') },
  'school opens': { event: anEvent('school.opened') },
};

const voided = {
  'trust chosen': 'superseded',
  'articles chosen': 'superseded',
  'found not owed': 'notNeeded',
  'policy applied': STAYS,
  'policy kept': STAYS,
} as const;
const answered = {
  granted: 'granted',
  'granted on conditions': 'conditional',
  'granted in principle': 'conditional',
  refused: 'refused',
} as const;
const answering = {
  ...voided,
  ...answered,
  'granted, and not in principle before': 'granted',
  'more asked': 'underConsideration',
  'silence that means no': 'refused',
} as const;
const ending = { withdrawn: 'withdrawn', lapsed: 'lapsed' } as const;

type PartMoves<S extends string> = Readonly<Record<S, Readonly<Record<string, S | typeof STAYS>>>>;

const consentMoves: PartMoves<ConsentState> = {
  notRequested: {
    requested: 'requested',
    'policy applied': STAYS,
    'policy kept': STAYS,
    'found not owed': 'notNeeded',
  },
  requested: { ...answering, acknowledged: 'acknowledged' },
  acknowledged: answering,
  underConsideration: { ...answering, 'more given': 'requested' },
  granted: { ...voided, ...ending },
  conditional: {
    ...voided,
    ...ending,
    ...answered,
    'papers given': STAYS,
    'a condition met': 'conditional',
    'the last condition met': 'granted',
    'the last condition met, in principle': 'conditional',
  },
  refused: { ...voided, requested: 'requested' },
  withdrawn: { ...voided, requested: 'requested' },
  lapsed: { ...voided, requested: 'requested' },
  superseded: {
    requested: 'requested',
    'policy applied': STAYS,
    'policy kept': STAYS,
    'found not owed': 'notNeeded',
  },
  notNeeded: { 'policy applied': STAYS, 'policy kept': STAYS, 'found owed': 'notRequested' },
};

const due = 'application' as const;
const [open, met] = [
  { id: 'a', due },
  { id: 'a', due, met: 'letter' },
];
const consent = 'trustee';
const settledOwing = anEvent('duties.settled', {
  consents: [{ id: consent, capacity: 'trustee' }],
  documents: [{ id: 'lease-125-years', parties: ['trust'] }],
});
/** Events of the whole case: the case leads, and the parts go with it where they have a way on. */
const ofTheWhole = ['trust.chosen', 'articles.chosen', 'duties.settled', 'instruments.settled'];

const consentVariants: Readonly<
  Record<string, { event: ConsentEvent | JourneyEvent; given?: Partial<ConsentFacts> }>
> = {
  requested: { event: anEvent('consent.requested', { consent }) },
  acknowledged: { event: anEvent('consent.acknowledged', { consent }) },
  'more asked': { event: anEvent('consent.more-asked', { consent }) },
  'more given': { event: anEvent('consent.more-given', { consent }) },
  'papers given': {
    event: anEvent('consent.papers-given', { consent }),
    given: { finality: 'in-principle' },
  },
  'papers given, and nothing in principle before': {
    event: anEvent('consent.papers-given', { consent }),
  },
  granted: { event: anEvent('consent.decided', { consent }), given: { finality: 'in-principle' } },
  'granted, and not in principle before': { event: anEvent('consent.decided', { consent }) },
  'granted on conditions': {
    event: anEvent('consent.decided', { consent, conditions: [open] }),
    given: { finality: 'in-principle' },
  },
  'granted in principle': {
    event: anEvent('consent.decided', { consent, finality: 'in-principle' }),
    given: { finality: 'in-principle' },
  },
  refused: {
    event: anEvent('consent.decided', { consent, decision: 'refused' }),
    given: { finality: 'in-principle' },
  },
  'silence that means no': {
    event: anEvent('consent.silence-refused', { consent }),
    given: { policy: { ...aPolicy, silenceRefusesAfterDays: 60 } },
  },
  'silence that means nothing': {
    event: anEvent('consent.silence-refused', { consent }),
    given: { policy: aPolicy },
  },
  'silence before any policy': { event: anEvent('consent.silence-refused', { consent }) },
  'policy applied': { event: anEvent('consent.policy-applied', { consent }) },
  'policy kept': { event: anEvent('consent.policy-kept', { consent }) },
  lapsed: { event: anEvent('consent.lapsed', { consent }) },
  'found not owed': { event: anEvent('duties.settled') },
  'found owed': { event: settledOwing },
  'articles chosen': { event: anEvent('articles.chosen') },
  'a condition met': {
    event: anEvent('consent.condition-met', { consent, condition: 'a' }),
    given: { conditions: [open, { id: 'b', due }] },
  },
  'the last condition met': {
    event: anEvent('consent.condition-met', { consent, condition: 'a' }),
    given: { conditions: [open, { id: 'b', due, met: 'letter' }] },
  },
  'the last condition met, in principle': {
    event: anEvent('consent.condition-met', { consent, condition: 'a' }),
    given: { finality: 'in-principle', conditions: [open] },
  },
  'a condition met twice': {
    event: anEvent('consent.condition-met', { consent, condition: 'a' }),
    given: { conditions: [met, { id: 'b', due }] },
  },
  'an unknown condition met': {
    event: anEvent('consent.condition-met', { consent, condition: 'z' }),
    given: { conditions: [open] },
  },
  withdrawn: { event: anEvent('consent.withdrawn', { consent }) },
  'trust chosen': { event: anEvent('trust.chosen') },
};

const documentMoves: PartMoves<DocumentState> = {
  awaited: {
    received: 'received',
    'set aside': 'notNeeded',
    'found not owed': 'notNeeded',
    'found not needed': 'notNeeded',
  },
  received: { received: 'received', cleared: 'cleared', 'set aside': 'notNeeded' },
  cleared: {
    received: 'received',
    'signed by one of two': 'cleared',
    'signed by the last': 'signed',
  },
  signed: { sealed: 'sealed' },
  sealed: { published: 'published' },
  published: { published: 'published' },
  notNeeded: {
    received: 'received',
    'found owed again': 'awaited',
    'found needed after all': 'awaited',
  },
};

const document = 'lease-125-years';
const signedBy = (party: string) => anEvent('document.signed', { document, party });

const documentVariants: Readonly<
  Record<
    string,
    { event: DocumentEvent | DutiesSettled | InstrumentsSettled; given?: Partial<DocumentFacts> }
  >
> = {
  received: { event: anEvent('document.received', { document }) },
  cleared: { event: anEvent('document.cleared', { document }) },
  'set aside': { event: anEvent('document.set-aside', { document }) },
  'signed by one of two': { event: signedBy('trust') },
  'signed by the last': { event: signedBy('trust'), given: { signedBy: ['local-authority'] } },
  sealed: { event: anEvent('document.sealed', { document }) },
  published: { event: anEvent('document.published', { document }) },
  'found not owed': { event: anEvent('duties.settled') },
  'found owed again': { event: settledOwing, given: { relieved: true } },
  'found owed, though advice set it aside': { event: settledOwing },
  'found not needed': { event: anEvent('instruments.settled', { documents: [] }) },
  'found needed after all': { event: anEvent('instruments.settled') },
  'signed by a stranger': { event: signedBy('stranger') },
  'signed by the same again': { event: signedBy('trust'), given: { signedBy: ['trust'] } },
};

const types = (Object.keys(events) as EventType[]).filter((type) =>
  ['case', 'case-and-consents', 'all'].includes(events[type].moves),
);

const base = aCase('voluntary-aided-church-of-england').snapshot;
const atFirst: LiveValue = live(base)!;
const atLast: LiveValue = {
  course: 'held',
  group: 'together',
  articles: 'chosen',
  exploring: 'presented',
  trust: 'fixed',
  foundation: 'consulted',
  board: 'decided',
  diligence: { ofTrust: 'reported', ofSchool: 'reported', equality: 'assessed' },
  consultation: 'considered',
  dfe: 'ordered',
  tupe: 'complete',
  legal: 'agreed',
  opening: { date: 'ready', name: 'named', insurance: 'confirmed' },
};

const attempt = { now: '2027-01-01T12:00:00.000Z', actor: { role: 'clerk' } };

describe('the case machine', () => {
  it('is written down here in full: every region, state, event and target', () => {
    const typeOf = (name: string) => variants[name]!.event.type;
    const anywhere = {
      '': { '': standingMoves, converted: { 'task shown': STAYS, 'task set aside': STAYS } },
    };
    expect([...written(caseMoves, typeOf), ...written(anywhere, typeOf)].toSorted()).toEqual(
      defined(caseMachine),
    );
  });

  it('knows every event that moves the case', () => {
    const named = Object.values(variants).map(({ event }) => event.type);
    const ofCase = types.filter((type) =>
      ['case', 'case-and-consents', 'all'].includes(events[type].moves),
    );

    expect(new Set(named)).toEqual(new Set(ofCase));
  });

  const standings = Object.entries(caseMoves).flatMap(([region, states]) =>
    Object.keys(states).map((state) => ({ region, state })),
  );

  it.each(standings)('$region, $state: allows its own, refuses the rest', ({ region, state }) => {
    for (const others of [atFirst, atLast]) {
      const value = withState(others, region, state);
      const found = Object.entries(variants).map(([name, { event, given }]) => {
        const snapshot = standing(value, given);
        return explain(snapshot, event, attempt).inPlace
          ? [name, move(snapshot, event).case.value]
          : [name];
      });

      expect(found).toEqual(Object.keys(variants).map((name) => expectedMove(value, name)));
      expect(types.map((type) => explain(standing(value), { type }, attempt).inPlace)).toEqual(
        types.map((type) => offersType(value, type)),
      );
    }
  });

  it.each(['converted', 'declined', 'revoked', 'superseded'] as const)(
    'takes nothing more when it is %s',
    (end) => {
      const snapshot = { ...base, case: { ...base.case, value: end } };
      const everything = [variants, consentVariants, documentVariants].flatMap((all) =>
        Object.values(all).map(({ event }) => event),
      );
      const late = end === 'converted' ? ['task.shown', 'task.set-aside'] : [];
      for (const event of everything.filter(({ type }) => !late.includes(type))) {
        expect([event.type, explain(snapshot, event, attempt).inPlace]).toEqual([
          event.type,
          false,
        ]);
        expect(explain(snapshot, { ...event, on: undefined } as never, attempt).possible).toBe(
          false,
        );
      }
    },
  );

  it('lets the weeks after the opening be recorded, and nothing else of a converted case', () => {
    const story = aCase().readyToOpen().opened();
    const published = anEvent('document.published', { document: 'commercial-transfer-agreement' });
    const sealed = anEvent('document.sealed', { document: 'commercial-transfer-agreement' });

    expect(story.explain(published).inPlace).toBe(false);
    story
      .with(sealed)
      .with(published)
      .with(anEvent('task.shown', { task: 'date-opened' }));
    expect(story.snapshot.case.value).toBe('converted');
    expect(story.snapshot.case.context.shown).toHaveProperty('date-opened');
    expect(replay(story.opening, story.record)).toEqual({ ok: true, snapshot: story.snapshot });
    expect(story.explain(anEvent('academy.named')).inPlace).toBe(false);
  });

  it('asks at the start whether there is a foundation and whether a consultation is required', () => {
    const { foundation, consultation } = live(aCase('community').snapshot)!;
    expect([foundation, consultation]).toEqual(['notApplicable', 'planned']);
    expect(live(aCase('voluntary-aided-roman-catholic').snapshot)!.foundation).toBe('notConsulted');

    const exempt = { ...aCase().snapshot.case.context, consultationApplies: false };
    const [state] = initialTransition(caseMachine, exempt);
    expect((state.value as { live: LiveValue }).live.consultation).toBe('notApplicable');
  });

  it.each([
    ['community', true, 'notConsulted'],
    ['voluntary-aided-church-of-england', false, 'notApplicable'],
  ] as const)('remembers what was found out of a %s school', (kind, found, foundation) => {
    const settled = anEvent('duties.settled', {
      category: 'found-out',
      foundationMustBeConsulted: found,
    });
    const after = move(aCase(kind).snapshot, settled);

    expect(live(after)!.foundation).toBe(foundation);
    expect(after.case.context).toMatchObject({
      category: 'found-out',
      foundationMustBeConsulted: found,
    });
  });

  it('takes no final vote for considering before the board has resolved to apply', () => {
    const value = withState(atFirst, 'consultation', 'reported');
    const final = aVote({ purpose: 'final' });
    const { type: ___, ...refused } = aVote({ votes: lost });

    expect(explain(standing(value), final, attempt).inPlace).toBe(false);
    expect(explain(standing(value, { resolvedToApply: refused }), final, attempt).inPlace).toBe(
      false,
    );
  });

  it('takes back no final decision that was lost: the board votes on it again', () => {
    const value = withState(withState(atFirst, 'consultation', 'considered'), 'board', 'rejected');
    const takenBack = aVote({ purpose: 'rescind', rescinds: 'final' });
    const { type: ___, ...against } = aVote({ purpose: 'final', votes: lost });
    const context = { resolvedToApply: toApply, finalDecision: against };

    expect(explain(standing(value, context), takenBack, attempt).inPlace).toBe(false);
  });

  it('forgets what was given for an earlier trust, and keeps the rest', () => {
    const story = aCase('voluntary-aided-church-of-england')
      .readyToApply()
      .with(anEvent('trust.chosen', { trust: { uid: '2044', name: 'Riverside' } }));
    const { context } = story.snapshot.case;

    expect(context.trust?.trust.uid).toBe('2044');
    expect(context.resolvedToApply).toBeUndefined();
    expect(context.consultationReport).toBeUndefined();
    expect(context.diligenceOfTrust).toBeUndefined();
    expect(context.trustConsent).toBeUndefined();
    expect(context.foundation).toBeDefined();
    expect(context.equality).toBeDefined();
    expect(Object.values(story.snapshot.consents).map(({ value }) => value)).toEqual(
      Array(3).fill('superseded'),
    );
    expect(story.regions).toMatchObject({
      trust: 'named',
      board: 'undecided',
      consultation: 'planned',
      diligence: { ofTrust: 'open', ofSchool: 'open', equality: 'assessed' },
    });
  });
});

describe('the consent machine', () => {
  it('is written down here in full', () => {
    const nameOf = (name: string) => consentVariants[name]!.event.type;
    expect(written({ '': consentMoves }, nameOf)).toEqual(defined(consentMachine));
  });

  it.each(Object.keys(consentMoves) as ConsentState[])('%s', (state) => {
    for (const [name, { event, given }] of Object.entries(consentVariants)) {
      const snapshot = withConsent(state, given);
      const target = consentMoves[state][name];
      const { inPlace } = explain(snapshot, event, attempt);

      if (ofTheWhole.includes(event.type)) {
        const after = move(snapshot, event).consents[consent]!.value;
        expect([name, after]).toEqual([name, led(state, target)]);
        continue;
      }
      expect([name, inPlace]).toEqual([name, target !== undefined]);
      if (target !== undefined)
        expect([name, move(snapshot, event).consents[consent]!.value]).toEqual([
          name,
          led(state, target),
        ]);
    }
  });

  it('never moves past a request by anything but the body’s own word', () => {
    const silent = [
      'consent.requested',
      'consent.more-given',
      'consent.papers-given',
      'consent.policy-applied',
      'consent.policy-kept',
      'consent.lapsed',
      'consent.silence-refused',
      ...ofTheWhole,
    ];
    const spoken = Object.values(consentVariants).flatMap(({ event }) =>
      silent.includes(event.type) ? [] : [events[event.type].by],
    );
    expect(new Set(spoken.flat())).toEqual(new Set(['faith-officer']));

    for (const moves of Object.values(consentMoves))
      for (const [name, target] of Object.entries(moves))
        if (silent.includes(consentVariants[name]!.event.type))
          expect(['granted', 'conditional']).not.toContain(target);
  });

  it('has no state that cannot be reached', () => {
    const conditions = [open, { id: 'b', due }];
    const words = [
      ...Object.values(consentVariants).map(({ event }) => event),
      anEvent('consent.decided', { consent, conditions }),
      anEvent('consent.condition-met', { consent, condition: 'b' }),
      anEvent('consent.policy-applied', {
        consent,
        policy: { ...aPolicy, silenceRefusesAfterDays: 60 },
      }),
    ] as ConsentEvent[];
    const paths = getShortestPaths(consentMachine, {
      input: { id: consent, capacity: 'trustee', papers: [], papersHash: '', conditions: [] },
      events: words,
      serializeState: ({ value, context }) =>
        JSON.stringify([
          value,
          context.policy?.silenceRefusesAfterDays,
          context.finality,
          context.conditions.map((one) => [one.id, one.met !== undefined]),
        ]),
    });
    expect(new Set(paths.map(({ state }) => state.value))).toEqual(
      new Set(Object.keys(consentMoves)),
    );
  });
});

describe('the document machine', () => {
  it('is written down here in full', () => {
    const nameOf = (name: string) => documentVariants[name]!.event.type;
    expect(written({ '': documentMoves }, nameOf)).toEqual(defined(documentMachine));
  });

  it.each(Object.keys(documentMoves) as DocumentState[])('%s', (state) => {
    for (const [name, { event, given }] of Object.entries(documentVariants)) {
      const snapshot = withDocument(state, given);
      const target = documentMoves[state][name];

      if (!ofTheWhole.includes(event.type))
        expect([name, explain(snapshot, event, attempt).inPlace]).toEqual([
          name,
          target !== undefined,
        ]);
      if (target !== undefined || ofTheWhole.includes(event.type))
        expect([name, move(snapshot, event).documents[document]!.value]).toEqual([
          name,
          led(state, target),
        ]);
    }
  });

  it('has no state that cannot be reached', () => {
    const parties = ['local-authority', 'trust'];
    const paths = getShortestPaths(documentMachine, {
      input: { id: document, parties, signedBy: [] },
      events: [
        ...Object.values(documentVariants).map(({ event }) => event),
        signedBy('local-authority'),
      ],
      serializeState: ({ value, context }) => JSON.stringify([value, context.signedBy]),
    });
    expect(new Set(paths.map(({ state }) => state.value))).toEqual(
      new Set(Object.keys(documentMoves)),
    );
  });

  it('starts the signatures again with a new copy', () => {
    const story = aCase()
      .withTrust()
      .withDocument(document, { upTo: 'cleared' })
      .with(signedBy('trust'))
      .with(anEvent('document.received', { document }));

    expect(story.snapshot.documents[document]!.context.signedBy).toEqual([]);
  });
});

describe('a part that the case does not have', () => {
  it.each([
    anEvent('consent.requested', { consent: 'trustee' }),
    anEvent('consent.decided', { consent: '__proto__' }),
    anEvent('document.received', { document: 'church-supplemental-agreement' }),
    anEvent('document.received', { document: 'constructor' }),
  ])('$type is refused', (event) => {
    const { inPlace, possible } = explain(aCase('community').withTrust().snapshot, event, attempt);
    expect([inPlace, possible]).toEqual([false, false]);
  });
});

function standing(value: LiveValue, given: Partial<CaseFacts> = {}): JourneySnapshot {
  return { ...base, case: { value: { live: value }, context: { ...base.case.context, ...given } } };
}

function withConsent(value: ConsentState, given: Partial<ConsentFacts> = {}): JourneySnapshot {
  const base = aCase('voluntary-aided-church-of-england').withTrust().snapshot;
  const context = { ...base.consents[consent]!.context, ...given };
  return { ...base, consents: { ...base.consents, [consent]: { value, context } } };
}

function withDocument(value: DocumentState, given: Partial<DocumentFacts> = {}): JourneySnapshot {
  const base = aCase('community').withTrust().snapshot;
  const context = { ...base.documents[document]!.context, ...given };
  return { ...base, documents: { ...base.documents, [document]: { value, context } } };
}

type Nested = Record<string, string | Record<string, string>>;

/** The regions of a value, by their dotted names. */
function flat(value: LiveValue): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value as unknown as Nested).flatMap(([region, state]) =>
      typeof state === 'string'
        ? [[region, state]]
        : Object.entries(state).map(([inner, of]) => [`${region}.${inner}`, of]),
    ),
  );
}

function withState(value: LiveValue, region: string, state: string): LiveValue {
  const [outer, inner] = region.split('.') as [string, string?];
  const nested = value as unknown as Nested;
  return {
    ...nested,
    [outer]: inner === undefined ? state : { ...(nested[outer] as object), [inner]: state },
  } as unknown as LiveValue;
}

/** Where the case stands after an event by the table; its name alone when nothing takes it. */
function expectedMove(value: LiveValue, variant: string): unknown[] {
  if (value.course === 'withdrawn' && variant !== 'case revived') return [variant];
  const moves = Object.entries(flat(value)).flatMap(([region, state]) => {
    const target = caseMoves[region]![state]![variant];
    return target === undefined ? [] : [{ region, target: led(state, target) }];
  });
  if (moves.length === 0)
    return Object.hasOwn(standingMoves, variant) ? [variant, { live: value }] : [variant];
  const end = moves.find(({ target }) => target.startsWith('the end: '))?.target;
  if (end !== undefined) return [variant, end.replace('the end: ', '')];
  const next = moves.reduce((so, { region, target }) => withState(so, region, target), value);
  return [variant, { live: next }];
}

function offersType(value: LiveValue, type: EventType): boolean {
  if (value.course === 'withdrawn' && type !== 'case.revived') return false;
  const isOfType = (name: string) => variants[name]!.event.type === type;
  return (
    Object.keys(standingMoves).some(isOfType) ||
    Object.entries(flat(value)).some(([region, state]) =>
      Object.keys(caseMoves[region]![state]!).some(isOfType),
    )
  );
}

/** Where a way leads from a state. */
function led<S extends string>(state: S, target: S | typeof STAYS | undefined): S {
  return target === undefined || target === STAYS ? state : target;
}

/** The table as "region state event target" lines, each once. */
function written(table: Readonly<Record<string, Moves>>, typeOf: (name: string) => string) {
  const lines = Object.entries(table).flatMap(([region, states]) =>
    Object.entries(states).flatMap(([state, moves]) =>
      Object.entries(moves).map(([name, target]) =>
        [region, state, typeOf(name), target].join(' ').trim(),
      ),
    ),
  );
  return [...new Set(lines)].toSorted();
}

/** The same lines, read from the machine itself; a region's own way on is each of its states'. */
function defined(machine: { readonly root: AnyStateNode }): string[] {
  return [...new Set(waysOn(machine.root))].toSorted();
}

function waysOn(node: AnyStateNode): string[] {
  const children = Object.values(node.states);
  const own = [...node.transitions.values()]
    .flat()
    .flatMap((way) =>
      node.type === 'parallel'
        ? [`${way.eventType} ${STAYS}`]
        : (children.length === 0 ? [node] : children).flatMap((from) =>
            (way.target?.map(endOr) ?? [STAYS]).map((target) =>
              [regionOf(from), from.key, way.eventType, target].join(' ').trim(),
            ),
          ),
    );
  return [...own, ...children.flatMap(waysOn)];
}

function regionOf({ path }: AnyStateNode): string {
  return path
    .slice(0, -1)
    .filter((key) => key !== 'live')
    .join('.');
}

function endOr({ type, key }: AnyStateNode): string {
  return type === 'final' || key === 'converted' ? `the end: ${key}` : key;
}
