import { append, commitText, storeTexts } from '#evidence';
import type { MailReading, Segment } from '#mail';
import { now, Refusal } from '#platform';
import type { Actor, Tx } from '#platform';
import { addresseeOf } from './addressee.js';
import { sendReceipt } from './answer-respondent.js';
import { streamOf } from './consultation.js';
import { findResponse } from './read-responses.js';
import type { WholeResponse } from './read-responses.js';
import { OWN_GRADES } from './stakeholders.js';

type Kind = Segment['kind'];

/** A person's own reading of a mail: of each of its pieces, whose words they are, and why. */
export interface ReadByHand {
  readonly consultation: string;
  readonly response: string;
  readonly kinds: readonly Kind[];
  readonly reason: string;
}

/** Beyond this a mail is offered part by part as the program found them, not by paragraph. */
const MOST_PIECES = 200;

/**
 * The pieces of a mail, paragraph by paragraph, with the kind that each was taken for. Together they
 * are its text, character for character.
 */
export function piecesOf({ segments }: MailReading): readonly Segment[] {
  const pieces = segments.flatMap(({ kind, text }) =>
    paragraphs(text).map((paragraph) => ({ kind, text: paragraph })),
  );
  return pieces.length > MOST_PIECES ? segments : pieces;
}

/** Blank lines stay with the paragraph that they end. */
function paragraphs(text: string): readonly string[] {
  const found: string[] = [];
  let paragraph = '';
  let isEnding = false;
  for (const line of text.split(/(?<=\n)/)) {
    const isBlank = line.trim() === '';
    if (isEnding && !isBlank) {
      found.push(paragraph);
      paragraph = '';
    }
    paragraph += line;
    isEnding = isBlank && paragraph.trim() !== '';
  }
  return paragraph === '' ? found : [...found, paragraph];
}

/**
 * Records which pieces of a mail are its author's own words. The mail, and what the program had made
 * of it, stay as they are; the author gets a new receipt with the words that count now. Refuses
 * `invalid` when not each piece is named, or no word would be left.
 */
export async function readByHand(tx: Tx, actor: Actor, given: ReadByHand): Promise<void> {
  await tx.query('SELECT 1 FROM consultation WHERE id = $1 FOR UPDATE', [given.consultation]);
  const whole = await findResponse(tx, given.consultation, given.response);
  if (whole?.mail == null) throw new Refusal('not-found');
  if (whole.standing === 'withdrawn' || whole.standing === 'superseded') {
    throw new Refusal('conflict', { response: whole.id, standing: whole.standing });
  }
  const pieces = piecesOf(whole.mail);
  if (given.kinds.length !== pieces.length) throw new Refusal('invalid', { field: 'kinds' });
  const words = pieces
    .filter((_, index) => given.kinds[index] === 'answer')
    .map(({ text }) => text)
    .join('');
  if (words.trim() === '') throw new Refusal('invalid', { field: 'kinds', why: 'no-words' });
  await record(tx, actor, whole, { ...given, words });
  await tellAuthor(tx, whole, { words, pieces, kinds: given.kinds });
}

async function record(
  tx: Tx,
  actor: Actor,
  { id, reference }: WholeResponse,
  { consultation, kinds, words: said, reason: why }: ReadByHand & { readonly words: string },
): Promise<void> {
  const at = await now(tx);
  const [words, reason] = [commitText(said), commitText(why)];
  await storeTexts(tx, [words, reason]);
  const { seq } = await append(
    tx,
    streamOf(consultation),
    {
      kind: 'act',
      type: 'response.read-by-hand',
      actor,
      data: { response: id, reference, kinds: [...kinds] },
      texts: { words: words.commitment, reason: reason.commitment },
    },
    at,
  );
  await tx.query(
    `INSERT INTO response_reading
       (response, seq, kinds, words_commitment, reason_commitment, at, by, record_seq)
     SELECT $1, coalesce(max(seq), 0) + 1, $2, decode($3, 'hex'), decode($4, 'hex'), $5, $6, $7
       FROM response_reading WHERE response = $1`,
    [id, kinds, words.commitment, reason.commitment, at, actor.person, seq],
  );
}

interface NowCounted {
  readonly words: string;
  readonly pieces: readonly Segment[];
  readonly kinds: readonly Kind[];
}

async function tellAuthor(
  tx: Tx,
  { grade, standing, letter, reference, receivedAt }: WholeResponse,
  { words, pieces, kinds }: NowCounted,
): Promise<void> {
  if (letter === null || standing !== 'counted' || !OWN_GRADES.includes(grade)) return;
  const to = await addresseeOf(tx, letter);
  if (to === null) return;
  const others = pieces.filter((_, index) => kinds[index] !== 'answer');
  const otherWords = others.map(({ text }) => text.trim()).join('\n\n');
  await sendReceipt(tx, to, { reference, receivedAt, words, otherWords });
}
