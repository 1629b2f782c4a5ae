import { describe, expect, it } from '@jest/globals';
import {
  attempt,
  consent,
  document,
  event,
  facts,
  regions,
  rulesThatShut,
  wrongRows,
} from '../../../test/support/journey-gates.js';
import type { Attempted, Fault, Gate } from '../../../test/support/journey-gates.js';
import { aPolicy, anEvent, closingTime, theTrust } from '../../../test/support/journey-builder.js';
import type { CaseStory } from '../../../test/support/journey-builder.js';
import {
  aCaseOf,
  kindNames,
  kinds,
  readyForAgreement,
  readyForFirstGate,
} from '../../../test/support/journey-kinds.js';
import type { Kind, KindName } from '../../../test/support/journey-kinds.js';
import type { EventType, JourneyEvent } from './events.js';
import type { ConsentPolicy } from './facts.js';
import { rules } from './rules/rule-sets.js';
import type { ConsentPart } from './snapshot.js';

/**
 * The truth tables of the steps between the turning points (those are in gates.spec.ts), each whole
 * for every kind of school and route that has the step.
 */
interface Step extends Gate {
  /** The kinds that have this step; all, when it says nothing. */
  readonly has?: (name: KindName) => boolean;
}

const onHold: Fault = { rule: 'R50', breaks: regions({ course: 'held' }) };
/** Their tables are in gates.spec.ts. */
const turningPoints: readonly EventType[] = [
  'application.submitted',
  'board.resolved',
  'order.made',
  'funding-agreement.signed',
  'school.opened',
];

const isOrdered = (name: KindName) => kinds[name].route === 'sponsored';
const byApplication = (name: KindName) => !isOrdered(name);
const owesConsent = (name: KindName) =>
  byApplication(name) && (kinds[name] as Kind).consents.length > 0;
const firstConsent = (name: KindName) => (kinds[name] as Kind).consents[0]!;

const inOrder = (attempted: Attempted, ...edits: readonly ((so: Attempted) => Attempted)[]) =>
  edits.reduce((so, edit) => edit(so), attempted);

const withTrust = (name: KindName) => aCaseOf(name).withTrust();

/** A step that nothing but a hold can shut. */
const onlyHeld = (opens: Gate['opens'], has?: Step['has']): Step => ({
  opens,
  faults: () => [onHold],
  ...(has === undefined ? {} : { has }),
});

const policy = {
  ...aPolicy,
  order: 'before-consultation',
  required: ['optionsPaper'],
  accepts: { majority: 'yes', minority: 'no' },
} as const;

/** Each body that consents decides before people are consulted, and has consented. */
function decidedBefore(attempted: Attempted): Attempted {
  return Object.keys(attempted.snapshot.consents).reduce(
    (so, id) => consent(id, 'granted', { policy })(so),
    attempted,
  );
}

/** By their events; two tables of one event say after a colon what they are about. */
type Steps = Readonly<Record<string, Step>>;

/** The first body is asked, with a policy of its own about the articles and the papers. */
function askingFirst(name: KindName): Attempted {
  const id = firstConsent(name);
  const asked = anEvent('consent.requested', { consent: id, kinds: ['optionsPaper'] });
  return inOrder(
    attempt(withTrust(name).snapshot, asked),
    consent(id, 'notRequested', { policy }),
    facts({ articles: { on: asked.on, model: 'majority' } }),
  );
}

/** The first body has been asked, and its word is next. */
function decidingFirst(name: KindName, sent: (id: string) => JourneyEvent): Attempted {
  const id = firstConsent(name);
  const { snapshot } = withTrust(name).withConsentRequested(id);
  return attempt(snapshot, sent(id), 'religious-body');
}

/** A body that somebody named beside those of the law. */
const EXTRA = 'religious-body-9';

const owedBy = (name: KindName) =>
  aCaseOf(name).duties.mustConsent.map(({ id, capacity }) => ({ id, capacity }));

/** The duties are settled again as the law has them; of the body beside them nothing is said. */
function settlingAsBefore(name: KindName): Attempted {
  const { duties, snapshot } = withTrust(name);
  const { school, employer, mustConsent } = duties;
  const extra = { ...snapshot.consents[owedBy(name)[0]!.id]!, value: 'notRequested' } as const;
  const consents = { ...snapshot.consents, [EXTRA]: extra };
  const settled = anEvent('duties.settled', {
    ...{ school, employer, category: duties.category!, consents: owedBy(name) },
    foundationMustBeConsulted: mustConsent.length > 0,
  });
  return attempt({ ...snapshot, consents }, settled);
}

