import { describeKey, findByReplyKey, markLetter } from '#mail';
import { maskAddress, now, Refusal, SYSTEM } from '#platform';
import type { Sql, Tx } from '#platform';
import { addresseeOf } from './addressee.js';
import type { Addressee } from './addressee.js';
import { answeredBefore, rememberAnswer } from './answered-once.js';
import type { SentForm } from './answered-once.js';
import { sendReceipt } from './answer-respondent.js';
import type { DocumentStore, KeptFile } from '#evidence';
import { besideOf } from './channels/beside-response.js';
import type { ResponseFile } from './channels/beside-response.js';
import { keepFiles } from './channels/keep-files.js';
import { findConsultation } from './consultation.js';
import type { Consultation } from './consultation.js';
import { withdrawResponse } from './decide-response.js';
import { dropDraft, readDraft, takeDraft, writeDraft } from './draft.js';
import type { Draft, DraftChanges } from './draft.js';
import { answersOf, answersTo } from './questions/answers.js';
import type { Answer, AnswersTyped, GivenAnswer } from './questions/answers.js';
import { questionWords } from './questions/question.js';
import type { Question } from './questions/question.js';
import { recordInEach, replySchools, withdrawInEach } from './joint/reply-schools.js';
import type { ReplySchool } from './joint/reply-schools.js';
import { askedQuestions } from './questions/write-questions.js';
import { OWN_GRADES } from './stakeholders.js';
import type { Publish } from './stakeholders.js';
import { wantsReminders, wishReminders } from './reminders.js';
import type { RecordedResponse } from './record-response.js';
import { responsesOf } from './read-responses.js';
import type { ResponseLine, SaidByOne } from './read-responses.js';
import { wording } from './wording.js';

/** What a link holder has sent, with all of its words. */
export type OwnReply = SaidByOne & { readonly answers: readonly Answer[] };

/** The page behind an e-mailed link: who is asked what, until when, and what they said so far. */
export interface Invitation extends Addressee {
  readonly consultation: string;
  readonly consultee: string;
  readonly asks: Consultation;
  /** What is asked beside the proposal. */
  readonly questions: readonly Question[];
  readonly maskedAddress: string | null;
  /** `late` lasts fourteen days after closing; `over` takes nothing more. */
  readonly phase: 'open' | 'late' | 'over';
  readonly lateUntil: Date;
  readonly draft: Draft | null;
  /** What came from them as far as we know; what a stranger sent in their name is not shown to them. */
  readonly replies: readonly OwnReply[];
  /** The newest reply that stands now: what changing it replaces. */
  readonly current: OwnReply | null;
  /** Of schools that consult together: each that a reply can be about; none where one asks alone. */
  readonly together: readonly ReplySchool[];
  /** Whether a new reply or a new version would be taken. */
  readonly mayReply: boolean;
}

const LATE_DAYS = 14;
const A_DAY_MS = 86_400_000;

/**
 * The letter that a key was sent with. Refuses what was cut or mistyped as `link-damaged`, and
 * anything that invites nobody as `not-found`.
 */
async function letterOf(sql: Sql, key: string): Promise<string> {
  if (describeKey(key) === 'damaged') throw new Refusal('link-damaged');
  const found = await findByReplyKey(sql, key);
  if (found === null) throw new Refusal('not-found');
  await open(sql, found.letter);
  return found.letter;
}

/** The invitation of a letter, as it stands now; refused as `not-found` where it was taken back. */
async function open(sql: Sql, letter: string): Promise<Invitation> {
  const to = await addresseeOf(sql, letter);
  if (to === null || to.consultation === null || to.consultee === null || to.removed) {
    throw new Refusal('not-found');
  }
  const { consultation, consultee } = to;
  const at = await now(sql);
  const asks = (await findConsultation(sql, { id: consultation }))!;
  const together = await replySchools(sql, { letter, consultation, consultee });
  const replies = await repliesOf(sql, consultee, together);
  const current = replies.findLast(stands) ?? null;
  const lateUntil = new Date(asks.closesAt!.getTime() + LATE_DAYS * A_DAY_MS);
  const phase = at < asks.closesAt! ? 'open' : at < lateUntil ? 'late' : 'over';
  return {
    ...to,
    consultation,
    consultee,
    asks,
    questions: await askedQuestions(sql, consultation),
    maskedAddress: to.email === null ? null : maskAddress(to.email),
    phase,
    lateUntil,
    draft: await readDraft(sql, consultee),
    replies,
    current,
    together,
    // What came in time is not replaced by something late: that can only be added, by e-mail.
    mayReply: phase === 'open' || (phase === 'late' && current === null),
  };
}

