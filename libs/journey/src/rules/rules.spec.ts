import { describe, expect, it } from '@jest/globals';
import {
  aCase,
  anEvent,
  aPolicy,
  anotherTrust,
  aVote,
  lost,
  schools,
  theTrust,
} from '../../../../test/support/journey-builder.js';
import type { CaseStory } from '../../../../test/support/journey-builder.js';
import type { Condition } from '../decide.js';
import type { JourneyEvent, OrderMade, WindowDays } from '../events.js';
import type { ConsentPolicy } from '../facts.js';
import { rules, rulesFor, ruleSetOn } from './rule-sets.js';

/** Each rule broken and kept, with what it says when it is broken. */
interface Example {
  readonly broken: CaseStory;
  readonly by: JourneyEvent;
  readonly says: string;
  readonly kept: CaseStory;
  readonly with?: JourneyEvent;
  readonly role?: 'clerk';
}

const anglican = 'voluntary-controlled-church-of-england';
const apply = anEvent('application.submitted');
const agree = anEvent('funding-agreement.signed');
const open = anEvent('school.opened');
const final = aVote({ purpose: 'final' });
const inForms = anEvent('consultation.reported', { forms: ['to-print'] });

const fresh = () => aCase(anglican).withTrust();
const readyToApply = aCase(anglican).readyToApply();
const readyToAgree = aCase(anglican).readyToAgree();
const readyToOpen = aCase(anglican).readyToOpen();
const openingWithout = (step: (story: CaseStory) => CaseStory) =>
  step(aCase(anglican).readyToAgree());

const conditional = () =>
  aCase(anglican)
    .readyToApply()
    .applied()
    .with(
      anEvent('dfe.decided', {
        outcome: 'approved-with-conditions',
        conditions: [{ id: 'deficit' }],
      }),
    );

function applyingWithout(body: string): CaseStory {
  return fresh().withConsents({ without: [body] });
}

const vote = (says: string, broken: Parameters<typeof aVote>[0]): Example => ({
  broken: fresh(),
  by: aVote(broken),
  says,
  kept: fresh(),
  with: aVote(),
});

const religious = aCase('voluntary-aided-roman-catholic', {
  bodies: [
    {
      capacity: 'religious-body',
      body: { kind: 'religious-body', code: null, name: 'The Order of St Example' },
    },
  ],
});

const refusedByTrustees = fresh()
  .withConsentRequested('trustee')
  .with(anEvent('consent.decided', { consent: 'trustee', decision: 'refused' }));

/** The same school, found to owe the consents of these parts. */
const settledWith = (...parts: readonly string[]) =>
  anEvent('duties.settled', {
    category: 'voluntary-controlled',
    foundationMustBeConsulted: true,
    school: fresh().duties.school,
    consents: parts.map((id) => ({ id, capacity: id.replace(/-\d+$/, '') })),
    unknown: [],
  });

const asked = anEvent('consent.requested', {
  consent: 'trustee',
  kinds: ['optionsPaper'],
});
const withPolicy = (policy: Partial<ConsentPolicy>) =>
  fresh().with(
    anEvent('consent.policy-applied', {
      consent: 'trustee',
      policy: { ...aPolicy, ...policy },
    }),
  );
const silentFor = (days: number) => ({
  on: '2026-12-16',
  policy: { ...aPolicy, silenceRefusesAfterDays: days },
});
const untilOctober = withPolicy({})
  .withConsentRequested('trustee')
  .with(
    anEvent('consent.decided', {
      consent: 'trustee',
      validUntil: '2027-10-09',
      lapsesAt: '2027-10-09T23:00:00.000Z',
    }),
  );

const launchedWith = (counted: Omit<WindowDays, 'days'>) =>
  anEvent('consultation.launched', { window: { days: 70, ...counted } });

const withOther = (group: string) =>
  anEvent('application.submitted', { together: [{ name: 'Riverside', group }] });
const forming = aCase(anglican, { route: 'form' })
  .readyToApply()
  .with(anEvent('group.joined', { kind: 'formation' }));

const sponsored = (on?: string) =>
  aCase(anglican, { route: 'sponsored', ...(on === undefined ? {} : { on }) });
const directive = (facts: Partial<OrderMade> = {}) =>
  anEvent('order.made', { on: '2026-11-02', basis: 's.4(1)(b)', ...facts });
const underDuty = directive({ on: '2026-06-15', basis: 's.4(A1)' });
const { approval: _, ...unapproved } = anEvent('order.revoked');

