import { consentsMissing, faultsOfWord } from './consents.js';
import type { Happening, Said, SchoolCase, Vote } from './school-case.js';
import { canVote, faultsOfVote, when } from './votes.js';

/**
 * What stands against something that is said to have happened, in words; nothing where it may. The
 * Acts and regulations come first, then what the Department asks for, then the plain order of things.
 */
export function against(school: SchoolCase, event: Happening, said: Said): readonly string[] {
  if (isOver(school, event)) return ['the case has ended'];
  const { type } = event;
  if (type.startsWith('consent.')) return faultsOfWord(school, event);
  if (type.startsWith('document.')) return faultsOfPaper(school, event);
  const question = questions[type];
  if (question === undefined) throw new Error(`The model knows nothing of ${type}.`);
  return question(school, event, said);
}

/** An academy's agreements are sealed and published, and the Department's tasks shown, afterwards. */
const afterOpening = ['document.sealed', 'document.published', 'task.shown', 'task.set-aside'];

function isOver({ course }: SchoolCase, { type }: Happening): boolean {
  if (course === 'converted') return !afterOpening.includes(type);
  return (
    course !== 'going' && course !== 'held' && !(course === 'withdrawn' && type === 'case.revived')
  );
}

type Question = (school: SchoolCase, event: Happening, said: Said) => readonly string[];

const questions: Readonly<Record<string, Question>> = {
  'options.presented': (school) => when(school.optionsShown, 'the board has them'),
  'trust.chosen': (school) => whenTrustIsFixed(school),
  'articles.chosen': (school) => whenTrustIsFixed(school),
  'trust.consented': (school) => [
    ...when(school.trust === null, 'no trust is chosen'),
    ...when(school.trustAgreed, 'the trust has agreed'),
  ],
  'formation.presented': (school) => whenNotForming(school),
  'trust.incorporated': (school) => whenNotForming(school),
  'foundation.consulted': (school) => [
    ...when(!school.hasFoundation || school.route === 'sponsored', 's.3(3) asks for nothing'),
    ...when(school.foundationConsulted, 'it was consulted'),
  ],
  'diligence.reported': (school, { of }) => when(school.diligence[of!], 'it is reported'),
  'equality.assessed': (school) => when(school.equalityAssessed, 'it is assessed'),
  'board.resolved': (school, event) => faultsOfDecision(school, event as Vote),
  'consultation.launched': ({ consultation }, { closesAt }, { at }) => [
    ...when(consultation.stage !== 'planned', 'there is none to launch'),
    ...when(instant(closesAt) <= instant(at), 'it has no time'),
  ],
  'consultation.extended': ({ consultation }, { closesAt }, { at }) => [
    ...when(consultation.stage !== 'open', 'none is open'),
    ...when(instant(closesAt) <= instant(at), 'its time is over'),
    ...when(instant(closesAt) <= instant(consultation.closesAt), 'it is never made shorter'),
  ],
  'consultation.closed': ({ consultation }, _, { at, by }) => [
    ...when(consultation.stage !== 'open', 'none is open'),
    ...when(instant(at) < instant(consultation.closesAt), 'it is open until its closing time'),
    ...when(by !== 'system', 'it closes by the clock alone'),
  ],
  'consultation.reopened': ({ consultation }, { closesAt }, { at }) => [
    ...when(consultation.stage !== 'closed', 'only a closed one is opened again'),
    ...when(instant(closesAt) <= instant(at), 'it has no time'),
    ...when(instant(closesAt) <= instant(consultation.closesAt), 'it is never made shorter'),
  ],
  'consultation.reported': ({ consultation }) =>
    when(consultation.stage !== 'closed', 'none is closed'),
  'application.submitted': (school, event, { by }) => faultsOfApplication(school, event, by),
  'dfe.decided': (school, event) => [
    ...when(!school.applied || school.approved, 'nothing is to be decided'),
    ...faultsOfLetter(event),
  ],
  'order.consulted': ({ route }) =>
    when(route !== 'sponsored', 'only before an order of own motion'),
  'order.made': (school, event) => faultsOfOrder(school, event),
  'order.rescinded': ({ order, agreed, route }) => [
    ...when(order === null, 'there is no order'),
    ...when(agreed, 'the agreement is signed'),
    ...when(route === 'sponsored', 'only an order on an application is rescinded'),
  ],
  'order.revoked': ({ order, route }, { reasons = [], approval, letter }) => [
    ...when(order === null, 'there is no order'),
    ...when(route !== 'sponsored', 's.5D: only an order of own motion is revoked'),
    ...when(reasons.length === 0, 'a revocation has a reason'),
    ...when(approval === undefined || letter === '', 'a minister approves, and the board is told'),
  ],
  'tupe.representatives-named': ({ staff }) => when(staff === 'consulted', 'they were consulted'),
  'tupe.informed': ({ staff, staffHaveRepresentatives }) => [
    ...when(staff === 'consulted', 'they were consulted'),
    ...when(!staffHaveRepresentatives, 'reg 13(3): there is nobody to tell'),
  ],
  'tupe.completed': ({ staff }) => when(staff !== 'told', 'reg 13: they are told first'),
  'funding-agreement.signed': (school) => faultsOfAgreement(school),
  'academy.named': () => [],
  'opening-date.set': ({ opens }, event) => [
    ...when(!event.opens!.endsWith('-01'), 'an academy opens on the first of a month'),
    ...when(
      opens !== null && opens !== event.opens && (event.reasons ?? []).length === 0,
      'a move has a reason',
    ),
    ...when(
      opens !== null &&
        [event.reasons ?? []].flat().some((one) => !(event.noted ?? []).includes(one)),
      'each reason has a note',
    ),
  ],
  'instruments.settled': () => [],
  'insurance.confirmed': ({ insuredOn }) => when(insuredOn !== null, 'it is insured'),
  'conditions.met': ({ opens, conditionsMet, agreed, dateConfirmed, papersSettled }, event) => [
    ...when(!dateConfirmed, 'the date is provisional'),
    ...when(!papersSettled, 'it is not known which documents are needed'),
    ...when(event.outstanding?.length !== 0, 'tasks are outstanding'),
    ...when(opens === null || conditionsMet, 'a date comes first'),
    ...when(!agreed, 's.1: the agreement comes first'),
  ],
  'school.opened': (school, event) => faultsOfOpening(school, event),
  'case.held': ({ course }) => when(course !== 'going', 'it does not go on'),
  'case.resumed': ({ course }) => when(course !== 'held', 'it is not held'),
  'case.withdrawn': ({ agreed }) => when(agreed, 'the board is bound by the agreement'),
  'case.revived': ({ course }) => when(course !== 'withdrawn', 'it was not withdrawn'),
  'case.superseded': () => [],
  'group.joined': ({ group, route }, { kind }) => [
    ...when(group === 'to be reviewed', 'the group is to be reviewed'),
    ...when(kind === 'formation' && route !== 'form', 'this school forms no trust'),
  ],
  'group.left': ({ group }) => when(group === 'alone', 'it is in no group'),
  'group.member-left': ({ group, dependsOnGroup }) =>
    when(group === 'alone' || !dependsOnGroup, 'this school does not depend on it'),
  'group.reviewed': ({ group }) => when(group !== 'to be reviewed', 'nobody left'),
};

