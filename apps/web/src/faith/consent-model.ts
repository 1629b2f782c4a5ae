import { fill } from '#platform';
import type { Office } from '#cases';
import { journeySchool } from '#cases';
import type { AnswerRead, RequestRead } from '#consents';
import { live } from '#journey';
import { school } from '#register';
import { frameOf } from '../clerk/case-frame.js';
import { SEEN_FIELD } from '../http/acts.js';
import { day } from '../http/dates.js';
import { consentTag, extentRows, isInPrinciple, silenceOf } from '../views/consent-words.js';
import { parts } from '../views/journey-words.js';
import { paperRow } from '../views/paper-rows.js';
import type { PaperRow } from '../views/paper-rows.js';
import { canSend, frozenPapers } from './on-consent.js';
import type { OnConsent } from './on-consent.js';
import { deskWords, lawOf } from './words.js';

/** What every page of a consent shows above its own: the school, and which body is asked. */
export function bandOf({ view, bodyName, part, path }: OnConsent) {
  const { facts, school: name, stage, standing } = frameOf(view, 'overview');
  const capacity = deskWords().asked[part.context.capacity];
  // How other bodies' consents stand is not this one's to see.
  const own = { ...standing, atRisk: null };
  return { facts, school: name, stage, standing: own, path, bodyName, capacity };
}

/** The whole page of a consent: what is asked, on which papers, what was said, what can be done. */
export async function consentModel(office: Office, on: OnConsent) {
  const { part, view } = on;
  return {
    band: bandOf(on),
    state: consentTag(part),
    silence: silenceOf(part),
    standing: standingOf(on),
    asked: askedOf(on.requests[0]),
    papers: paperRows(on),
    hasNewPapers: (part.context.papersSince ?? []).length > 0,
    papersHash: part.context.papersHash,
    school: await schoolFacts(office, view.snapshot.case.context.urn),
    trust: view.trustName,
    law: lawOf(part.context.capacity),
    capacity: parts().capacities[part.context.capacity],
    conditions: conditionsOf(on),
    extent: EXTENDING.includes(part.value) ? extentRows(part.context) : [],
    history: historyOf(on),
    may: {
      acknowledge: canSend(on, 'consent.acknowledged'),
      askMore: canSend(on, 'consent.more-asked'),
      decide: canSend(on, 'consent.decided'),
      accept: canSend(on, 'consent.condition-met'),
      withdraw: canSend(on, 'consent.withdrawn'),
    },
    hidden: { [SEEN_FIELD]: view.version },
  };
}

/** The papers that the body decides on; those that came since it consented in principle are new. */
export function paperRows(on: OnConsent): readonly PaperRow[] {
  const { papersSince = [] } = on.part.context;
  return frozenPapers(on).map((document) => {
    const row = paperRow(document, `${on.path}/papers`);
    return papersSince.includes(document.id) ? { ...row, tag: deskWords().newPaper } : row;
  });
}

const EXTENDING: readonly string[] = ['granted', 'conditional', 'lapsed'];

function standingOf({ part, view }: OnConsent) {
  const { requestedOn, decidedOn } = part.context;
  const standing = isInPrinciple(part) ? 'inPrinciple' : part.value;
  const { title, text } = deskWords().standing[live(view.snapshot) === null ? 'ended' : standing];
  const facts = {
    school: view.schoolName,
    trust: view.trustName ?? 'the trust',
    asked: requestedOn === undefined ? '' : day(requestedOn),
    decided: decidedOn === undefined ? '' : day(decidedOn),
  };
  return { title: fill(title, facts), text: fill(text, facts) };
}

function askedOf(request: RequestRead | undefined) {
  if (request === undefined) return null;
  return { on: request.askedAt, message: request.message ?? deskWords().erased };
}

async function schoolFacts(office: Office, urn: string) {
  const found = await school(office.pool, urn);
  if (found === null) return [];
  const { religiousCharacter, diocese } = journeySchool(found);
  const facts: readonly (readonly [string, string | null | undefined])[] = [
    ['Religious character', religiousCharacter?.name],
    ['Diocese', diocese?.name],
    ['Town', found.town],
  ];
  return facts.flatMap(([key, value]) => (value ? [{ key, value }] : []));
}

/** The conditions of the decision in force, each with what the body accepted as showing it met. */
export function conditionsOf({ part, requests, papers, path }: OnConsent) {
  const words = new Map(
    requests.flatMap(({ answers }) =>
      answers.flatMap(({ conditions }) => conditions.map((one) => [one.id, one.words] as const)),
    ),
  );
  return part.context.conditions.map(({ id, due, met }) => ({
    id,
    words: words.get(id) ?? deskWords().erased,
    due: parts().conditionsDue[due]!,
    isMet: met !== undefined,
    paper: met === undefined ? null : `${path}/papers/${met}`,
    paperTitle: papers.find((paper) => paper.id === met)?.title ?? 'the document that shows it',
    href: `${path}/conditions/${id}`,
  }));
}

/** What was asked and what was answered, newest first. */
function historyOf({ requests, papers, bodyName }: OnConsent) {
  const words = deskWords();
  const asked = requests.map((request) => ({
    at: request.askedAt,
    title: words.events[request.asks ? 'asked' : 'papers-given']!,
    by: 'The school’s clerk',
    text: request.message ?? words.erased,
    papers: request.papers.flatMap((id) => papers.find((paper) => paper.id === id)?.title ?? []),
    conditions: [],
  }));
  const answered = requests.flatMap(({ answers }) =>
    answers.map((answer) => ({
      at: new Date(answer.answeredAt),
      title: words.events[eventOf(answer)]!,
      by: [answer.signatory ?? bodyName, answer.authority].filter(Boolean).join(' · '),
      text: answer.words,
      papers: [],
      conditions: answer.conditions.map((one) => ({
        words: one.words ?? words.erased,
        due: parts().conditionsDue[one.due]!,
      })),
    })),
  );
  return [...asked, ...answered].toSorted((one, other) => other.at.getTime() - one.at.getTime());
}

const eventOf = ({ answer, conditions }: AnswerRead): string =>
  answer === 'granted' && conditions.length > 0 ? 'conditional' : answer;
