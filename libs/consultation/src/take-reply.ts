import { createHash } from 'node:crypto';
import type { InboundMail, MailReading } from '#mail';
import type { Tx } from '#platform';
import { addresseeOf } from './addressee.js';
import type { Addressee } from './addressee.js';
import { sendNotCounted, sendReceipt } from './answer-respondent.js';
import { putOnDesk } from './desk.js';
import type { DeskReason } from './desk.js';
import { inWords } from './instants.js';
import { recordInEach, replySchools } from './joint/reply-schools.js';
import type { ReplySchool } from './joint/reply-schools.js';
import type { Grade } from './stakeholders.js';

/** `counted` alone makes the letter a replied one; `late` and `waiting` are responses too. */
export type ReplyOutcome = 'counted' | 'late' | 'waiting' | 'desk' | 'filed';

/**
 * Makes of a mail that was read what it is for a consultation: a response, work for the desk, or,
 * when a machine wrote it, a filed mail. Never moves the case.
 */
export async function takeReply(
  tx: Tx,
  mail: InboundMail,
  reading: MailReading,
): Promise<ReplyOutcome> {
  if (isMachines(reading)) return 'filed';
  const to = mail.letter === null ? null : await addresseeOf(tx, mail.letter);
  if (to?.consultation && to.consultee && reading.kind === 'reply' && !isLoop(to)) {
    return takeResponse(tx, mail, reading, to);
  }
  await putOnDesk(tx, { mail, reading, to, why: whyOnDesk(reading, to) });
  return 'desk';
}

/** More in an hour than a person writes: nothing is lost, and nothing answered, until somebody looked. */
const MOST_IN_AN_HOUR = 20;
const isLoop = ({ lately }: Addressee): boolean => lately >= MOST_IN_AN_HOUR;

function isMachines({ kind }: MailReading): boolean {
  return kind === 'automatic' || kind === 'bounce' || kind === 'complaint';
}

async function takeResponse(
  tx: Tx,
  mail: InboundMail,
  reading: MailReading,
  to: Addressee,
): Promise<ReplyOutcome> {
  const grade = gradeOf(mail, reading, to);
  const isTheirs = grade !== 'unverified';
  const recorded = await recordInEach(tx, await schoolsAsking(tx, to), (school) => ({
    consultation: school.consultation,
    consultee: school.consultee,
    channel: 'email',
    receivedAt: mail.receivedAt,
    view: null,
    group: to.group,
    words: reading.answer,
    grade,
    letter: mail.letter,
    inbound: { id: mail.id, sha256: createHash('sha256').update(mail.raw).digest('hex') },
  }));
  const { late, reference } = recorded.find((one) => one.consultation === to.consultation)!;
  const { receivedAt } = mail;
  if (isTheirs && !late) {
    const words = wordsOf(reading);
    const schools = recorded;
    const otherWords = hiddenOf(reading);
    await sendReceipt(tx, to, { reference, receivedAt, words, otherWords, schools });
    return 'counted';
  }
  const notice = isTheirs
    ? { name: to.name, reason: lateReason(to) }
    : whyUnverified(mail, reading, to);
  if (notice !== null)
    await sendNotCounted(tx, to, { address: reading.from, receivedAt, ...notice });
  return isTheirs ? 'late' : 'waiting';
}

/** A mail is about every school that asks together and has its author on its list. */
async function schoolsAsking(
  tx: Tx,
  { letter, consultation, consultee, schoolName }: Addressee,
): Promise<readonly Pick<ReplySchool, 'consultation' | 'consultee' | 'schoolName'>[]> {
  const own = { consultation: consultation!, consultee: consultee!, schoolName };
  const schools = await replySchools(tx, { ...own, letter });
  return schools.length === 0 ? [own] : schools.filter((school) => school.consultee !== null);
}

/**
 * The key alone may have been passed on, and a sender's name can be written by anybody: both have to
 * fit. A mail that only names a letter of ours (In-Reply-To) has no key.
 */
function gradeOf({ matchedBy, sender }: InboundMail, reading: MailReading, to: Addressee): Grade {
  const isTheirs = matchedBy === 'address' && !to.removed && isFrom(to, reading);
  if (!isTheirs || sender === 'fail' || sender === 'unknown') return 'unverified';
  return sender === 'pass' ? 'verified' : 'probable';
}

/** What its sender is told; null where that would write to somebody whose name was only used. */
function whyUnverified({ sender }: InboundMail, reading: MailReading, to: Addressee) {
  if (isFrom(to, reading)) {
    return { name: to.name, reason: sender === 'fail' || sender === 'unknown' ? FORGED : KEYLESS };
  }
  return sender === 'fail' ? null : { name: 'Sir or Madam', reason: STRANGER };
}

/** Several senders are nobody. The address as written to, whatever case a mail program puts it in. */
function isFrom({ email }: Addressee, { from, fromAmbiguous }: MailReading): boolean {
  return !fromAmbiguous && email !== null && from.toLowerCase() === email.toLowerCase();
}

const FORGED =
  'Your e-mail provider’s own check did not show that it came from you. ' +
  'Use the page in our letter, or ask the clerk to count it.';
const KEYLESS =
  'It did not come to the address in our letter. Answer that letter itself, or ask the clerk to count it.';
const STRANGER = 'It came from another address than the one our letter was sent to.';

function lateReason({ closesAt }: Addressee): string {
  return (
    `It arrived after the consultation ended on ${inWords(closesAt!)}. ` +
    'It is marked as late and told to the board apart from the others.'
  );
}

function wordsOf({ answer, attachments }: MailReading): string {
  if (answer.trim() !== '') return answer;
  const names = attachments.map(({ filename }) => filename || 'a file without a name');
  return `(No words in the mail itself. Attached: ${names.join(', ') || 'nothing'}.)`;
}

function hiddenOf({ hidden }: MailReading): string {
  return hidden.map(({ text }) => text.trim()).join('\n\n');
}

function whyOnDesk({ kind, why }: MailReading, to: Addressee | null): DeskReason {
  if (kind === 'unreadable') return 'unreadable';
  if (why === 'bulk' || why === 'encrypted') return why;
  if (kind === 'other') return 'nothing-written';
  if (to === null) return 'no-letter';
  if (to.isTest) return 'test';
  return isLoop(to) ? 'automatic' : 'not-asked';
}
