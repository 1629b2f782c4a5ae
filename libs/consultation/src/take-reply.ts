import { createHash } from 'node:crypto';
import type { InboundMail, MailReading } from '#mail';
import { SYSTEM } from '#platform';
import type { Tx } from '#platform';
import { addresseeOf } from './addressee.js';
import type { Addressee } from './addressee.js';
import { sendNotCounted, sendReceipt } from './answer-respondent.js';
import { putOnDesk } from './desk.js';
import type { DeskReason } from './desk.js';
import { inWords } from './instants.js';
import { recordResponse } from './record-response.js';

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
  if (to?.consultation && to.consultee && reading.kind === 'reply') {
    return takeResponse(tx, mail, reading, to);
  }
  await putOnDesk(tx, { mail, reading, to, why: whyOnDesk(reading, to) });
  return 'desk';
}

function isMachines({ kind }: MailReading): boolean {
  return kind === 'automatic' || kind === 'bounce' || kind === 'complaint';
}

async function takeResponse(
  tx: Tx,
  mail: InboundMail,
  reading: MailReading,
  to: Addressee,
): Promise<ReplyOutcome> {
  const isTheirs = !to.removed && isFrom(to, reading);
  const { late, reference } = await recordResponse(tx, SYSTEM, {
    consultation: to.consultation!,
    consultee: to.consultee,
    channel: 'email',
    receivedAt: mail.receivedAt,
    view: null,
    group: to.group,
    words: reading.answer,
    grade: isTheirs ? 'probable' : 'unverified',
    letter: mail.letter,
    inbound: { id: mail.id, sha256: createHash('sha256').update(mail.raw).digest('hex') },
  });
  const { receivedAt } = mail;
  if (isTheirs && !late) {
    const words = wordsOf(reading);
    await sendReceipt(tx, to, { reference, receivedAt, words, otherWords: hiddenOf(reading) });
    return 'counted';
  }
  const reason = isTheirs ? lateReason(to) : STRANGER;
  const name = isTheirs ? to.name : 'Sir or Madam';
  await sendNotCounted(tx, to, { address: reading.from, name, receivedAt, reason });
  return isTheirs ? 'late' : 'waiting';
}

/** Several senders are nobody. The address as written to, whatever case a mail program puts it in. */
function isFrom({ email }: Addressee, { from, fromAmbiguous }: MailReading): boolean {
  return !fromAmbiguous && email !== null && from.toLowerCase() === email.toLowerCase();
}

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
  return to === null ? 'no-letter' : 'not-asked';
}