/** Theirs to this school; where none stands, the one that they sent to the others alone. */
async function repliesOf(
  sql: Sql,
  consultee: string,
  together: readonly ReplySchool[],
): Promise<readonly OwnReply[]> {
  const own = (await responsesOf(sql, { consultee })).filter(isTheirs);
  const elsewhere = own.some(stands)
    ? []
    : together.flatMap(({ current }) => (current === null ? [] : [current.id])).slice(0, 1);
  const others = elsewhere.length === 0 ? [] : await responsesOf(sql, { ids: elsewhere });
  const replies = [...own, ...others];
  const ids = replies.map(({ id }) => id);
  const answers =
    ids.length === 0 ? new Map<string, readonly Answer[]>() : await answersOf(sql, ids);
  return replies.map((reply) => ({ ...reply, answers: answers.get(reply.id) ?? [] }));
}

function isTheirs({ grade }: ResponseLine): boolean {
  return OWN_GRADES.includes(grade);
}

function stands({ standing }: ResponseLine): boolean {
  return standing === 'counted' || standing === 'not-counted';
}

/** Keeps an answer before it is sent; `version` says which draft it changes (0: none yet). */
async function save(
  tx: Tx,
  letter: string,
  { version, ...changes }: DraftChanges & { readonly version: number },
): Promise<Draft> {
  const { consultee, draft } = await openToReply(tx, letter);
  return writeDraft(tx, consultee, draft?.version ?? 0, version, changes);
}

/** Begins to change what was sent, from its own words; a draft that is there is kept as it is. */
async function change(tx: Tx, letter: string): Promise<void> {
  const { consultee, current, draft } = await openToReply(tx, letter);
  if (draft !== null || current === null) return;
  const { view, words, group } = current;
  const answers = typedBefore(current);
  await writeDraft(tx, consultee, 0, 0, { view, words, group, answers });
}

const typedBefore = ({ answers }: OwnReply): AnswersTyped =>
  Object.fromEntries(
    answers.map(({ question, option, words }) => [question, option ?? words ?? undefined]),
  );

/** Throws away what was not sent. */
async function discard(tx: Tx, letter: string): Promise<void> {
  const { consultee } = await open(tx, letter);
  await dropDraft(tx, consultee);
}

async function openToReply(tx: Tx, letter: string): Promise<Invitation> {
  const invitation = await open(tx, letter);
  if (!invitation.mayReply) throw new Refusal('link-expired', { phase: invitation.phase });
  return invitation;
}

/** What makes sending twice the same as sending once. */
export interface Sending {
  readonly nonce: string;
  /** The draft that was shown to be checked. */
  readonly version: number;
  /** What may be printed of it; left out: they were not asked. */
  readonly publish?: Publish;
  /** The consultations that it is about, of several schools that ask together; none: all. */
  readonly schools?: readonly string[];
  /** Files that they chose to send with it, in the store already. */
  readonly attached?: Attached;
}

export interface Attached {
  readonly documents: DocumentStore;
  readonly files: readonly KeptFile[];
}

/** What was sent, as its receipt says it. */
export type Sent = Pick<RecordedResponse, 'id' | 'reference' | 'late'>;

/** Sends the checked draft: a response, a receipt to the address we know, and no draft any more. */
async function send(tx: Tx, letter: string, sending: Sending): Promise<Sent> {
  const { nonce, version, publish = null, schools = [], attached } = sending;
  const who = `letter:${letter}`;
  const form = { version, publish, schools, files: attached?.files.map(({ sha256 }) => sha256) };
  const before = await answeredBefore<Sent>(tx, { nonce, who, form });
  if (before !== null) return before;
  const invitation = await openToReply(tx, letter);
  const draft = await takeDraft(tx, invitation.consultee, version);
  if (draft === null) return sentMeanwhile(tx, { nonce, who, form });
  const { id, reference, late } = await record(tx, invitation, draft, sending);
  await markLetter(tx, letter, 'replied', { response: id });
  await rememberAnswer(tx, { nonce, who, form }, { id, reference, late });
  return { id, reference, late };
}

