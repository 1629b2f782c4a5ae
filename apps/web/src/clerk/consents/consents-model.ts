import type { Actor, Sql } from '#platform';
import { caseDocuments, timeline } from '#cases';
import type { CaseView } from '#cases';
import { consentWords as wordsOfConsents } from '#consents';
import type { AnswerRead, RequestRead } from '#consents';
import { explain } from '#journey';
import type { ConsentPart } from '#journey';
import { day } from '../../http/dates.js';
import {
  consentTag,
  consentWords,
  extentRows,
  isInPrinciple,
  silenceOf,
} from '../../views/consent-words.js';
import type { Row } from '../../views/consent-words.js';
import { bodyName, capital, parts } from '../../views/journey-words.js';
import { paperRow } from '../../views/paper-rows.js';
import { taskRow } from '../task-rows.js';
import { timelineRow } from '../timeline-rows.js';
import { newerPolicy } from './newer-policy.js';
import type { NewerPolicy } from './newer-policy.js';
import { meetingsOf, policyOfConsent } from './policy-of-consent.js';

const MOST_ENTRIES = 1_000;

/** Every consent that the case needs, with how each stands. */
export async function consentRows(sql: Sql, view: CaseView) {
  const rows = Object.entries(view.snapshot.consents).map(async ([consent, part]) => ({
    href: pathOf(view, consent),
    name: capital(bodyName(consent, view.bodies)),
    capacity: parts().capacities[part.context.capacity],
    state: consentTag(part),
    facts: factsOf(part),
    newerPolicy: noteOf(await newerPolicy(sql, view, consent)),
  }));
  return Promise.all(rows);
}

/** What the list says of a newer policy; nothing where the earlier one was kept. */
const noteOf = (newer: NewerPolicy | null): string | null =>
  newer === null || newer.kept !== null ? null : newer.heading;

const pathOf = ({ id }: CaseView, consent: string) => `/cases/${id}/consents/${consent}`;

function factsOf({ value, context }: ConsentPart): readonly string[] {
  const { requestedOn, decidedOn, validUntil, conditions } = context;
  const open = conditions.filter(({ met }) => met === undefined).length;
  return [
    ...(decidedOn === undefined ? [] : [`Decided on ${day(decidedOn)}`]),
    ...(decidedOn !== undefined || requestedOn === undefined
      ? []
      : [`Asked on ${day(requestedOn)}`]),
    ...(validUntil === undefined ? [] : [`Holds until ${day(validUntil)}`]),
    ...(value === 'conditional' && open > 0
      ? [`${open} of ${conditions.length} conditions open`]
      : []),
  ];
}

/** One consent as the clerk reads it: what was said, by whom, for what, and by which policy. */
export async function consentModel(sql: Sql, actor: Actor, view: CaseView, consent: string) {
  const part = view.snapshot.consents[consent]!;
  const all = await wordsOfConsents(sql, view.id, null);
  const requests = all.filter((request) => request.consent === consent);
  const entries = await timeline(sql, actor, view.id, { limit: MOST_ENTRIES });
  return {
    heading: capital(bodyName(consent, view.bodies)),
    capacity: parts().capacities[part.context.capacity],
    state: consentTag(part),
    inPrinciple: isInPrinciple(part),
    silence: silenceOf(part),
    act: actOn(view, consent),
    decision: decisionRows(part, requests),
    papers: await papersOf(sql, actor, view, part),
    papersHash: part.context.papersHash,
    giveHref: mayGive(view, actor, consent)
      ? `/cases/${view.id}/steps/give-papers:${consent}`
      : null,
    conditions: conditionRows(view, part, requests),
    policy: await policyOfConsent(sql, view, consent),
    newer: await newerPolicy(sql, view, consent),
    moveHref: `/cases/${view.id}/steps/move-policy-on:${consent}`,
    keepHref: `/cases/${view.id}/steps/keep-policy:${consent}`,
    meetings: await meetingsOf(sql, view, consent),
    history: entries
      .filter(({ entry }) => entry.data['consent'] === consent)
      .map((entry) => timelineRow(view.id, entry, view.bodies)),
  };
}

/** Whether the body can be given new papers: it consented in principle and decides once more. */
function mayGive({ snapshot, now }: CaseView, actor: Actor, consent: string): boolean {
  const attempt = { now: now.toISOString(), actor };
  const { inPlace } = explain(snapshot, { type: 'consent.papers-given', consent }, attempt);
  return inPlace && isInPrinciple(snapshot.consents[consent]!);
}

/** The papers that are before the body, or on which it decided, in the order of their hash. */
async function papersOf(sql: Sql, actor: Actor, { id }: CaseView, { context }: ConsentPart) {
  const { papers, papersSince = [] } = context;
  if (papers.length === 0) return [];
  const documents = await caseDocuments(sql, actor, id, papers);
  const rows = papers.flatMap((paper) => documents.find((one) => one.id === paper) ?? []);
  return rows.map((document) => {
    const filed = paperRow(document, `/cases/${id}/documents`);
    const row = { ...filed, href: `${filed.href}/file` };
    return papersSince.includes(row.id) ? { ...row, tag: consentWords().newPaper } : row;
  });
}

/** The step that the clerk can take with this consent, where there is one. */
function actOn(view: CaseView, consent: string) {
  const task = view.tasks.find(({ part }) => part === consent);
  return task === undefined ? null : taskRow(view, task);
}

/** What the body decided, for what and until when, and who signed; none before its decision. */
function decisionRows({ context }: ConsentPart, requests: readonly RequestRead[]): readonly Row[] {
  const { decidedOn } = context;
  if (decidedOn === undefined) return [];
  const { facts } = consentWords();
  return [
    { key: facts.decidedOn, value: day(decidedOn) },
    ...extentRows(context),
    ...signatureRows(decisionIn(requests)),
  ];
}

function signatureRows(answer: AnswerRead | undefined): readonly Row[] {
  const { facts, erased } = consentWords();
  if (answer === undefined) return [];
  return [
    { key: facts.signedBy, value: answer.signatory ?? erased },
    { key: facts.authority, value: answer.authority ?? erased },
  ];
}

/** The newest decision; a body that asked for more had none before it decided. */
const decisionIn = (requests: readonly RequestRead[]): AnswerRead | undefined =>
  requests
    .flatMap(({ answers }) => answers.toReversed())
    .find(({ answer }) => answer === 'granted' || answer === 'refused');

function conditionRows(view: CaseView, { context }: ConsentPart, requests: readonly RequestRead[]) {
  const known = requests.flatMap(({ answers }) => answers.flatMap(({ conditions }) => conditions));
  return context.conditions.map(({ id, due, met }) => ({
    words: known.find((one) => one.id === id)?.words ?? consentWords().erased,
    due: parts().conditionsDue[due]!,
    isMet: met !== undefined,
    paper: met === undefined ? null : `/cases/${view.id}/documents/${met}`,
  }));
}
