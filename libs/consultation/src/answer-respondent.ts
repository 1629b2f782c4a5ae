import { createHash } from 'node:crypto';
import { parseAddress, writeLetters } from '#mail';
import type { Tx } from '#platform';
import type { Addressee } from './addressee.js';
import { proofOf } from './check-record.js';
import { inWords } from './instants.js';
import { named } from './joint/joint.js';
import type { RecordedFor } from './joint/reply-schools.js';

const MOST_WORDS = 5_000;
const MOST_OTHER_WORDS = 2_000;

export interface Receipt {
  readonly reference: string;
  readonly receivedAt: Date;
  readonly words: string;
  /** What of a mail was taken for a quotation or a signature. */
  readonly otherWords?: string;
  /** Of a reply that is about several schools: its number at each. */
  readonly schools?: readonly Pick<RecordedFor, 'consultation' | 'schoolName' | 'reference'>[];
}

/** Tells somebody the number of their reply and the words that count as theirs. */
export async function sendReceipt(tx: Tx, to: Addressee, receipt: Receipt): Promise<void> {
  if (to.email === null || to.removed) return;
  const numbers = await numbersOf(tx, to, receipt);
  const otherWords = shorten(withoutKeys(receipt.otherWords ?? ''), MOST_OTHER_WORDS);
  await writeLetters(tx, [
    {
      template: 'reply-receipt',
      to: { name: to.name, address: to.email, consultee: to.consultee },
      caseId: to.caseId,
      consultationId: to.consultation,
      values: {
        ...common(to, receipt.receivedAt),
        ...numbers,
        replyBy: inWords(to.closesAt!),
        theirWords: shorten(receipt.words, MOST_WORDS),
        ...(otherWords === '' ? {} : { otherWords }),
      },
    },
  ]);
}

/** The number and the code of a reply, at each of the schools that it is about. */
async function numbersOf(tx: Tx, to: Addressee, { reference, schools = [] }: Receipt) {
  const own = { consultation: to.consultation!, schoolName: to.schoolName, reference };
  const recorded = schools.length === 0 ? [own] : schools;
  const proofs = await Promise.all(
    recorded.map((one) => proofOf(tx, one.consultation, one.reference)),
  );
  const atEach = (said: readonly string[]) =>
    named(
      said.length === 1
        ? said
        : said.map((what, place) => `${what} (${recorded[place]!.schoolName})`),
    );
  const [proof] = proofs;
  return {
    schoolName: named(recorded.map(({ schoolName }) => schoolName)),
    replyNumber: atEach(recorded.map((one) => one.reference)),
    ...(proof && {
      checkCode: atEach(proofs.map((one) => one?.code ?? '')),
      wordsHash: proof.sha256 ?? '',
    }),
  };
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
