import { append, commitText, storeTexts } from '#evidence';
import { now, Refusal } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { streamOf } from '../consultation.js';
import { holdConsultation } from '../understanding/code-frame.js';
import { partsOf } from '../understanding/parts.js';
import type { Part } from '../understanding/parts.js';
import { responsesWithWords } from '../understanding/responses-with-words.js';
import type { SaidResponse } from '../understanding/responses-with-words.js';
import { copyOf, joined, placesOf } from './spans.js';
import type { Place, RedactionReason, Span } from './spans.js';
import { suggest } from './suggest.js';
import type { Suggestion } from './suggest.js';

/** The copy of a reply that anybody may read once a person says that it is ready. */
export interface Copy {
  readonly seq: number;
  readonly spans: readonly Span[];
  readonly ready: boolean;
  readonly by: string;
  readonly byName: string;
  readonly at: Date;
  /** Why words went for another reason, in the clerk's words. */
  readonly note: string | null;
  /** Who looked at it a second time. */
  readonly look: { readonly byName: string; readonly at: Date } | null;
}

/** A reply with its newest copy; null: nobody has made one of its present words. */
export interface CopiedResponse extends SaidResponse {
  readonly copy: Copy | null;
}

/** The replies that stand, each with the newest copy of the words that it has now. */
export async function copiedResponses(
  sql: Sql,
  consultation: string,
  only: { readonly only?: string } = {},
): Promise<readonly CopiedResponse[]> {
  const said = await responsesWithWords(sql, consultation, only);
  const { rows } = await sql.query<Row>(NEWEST, [said.map(({ id }) => id)]);
  const byReply = new Map(rows.map((row) => [row.response, row]));
  return said.map((reply) => {
    const row = byReply.get(reply.id);
    return { ...reply, copy: row?.wordsOf === reply.wordsOf ? copyIn(row) : null };
  });
}

interface Row extends Omit<Copy, 'look'> {
  readonly response: string;
  readonly wordsOf: string;
  readonly lookedBy: string | null;
  readonly lookedAt: Date | null;
}

const NEWEST = `
SELECT DISTINCT ON (k.response) k.response, k.seq, k.spans, k.ready, k.by, k.at, n.text AS note,
    encode(k.words_commitment, 'hex') AS "wordsOf", coalesce(p.name, '') AS "byName",
    coalesce(q.name, '') AS "lookedBy", l.at AS "lookedAt"
  FROM response_copy k
  LEFT JOIN person p ON p.id::text = k.by
  LEFT JOIN private_text n ON n.commitment = k.note_commitment
  LEFT JOIN response_copy_look l ON l.response = k.response AND l.seq = k.seq
  LEFT JOIN person q ON q.id::text = l.by
 WHERE k.response = ANY ($1::uuid[])
 ORDER BY k.response, k.seq DESC`;

function copyIn({ seq, spans, ready, by, byName, at, note, lookedBy, lookedAt }: Row): Copy {
  const look = lookedAt && { byName: lookedBy ?? '', at: lookedAt };
  return { seq, spans, ready, by, byName, at, note, look };
}

/** One reply that stands, with its copy; refuses `not-found`. */
export async function copiedResponse(
  sql: Sql,
  consultation: string,
  response: string,
): Promise<CopiedResponse> {
  const [found] = await copiedResponses(sql, consultation, { only: response });
  if (found === undefined) throw new Refusal('not-found', { response });
  return found;
}

/** What of a reply a person can choose to take out, beside words that they type. */
export interface Offered {
  readonly parts: readonly Part[];
  /** What is not taken out yet and may say who somebody is. */
  readonly suggestions: readonly Suggestion[];
}

/** The sentences of a reply, and what the service suggests to take out of it. */
export async function offeredOf(
  sql: Sql,
  consultation: string,
  { words, name, copy }: CopiedResponse,
): Promise<Offered> {
  const { rows } = await sql.query<{ name: string }>(
    'SELECT DISTINCT name FROM consultee WHERE consultation_id = $1',
    [consultation],
  );
  const consultees = rows.map((row) => row.name);
  const isLeft = ({ start, end }: Place) =>
    !(copy?.spans ?? []).some((span) => span.start <= start && end <= span.end);
  return {
    parts: partsOf(words).filter(isLeft),
    suggestions: suggest(words, { writer: name, consultees }).filter(isLeft),
  };
}

interface OfCopy {
  readonly consultation: string;
  readonly response: string;
  /** The copy that the person saw; 0: none. */
  readonly seen: number;
}

export interface TakenOut extends OfCopy {
  readonly places: readonly Place[];
  /** Words to take out wherever the reply has them; '': none. */
  readonly words: string;
  readonly reason: RedactionReason;
  /** Why, where the reason is another one; '' otherwise. */
  readonly note: string;
}

/**
 * Takes words out of the copy of a reply; the reply stays as it is. Refuses `invalid` for words that
 * it does not have, for nothing at all, and where somebody else changed the copy meanwhile.
 */