const examples: Readonly<Record<string, Example>> = {
  R1: {
    broken: fresh(),
    by: apply,
    says: 'The school’s foundation has not been consulted.',
    kept: readyToApply,
  },
  R2: {
    broken: applyingWithout('trustee'),
    by: apply,
    says: 'Consent of the trustees is not in force: trustee.',
    kept: readyToApply,
  },
  R3: {
    broken: applyingWithout('foundation-governor-appointer'),
    by: apply,
    says: 'Consent of those who appoint foundation governors is not in force: foundation-governor-appointer.',
    kept: readyToApply,
  },
  R4: {
    broken: applyingWithout('diocesan-authority'),
    by: apply,
    says: 'Consent of the diocesan board of education is not in force: diocesan-authority.',
    kept: readyToApply,
  },
  R4a: {
    broken: religious,
    by: apply,
    says: 'Consent of the school’s religious body is not in force: religious-body.',
    kept: readyToApply,
  },
  R5: {
    broken: fresh(),
    by: apply,
    says: 'The governing board has not resolved to apply.',
    kept: readyToApply,
  },
  R7: {
    broken: fresh(),
    by: apply,
    says: 'The trust has not agreed to take the school.',
    kept: readyToApply,
  },
  R8: {
    broken: readyToApply,
    by: apply,
    role: 'clerk',
    says: 'Only the chair of governors can submit the application.',
    kept: readyToApply,
  },
  R22: {
    broken: fresh().consulting(),
    by: apply,
    says: 'The consultation has not been held yet.',
    kept: readyToApply,
  },
  R18: {
    broken: fresh(),
    by: aVote(),
    says: 'No equality impact assessment is on the record.',
    kept: fresh().withEquality(),
  },
  R23: {
    broken: aCase(anglican),
    by: anEvent('consent.requested', { consent: 'trustee' }),
    says: 'No trust has been chosen, so there is nothing yet to consent to.',
    kept: fresh(),
  },
  R24: {
    broken: fresh().withConsentRequested('trustee'),
    by: anEvent('consent.decided', { consent: 'trustee', papersHash: 'other' }),
    says: 'The papers changed after the body was asked.',
    kept: fresh().withConsentRequested('trustee'),
    with: anEvent('consent.decided', { consent: 'trustee' }),
  },
  R32: {
    broken: fresh(),
    by: anEvent('trust.chosen', { trust: theTrust }),
    says: 'This trust is already the one on the case.',
    kept: fresh(),
    with: anEvent('trust.chosen', { trust: anotherTrust }),
  },
  R15: vote('The board had 6 clear days’ notice with papers; it needs seven.', {
    notice: { clearDays: 6, withPapers: true, urgency: false },
  }),
  R16: vote('Only 5 governors could vote after withdrawals; the quorum is 6 of 12 in post.', {
    present: 7,
    withdrew: 2,
  }),
  R16c: vote('Nobody has shown which quorum the interim executive board determined for itself.', {
    ownQuorum: null,
  }),
  R16d: vote(
    'Only 8 members could vote after withdrawals; the interim executive board’s own quorum is 9.',
    { ownQuorum: 9 },
  ),
  R16a: vote('9 votes were counted, but only 8 governors could vote.', {
    votes: { for: 8, against: 1, abstained: 0, casting: null },
  }),
  R16b: vote('A casting vote was recorded, but the votes were not equal.', {
    votes: { for: 5, against: 2, abstained: 0, casting: 'for' },
  }),
  R17: vote('The minutes do not show that interests were declared for this item.', {
    interestsDeclared: false,
  }),
  R70: vote('2 took part from elsewhere, and the board had not approved that way.', {
    remote: { count: 2, allowed: false },
  }),
  R71: vote('1 with a conflict of interest stayed for the item.', { conflictedStayed: 1 }),
  R72: vote('1 votes of associate members were counted; they have none at the full board.', {
    associateVotes: 1,
  }),
  R73: vote('Whoever gave the casting vote is not a governor.', {
    votes: { for: 4, against: 4, abstained: 0, casting: 'for' },
    castByGovernor: false,
  }),
  R74: vote('The votes by category do not add up to the votes that were counted.', {
    ledger: { parent: { for: 2, against: 1, abstained: 1 } },
  }),
  R75: {
    broken: aCase(anglican, { inFederation: true }).withTrust(),
    by: aVote({ prescribed: { for: 6, needed: 6, lacking: ['staff', 'head'] } }),
    says: 'The test for this school asks for votes of these governors, and none is for it: staff and head.',
    kept: aCase(anglican, { inFederation: true }).withTrust(),
    with: aVote({ prescribed: { for: 6, needed: 6, lacking: [] } }),
  },
  R76: {
    broken: fresh().with(anEvent('board.postponed', { purpose: 'apply', notBefore: '2026-11-01' })),
    by: aVote(),
    says: 'The board put this decision off until 2026-11-01.',
    kept: fresh().with(anEvent('board.postponed', { purpose: 'apply', notBefore: '2026-10-01' })),
    with: aVote(),
  },
  R78: {
    broken: fresh().with(aVote({ votes: lost, refuses: 'conversion' })),
    by: anEvent('trust.chosen', { trust: anotherTrust }),
    says: 'The board refused becoming an academy at all, not one trust alone.',
    kept: fresh().with(aVote({ votes: lost, refuses: 'trust' })),
  },
  R79: {
    broken: readyToApply,
    by: apply,
    says: 'The minutes of the resolution to apply are an unapproved draft.',
    kept: aCase(anglican).readyToApply().with(anEvent('minutes.approved')),
  },
  R77: {
    broken: fresh().with(aVote({ votes: lost })),
    by: aVote({ meeting: 'meeting-against-apply' }),
    says: 'This meeting has already refused it.',
    kept: fresh().with(aVote({ votes: lost })),
    with: aVote(),
  },
  R5a: vote('The vote was taken by a committee, not by the full governing board.', {
    fullBoard: false,
  }),
  R5b: vote('The resolution does not name the trust that is on the case.', {
    trust: anotherTrust.uid,
  }),
  R6: {
    broken: aCase(anglican, { inFederation: true }).withTrust(),
    by: aVote({ prescribed: { for: 5, needed: 6 } }),
    says: 'The school is in a federation, and the vote of the prescribed governors falls short.',
    kept: aCase(anglican, { inFederation: true }).withTrust(),
    with: aVote({ prescribed: { for: 6, needed: 6 } }),
  },
  R9: {
    broken: fresh().withResolutionToApply().withConsultationClosed(),
    by: final,
    says: 'The final decision came before the consultation report was issued.',
    kept: fresh().withResolutionToApply().withConsultationReported(),
  },
  R9a: {
    broken: fresh().withResolutionToApply().withConsultationReported(),
    by: aVote({ purpose: 'final', papers: ['an-older-report'] }),
    says: 'The consultation report was not among the papers of the meeting.',
    kept: fresh().withResolutionToApply().withConsultationClosed().with(inForms),
    with: aVote({ purpose: 'final', papers: ['to-print'] }),
  },
  R9b: {
    broken: fresh().withResolutionToApply().withConsultationReported(),
    by: aVote({ purpose: 'final', undecidedReplies: 2 }),
    says: 'Replies came after the report, and nothing is decided on 2 of them.',
    kept: fresh().withResolutionToApply().withConsultationReported(),
    with: aVote({ purpose: 'final', undecidedReplies: 0 }),
  },
  R25: {
    broken: fresh().consulting(),
    by: anEvent('consultation.extended', { closesAt: '2026-12-04T17:00:00Z' }),
    says: 'The closing instant is not later than the present one.',
    kept: fresh().consulting(),
    with: anEvent('consultation.extended'),
  },
  R25a: {
    broken: fresh(),
    by: launchedWith({ workingDays: 20, schoolDays: 19 }),
    says: 'People have 19 school days to answer, fewer than 20.',
    kept: fresh(),
    with: launchedWith({ workingDays: 20, schoolDays: 20 }),
  },
  R25b: {
    broken: fresh(),
    by: launchedWith({ workingDays: 50, schoolDays: 25 }),
    says: 'Of 50 working days only 25 are school days; the others are holidays.',
    kept: fresh(),
    with: launchedWith({ workingDays: 49, schoolDays: 25 }),
  },
  R25c: {
    broken: fresh(),
    by: launchedWith({ workingDays: 30, schoolDays: null }),
    says: 'Term dates are not held for every day of the consultation, so nobody counted them.',
    kept: fresh(),
    with: launchedWith({ workingDays: 30, schoolDays: 0 }),
  },
  R25d: {
    broken: fresh(),
    by: launchedWith({ workingDays: 30, schoolDays: 25, closesOnSchoolDay: false }),
    says: 'The consultation closes on a day that is no school day.',
    kept: fresh(),
    with: launchedWith({ workingDays: 30, schoolDays: 25, closesOnSchoolDay: true }),
  },
  R26: {
    broken: fresh().consulting(),
    by: anEvent('consultation.closed', { on: '2026-12-04' }),
    says: 'The consultation is open until its closing time.',
    kept: fresh().consulting(),
    with: anEvent('consultation.closed', { on: '2026-12-05' }),
  },
  R27a: {
    broken: fresh(),
    by: anEvent('consultation.launched', {
      text: { version: 3, sha256: 'hash', missing: ['alternatives', 'drawbacks'] },
    }),
    says: 'People cannot read alternatives and drawbacks.',
    kept: fresh(),
    with: anEvent('consultation.launched'),
  },
  R27b: {
    broken: fresh(),
    by: anEvent('consultation.launched', { unexplained: ['union', 'pupil'] }),
    says: 'Nobody is asked of these groups, and nobody said why: union and pupil.',
    kept: fresh(),
    with: anEvent('consultation.launched', { unexplained: [] }),
  },
  R27: {
    broken: fresh(),
    by: anEvent('consultation.launched'),
    says: 'No due diligence on the trust is on the record.',
    kept: fresh().withDiligence(),
  },
  R10: {
    broken: readyToApply,
    by: agree,
    says: 'The board has not made its final decision that the conversion should take place.',
    kept: readyToAgree,
  },
  R11: {
    broken: aCase(anglican).readyToApply().applied().approved(),
    by: agree,
    says: 'No academy order is in force.',
    kept: readyToAgree,
  },
  R12: {
    broken: readyToApply,
    by: agree,
    says: 'The consultation required by section 5 has not been held and considered.',
    kept: readyToAgree,
  },
  R28: {
    broken: fresh().withDocument('supplemental-funding-agreement', { upTo: 'received' }),
    by: anEvent('document.cleared', { document: 'supplemental-funding-agreement' }),
    says: 'The land questionnaire has not been cleared.',
    kept: fresh().withDocument('land-questionnaire', { upTo: 'cleared' }),
  },
  R29: {
    broken: readyToApply,
    by: agree,
    says: 'The Department has not cleared the funding agreements: supplemental-funding-agreement and master-funding-agreement.',
    kept: readyToAgree,
  },
  R13: {
    broken: openingWithout((story) => story.agreed()),
    by: open,
    says: 'Informing and consulting staff on the transfer is not complete.',
    kept: readyToOpen,
  },
  R14: {
    broken: fresh().withDocument('commercial-transfer-agreement', { upTo: 'signed' }),
    by: open,
    says: 'Legal documents are not signed by every party: land-questionnaire and articles-of-association and trust-modification-order and church-supplemental-agreement.',
    kept: readyToOpen,
  },
  R14a: {
    broken: fresh(),
    by: anEvent('document.set-aside', { document: 'church-supplemental-agreement' }),
    says: 'The school cannot convert without this document.',
    kept: fresh(),
    with: anEvent('document.set-aside', { document: 'master-funding-agreement' }),
  },
  R19: {
    broken: fresh(),
    by: anEvent('opening-date.set', { opens: '2027-09-15' }),
    says: 'An academy opens on the first of a month.',
    kept: fresh(),
    with: anEvent('opening-date.set', { opens: '2027-09-01' }),
  },
  R19a: {
    broken: fresh().dated(),
    by: anEvent('opening-date.set', { opens: '2027-09-01' }),
    says: 'A date that is moved needs at least one reason.',
    kept: fresh().dated(),
    with: anEvent('opening-date.set', { opens: '2027-09-01', reasons: ['land'] }),
  },
  R80: {
    broken: fresh(),
    by: anEvent('dfe.decided', { outcome: 'declined', reasons: ['land'], detailed: true }),
    says: 'The reasons do not fit the decision.',
    kept: fresh(),
    with: anEvent('dfe.decided', { outcome: 'declined', reasons: ['Finance'], detailed: true }),
  },
  R80a: {
    broken: fresh(),
    by: anEvent('dfe.decided', { outcome: 'deferred', reasons: ['Other'] }),
    says: 'A reason has no details.',
    kept: fresh(),
    with: anEvent('dfe.decided', { outcome: 'deferred', reasons: ['Other'], detailed: true }),
  },
  R80b: {
    broken: fresh(),
    by: anEvent('dfe.decided', { outcome: 'approved-with-conditions' }),
    says: 'The conditions do not fit the decision.',
    kept: fresh(),
    with: anEvent('dfe.decided', {
      outcome: 'approved-with-conditions',
      conditions: [{ id: 'deficit' }],
    }),
  },
  R81: {
    broken: conditional(),
    by: anEvent('conditions.met'),
    says: 'Conditions of the Department’s decision are still open: deficit.',
    kept: conditional().with(anEvent('dfe.condition-met')),
  },
  R82: {
    broken: fresh().dated(),
    by: anEvent('opening-date.set', { opens: '2027-09-01', reasons: ['land'] }),
    says: 'A reason for the move has no note, or is not on the Department’s list for it.',
    kept: fresh().dated(),
    with: anEvent('opening-date.set', { opens: '2027-09-01', reasons: ['land'], noted: ['land'] }),
  },
  R83: {
    broken: fresh().with(anEvent('opening-date.set', { standing: 'provisional' })),
    by: anEvent('conditions.met'),
    says: 'The opening date is still provisional.',
    kept: fresh().dated(),
  },
  R84: {
    broken: fresh().dated(),
    by: anEvent('conditions.met'),
    says: 'Nobody has said which further legal documents this school needs.',
    kept: fresh().withInstrumentsSettled(),
  },
  R84a: {
    broken: fresh()
      .withDocument('land-questionnaire', { upTo: 'signed' })
      .withDocument('supplemental-funding-agreement', { upTo: 'cleared' }),
    by: agree,
    says: 'The funding agreement is not signed by every party: supplemental-funding-agreement.',
    kept: readyToAgree,
  },
  R85: {
    broken: fresh(),
    by: anEvent('conditions.met', { outstanding: ['bank-details', 'academy-name'] }),
    says: 'The Department’s tasks that are conditions are not done: bank-details and academy-name.',
    kept: fresh(),
    with: anEvent('conditions.met'),
  },
  R86: {
    broken: fresh(),
    by: anEvent('task.shown', { evidence: [] }),
    says: 'Nothing shows that the task is done.',
    kept: fresh(),
    with: anEvent('task.shown'),
  },
  R86a: {
    broken: readyToOpen,
    by: anEvent('school.opened', { urn: schools[anglican].urn }),
    says: 'The academy has no number of its own yet.',
    kept: readyToOpen,
    with: open,
  },
  R87: {
    broken: fresh(),
    by: anEvent('tupe.informed'),
    says: 'Nobody is named who stands for the staff.',
    kept: fresh().with(anEvent('tupe.representatives-named')),
  },
  R87a: {
    broken: fresh(),
    by: anEvent('tupe.informed'),
    says: 'The trust has not said which measures it plans for the staff.',
    kept: fresh().with(anEvent('tupe.measures-received')),
  },
  R88: {
    broken: fresh().dated('2027-04-01'),
    by: anEvent('tupe.liability-received', { on: '2027-03-05' }),
    says: 'The trust does not have the employee liability information 28 days before the opening.',
    kept: fresh().dated('2027-04-01'),
    with: anEvent('tupe.liability-received', { on: '2027-03-04' }),
  },
  R89: {
    broken: fresh()
      .with(anEvent('tupe.representatives-named', { representatives: ['one', 'two'] }))
      .with(anEvent('tupe.informed'))
      .with(anEvent('tupe.replied', { representative: 'one' })),
    by: anEvent('tupe.completed'),
    says: 'Answers of those who stand for the staff that are not logged yet: 1.',
    kept: fresh()
      .with(anEvent('tupe.representatives-named'))
      .with(anEvent('tupe.informed'))
      .with(anEvent('tupe.replied')),
  },
  R20: {
    broken: fresh().dated(),
    by: anEvent('academy.named', { on: '2027-03-01' }),
    says: 'The name comes 31 days before the opening; the Department asks for 40.',
    kept: fresh().dated(),
    with: anEvent('academy.named', { on: '2027-02-20' }),
  },
  R30: {
    broken: fresh().dated(),
    by: anEvent('conditions.met'),
    says: 'The funding agreement has not been signed.',
    kept: aCase(anglican).readyToAgree().agreed(),
  },
  R31: {
    broken: readyToOpen,
    by: anEvent('school.opened', { on: '2027-03-31' }),
    says: 'The opening date is 2027-04-01.',
    kept: readyToOpen,
    with: open,
  },
  R21: {
    broken: fresh()
      .dated()
      .with(anEvent('insurance.confirmed', { on: '2027-04-01' })),
    by: open,
    says: 'No insurance was in force by the day before the opening.',
    kept: readyToOpen,
  },
  R40: {
    broken: aCase().with(anEvent('duties.settled', { unknown: ['foundation'] })),
    by: apply,
    says: 'Facts about the school that decide who must consent are not known yet.',
    kept: aCase().with(anEvent('duties.settled', { unknown: ['pfi'] })),
  },
  R41: {
    broken: aCase().with(anEvent('duties.settled', { unknown: ['pfi'] })),
    by: apply,
    says: 'Nobody has said whether a private finance contract covers the buildings.',
    kept: aCase(),
  },
  R42: {
    broken: refusedByTrustees,
    by: settledWith('foundation-governor-appointer', 'trustee-2'),
    says: 'A body that has not given its consent would be left out: trustee.',
    kept: refusedByTrustees,
    with: settledWith('trustee', 'foundation-governor-appointer'),
  },
  R43: {
    broken: fresh(),
    by: settledWith('trustee', 'foundation-governor-appointer'),
    says: 'The law asks a school of this kind for a consent that is left out: diocesan-authority.',
    kept: fresh(),
    with: settledWith('trustee', 'foundation-governor-appointer', 'diocesan-authority'),
  },
  R46: {
    broken: aCase().with(anEvent('group.joined')).with(anEvent('group.member-left')),
    by: apply,
    says: 'This school depends on one that has left its group: 100002.',
    kept: aCase().with(anEvent('group.joined')),
  },
  R50: {
    broken: aCase().with(anEvent('case.held')),
    by: anEvent('options.presented'),
    says: 'The case is on hold.',
    kept: aCase(),
  },
  R51: {
    broken: aCase().with(anEvent('override.asked')),
    by: anEvent('rule.overridden', { by: 'clerk-1' }),
    says: 'Whoever asks for an override cannot decide on it.',
    kept: aCase().with(anEvent('override.asked')),
    with: anEvent('rule.overridden'),
  },
  R44: {
    broken: sponsored(),
    by: directive({ basis: 's.4(A1)' }),
    says: 'This order does not rest on section 4(1)(b), the only power since 29 June 2026.',
    kept: sponsored(),
    with: directive(),
  },
  R44a: {
    broken: sponsored('2026-06-01'),
    by: directive({ basis: 's.4(1)(a)' }),
    says: 'This order rests neither on section 4(1)(b) nor on the duty of section 4(A1).',
    kept: sponsored('2026-06-01'),
    with: underDuty,
  },
  R44b: {
    broken: sponsored().withTrust(),
    by: directive(),
    says: 'The trust has not agreed to take the school.',
    kept: sponsored().withTrust().withTrustConsent(),
  },
  R45: {
    broken: sponsored(),
    by: directive(),
    says: 'The Secretary of State has not consulted these before the order: trustee and foundation-governor-appointer and diocesan-authority.',
    kept: sponsored().with(anEvent('order.consulted')),
  },
  R45a: {
    broken: sponsored('2026-06-01').with(underDuty).withTrust(),
    by: agree,
    says: 'The Secretary of State has not consulted these on who the sponsor is: trustee and foundation-governor-appointer and diocesan-authority.',
    kept: sponsored('2026-06-01').with(underDuty).withTrust().with(anEvent('order.consulted')),
  },
  R90: {
    broken: aCase(anglican, { route: 'form' }),
    by: agree,
    says: 'The new trust is not a company yet.',
    kept: aCase(anglican, { route: 'form' }).withTrust().with(anEvent('trust.incorporated')),
  },
  R91: {
    broken: aCase(anglican, { route: 'form' }),
    by: apply,
    says: 'The papers of the new trust are not on the record of this school.',
    kept: aCase(anglican, { route: 'form' }).withTrust().with(anEvent('formation.presented')),
  },
  R92: {
    broken: readyToApply,
    by: withOther('group-1'),
    says: 'An application to join a trust is for one school, and this one names Riverside too.',
    kept: readyToApply,
    with: apply,
  },
  R93: {
    broken: forming,
    by: withOther('group-2'),
    says: 'This application names schools of another group: Riverside.',
    kept: forming,
    with: withOther('group-1'),
  },
  R94: {
    broken: aCase(anglican),
    by: anEvent('group.joined', { kind: 'formation' }),
    says: 'A group that forms a trust is for schools on that route.',
    kept: aCase(anglican, { route: 'form' }),
  },
  R95: {
    broken: aCase(anglican),
    by: anEvent('group.joined', { dependsOn: [aCase(anglican).duties.urn] }),
    says: 'A school cannot depend on itself.',
    kept: aCase(anglican),
    with: anEvent('group.joined', { dependsOn: ['100002'] }),
  },
  R47: {
    broken: aCase(anglican),
    by: anEvent('rules.moved-on'),
    says: 'These are not later rules that were in force on that day.',
    kept: aCase(anglican, { on: '2026-06-01' }),
  },
  R47a: {
    broken: sponsored('2026-06-01').with(underDuty),
    by: anEvent('rules.moved-on'),
    says: 'The old rules are saved for this school: its order under section 4(A1) is not yet carried out.',
    kept: sponsored('2026-06-01'),
  },
  R48: {
    broken: aCase(anglican).readyToApply().applied().ordered(),
    by: anEvent('order.revoked'),
    says: 'This order was made on the board’s application, so it cannot be revoked.',
    kept: sponsored(),
  },
  R48a: {
    broken: sponsored(),
    by: anEvent('order.revoked', { reasons: ['weather'] }),
    says: 'No reason for the revocation is given from the Department’s list.',
    kept: sponsored(),
    with: anEvent('order.revoked'),
  },
  R48b: {
    broken: sponsored(),
    by: unapproved,
    says: 'A minister’s approval and the letter to the governing board are not both there.',
    kept: sponsored(),
    with: anEvent('order.revoked'),
  },
  R49: {
    broken: sponsored().with(underDuty),
    by: anEvent('order.rescinded'),
    says: 'This order was not made on the board’s application, so it cannot be rescinded.',
    kept: aCase(anglican).readyToApply().applied().ordered(),
  },
  R60: {
    broken: withPolicy({ order: 'before-consultation' }),
    by: anEvent('consultation.launched'),
    says: 'A body that decides before people are consulted has not consented: trustee.',
    kept: withPolicy({ order: 'before-consultation' }).withConsentOf('trustee'),
  },
  R61: {
    broken: withPolicy({ order: 'after-consultation' }),
    by: asked,
    says: 'The body’s policy is to decide after the consultation, which is not closed yet.',
    kept: withPolicy({ order: 'after-consultation' }).withConsultationClosed(),
  },
  R62: {
    broken: withPolicy({ required: ['optionsPaper', 'dueDiligenceOfTrust'] }),
    by: anEvent('consent.requested', { consent: 'trustee', kinds: ['optionsPaper'] }),
    says: 'The body’s policy asks for papers that the request does not bring: dueDiligenceOfTrust.',
    kept: withPolicy({ required: ['optionsPaper'] }),
  },
  R63: {
    broken: withPolicy({ accepts: { majority: 'no' } }).with(anEvent('articles.chosen')),
    by: asked,
    says: 'The body’s policy does not accept these articles for a school of this kind.',
    kept: withPolicy({ accepts: { majority: 'yes' } }).with(anEvent('articles.chosen')),
  },
  R64: {
    broken: withPolicy({ accepts: { majority: 'possibly' } }).with(anEvent('articles.chosen')),
    by: asked,
    says: 'The body’s policy does not simply accept these articles.',
    kept: withPolicy({ accepts: { majority: 'yes' } }).with(anEvent('articles.chosen')),
  },
  R64a: {
    broken: fresh().with(anEvent('articles.chosen', { model: 'majority' })),
    by: anEvent('articles.chosen', { model: 'majority' }),
    says: 'These articles are already those on the case.',
    kept: fresh().with(anEvent('articles.chosen', { model: 'majority' })),
    with: anEvent('articles.chosen', { model: 'minority' }),
  },
  R65: {
    broken: withPolicy({ stages: 'one' }).withConsentRequested('trustee'),
    by: anEvent('consent.decided', { consent: 'trustee', finality: 'in-principle' }),
    says: 'The body’s policy knows one decision only, so it cannot consent in principle.',
    kept: withPolicy({ stages: 'two' }).withConsentRequested('trustee'),
  },
  R66: {
    broken: withPolicy({}).withConsentRequested('trustee'),
    by: anEvent('consent.decided', { consent: 'trustee', validUntil: '2026-10-09' }),
    says: 'The last day of this consent has passed already.',
    kept: withPolicy({}).withConsentRequested('trustee'),
    with: anEvent('consent.decided', { consent: 'trustee', validUntil: '2027-10-09' }),
  },
  R67: {
    broken: untilOctober,
    by: anEvent('consent.lapsed', { consent: 'trustee', on: '2027-10-09' }),
    says: 'The consent holds still: its last day has not passed.',
    kept: untilOctober,
    with: anEvent('consent.lapsed', { consent: 'trustee', on: '2027-10-10' }),
  },
  R68: {
    broken: withPolicy({ silenceRefusesAfterDays: 60 }).withConsentRequested('trustee'),
    by: anEvent('consent.silence-refused', { consent: 'trustee', on: '2026-11-10' }),
    says: 'The days that the body’s policy gives it have not passed.',
    kept: withPolicy({ silenceRefusesAfterDays: 60 }).withConsentRequested('trustee'),
    with: anEvent('consent.silence-refused', { consent: 'trustee', on: '2026-11-16' }),
  },
  R68a: {
    broken: withPolicy({}).withConsentRequested('trustee'),
    by: anEvent('consent.policy-applied', { consent: 'trustee', ...silentFor(14) }),
    says: 'The days of silence of this policy have passed, so the open request is refused.',
    kept: withPolicy({}).withConsentRequested('trustee'),
    with: anEvent('consent.policy-applied', { consent: 'trustee', ...silentFor(365) }),
  },
  R68b: {
    broken: withPolicy({ silenceRefusesAfterDays: 10 })
      .withConsentRequested('trustee')
      .with(anEvent('consent.more-asked', { consent: 'trustee' })),
    by: anEvent('consent.silence-refused', { consent: 'trustee', on: '2026-11-16' }),
    says: 'The body asked for more and waits for the answer, so it is not silent.',
    kept: withPolicy({ silenceRefusesAfterDays: 10 }).withConsentRequested('trustee'),
  },
  R69: {
    broken: aCase('foundation-with-foundation')
      .withTrust()
      .withConsentRequested('trustee')
      .with(anEvent('consent.decided', { consent: 'trustee', decision: 'refused' })),
    by: apply,
    says: 'The school’s own foundation refused: trustee.',
    kept: aCase('foundation-with-foundation').withTrust(),
  },
};

