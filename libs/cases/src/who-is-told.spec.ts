import { describe, expect, it } from '@jest/globals';
import { decide } from '#journey';
import type { EventType, JourneyEvent, OrderBasis } from '#journey';
import { aCase, aVote, anEvent, lost } from '../../../test/support/journey-builder.js';
import type { CaseStory } from '../../../test/support/journey-builder.js';
import { STAFF_PART } from './case-people.js';
import { lettersOf, mailingsOf } from './letters-of-move.js';
import type { Telling } from './move.js';

/** One person of each kind that a case knows, by the part of their body. */
const PEOPLE = [
  ['the clerk', 'clerk', 'desk'],
  ['the chair', 'chair', 'governing-board'],
  ['the trust', 'trust-officer', 'trust'],
  ['the authority', 'authority-officer', 'local-authority'],
  ['the region', 'regional-officer', 'regional-director'],
  ['a union', 'union-officer', 'union'],
  ['the staff', 'union-officer', STAFF_PART],
  ['the trustees', 'faith-officer', 'trustee'],
  ['the appointer', 'faith-officer', 'foundation-governor-appointer'],
  ['the diocese', 'faith-officer', 'diocesan-authority'],
] as const;
type Somebody = (typeof PEOPLE)[number][0] | 'those who were asked';

const BODIES: readonly Somebody[] = ['the trustees', 'the appointer', 'the diocese'];
/** Everybody with a part in the case; the clerk records it and knows. */
const EVERYBODY: readonly Somebody[] = [
  ...(['the chair', 'the trust', 'the authority', 'the region', 'a union', 'the staff'] as const),
  ...BODIES,
];
const PUBLIC: readonly Somebody[] = ['those who were asked'];

/** Who gets a letter when this event happens to a case that everybody is on. */
function toldOf({ snapshot }: CaseStory, event: JourneyEvent): readonly Somebody[] {
  const by = event.type === 'application.submitted' ? 'chair' : 'clerk';
  const now = `${event.on}T12:00:00.000Z`;
  const decision = decide(snapshot, event, { now, actor: { role: by } });
  if (!decision.ok) throw new Error(`${event.type}: ${JSON.stringify(decision.explanation)}`);
  const people = PEOPLE.map(([person, role, body]) => ({
    ...{ person, role, body, name: person },
    email: `${person.replaceAll(' ', '.')}@example.org`,
  }));
  const found = {
    ...{ id: 'a-case', reference: '2026-0001', schoolName: 'Hillside', trustName: 'Oak' },
    ...{ version: 1, snapshot, head: { seq: 1, hash: Buffer.alloc(32) }, now: new Date(now) },
    ...{ people, bodies: PEOPLE.map(([name, , part]) => ({ part, body: part, name })) },
    documents: [],
  };
  const actor = { person: 'the clerk', role: 'clerk', body: 'desk' } as const;
  const telling: Telling = {
    ...{ baseUrl: 'http://assent.example.org', found, decision },
    ...{ move: { caseId: found.id, actor, event }, cause: { stream: 'case:a-case', seq: 2 } },
  };
  const written = lettersOf(telling).map(({ person }) => person as Somebody);
  return [...written, ...(mailingsOf(telling).length > 0 ? PUBLIC : [])];
}

const ready = () => aCase('voluntary-aided-roman-catholic').readyToApply();
const ordered = (basis: OrderBasis) =>
  ready().applied().approved().with(anEvent('order.made', { basis }));
const held = () => ready().with(anEvent('case.held'));
const withdrawn = () => ready().with(anEvent('case.withdrawn'));
const final = (facts: object = {}) => aVote({ purpose: 'final', ...facts });

/**
 * Who hears of what, by domain knowledge and not by the journey's table: [what it rests on, the
 * case before, the event, everybody who is told].
 */
