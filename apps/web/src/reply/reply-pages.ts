import { GROUPS, responses, VIEWS, wording } from '#consultation';
import type {
  AnswersTyped,
  DraftChanges,
  Group,
  Invitation,
  OwnReply,
  Proof,
  Question,
  View,
} from '#consultation';
import { papersOfCase } from '#cases';
import type { Document } from '#evidence';
import type { Sql } from '#platform';
import { closingTime, dayTime } from '../http/dates.js';
import { page, type Page } from '../http/page.js';
import { answerValues, questionsToAsk } from '../views/answer-fields.js';
import { MOST_WORDS } from './reply-forms.js';

const ANSWER = '/reply/answer';

export type ReplyPageName = 'invited' | 'answer' | 'check' | 'receipt' | 'withdraw' | 'clash';

/** The paper that people are asked about: only a public one leaves the record by a link. */
export async function documentOf(sql: Sql, { asks, caseId }: Invitation): Promise<Document | null> {
  if (asks.document === null) return null;
  const [document] = caseId === null ? [] : await papersOfCase(sql, caseId, [asks.document]);
  return document ?? null;
}

/** The newest reply at each school for which it was recorded, with the proof that is for its author. */
export async function recordedFor(sql: Sql, { current, together, consultation }: Invitation) {
  const tied = together.length === 0 ? [] : await responses.recordedFor(sql, current!.id);
  const own = { consultation, schoolName: '', reference: current!.reference };
  const each = tied.length === 0 ? [own] : tied;
  const rows = each.map(async ({ schoolName, reference, consultation: of }) => ({
    ...{ schoolName, reference },
    proof: await responses.proofOf(sql, of, reference),
  }));
  return (await Promise.all(rows)) as [Recorded, ...Recorded[]];
}

/** The codes as a receipt shows them: with the school where there are several. */
export const codeRows = (recorded: readonly Recorded[]) =>
  recorded.map(({ schoolName, proof }) => ({
    key: recorded.length === 1 ? 'Code' : `Code for ${schoolName}`,
    value: proof?.code,
  }));

interface Recorded {
  readonly schoolName: string;
  readonly reference: string;
  readonly proof: Proof | null;
}

/** One of the pages of an invitation, with its words finished. */
export function replyPage(
  name: ReplyPageName,
  invitation: Invitation,
  more: Readonly<Record<string, unknown>> = {},
): Page {
  const { draft, current, replies, group, questions } = invitation;
  const { groups, publish } = wording();
  return page(`reply/${name}`, {
    invitation,
    board: invitation.boardName ?? `The governing board of ${invitation.schoolName}`,
    closes: dayTime(invitation.asks.closesAt!),
    wantedBy: closingTime(invitation.asks.closesAt!),
    lateUntil: dayTime(invitation.lateUntil),
    values: {
      view: draft?.view ?? undefined,
      words: draft?.words ?? undefined,
      group: draft?.group ?? group ?? undefined,
      schools: aboutBefore(invitation),
      ...answerValues(questions, draft?.answers ?? {}),
    },
    questions: questionsToAsk(questions),
    marks: { invitation: invitation.letter, version: draft?.version ?? 0 },
    mostWords: MOST_WORDS,
    views: VIEWS.map((value) => ({ value, text: wording().ownViews[value] })),
    groups: GROUPS.map((value) => ({ value, text: groups[value] })),
    publishing: responses.kinds.publish.map((value) => ({ value, text: publish[value] })),
    together: invitation.together.map(({ consultation: value, schoolName, current: sent }) => ({
      ...{ value, text: schoolName, reference: sent?.reference ?? null },
    })),
    filesBefore: current?.files ?? [],
    effects: name === 'withdraw' ? WITHDRAWING : sendingDoes(invitation),
    answers: draft && {
      ...answersOf({ ...draft, group: draft.group ?? group }),
      toQuestions: saidTo(questions, draft.answers ?? {}).map((row) => ({
        ...row,
        href: ANSWER,
      })),
    },
    current: current && sentReply(current, questions),
    mayWithdraw: invitation.phase !== 'over',
    sent: replies
      .filter(({ standing }) => standing !== 'superseded')
      .map((reply) => sentReply(reply, questions)),
    earlier: replies.filter(({ standing }) => standing === 'superseded').length,
    ...more,
  });
}

/** All of them at first; then those that the reply was about. */
function aboutBefore({ together, current }: Invitation): readonly string[] {
  const about = current === null ? together : together.filter((school) => school.current !== null);
  return about.map(({ consultation }) => consultation);
}

/** What is saved and what was typed at the same time, beside each other; nothing is lost of either. */
export function clashPage(invitation: Invitation, typed: DraftChanges): Page {
  const { draft, current, questions, group } = invitation;
  const nothing = { view: null, words: null, group, answers: {} };
  const saved = draft ?? (current && { ...current, answers: typedIn(current) }) ?? nothing;
  const rows = (said: typeof saved) => ({
    ...answersOf({ ...said, group: said.group ?? group }),
    toQuestions: saidTo(questions, said.answers ?? {}),
  });
  const { data } = replyPage('clash', invitation, {
    ...{ saved: rows(saved), isSent: draft === null && current !== null },
    values: {
      ...{ view: typed.view, words: typed.words, group: typed.group },
      ...answerValues(questions, typed.answers ?? {}),
    },
  });
  return page('reply/clash', data, 409);
}

const typedIn = ({ answers }: OwnReply): AnswersTyped =>
  Object.fromEntries(answers.map(({ question, option, words }) => [question, option ?? words!]));

const WITHDRAWING = [
  'Your reply is no longer counted.',
  'The record keeps it, marked as withdrawn.',
  'You can send a new reply while this page takes replies.',
];

function sendingDoes({ phase, current, maskedAddress, asks }: Invitation): string[] {
  return [
    phase === 'late'
      ? 'Your reply is kept and marked as late.'
      : `Your reply counts. You can change it until ${dayTime(asks.closesAt!)}.`,
    ...(current ? [`It replaces ${current.reference}, which is kept.`] : []),
    ...(maskedAddress && phase === 'open' ? [`A receipt is e-mailed to ${maskedAddress}.`] : []),
  ];
}

interface Said {
  readonly view: View | null;
  readonly words: string | null;
  readonly group: Group | null;
}

function answersOf({ view, words, group }: Said) {
  return {
    view: view && wording().ownViews[view],
    words: words ?? '',
    group: group && wording().groups[group],
  };
}

/** Each question with what is said to it; a question that is not answered says so by itself. */
function saidTo(questions: readonly Question[], typed: AnswersTyped) {
  return questions.map(({ id, wording: key, options }) => ({
    key,
    lines: options.find((option) => option.id === typed[id])?.text ?? typed[id] ?? '',
  }));
}

export function sentReply(reply: OwnReply, questions: readonly Question[]) {
  const { id, reference, receivedAt, late, standing, channel } = reply;
  const how = wording().channels[channel];
  const stands = standing === 'counted' || standing === 'not-counted';
  const given = reply.answers.map(({ question, option, words }) => [question, option ?? words]);
  // A mail asked none of them: what its author was not asked is not shown as left out.
  const asked = questions.filter((one) => given.some(([question]) => question === one.id));
  const toQuestions = saidTo(asked, Object.fromEntries(given) as AnswersTyped);
  const publish = reply.publish && wording().publish[reply.publish];
  const said = { ...answersOf(reply), toQuestions, publish, files: reply.files };
  return { id, reference, receivedAt, late, standing, stands, how, ...said };
}
