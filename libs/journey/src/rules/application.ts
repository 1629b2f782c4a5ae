import type { ConditionDue } from '../events.js';
import type { Capacity } from '../facts.js';
import { MISSING, consentsMissing, unless } from './rule.js';
import type { Rule, Situation } from './rule.js';
import * as source from './sources.js';

const consented =
  (...capacities: Capacity[]) =>
  ({ snapshot, event }: Situation) =>
    consentsMissing(snapshot, capacities, duePoint(event.type));

/** Consents are asked for three times, and each time more of their conditions must be met. */
function duePoint(type: string): ConditionDue {
  if (type === 'school.opened') return 'opening';
  return type === 'funding-agreement.signed' ? 'funding-agreement' : 'application';
}

const consentGates = [
  'application.submitted',
  'funding-agreement.signed',
  'school.opened',
] as const;

/** What must be in hand before the board may apply, and the consents again at each later gate. */
export const application: readonly Rule[] = [
  {
    id: 'R1',
    gates: ['application.submitted'],
    strength: 'law',
    effect: 'block',
    sentence: 'The school’s foundation has not been consulted.',
    remedy: 'Write to the foundation, then record the letter and its reply.',
    source: source.foundationConsulted,
    from: '2010-07-27',
    unmet: unless(({ regions }) => regions.foundation !== 'notConsulted'),
  },
  {
    id: 'R2',
    gates: consentGates,
    strength: 'law',
    effect: 'block',
    sentence: 'Consent of the trustees is not in force: {consents}.',
    remedy: 'Ask the trustees for their consent, and meet the conditions they set.',
    source: source.trusteesConsent,
    from: '2010-07-27',
    unmet: consented('trustee'),
  },
  {
    id: 'R3',
    gates: consentGates,
    strength: 'law',
    effect: 'block',
    sentence: 'Consent of those who appoint foundation governors is not in force: {consents}.',
    remedy: 'Ask each appointing body for its consent, and meet the conditions it sets.',
    source: source.appointersConsent,
    from: '2010-07-27',
    unmet: consented('foundation-governor-appointer'),
  },
  {
    id: 'R4',
    gates: consentGates,
    strength: 'law',
    effect: 'block',
    sentence: 'Consent of the diocesan board of education is not in force: {consents}.',
    remedy: 'Ask the board for its consent, and meet the conditions it sets.',
    source: source.diocesanBoards,
    from: '2021-09-01',
    unmet: consented('diocesan-authority'),
  },
  {
    id: 'R4a',
    gates: consentGates,
    strength: 'law',
    effect: 'block',
    sentence: 'Consent of the school’s religious body is not in force: {consents}.',
    remedy: 'Ask the body for its consent, and meet the conditions it sets.',
    source: source.religiousBodies,
    from: '2010-07-27',
    unmet: consented('religious-body'),
  },
  {
    id: 'R5',
    gates: ['application.submitted'],
    strength: 'law',
    effect: 'block',
    sentence: 'The governing board has not resolved to apply.',
    remedy: 'Record the resolution of the full board, with the minutes.',
    source: source.applicationsByBoards,
    from: '2010-07-27',
    unmet: unless(({ regions }) => ['resolvedToApply', 'decided'].includes(regions.board)),
  },
  {
    id: 'R7',
    gates: ['application.submitted'],
    strength: 'dfe',
    effect: 'block',
    sentence: 'The trust has not agreed to take the school.',
    remedy: 'Add the trust’s letter of consent or its board’s minutes.',
    source: source.applying,
    from: '2010-07-27',
    unmet: unless(({ regions }) => regions.trust === 'consented'),
  },
  {
    id: 'R8',
    gates: ['application.submitted'],
    strength: 'dfe',
    effect: 'block',
    sentence: 'Only the chair of governors can submit the application.',
    remedy: 'Ask the chair to sign in and submit it.',
    source: source.applying,
    from: '2010-07-27',
    unmet: unless(({ actor }) => actor.role === 'chair'),
  },
  {
    id: 'R22',
    gates: ['application.submitted'],
    strength: 'practice',
    effect: 'warn',
    sentence: 'The consultation has not been held yet.',
    remedy: 'The Department expects it before the application; the law allows it later.',
    source: source.consultations,
    from: '2010-07-27',
    unmet: unless(({ regions }) => !['planned', 'open'].includes(regions.consultation)),
  },
  {
    id: 'R32',
    gates: ['trust.chosen'],
    strength: 'practice',
    effect: 'block',
    sentence: 'This trust is already the one on the case.',
    remedy: 'Choose another trust, or leave it: a new choice voids every consent and resolution.',
    source: source.applying,
    from: '2010-07-27',
    weighsEvent: true,
    unmet: ({ event, facts }) =>
      event.type === 'trust.chosen' && event.trust.uid === facts.trust?.trust.uid ? MISSING : null,
  },
  {
    id: 'R23',
    gates: ['consent.requested'],
    strength: 'practice',
    effect: 'block',
    sentence: 'No trust has been chosen, so there is nothing yet to consent to.',
    remedy: 'Choose the trust first; a consent is given for one trust.',
    source: source.religiousBodies,
    from: '2010-07-27',
    unmet: ({ facts }) => (facts.trust === undefined ? MISSING : null),
  },
  {
    id: 'R24',
    gates: ['consent.decided'],
    strength: 'law',
    effect: 'block',
    sentence: 'The papers changed after the body was asked.',
    remedy: 'Read the papers as they now stand, then decide.',
    source: source.religiousBodies,
    from: '2010-07-27',
    weighsEvent: true,
    unmet: ({ snapshot, event }) =>
      event.type !== 'consent.decided' ||
      !Object.hasOwn(snapshot.consents, event.consent) ||
      snapshot.consents[event.consent]?.context.papersHash === event.papersHash
        ? null
        : MISSING,
  },
];
