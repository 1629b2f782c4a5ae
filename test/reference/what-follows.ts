import { afterWord, voided } from './consents.js';
import type { Happening, LegalDocument, Said, SchoolCase, Vote } from './school-case.js';
import { afterVote } from './votes.js';

/** The case after something has happened that might. */
export function after(school: SchoolCase, event: Happening, _said: Said): SchoolCase {
  const { type } = event;
  if (type.startsWith('consent.')) return afterWord(school, event);
  if (type.startsWith('document.')) return afterPaper(school, event);
  return follows[type]?.(school, event) ?? school;
}

const follows: Readonly<Record<string, (school: SchoolCase, event: Happening) => SchoolCase>> = {
  'options.presented': (school) => ({ ...school, optionsShown: true }),
  'trust.chosen': (school, { trust }) => beganAgain(school, (trust as { uid: string }).uid),
  'articles.chosen': (school) => voided(school),
  'trust.consented': (school) => ({ ...school, trustAgreed: true }),
  'formation.presented': (school) => ({ ...school, trustPresented: true }),
  'trust.incorporated': (school) => ({ ...school, trustIncorporated: true }),
  'foundation.consulted': (school) => ({ ...school, foundationConsulted: true }),
  'diligence.reported': (school, { of }) => ({
    ...school,
    diligence: { ...school.diligence, [of!]: true },
  }),
  'equality.assessed': (school) => ({ ...school, equalityAssessed: true }),
  'board.resolved': (school, event) => afterVote(school, event as Vote),
  'consultation.launched': (school, { closesAt }) =>
    consulted(school, { stage: 'open', closesAt: closesAt! }),
  'consultation.extended': (school, { closesAt }) => consulted(school, { closesAt: closesAt! }),
  'consultation.reopened': (school, { closesAt }) =>
    consulted(school, { stage: 'open', closesAt: closesAt! }),
  'consultation.closed': (school) => consulted(school, { stage: 'closed' }),
  'consultation.reported': (school, { report, forms = [] }) =>
    consulted(school, { stage: 'reported', report: [report!, ...forms] }),
  'application.submitted': (school) => ({ ...school, applied: true }),
  'dfe.decided': afterDecision,
  'order.consulted': (school, { on }) => ({ ...school, heardOn: on }),
  'order.made': (school, { on, basis = 's.4(1)(a)' }) => ({ ...school, order: { on, basis } }),
  'order.rescinded': (school) => ({ ...school, order: null, applied: false, approved: false }),
  'order.revoked': (school) => ({ ...school, order: null, course: 'revoked' }),
  'tupe.representatives-named': (school) => ({ ...school, staffHaveRepresentatives: true }),
  'instruments.settled': (school) => ({ ...school, papersSettled: true }),
  'tupe.informed': (school) => ({ ...school, staff: 'told' }),
  'tupe.completed': (school) => ({ ...school, staff: 'consulted' }),
  'funding-agreement.signed': (school) => ({ ...school, agreed: true }),
  // Another date is another promise: the conditions are confirmed for it anew.
  'opening-date.set': (school, { opens, standing }) => ({
    ...school,
    ...{ opens: opens!, conditionsMet: false, dateConfirmed: standing === 'confirmed' },
  }),
  'insurance.confirmed': (school, { on }) => ({ ...school, insuredOn: on }),
  'conditions.met': (school) => ({ ...school, conditionsMet: true }),
  'school.opened': (school) => ({ ...school, course: 'converted' }),
  'case.held': (school) => ({ ...school, course: 'held' }),
  'case.resumed': (school) => ({ ...school, course: 'going' }),
  'case.withdrawn': (school) => ({ ...school, course: 'withdrawn' }),
  'case.revived': (school) => ({ ...school, course: 'going' }),
  'case.superseded': (school) => ({ ...school, course: 'superseded' }),
  'group.joined': (school, { dependent }) => ({
    ...school,
    group: 'together',
    dependsOnGroup: dependent === true,
  }),
  'group.left': (school) => ({ ...school, group: 'alone', dependsOnGroup: false }),
  'group.member-left': (school) => ({ ...school, group: 'to be reviewed' }),
  'group.reviewed': (school) => ({ ...school, group: 'together' }),
};

/** Consents, votes and answers are given for one trust: another makes them all nothing. */
function beganAgain(school: SchoolCase, trust: string): SchoolCase {
  const { consultation } = school;
  const isNeeded = consultation.stage !== 'not needed';
  return {
    ...voided(school),
    ...{ trust, trustAgreed: false, toApply: 'none', finally: 'none', staff: 'not told' },
    ...{ trustPresented: false, trustIncorporated: false },
    consultation: isNeeded ? { stage: 'planned', closesAt: '', report: null } : consultation,
    diligence: { trust: false, school: false },
  };
}

function afterDecision(school: SchoolCase, { outcome }: Happening): SchoolCase {
  switch (outcome) {
    case 'approved':
    case 'approved-with-conditions':
      return { ...school, approved: true };
    case 'withdrawn':
      return { ...school, applied: false };
    case 'declined':
      return { ...school, course: 'declined' };
    default:
      return school;
  }
}

const consulted = (
  school: SchoolCase,
  change: Partial<SchoolCase['consultation']>,
): SchoolCase => ({
  ...school,
  consultation: { ...school.consultation, ...change },
});

function afterPaper(school: SchoolCase, event: Happening): SchoolCase {
  const id = event.document!;
  const document = nextDocument(school.documents[id]!, event);
  return { ...school, documents: { ...school.documents, [id]: document } };
}

/** A new draft starts the signatures again. */
function nextDocument(document: LegalDocument, event: Happening): LegalDocument {
  switch (event.type) {
    case 'document.received':
      return { ...document, stage: 'received', signed: [] };
    case 'document.cleared':
      return { ...document, stage: 'cleared' };
    case 'document.signed': {
      const signed = [...document.signed, event.party!];
      const isWhole = document.parties.every((party) => signed.includes(party));
      return { ...document, signed, stage: isWhole ? 'signed' : 'cleared' };
    }
    case 'document.sealed':
      return { ...document, stage: 'sealed' };
    case 'document.published':
      return { ...document, stage: 'published' };
    case 'document.set-aside':
      return { ...document, stage: 'not needed' };
    default:
      return document;
  }
}
