import { describe, expect, it } from '@jest/globals';
import { aVote, anEvent, anotherTrust } from '../../../test/support/journey-builder.js';
import {
  aCaseOf,
  kindNames,
  kinds,
  readyForAgreement,
  readyForFirstGate,
  readyForOpening,
} from '../../../test/support/journey-kinds.js';
import type { Kind, KindName } from '../../../test/support/journey-kinds.js';
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
import type { BoardResolved, JourneyEvent } from './events.js';

/** A vote's facts are looked at together, so that one fault does not hide another. */
const vote =
  (edit: (event: BoardResolved) => Partial<BoardResolved>) =>
  (attempted: Attempted): Attempted =>
    event(edit(attempted.event as BoardResolved))(attempted);

function withoutType<E extends JourneyEvent>({ type: _, ...remembered }: E): Omit<E, 'type'> {
  return remembered;
}

const onHold: Fault = { rule: 'R50', breaks: regions({ course: 'held' }) };
const memberLeft: Fault = { rule: 'R46', breaks: regions({ group: 'reviewDue' }) };

const ruleOf: Readonly<Record<string, string>> = {
  trustee: 'R2',
  'foundation-governor-appointer': 'R3',
  'diocesan-authority': 'R4',
  'religious-body': 'R4a',
};

/** Another school, of no group, stands in the same application. */
const withStranger = (rule: string): Fault => ({
  rule,
  breaks: event({ together: [{ name: 'Riverside', group: null }] }),
});

const isForming = (name: KindName): boolean => kinds[name].route === 'form';
const isOrdered = (name: KindName): boolean => kinds[name].route === 'sponsored';

/** Each consent that is owed and not there; on the sponsored route none is asked for. */
function consentsMissing(name: KindName): readonly Fault[] {
  const { consents }: Kind = kinds[name];
  if (isOrdered(name)) return [];
  return consents.map((id) => ({
    rule: ruleOf[id.replace(/-\d+$/, '')]!,
    breaks: consent(id, 'requested'),
  }));
}

const application: Gate = {
  opens: (name) =>
    attempt(readyForFirstGate(name).snapshot, anEvent('application.submitted'), 'chair'),
  faults: (name) => [
    ...consentsMissing(name),
    ...(kinds[name].consents.length > 0
      ? [{ rule: 'R1', breaks: regions({ foundation: 'notConsulted' }) }]
      : []),
    { rule: 'R5', breaks: regions({ board: 'undecided' }) },
    { rule: 'R7', breaks: regions({ trust: 'named' }) },
    { rule: 'R8', breaks: (attempted) => ({ ...attempted, role: 'clerk' }) },
    { rule: 'R40', breaks: facts({ unknown: ['federation'] }) },
    ...(isForming(name)
      ? [{ rule: 'R91', breaks: facts({ formation: undefined }) }, withStranger('R93')]
      : [withStranger('R92')]),
    ...[onHold, memberLeft],
  ],
};

const agreement: Gate = {
  opens: (name) => attempt(readyForAgreement(name).snapshot, anEvent('funding-agreement.signed')),
  faults: (name) => [
    ...consentsMissing(name),
    ...(isOrdered(name)
      ? [{ rule: 'R44b', breaks: regions({ trust: 'named' }) }]
      : [
          { rule: 'R10', breaks: regions({ board: 'resolvedToApply' }) },
          { rule: 'R12', breaks: regions({ consultation: 'reported' }) },
        ]),
    ...(isForming(name) ? [{ rule: 'R90', breaks: facts({ incorporation: undefined }) }] : []),
    { rule: 'R11', breaks: regions({ dfe: 'approved' }) },
    { rule: 'R28', breaks: document('land-questionnaire', 'received') },
    { rule: 'R84a', breaks: document('supplemental-funding-agreement', 'cleared') },
    { rule: 'R29', breaks: document('master-funding-agreement', 'awaited') },
    ...[onHold, memberLeft],
  ],
};

