import { append, commitText, storeTexts } from '#evidence';
import type { CommittedText } from '#evidence';
import { now, Refusal } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { streamOf } from '../consultation.js';
import { holdConsultation, newestFrame } from './code-frame.js';
import { responsesWithWords } from './responses-with-words.js';
import type { SaidResponse } from './responses-with-words.js';

/** A code on some words of a reply; null: on all of them. */
export interface Mark {
  readonly code: string;
  readonly span: { readonly start: number; readonly end: number } | null;
}

/** A first reading counts, and so does a final one; a second is made blindly and only compared. */
export type Round = 'first' | 'second' | 'final';

/** All that a person said of a reply; no marks: no code fits. */
export interface Coding {
  readonly response: string;
  readonly seq: number;
  readonly round: Round;
  readonly frame: number;
  readonly marks: readonly Mark[];
  /** Which words they are on. */
  readonly wordsOf: string;
  readonly by: string;
  readonly byName: string;
  readonly at: Date;
  readonly reason: string | null;
}

/** A reply with the codes that count for it; null: nobody has read its present words for codes. */
export interface CodedResponse extends SaidResponse {
  readonly coding: Coding | null;
}

/** Everything that was said of a consultation's replies, the first first. */
export async function codingsOf(sql: Sql, consultation: string): Promise<readonly Coding[]> {
  const { rows } = await sql.query<Coding>(
    `SELECT g.response, g.seq, g.round, g.frame, g.marks, encode(g.words_commitment, 'hex') AS "wordsOf",
        g.by, coalesce(p.name, '') AS "byName", g.at, t.text AS reason
       FROM response_coding g
       LEFT JOIN person p ON p.id::text = g.by
       LEFT JOIN private_text t ON t.commitment = g.reason_commitment
      WHERE g.consultation_id = $1 ORDER BY g.response, g.seq`,
    [consultation],
  );
  return rows;
}

/** The replies that stand, each with the codes that count for its words as they are read now. */
export async function codedResponses(
  sql: Sql,
  consultation: string,
  only: { readonly only?: string } = {},
): Promise<readonly CodedResponse[]> {
  const codings = (await codingsOf(sql, consultation)).filter(({ round }) => round !== 'second');
  const newest = new Map(codings.map((coding) => [coding.response, coding]));
  return (await responsesWithWords(sql, consultation, only)).map((reply) => {
    const coding = newest.get(reply.id);
    return { ...reply, coding: coding?.wordsOf === reply.wordsOf ? coding : null };
  });
}

/** One reply that stands, with its codes; refuses `not-found`. */
export async function codedResponse(
  sql: Sql,
  consultation: string,
  response: string,
): Promise<CodedResponse> {
  const [found] = await codedResponses(sql, consultation, { only: response });
  if (found === undefined) throw new Refusal('not-found', { response });
  return found;
}

interface OfReply {
  readonly consultation: string;
  readonly response: string;
}

/** Gives codes to some words of a reply, or to all of them. */
export async function giveCodes(
  tx: Tx,
  actor: Actor,
  { span, codes, ...of }: OfReply & Pick<Mark, 'span'> & { readonly codes: readonly string[] },
): Promise<void> {
  await holdConsultation(tx, of.consultation);
  const { coding } = await codedResponse(tx, of.consultation, of.response);
  const had = coding?.marks ?? [];
  const given = codes.map((code) => ({ code, span })).filter((mark) => !had.some(isSame(mark)));
  if (given.length === 0) return;
  await record(tx, actor, { ...of, round: 'first', marks: [...had, ...given] });
}

/** Takes a code from the words that it was given to. */
export async function takeCodeBack(
  tx: Tx,
  actor: Actor,
  { mark, ...of }: OfReply & { readonly mark: Mark },
): Promise<void> {
  await holdConsultation(tx, of.consultation);
  const { coding } = await codedResponse(tx, of.consultation, of.response);
  const had = coding?.marks ?? [];
  const left = had.filter((one) => !isSame(mark)(one));
  if (left.length === had.length) throw new Refusal('not-found', { code: mark.code });
  await record(tx, actor, { ...of, round: 'first', marks: left });
}

/** Says that no code of the frame fits a reply; what was given to it is taken back. */
export async function noCodeFits(tx: Tx, actor: Actor, of: OfReply): Promise<void> {
  await holdConsultation(tx, of.consultation);
  await record(tx, actor, { ...of, round: 'first', marks: [] });
}

const isSame = (one: Mark) => (other: Mark) =>
  one.code === other.code &&
  one.span?.start === other.span?.start &&
  one.span?.end === other.span?.end;

export interface CodingGiven extends OfReply {
  readonly round: Round;
  readonly marks: readonly Mark[];
  readonly reason?: string;
}

/**
 * Keeps what a person says of a reply beside all that was said before. Refuses `invalid` for a code
 * that the frame does not have in use, unless the reply has it already, and for words that are not there;
 * `not-now` for a first reading where a final one was made.
 */
export async function record(
  tx: Tx,
  actor: Actor,
  { consultation, response, round, marks, reason: why }: CodingGiven,
): Promise<void> {
  const reply = await codedResponse(tx, consultation, response);
  const { version, codes } = await newestFrame(tx, consultation);
  if (round === 'first' && reply.coding?.round === 'final')
    throw new Refusal('not-now', { response });
  if (version === 0) throw new Refusal('not-now', { frame: null });
  const isKnown = (mark: Mark) =>
    codes.some(({ code, inUse }) => code === mark.code && inUse) ||
    (reply.coding?.marks.some(isSame(mark)) ?? false);
  if (!marks.every((mark) => isKnown(mark) && isWithin(mark, reply.words))) {
    throw new Refusal('invalid', { faults: { codes: 'Select codes that are in use.' } });
  }
  const at = await now(tx);
  const reason = why === undefined ? null : commitText(why);
  await storeTexts(tx, reason === null ? [] : [reason]);
  const data = { response, reference: reply.reference, round, frame: version };
  const { seq } = await append(
    tx,
    streamOf(consultation),
    {
      kind: 'act',
      type: 'response.coded',
      actor,
      data: {
        ...data,
        marks: marks.map(({ code, span }) => ({ code, span: span && { ...span } })),
      },
      texts: textsOf(reply, reason),
    },
    at,
  );
  await tx.query(
    `INSERT INTO response_coding (response, seq, round, consultation_id, frame, marks,
       words_commitment, reason_commitment, by, at, record_seq)
     SELECT $1, coalesce(max(seq), 0) + 1, $2, $3, $4, $5, decode($6, 'hex'), decode($7, 'hex'),
       $8, $9, $10 FROM response_coding WHERE response = $1`,
    [
      ...[response, round, consultation, version, JSON.stringify(marks)],
      ...[reply.wordsOf, reason?.commitment ?? null, actor.person, at, seq],
    ],
  );
}

function textsOf({ wordsOf }: SaidResponse, reason: CommittedText | null) {
  return { words: wordsOf, ...(reason === null ? {} : { reason: reason.commitment }) };
}

function isWithin({ span }: Mark, words: string): boolean {
  return span === null || (span.start >= 0 && span.start < span.end && span.end <= words.length);
}