const stateOfFirst = (name: KindName, value: ConsentPart['value']) =>
  consent(firstConsent(name), value);

const policyOfFirst = (name: KindName, given: Partial<ConsentPolicy>) => (so: Attempted) => {
  const id = firstConsent(name);
  const { value } = so.snapshot.consents[id]!;
  return consent(id, value, { policy: { ...aPolicy, ...given } })(so);
};

const ordered = (name: KindName) =>
  readyForFirstGate(name).with(anEvent('order.made', { basis: 's.4(1)(b)' }));

const onConditions = {
  on: '2027-01-12',
  outcome: 'approved-with-conditions',
  decidedBy: 'RegionalDirectorForRegion',
  letter: 'decision-letter',
  conditions: [{ id: 'deficit' }],
} as const;
const provisional = {
  on: '2027-01-29',
  opens: '2027-04-01',
  standing: 'provisional',
  reasons: [],
} as const;

type Given<T extends EventType> = Parameters<typeof anEvent<T>>[1];

/** An event on a case that has come so far. */
const sent =
  <T extends EventType>(story: (name: KindName) => CaseStory, type: T, given?: Given<T>) =>
  (name: KindName) =>
    attempt(story(name).snapshot, anEvent(type, given));

const exploring: Steps = {
  'options.presented': onlyHeld(sent(aCaseOf, 'options.presented')),
  'trust.chosen': {
    opens: sent(aCaseOf, 'trust.chosen'),
    faults: () => [
      onHold,
      { rule: 'R32', breaks: facts({ trust: { on: '2026-09-10', trust: theTrust } }) },
    ],
  },
  'articles.chosen': {
    opens: sent(withTrust, 'articles.chosen'),
    faults: () => [
      onHold,
      { rule: 'R64a', breaks: facts({ articles: { on: '2026-09-11', model: 'majority' } }) },
    ],
  },
  'foundation.consulted': onlyHeld(sent(withTrust, 'foundation.consulted'), owesConsent),
  'trust.consented': onlyHeld(sent(withTrust, 'trust.consented')),
  'duties.settled': {
    opens: settlingAsBefore,
    has: (name) => aCaseOf(name).duties.mustConsent.length > 0,
    faults: (name) => [
      { rule: 'R42', breaks: consent(EXTRA, 'refused') },
      { rule: 'R43', breaks: event({ consents: owedBy(name).slice(1) }) },
    ],
  },
};

const consenting: Steps = {
  'consent.requested': {
    opens: askingFirst,
    has: owesConsent,
    faults: () => [
      onHold,
      { rule: 'R23', breaks: facts({ trust: undefined }) },
      { rule: 'R62', breaks: event({ kinds: [] }) },
      { rule: 'R63', breaks: facts({ articles: { on: '2026-09-11', model: 'minority' } }) },
    ],
  },
  'consent.more-given': {
    opens: (name) => {
      const id = firstConsent(name);
      const given = anEvent('consent.more-given', { consent: id, kinds: ['optionsPaper'] });
      return consent(id, 'underConsideration', { policy })(
        attempt(withTrust(name).snapshot, given),
      );
    },
    has: owesConsent,
    faults: () => [{ rule: 'R62', breaks: event({ kinds: [] }) }],
  },
  'consent.decided': {
    opens: (name) => decidingFirst(name, (id) => anEvent('consent.decided', { consent: id })),
    has: owesConsent,
    faults: () => [
      { rule: 'R24', breaks: event({ papersHash: 'hash-of-others' }) },
      { rule: 'R65', breaks: event({ finality: 'in-principle' }) },
      { rule: 'R66', breaks: event({ validUntil: '2026-09-01' }) },
    ],
  },
  'consent.lapsed': {
    opens: (name) => {
      const id = firstConsent(name);
      const lapsed = attempt(withTrust(name).snapshot, anEvent('consent.lapsed', { consent: id }));
      return consent(id, 'granted', { lapsesAt: '2027-10-09T23:00:00.000Z' })(lapsed);
    },
    has: owesConsent,
    faults: (name) => [
      {
        rule: 'R67',
        breaks: consent(firstConsent(name), 'granted', { lapsesAt: '2027-12-31T23:00:00.000Z' }),
      },
    ],
  },
  'consent.silence-refused': {
    opens: (name) => {
      const silent = decidingFirst(name, (id) =>
        anEvent('consent.silence-refused', { consent: id }),
      );
      return policyOfFirst(name, { silenceRefusesAfterDays: 60 })(silent);
    },
    has: owesConsent,
    faults: (name) => [
      { rule: 'R68', breaks: policyOfFirst(name, { silenceRefusesAfterDays: 120 }) },
      { rule: 'R68b', breaks: stateOfFirst(name, 'underConsideration') },
    ],
  },
};