const opening: Gate = {
  opens: (name) => attempt(readyForOpening(name).snapshot, anEvent('school.opened')),
  faults: (name) => [
    ...consentsMissing(name),
    { rule: 'R13', breaks: regions({ tupe: 'informed' }) },
    { rule: 'R14', breaks: document('commercial-transfer-agreement', 'cleared') },
    { rule: 'R21', breaks: facts({ insurance: undefined }) },
    { rule: 'R31', breaks: event({ on: '2027-03-31' }) },
    { rule: 'R86a', breaks: event({ urn: undefined }) },
    ...[onHold, memberLeft],
  ],
};

const order: Gate = {
  opens: (name) =>
    attempt(readyForFirstGate(name).snapshot, anEvent('order.made', { basis: 's.4(1)(b)' })),
  faults: (name) => [
    { rule: 'R44', breaks: event({ basis: 's.4(1)(a)' }) },
    { rule: 'R44b', breaks: regions({ trust: 'named' }) },
    ...(kinds[name].consents.length > 0
      ? [{ rule: 'R45', breaks: facts({ orderConsulted: undefined }) }]
      : []),
  ],
};

const rulesOfOwnQuorum = ['R16c', 'R16d'];

/** What a vote has to show, whatever it is about. */
const ofVotes: readonly Fault[] = [
  { rule: 'R15', breaks: vote(({ notice }) => ({ notice: { ...notice, clearDays: 6 } })) },
  { rule: 'R16', breaks: vote(() => ({ inPost: 40 })) },
  { rule: 'R16a', breaks: vote(({ votes }) => ({ votes: { ...votes, abstained: 30 } })) },
  { rule: 'R16b', breaks: vote(({ votes }) => ({ votes: { ...votes, casting: 'for' } })) },
  { rule: 'R17', breaks: vote(() => ({ interestsDeclared: false })) },
  { rule: 'R5a', breaks: vote(() => ({ fullBoard: false })) },
  { rule: 'R5b', breaks: vote(() => ({ trust: anotherTrust.uid })) },
  onHold,
];

const federated: Fault = { rule: 'R6', breaks: vote(() => ({ prescribed: null })) };
const prescribed = { prescribed: { for: 6, needed: 6 } } as const;
const isFederated = (name: KindName): boolean => (kinds[name] as Kind).inFederation === true;

/** Who took part in a vote, and what came before it. */
const ofLedgers: readonly Fault[] = [
  { rule: 'R70', breaks: vote(() => ({ remote: { count: 1, allowed: false } })) },
  { rule: 'R71', breaks: vote(() => ({ conflictedStayed: 1 })) },
  { rule: 'R72', breaks: vote(() => ({ associateVotes: 1 })) },
  { rule: 'R73', breaks: vote(() => ({ castByGovernor: false })) },
  { rule: 'R74', breaks: vote(() => ({ ledger: {} })) },
  { rule: 'R76', breaks: facts({ postponed: withoutType(anEvent('board.postponed')) }) },
  { rule: 'R77', breaks: facts({ resolvedToApply: withoutType(aVote()) }) },
];
const withoutPrescribed: Fault = {
  rule: 'R75',
  breaks: vote(() => ({ prescribed: { ...prescribed.prescribed, lacking: ['staff'] } })),
};
const rulesOfLedgers = [...ofLedgers, withoutPrescribed].map(({ rule }) => rule);

const ledger: Gate = {
  opens: (name) => {
    const equal = { votes: { for: 4, against: 4, abstained: 0, casting: 'for' } } as const;
    const said = isFederated(name) ? { ...prescribed, ...equal } : equal;
    return attempt(aCaseOf(name).withTrust().snapshot, aVote(said));
  },
  faults: (name) => [...ofLedgers, ...(isFederated(name) ? [withoutPrescribed] : [])],
  elsewhere: [...[...ofVotes, federated].map(({ rule }) => rule), ...rulesOfOwnQuorum],
};

const resolution: Gate = {
  opens: (name) =>
    attempt(aCaseOf(name).withTrust().snapshot, aVote(isFederated(name) ? prescribed : {})),
  faults: (name) => [...ofVotes, ...(isFederated(name) ? [federated] : [])],
  elsewhere: [...rulesOfLedgers, ...rulesOfOwnQuorum],
};