describe('every rule', () => {
  it('has its example here', () => {
    expect(Object.keys(examples).toSorted()).toEqual(rules.map(({ id }) => id).toSorted());
  });

  it.each(Object.entries(examples))('%s is broken, and says so', (id, example) => {
    const broken = conditionOf(example.broken, id, example.by, example.role);

    expect(broken.verdict).toBe('unmet');
    expect(said(broken)).toBe(example.says);
    expect(broken.remedy).toMatch(/\.$/);
    expect(broken.source.url).toMatch(/^https:\/\/(www\.)?[\w.]+\.uk\//);
  });

  it.each(Object.entries(examples))('%s is kept', (id, example) => {
    expect(conditionOf(example.kept, id, example.with ?? example.by).verdict).toBe('met');
  });

  it.each(Object.entries(examples))(
    '%s stops the event when it blocks, and only then',
    (id, example) => {
      const { possible, conditions } = example.broken.explain(example.by, example.role);
      const blocking = conditions.some((one) => one.verdict === 'unmet' && one.effect === 'block');
      const own = conditions.find(({ rule }) => rule === id);

      if (own?.effect === 'block') expect(possible).toBe(false);
      else expect(blocking || possible).toBe(true);
    },
  );

  it('is law, the Department’s or practice, and the law warns where a breach leaves an act valid', () => {
    const softLaw = rules.filter(({ strength, effect }) => strength === 'law' && effect === 'warn');
    expect(softLaw.map(({ id }) => id)).toEqual(['R18', 'R27b', 'R87a', 'R88', 'R89']);
  });

  it('has dates in order, an id of its own and a gate that exists', () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    for (const { from, until, gates } of rules) {
      expect(from).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(until === undefined || until > from).toBe(true);
      expect(gates.length).toBeGreaterThan(0);
    }
  });
});