/** Another click was faster: its answer is this one's too. Or the draft was changed elsewhere. */
async function sentMeanwhile(tx: Tx, asked: SentForm): Promise<Sent> {
  const answer = await answeredBefore<Sent>(tx, asked);
  if (answer === null) throw new Refusal('conflict', { back: '/reply' });
  return answer;
}

async function record(
  tx: Tx,
  invitation: Invitation,
  { view, words, group, answers: typed }: Draft,
  { publish, schools: chosen = [], attached }: Sending,
): Promise<RecordedResponse> {
  if (view === null) throw new Refusal('invalid', { faults: { view: 'Select your view' } });
  const { about, notAbout } = aboutWhich(invitation, chosen, await now(tx));
  const recorded = await recordInEach(tx, about, async (school) => ({
    consultation: school.consultation,
    consultee: school.consultee,
    author: school.consultee === null ? invitation.name : null,
    channel: 'page',
    receivedAt: await now(tx),
    view,
    group: group ?? invitation.group,
    words: words ?? '',
    grade: 'link',
    letter: invitation.letter,
    supersedes: school.current?.id ?? null,
    answers: await answersTo(tx, school.consultation, typed ?? {}, { asked: true }),
    publish: publish ?? null,
    files: await filesOf(tx, school, attached),
  }));
  for (const { consultation, current } of notAbout) {
    if (current) await withdrawResponse(tx, SYSTEM, { consultation, response: current.id });
  }
  const first = recorded[0]!;
  if (!first.late) {
    const { consultation, questions } = invitation;
    const answers = await answersTo(tx, consultation, typed ?? {}, { asked: true });
    const said = [`${wording().ownViews[view]}.`, words ?? '', ...inWords(questions, answers)];
    const all = said.filter((one) => one !== '').join('\n\n');
    await sendReceipt(tx, invitation, { ...first, words: all, schools: recorded });
  }
  return first;
}

/**
 * The schools that a reply is about, and those that it is about no more. What came in time to a school
 * is not replaced by something late.
 */
function aboutWhich(invitation: Invitation, chosen: readonly string[], at: Date) {
  const { consultation, consultee, schoolName, current, asks, together } = invitation;
  if (together.length === 0) {
    const closesAt = asks.closesAt!;
    return { about: [{ consultation, consultee, schoolName, current, closesAt }], notAbout: [] };
  }
  const isChosen = (school: ReplySchool) =>
    chosen.length === 0 || chosen.includes(school.consultation);
  const open = together.filter((school) => school.current === null || at < school.closesAt);
  const about = open.filter(isChosen);
  if (about.length === 0) throw new Refusal('invalid', { faults: { schools: NO_SCHOOL } });
  return { about, notAbout: open.filter((school) => !isChosen(school)) };
}

const NO_SCHOOL = 'Select a school that still takes replies.';

/** What came with the version before stays with the new one. */
async function filesOf(
  tx: Tx,
  { consultation, current }: Pick<ReplySchool, 'consultation' | 'current'>,
  attached: Attached | undefined,
): Promise<readonly ResponseFile[]> {
  const of = current && { consultation, response: current.id };
  const before = of === null ? [] : (await besideOf(tx, of)).files;
  if (attached === undefined) return before;
  const about = { kind: 'attachment', title: 'File that came with a reply' } as const;
  const more = await keepFiles(tx, SYSTEM, { consultation, ...attached }, about);
  return [...before, ...more];
}

/** Each question with what was said to it, as a receipt says it back. */
function inWords(questions: readonly Question[], answers: readonly GivenAnswer[]): string[] {
  return questions.flatMap(({ id, wording: asked, options }) => {
    const given = answers.find(({ question }) => question === id);
    const chosen = options.find((option) => option.id === given?.option)?.text;
    return [`${asked}\n${chosen ?? given?.words ?? questionWords().didNotSay}`];
  });
}

/** Takes back what was sent by page or mail, for each school that it is about; it stays in the record as withdrawn. Twice is once. */
async function withdraw(tx: Tx, letter: string, response: string): Promise<void> {
  const invitation = await open(tx, letter);
  if (invitation.phase === 'over') throw new Refusal('link-expired', { phase: 'over' });
  const own = invitation.replies.find(({ id }) => id === response);
  if (own === undefined) throw new Refusal('not-found');
  await withdrawInEach(tx, response);
}

/** What the holder of an e-mailed link can do; every function loads by that link's letter alone. */
export const invitations = {
  letterOf,
  open,
  save,
  change,
  discard,
  send,
  withdraw,
  wantsReminders,
  wishReminders,
};