export async function takeOut(tx: Tx, actor: Actor, taken: TakenOut): Promise<void> {
  const { words: typed, places, reason, note } = taken;
  const reply = await seenCopy(tx, taken);
  const wherever = typed === '' ? [] : placesOf(reply.words, typed);
  if (typed !== '' && wherever.length === 0) {
    throw faulty('words', 'The reply does not have these words. Copy them from it.');
  }
  const all = [...places, ...wherever].map(({ start, end }) => ({ start, end, reason }));
  if (all.length === 0) throw faulty('words', 'Select what to take out, or type it.');
  const spans = joined([...(reply.copy?.spans ?? []), ...all]);
  const kept = note || (reply.copy?.note ?? '');
  await keep(tx, actor, { ...taken, reply, spans, ready: false, note: kept });
}

/** Puts words back into the copy. */
export async function putBack(
  tx: Tx,
  actor: Actor,
  { span, ...of }: OfCopy & { readonly span: number },
): Promise<void> {
  const reply = await seenCopy(tx, of);
  const spans = (reply.copy?.spans ?? []).filter((_, index) => index !== span);
  if (spans.length === (reply.copy?.spans.length ?? 0)) throw new Refusal('not-found', { span });
  await keep(tx, actor, { ...of, reply, spans, ready: false, note: reply.copy?.note ?? '' });
}

/** Says that the copy may be read as it is; also where there is nothing to take out. Twice is once. */
export async function sayReady(tx: Tx, actor: Actor, of: OfCopy): Promise<void> {
  await holdConsultation(tx, of.consultation);
  const { copy } = await copiedResponse(tx, of.consultation, of.response);
  if (copy?.ready && copy.by === actor.person && copy.seq <= of.seen + 1) return;
  const reply = await seenCopy(tx, of);
  const spans = reply.copy?.spans ?? [];
  await keep(tx, actor, { ...of, reply, spans, ready: true, note: reply.copy?.note ?? '' });
}

/** A second person says that they looked at a ready copy too. Refuses `invalid` to its maker. */
export async function lookAgain(tx: Tx, actor: Actor, of: OfCopy): Promise<void> {
  const { copy, reference } = await seenCopy(tx, of);
  if (!copy?.ready) throw new Refusal('not-now', { response: of.response });
  if (copy.by === actor.person) {
    throw faulty('words', 'You made this copy. Another clerk of your desk must look at it.');
  }
  if (copy.look !== null) return;
  const at = await now(tx);
  const data = { response: of.response, reference, seq: copy.seq };
  const entry = { kind: 'act', type: 'response.copy-looked-at', actor, data } as const;
  const { seq } = await append(tx, streamOf(of.consultation), entry, at);
  await tx.query(
    `INSERT INTO response_copy_look (response, seq, made_by, by, at, record_seq)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [of.response, copy.seq, copy.by, actor.person, at, seq],
  );
}

async function seenCopy(tx: Tx, { consultation, response, seen }: OfCopy): Promise<CopiedResponse> {
  await holdConsultation(tx, consultation);
  const reply = await copiedResponse(tx, consultation, response);
  if ((reply.copy?.seq ?? 0) !== seen) {
    throw faulty('words', 'Somebody else changed this copy meanwhile. Read it again.');
  }
  return reply;
}

const faulty = (field: string, message: string) =>
  new Refusal('invalid', { faults: { [field]: message } });

interface Kept extends OfCopy {
  readonly reply: CopiedResponse;
  readonly spans: readonly Span[];
  readonly ready: boolean;
  readonly note: string;
}

async function keep(tx: Tx, actor: Actor, kept: Kept): Promise<void> {
  const { consultation, response, reply, spans, ready } = kept;
  const at = await now(tx);
  const copy = commitText(copyOf(reply.words, spans));
  const note = kept.note === '' ? null : commitText(kept.note);
  await storeTexts(tx, note === null ? [copy] : [copy, note]);
  const { rows } = await tx.query<{ next: number }>(
    'SELECT coalesce(max(seq), 0) + 1 AS next FROM response_copy WHERE response = $1',
    [response],
  );
  const { next } = rows[0]!;
  const places = spans.map(({ start, end, reason }) => ({ start, end, reason }));
  const { seq } = await append(
    tx,
    streamOf(consultation),
    {
      kind: 'act',
      type: 'response.copy-made',
      actor,
      data: { response, reference: reply.reference, seq: next, spans: places, ready },
      texts: {
        of: reply.wordsOf,
        copy: copy.commitment,
        ...(note && { note: note.commitment }),
      },
    },
    at,
  );
  await tx.query(
    `INSERT INTO response_copy (response, seq, words_commitment, copy_commitment, note_commitment,
       spans, ready, by, at, record_seq)
     VALUES ($1, $2, decode($3, 'hex'), decode($4, 'hex'), decode($5, 'hex'), $6, $7, $8, $9, $10)`,
    [
      ...[response, next, reply.wordsOf, copy.commitment, note?.commitment ?? null],
      ...[JSON.stringify(places), ready, actor.person, at, seq],
    ],
  );
}