const TOLD: readonly (readonly [
  basis: string,
  story: () => CaseStory,
  event: JourneyEvent,
  told: readonly Somebody[],
])[] = [
  [
    'the board decides finally: the Department, the trust, the bodies, the authority, who answered',
    () => ready().applied().ordered(),
    final(),
    ['the chair', 'the trust', 'the authority', 'the region', ...BODIES, ...PUBLIC],
  ],
  [
    'and as much where it decides against',
    () => ready().applied().ordered(),
    final({ votes: lost }),
    ['the chair', 'the trust', 'the authority', 'the region', ...BODIES, ...PUBLIC],
  ],
  [
    'a request goes to the body that is asked and to nobody else',
    () => aCase('voluntary-aided-roman-catholic').withTrust(),
    anEvent('consent.requested', { consent: 'trustee' }),
    ['the trustees'],
  ],
  [
    'the application: the authority, the trust, the bodies',
    ready,
    anEvent('application.submitted'),
    ['the clerk', 'the trust', 'the authority', ...BODIES],
  ],
  [
    'section 4(5): a refusal goes to the board, the authority and the bodies; who answered hears it',
    () => ready().applied(),
    anEvent('dfe.decided', { outcome: 'declined', reasons: ['Finance'], detailed: true }),
    ['the chair', 'the trust', 'the authority', ...BODIES, ...PUBLIC],
  ],
  [
    'a decision that is put off is not published',
    () => ready().applied(),
    anEvent('dfe.decided', { outcome: 'deferred', reasons: ['Other'], detailed: true }),
    ['the chair', 'the trust', 'the authority', ...BODIES],
  ],
  [
    'section 4(4): copies of the order go to the board, the authority, trustees, appointers, diocese',
    () => ready().applied().approved(),
    anEvent('order.made'),
    ['the chair', 'the trust', 'the authority', ...BODIES, ...PUBLIC],
  ],
  [
    'an order that is rescinded',
    () => ordered('s.4(1)(a)'),
    anEvent('order.rescinded'),
    [...EVERYBODY, ...PUBLIC],
  ],
  [
    'an order that is revoked: the board by letter, staff and parents too',
    () => ordered('s.4(1)(b)'),
    anEvent('order.revoked'),
    [...EVERYBODY, ...PUBLIC],
  ],
  [
    'measures: those who stand for the staff, in writing; no union that does not',
    () => ready().with(anEvent('tupe.representatives-named')),
    anEvent('tupe.informed'),
    ['the staff', 'the authority'],
  ],
  ['a date that is set', ready, anEvent('opening-date.set'), EVERYBODY],
  [
    'a date that is moved is agreed with everybody',
    () => ready().dated(),
    anEvent('opening-date.set', { opens: '2027-06-01', reasons: ['land'], noted: ['land'] }),
    EVERYBODY,
  ],
  [
    'conditions that are met',
    () =>
      ready()
        .applied()
        .ordered()
        .withFinalDecision()
        .withDocuments()
        .agreed()
        .withTupe()
        .dated()
        .named()
        .insured()
        .withInstrumentsSettled(),
    anEvent('conditions.met'),
    ['the chair', 'the trust', 'the authority', ...BODIES],
  ],
  [
    'the first day',
    () => aCase('voluntary-aided-roman-catholic').readyToOpen(),
    anEvent('school.opened'),
    [...EVERYBODY, ...PUBLIC],
  ],
  ['a case on hold', ready, anEvent('case.held'), EVERYBODY],
  ['a case that is resumed', held, anEvent('case.resumed'), EVERYBODY],
  ['a case that is withdrawn', ready, anEvent('case.withdrawn'), [...EVERYBODY, ...PUBLIC]],
  [
    'a case that is revived: whoever heard that it stopped',
    withdrawn,
    anEvent('case.revived'),
    [...EVERYBODY, ...PUBLIC],
  ],
  ['a case that another one follows', ready, anEvent('case.superseded'), EVERYBODY],
];

describe('who is told', () => {
  it.each(TOLD)('%s', (_, story, event, told) => {
    const written = toldOf(story(), event);
    expect([...written].toSorted()).toEqual([...told].toSorted());
  });

  it('is nobody in public before anybody was asked', () => {
    const early = aCase('voluntary-aided-roman-catholic').withTrust();
    expect(toldOf(early, anEvent('case.withdrawn'))).not.toContain('those who were asked');
  });

  it('is settled here for every way in which a case ends or goes on again', () => {
    const settled = new Set<EventType>(TOLD.map(([, , { type }]) => type));
    const ways: readonly EventType[] = [
      ...(['case.held', 'case.resumed', 'case.withdrawn', 'case.revived'] as const),
      ...(['case.superseded', 'order.rescinded', 'order.revoked', 'school.opened'] as const),
      ...(['dfe.decided', 'opening-date.set'] as const),
    ];
    for (const type of ways) expect(settled).toContain(type);
  });
});