/** The Department gives its reasons where it does not approve, and its conditions where it does. */
function faultsOfLetter(event: Happening): readonly string[] {
  const { outcome = '', reasons = [], conditions = [] } = event;
  const isApproval = outcome.startsWith('approved');
  return [
    ...when(isApproval === reasons.length > 0, 'reasons belong to what is not an approval'),
    ...when(!isApproval && event.detailed !== true, 'each reason has its details'),
    ...when(
      (outcome === 'approved-with-conditions') !== conditions.length > 0,
      'conditions belong to an approval with conditions',
    ),
  ];
}

/** An application, or an order, is for one trust; under the old duty the sponsor came afterwards. */
function whenTrustIsFixed({ applied, order, agreed }: SchoolCase): readonly string[] {
  const isSponsorOpen = order !== null && order.basis === 's.4(A1)' && !agreed;
  return when(applied || (order !== null && !isSponsorOpen), 'the trust is settled');
}

/** Only a trust that is chosen and does not exist yet is formed. */
const whenNotForming = ({ route, trust }: SchoolCase): readonly string[] =>
  when(route !== 'form' || trust === null, 'no trust is formed');

/** The final decision comes after the consultation's report, which was among the papers (s.5). */
function faultsOfDecision(school: SchoolCase, vote: Vote): readonly string[] {
  const { stage, report } = school.consultation;
  const isFinal = vote.purpose === 'final';
  return [
    ...when(!canVote(school, vote), 'the board is not asked this now'),
    ...faultsOfVote(school, vote),
    ...when(isFinal && ['planned', 'open', 'closed'].includes(stage), 'Gunning: before the report'),
    ...when(
      isFinal && report !== null && !report.some((form) => vote.papers.includes(form)),
      'Gunning: unread report',
    ),
  ];
}

/** Academies Act 2010 s.3. */
function faultsOfApplication(school: SchoolCase, event: Happening, by: string): readonly string[] {
  return [
    ...stopped(school),
    ...when(school.route === 'sponsored', 'there is no application for an order of own motion'),
    ...when(school.applied, 'it was submitted'),
    ...when(school.hasFoundation && !school.foundationConsulted, 's.3(3): the foundation'),
    ...consentsMissing(school, 'application'),
    ...when(school.toApply !== 'carried' || school.finally === 'lost', 's.3(1): the board'),
    ...when(!school.trustAgreed, 'the trust has not agreed'),
    ...when(by !== 'chair', 'only the chair submits it'),
    ...when(school.route === 'form' && !school.trustPresented, 'the papers of the new trust'),
    ...when(
      school.route === 'join' && (event.together ?? []).length > 0,
      'to join a trust each school applies for itself',
    ),
  ];
}