/** An interim executive board has a quorum of its own: the half of those in post is not asked. */
const withOwnQuorum = (fault: Fault): Gate => ({
  opens: (name) => {
    const few = { inPost: 40, ownQuorum: 8, sitting: 'interim-executive-board' } as const;
    const said = { ...few, ...(isFederated(name) ? prescribed : {}) };
    return attempt(aCaseOf(name).withTrust().snapshot, aVote(said));
  },
  faults: () => [...ofVotes.filter(({ rule }) => rule !== 'R16'), fault],
  elsewhere: [...rulesOfLedgers, ...rulesOfOwnQuorum, 'R16', 'R6'],
});
const ownQuorumUnknown: Fault = { rule: 'R16c', breaks: vote(() => ({ ownQuorum: null })) };
const ownQuorumMissed: Fault = { rule: 'R16d', breaks: vote(() => ({ ownQuorum: 9 })) };

const finalDecision: Gate = {
  opens: (name) => {
    const said = { purpose: 'final', ...(isFederated(name) ? prescribed : {}) } as const;
    return attempt(readyForFirstGate(name).snapshot, aVote(said));
  },
  faults: (name) => [
    ...ofVotes,
    ...(isFederated(name) ? [federated] : []),
    { rule: 'R9', breaks: regions({ consultation: 'closed' }) },
    { rule: 'R9a', breaks: event({ papers: [] }) },
    { rule: 'R9b', breaks: event({ undecidedReplies: 1 }) },
  ],
  elsewhere: [...rulesOfLedgers, ...rulesOfOwnQuorum],
};

const byApplication = kindNames.filter((name) => !isOrdered(name));
const fewKinds = byApplication.slice(0, 3);
const byOrder = kindNames.filter(isOrdered);

const gates: Readonly<Record<string, readonly [Gate, readonly KindName[]]>> = {
  'the application': [application, byApplication],
  'the order of the Secretary of State’s own motion': [order, byOrder],
  'the resolution to apply': [resolution, byApplication],
  'a vote by its ledger': [ledger, byApplication],
  'a vote whose own quorum nobody has shown': [withOwnQuorum(ownQuorumUnknown), fewKinds],
  'a vote that misses its own quorum': [withOwnQuorum(ownQuorumMissed), fewKinds],
  'the final decision': [finalDecision, byApplication],
  'the funding agreement': [agreement, kindNames],
  'the opening': [opening, kindNames],
};

describe('the kinds of school and route', () => {
  it('are twenty-four at least, and every route is among them', () => {
    expect(kindNames.length).toBeGreaterThanOrEqual(24);
    expect(new Set(Object.values(kinds).map(({ route }) => route))).toEqual(
      new Set(['join', 'form', 'sponsored']),
    );
  });

  it.each(kindNames)('owe the consents that the matrix gives: %s', (name) => {
    expect(Object.keys(aCaseOf(name).snapshot.consents).sort()).toEqual(
      [...kinds[name].consents].sort(),
    );
  });
});

describe.each(Object.entries(gates))('%s', (_, [gate, names]) => {
  it.each(names)('names what is broken, and nothing else, in every combination: %s', (name) => {
    expect(wrongRows(gate, name)).toEqual([]);
  });

  it.each(names)('has a fault here for every rule that can shut it: %s', (name) => {
    const known = [...gate.faults(name).map(({ rule }) => rule), ...(gate.elsewhere ?? [])];
    const { event: attempted } = gate.opens(name);
    const shutting = rulesThatShut(gate, name).filter((id) => !isOfAnother(id, name, attempted));

    expect(shutting.filter((id) => !known.includes(id))).toEqual([]);
  });
});

/** Rules that cannot be broken by this kind of school: it owes no such thing. */
function isOfAnother(id: string, name: KindName, attempted: JourneyEvent): boolean {
  const { consents }: Kind = kinds[name];
  const capacities = consents.map((one) => ruleOf[one.replace(/-\d+$/, '')]);
  if (['R2', 'R3', 'R4', 'R4a'].includes(id)) return !capacities.includes(id);
  if (id === 'R1' || id === 'R45') return consents.length === 0;
  if (id === 'R6' || id === 'R75') return !isFederated(name);
  if (['R9', 'R9a', 'R9b'].includes(id))
    return attempted.type === 'board.resolved' && attempted.purpose !== 'final';
  return false;
}