describe('a rule that weighs the event’s own facts', () => {
  it('is asked, not judged, while they are not known', () => {
    const { conditions, possible } = fresh().explain({ type: 'board.resolved' });
    const asked = conditions.filter(({ verdict }) => verdict === 'asked').map(({ rule }) => rule);

    expect(asked).toEqual([
      ...['R70', 'R71', 'R72', 'R73', 'R74', 'R75', 'R76', 'R77'],
      ...['R15', 'R16', 'R16c', 'R16d', 'R16a', 'R16b', 'R17', 'R5a', 'R5b', 'R6', 'R9a', 'R9b'],
    ]);
    expect(possible).toBe(true);
  });
});

describe('a rule-set', () => {
  it('is the one in force on the day, and begins on the day the law changed', () => {
    expect(ruleSetOn('2026-06-28')).toBe('2021-09-01');
    expect(ruleSetOn('2026-06-29')).toBe('2026-06-29');
    expect(ruleSetOn('2026-09-01T10:00:00.000Z')).toBe('2026-06-29');
    expect(ruleSetOn('1999-01-01')).toBe('2010-07-27');
  });

  it('knows no rule before its time', () => {
    const facts = (ruleSet: string) => ({ ...fresh().snapshot.case.context, ruleSet });
    const ids = (on: string) => rulesFor(facts(on), 'application.submitted').map(({ id }) => id);

    expect(ids('2014-01-01')).not.toContain('R4');
    expect(ids('2021-09-01')).toContain('R4');
    expect(rulesFor(facts('2010-07-27'), 'board.resolved').map(({ id }) => id)).not.toContain(
      'R15',
    );
  });

  it('is the case’s own, whatever the day of the attempt', () => {
    const story = aCase(anglican, { on: '2014-03-01' });
    expect(story.snapshot.case.context.ruleSet).toBe('2014-01-01');
    expect(
      story
        .withTrust()
        .explain(apply)
        .conditions.map(({ rule }) => rule),
    ).not.toContain('R4');
  });
});

function conditionOf(story: CaseStory, id: string, event: JourneyEvent, role?: 'clerk'): Condition {
  const found = story.explain(event, role).conditions.find(({ rule }) => rule === id);
  if (found === undefined) throw new Error(`${id} does not gate ${event.type}.`);
  return found;
}

function said({ sentence, missing }: Condition): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = missing[name];
    if (value === undefined) throw new Error(`${name} is not said.`);
    return typeof value === 'object' ? value.join(' and ') : `${value}`;
  });
}
