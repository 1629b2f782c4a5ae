import { createHash } from 'node:crypto';
import { parseAddress, writeLetters } from '#mail';
import type { Tx } from '#platform';
import type { Addressee } from './addressee.js';
import { proofOf } from './check-record.js';
import { inWords } from './instants.js';

const MOST_WORDS = 5_000;
const MOST_OTHER_WORDS = 2_000;

export interface Receipt {
  readonly reference: string;
  readonly receivedAt: Date;
  readonly words: string;
  /** What of a mail was taken for a quotation or a signature. */
  readonly otherWords?: string;
}

/** Tells somebody the number of their reply and the words that count as theirs. */
export async function sendReceipt(tx: Tx, to: Addressee, receipt: Receipt): Promise<void> {
  if (to.email === null || to.removed) return;
  const proof = await proofOf(tx, to.consultation!, receipt.reference);
  const otherWords = shorten(withoutKeys(receipt.otherWords ?? ''), MOST_OTHER_WORDS);
  await writeLetters(tx, [
    {
      template: 'reply-receipt',
      to: { name: to.name, address: to.email, consultee: to.consultee },
      caseId: to.caseId,
      consultationId: to.consultation,
      values: {
        ...common(to, receipt.receivedAt),
        replyNumber: receipt.reference,
        replyBy: inWords(to.closesAt!),
        theirWords: shorten(receipt.words, MOST_WORDS),
        ...(proof && { checkCode: proof.code, wordsHash: proof.sha256 ?? '' }),
        ...(otherWords === '' ? {} : { otherWords }),
      },
    },
  ]);
}

export interface Notice {
  readonly address: string;
  readonly name: string;
  readonly receivedAt: Date;
  readonly reason: string;
}

/** Says that a mail is kept and not counted: once a day to each address, so that nothing can echo. */
export async function sendNotCounted(tx: Tx, about: Addressee, notice: Notice): Promise<void> {
  const address = parseAddress(notice.address);
  if (address === null || !(await isFirstToday(tx, address))) return;
  await writeLetters(tx, [
    {
      template: 'reply-not-counted',
      to: { name: notice.name, address },
      caseId: about.caseId,
      consultationId: about.consultation,
      values: { ...common(about, notice.receivedAt), reason: notice.reason },
    },
  ]);
}

function common({ schoolName, trustName, boardName, reference }: Addressee, receivedAt: Date) {
  return {
    schoolName,
    trustName: trustName ?? 'an academy trust',
    onBehalfOf: boardName ?? `the governing board of ${schoolName}`,
    reference,
    date: inWords(receivedAt),
  };
}

async function isFirstToday(tx: Tx, address: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO told_today (address_hash, day)
     VALUES ($1, (assent_now() AT TIME ZONE 'Europe/London')::date) ON CONFLICT DO NOTHING`,
    [createHash('sha256').update(address.toLowerCase()).digest()],
  );
  return rowCount === 1;
}

/** The link that stood in a quoted letter is kept nowhere but in the mail itself. */
function withoutKeys(text: string): string {
  return text.replace(/\b[a-z2-7]{27}\b/gi, '…');
}

function shorten(text: string, most: number): string {
  const trimmed = text.trim();
  if (trimmed.length <= most) return trimmed;
  const rest = trimmed.length - most;
  return `${trimmed.slice(0, most)}… (and ${rest.toLocaleString('en-GB')} more characters, all kept)`;
}