const consulting: Steps = {
  'consultation.launched': {
    opens: (name) => decidedBefore(sent(withTrust, 'consultation.launched')(name)),
    has: byApplication,
    faults: (name) => [
      onHold,
      { rule: 'R25', breaks: event({ closesAt: '2026-11-02T09:00:00.000Z' }) },
      {
        rule: 'R27a',
        breaks: event({ text: { version: 1, sha256: 'hash', missing: ['alternatives'] } }),
      },
      ...(owesConsent(name) ? [{ rule: 'R60', breaks: stateOfFirst(name, 'requested') }] : []),
    ],
    elsewhere: ['R60'],
  },
  'consultation.extended': {
    opens: sent((name) => withTrust(name).consulting(), 'consultation.extended'),
    has: byApplication,
    faults: () => [{ rule: 'R25', breaks: event({ closesAt: closingTime }) }],
  },
  'consultation.reopened': {
    opens: sent((name) => withTrust(name).withConsultationClosed(), 'consultation.reopened'),
    has: byApplication,
    faults: () => [{ rule: 'R25', breaks: event({ closesAt: closingTime }) }],
  },
  'consultation.closed': {
    opens: sent((name) => withTrust(name).consulting(), 'consultation.closed'),
    has: byApplication,
    faults: () => [{ rule: 'R26', breaks: (so) => ({ ...so, now: '2026-12-04T16:59:00.000Z' }) }],
  },
};

const deciding: Steps = {
  'dfe.decided': {
    opens: sent((name) => readyForFirstGate(name).applied(), 'dfe.decided', {
      ...{ outcome: 'deferred', reasons: ['Other'], detailed: true },
    }),
    has: byApplication,
    faults: () => [
      { rule: 'R80', breaks: event({ reasons: ['land'] }) },
      { rule: 'R80a', breaks: event({ detailed: false }) },
      { rule: 'R80b', breaks: event({ conditions: [{ id: 'deficit' }] }) },
    ],
  },
  // On the board's own application nothing but the Department's decision comes before the order.
  'order.made: on an application': {
    opens: sent((name) => readyForFirstGate(name).applied().approved(), 'order.made'),
    has: byApplication,
    faults: () => [],
  },
  'order.revoked': {
    opens: sent(ordered, 'order.revoked'),
    has: isOrdered,
    faults: () => [
      {
        rule: 'R48',
        breaks: facts({ order: { on: '2027-01-14', order: 'o', basis: 's.4(1)(a)' } }),
      },
      { rule: 'R48a', breaks: event({ reasons: ['because'] }) },
      { rule: 'R48b', breaks: event({ approval: undefined }) },
    ],
  },
  'order.rescinded': {
    opens: sent((name) => readyForFirstGate(name).applied().ordered(), 'order.rescinded'),
    has: byApplication,
    faults: () => [
      {
        rule: 'R49',
        breaks: facts({ order: { on: '2027-01-14', order: 'o', basis: 's.4(1)(b)' } }),
      },
    ],
  },
  'rules.moved-on': {
    opens: (name) => {
      const moved = sent(withTrust, 'rules.moved-on')(name);
      return facts({ ruleSet: '2020-01-01' })(moved);
    },
    faults: () => [
      { rule: 'R47', breaks: event({ to: '2026-02-30' }) },
      {
        rule: 'R47a',
        breaks: facts({ order: { on: '2026-06-01', order: 'o', basis: 's.4(A1)' } }),
      },
    ],
  },
};