/** s.4: on an application, or of own motion after those concerned were consulted (s.4(1A)). */
function faultsOfOrder(school: SchoolCase, event: Happening): readonly string[] {
  const { route, approved, order, hasFoundation, heardOn, trustAgreed } = school;
  if (order !== null) return ['there is an order'];
  if (route !== 'sponsored') return when(!approved, 's.4(1)(a): on an approved application');
  return [
    ...when(event.basis !== 's.4(1)(b)', 'the duty ended on 29 June 2026'),
    ...when(
      hasFoundation && (heardOn === null || heardOn >= event.on),
      's.4(1A): consulted before',
    ),
    ...when(!trustAgreed, 'the trust has not agreed'),
  ];
}

const fundingAgreements = ['supplemental-funding-agreement', 'master-funding-agreement'];

/** s.1: it binds; before it come the order, the consultation and the final decision. */
function faultsOfAgreement(school: SchoolCase): readonly string[] {
  const { route, documents } = school;
  const isCleared = (id: string) => !['awaited', 'received'].includes(documents[id]!.stage);
  return [
    ...stopped(school),
    ...when(school.agreed, 'it is signed'),
    ...consentsMissing(school, 'funding-agreement'),
    ...when(route !== 'sponsored' && school.finally !== 'carried', 's.5: the final decision'),
    ...when(
      !['considered', 'not needed'].includes(school.consultation.stage),
      's.5: the consultation',
    ),
    ...when(school.order === null, 's.4: an order in force'),
    ...when(route === 'sponsored' && !school.trustAgreed, 'the trust has not agreed'),
    ...when(route === 'form' && !school.trustIncorporated, 'the new trust is no company yet'),
    ...when(!isCleared('land-questionnaire'), 'the land questionnaire'),
    ...fundingAgreements
      .filter((id) => documents[id] !== undefined && !isCleared(id))
      .map((id) => `${id} is not cleared`),
    ...fundingAgreements
      .filter((id) => documents[id]?.stage === 'cleared' && documents[id].parties.length > 0)
      .map((id) => `${id} is not signed`),
  ];
}

function faultsOfOpening(school: SchoolCase, event: Happening): readonly string[] {
  const { opens, insuredOn, staff, conditionsMet } = school;
  const isUninsured = insuredOn === null || (opens !== null && insuredOn >= opens);
  return [
    ...stopped(school),
    ...when(!conditionsMet, 'the conditions are not met'),
    ...when(!school.agreed, 's.1: no agreement'),
    ...consentsMissing(school, 'opening'),
    ...when(staff !== 'consulted', 'TUPE: staff'),
    ...when(isUninsured, 'nothing is insured'),
    ...when(!/^\d{6}$/.test(event.urn ?? ''), 'the academy has no number'),
    ...when(opens !== null && event.on < opens, 'its day has not come'),
    ...Object.entries(school.documents)
      .filter(([id, { parties }]) => parties.length > 0 && !fundingAgreements.includes(id))
      .filter(([, { stage }]) => ['awaited', 'received', 'cleared'].includes(stage))
      .map(([id]) => `${id} is not signed`),
  ];
}

/** A case on hold goes through no gate; nor does a school that depends on one that has left. */
function stopped({ course, group }: SchoolCase): readonly string[] {
  return [
    ...when(course === 'held', 'the case is on hold'),
    ...when(group === 'to be reviewed', 'the group is to be reviewed'),
  ];
}

/** What no conversion can do without. */
const essential = [
  'land-questionnaire',
  'supplemental-funding-agreement',
  'commercial-transfer-agreement',
  'church-supplemental-agreement',
  'pfi-deed-of-variation',
  'pfi-principal-agreement',
  'pfi-school-agreement',
];

/** The life of a legal document: received, cleared, signed by each party, sealed, published. */
function faultsOfPaper({ documents }: SchoolCase, event: Happening): readonly string[] {
  const id = event.document ?? '';
  const document = documents[id];
  if (document === undefined) return ['there is no such document'];
  const { stage, parties, signed } = document;
  switch (event.type) {
    case 'document.received':
      return when(['signed', 'sealed', 'published'].includes(stage), 'it is signed');
    case 'document.cleared': {
      const land = documents['land-questionnaire']!.stage;
      const isTooEarly = fundingAgreements.includes(id) && !isClearedAndNeeded(land);
      return [
        ...when(stage !== 'received', 'there is no draft to clear'),
        ...when(isTooEarly, 'the land questionnaire is cleared first'),
      ];
    }
    case 'document.signed':
      return [
        ...when(stage !== 'cleared', 'it is not cleared'),
        ...when(!parties.includes(event.party!), 'this party does not sign it'),
        ...when(signed.includes(event.party!), 'this party has signed'),
      ];
    case 'document.sealed':
      return when(stage !== 'signed', 'it is not signed');
    case 'document.published':
      return when(!['sealed', 'published'].includes(stage), 'it is not sealed');
    case 'document.set-aside':
      return [
        ...when(!['awaited', 'received'].includes(stage), 'it is cleared'),
        ...when(essential.includes(id), 'no conversion can do without it'),
      ];
    default:
      return ['nothing that happens to a document'];
  }
}

const isClearedAndNeeded = (stage: string): boolean =>
  ['cleared', 'signed', 'sealed', 'published'].includes(stage);

const instant = (of: string | undefined): number => Date.parse(of ?? '');