const preparing: Steps = {
  'tupe.informed': {
    opens: sent(
      (name) => readyForFirstGate(name).with(anEvent('tupe.representatives-named')),
      'tupe.informed',
    ),
    faults: () => [onHold, { rule: 'R87', breaks: facts({ representatives: undefined }) }],
  },
  'opening-date.set': {
    opens: sent((name) => withTrust(name).dated(), 'opening-date.set', {
      ...{ opens: '2027-09-01', reasons: ['land'], noted: ['land'] },
    }),
    faults: () => [
      { rule: 'R19', breaks: event({ opens: '2027-09-15' }) },
      { rule: 'R82', breaks: event({ noted: [] }) },
    ],
    elsewhere: ['R19a'],
  },
  'opening-date.set: without a reason': {
    opens: sent((name) => withTrust(name).dated(), 'opening-date.set', {
      ...{ opens: '2027-09-01', reasons: ['land'], noted: ['land'] },
    }),
    faults: () => [
      { rule: 'R19', breaks: event({ opens: '2027-09-15' }) },
      { rule: 'R19a', breaks: event({ reasons: [] }) },
    ],
    elsewhere: ['R82'],
  },
  'document.cleared': {
    opens: sent(
      (name) =>
        readyForFirstGate(name)
          .withDocument('land-questionnaire', { upTo: 'cleared' })
          .withDocument('supplemental-funding-agreement', { upTo: 'received' }),
      'document.cleared',
      { document: 'supplemental-funding-agreement' },
    ),
    faults: () => [{ rule: 'R28', breaks: document('land-questionnaire', 'received') }],
  },
  'document.set-aside': {
    opens: sent(withTrust, 'document.set-aside', { document: 'master-funding-agreement' }),
    faults: () => [{ rule: 'R14a', breaks: event({ document: 'supplemental-funding-agreement' }) }],
  },
  'document.signed': onlyHeld(
    sent(
      (name) => withTrust(name).withDocument('land-questionnaire', { upTo: 'cleared' }),
      'document.signed',
      { document: 'land-questionnaire', party: 'solicitor' },
    ),
  ),
  'document.sealed': onlyHeld(
    sent(
      (name) => withTrust(name).withDocument('commercial-transfer-agreement', { upTo: 'signed' }),
      'document.sealed',
      { document: 'commercial-transfer-agreement' },
    ),
  ),
  'task.shown': {
    opens: sent(readyForAgreement, 'task.shown'),
    faults: () => [{ rule: 'R86', breaks: event({ evidence: [] }) }],
  },
  'conditions.met': {
    opens: sent(
      (name) => readyForAgreement(name).agreed().dated().withInstrumentsSettled(),
      'conditions.met',
    ),
    faults: () => [
      onHold,
      { rule: 'R30', breaks: regions({ legal: 'preparing' }) },
      { rule: 'R81', breaks: facts({ decision: onConditions }) },
      { rule: 'R83', breaks: facts({ opening: provisional }) },
      { rule: 'R84', breaks: facts({ instruments: undefined }) },
      { rule: 'R85', breaks: event({ outstanding: ['bank-details'] }) },
    ],
  },
};

const aside: Steps = {
  'group.joined': {
    opens: sent(withTrust, 'group.joined', { dependsOn: ['100002'] }),
    faults: (name) => [
      { rule: 'R95', breaks: event({ dependsOn: [withTrust(name).duties.urn] }) },
      ...(kinds[name].route === 'form'
        ? []
        : [{ rule: 'R94', breaks: event({ kind: 'formation' }) }]),
    ],
    elsewhere: ['R94'],
  },
  'rule.overridden': {
    opens: sent((name) => withTrust(name).with(anEvent('override.asked')), 'rule.overridden'),
    faults: () => [{ rule: 'R51', breaks: event({ by: 'clerk-1' }) }],
  },
  'override.refused': {
    opens: sent((name) => withTrust(name).with(anEvent('override.asked')), 'override.refused'),
    faults: () => [{ rule: 'R51', breaks: event({ by: 'clerk-1' }) }],
  },
};

const steps = { ...exploring, ...consenting, ...consulting, ...deciding, ...preparing, ...aside };

describe.each(Object.entries(steps))('%s', (_, { has = () => true, ...gate }) => {
  const names = kindNames.filter(has);

  it.each(names)('names what is broken, and nothing else, in every combination: %s', (name) => {
    expect(wrongRows(gate, name)).toEqual([]);
  });

  it.each(names)('has a fault here for every rule that can shut it: %s', (name) => {
    const known = [...gate.faults(name).map(({ rule }) => rule), ...(gate.elsewhere ?? [])];

    expect(rulesThatShut(gate, name).filter((id) => !known.includes(id))).toEqual([]);
  });
});

describe('the gates', () => {
  it('have each a truth table', () => {
    const blocking = rules.filter(({ effect }) => effect === 'block').flatMap(({ gates }) => gates);
    const ofSteps = Object.keys(steps).map((title) => title.split(':')[0]!);
    const told = new Set<string>([...ofSteps, ...turningPoints]);

    expect([...new Set(blocking)].filter((type) => !told.has(type))).toEqual([]);
  });
});
