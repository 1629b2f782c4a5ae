import { hash } from 'node:crypto';
import { append } from '#evidence';
import { newOpaqueId, now, Refusal } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { streamOf } from '../consultation.js';
import { cohensKappa, krippendorffsAlpha } from './agreement.js';
import { holdConsultation, newestFrame } from './code-frame.js';
import { codedResponses, codingsOf, record } from './codings.js';
import type { CodedResponse, Coding } from './codings.js';

/** Replies drawn at random for a second person to read. */
export interface Sample {
  readonly number: number;
  /** With it and `drawnFrom` anybody can draw again and get the same. */
  readonly seed: string;
  readonly drawnFrom: readonly string[];
  readonly responses: readonly string[];
  readonly drawnAt: Date;
}

/** A reply of the sample: what the first person gave to it, and what the second did without seeing. */
export interface ReadTwice {
  readonly reply: CodedResponse;
  readonly first: Coding;
  readonly second: Coding | null;
  /** The decision between the two, where somebody made one since. */
  readonly final: Coding | null;
  /** Whether both gave the same codes. */
  readonly agree: boolean | null;
}

/** How far two people gave a code alike, over the replies that both have read. */
export interface CodeAgreement {
  readonly code: string;
  readonly title: string;
  readonly both: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly neither: number;
  readonly kappa: number | null;
  readonly alpha: number | null;
}

/** The same choice for the same seed: the smallest hashes of seed and id. */
export function drawn(seed: string, from: readonly string[], size: number): readonly string[] {
  const rank = (id: string) => hash('sha256', `${seed}:${id}`, 'hex');
  const byHash = from.map((id) => ({ id, rank: rank(id) }));
  return byHash
    .toSorted((a, b) => (a.rank < b.rank ? -1 : 1))
    .slice(0, size)
    .map(({ id }) => id);
}

/** Draws replies that one person has read, for another to read. Refuses `invalid` where none is left. */
export async function drawSample(
  tx: Tx,
  actor: Actor,
  { consultation, size }: { readonly consultation: string; readonly size: number },
): Promise<void> {
  await holdConsultation(tx, consultation);
  const last = await newestSample(tx, consultation);
  const open = (await readTwice(tx, consultation)).some(({ second }) => second === null);
  if (last !== null && open) throw new Refusal('not-now', { sample: last.number });
  const drawnFrom = await notReadTwice(tx, consultation);
  if (drawnFrom.length === 0) {
    throw new Refusal('invalid', { faults: { size: 'Give codes to some replies first.' } });
  }
  const at = await now(tx);
  const seed = newOpaqueId();
  const number = (last?.number ?? 0) + 1;
  const chosen = drawn(seed, drawnFrom, size);
  const data = { number, seed, drawnFrom: drawnFrom.length, responses: [...chosen] };
  const entry = { kind: 'act', type: 'consultation.sample-drawn', actor, data } as const;
  const { seq } = await append(tx, streamOf(consultation), entry, at);
  await tx.query(
    `INSERT INTO coding_sample (consultation_id, number, seed, drawn_from, responses, drawn_by,
       drawn_at, record_seq) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [consultation, number, seed, drawnFrom, chosen, actor.person, at, seq],
  );
}

async function notReadTwice(sql: Sql, consultation: string): Promise<readonly string[]> {
  const codings = await codingsOf(sql, consultation);
  const twice = new Set(codings.filter(({ round }) => round === 'second').map((it) => it.response));
  return (await codedResponses(sql, consultation))
    .filter(({ id, coding }) => coding?.round === 'first' && !twice.has(id))
    .map(({ id }) => id);
}

/** The sample that is read or was read last; null where none was drawn. */
export async function newestSample(sql: Sql, consultation: string): Promise<Sample | null> {
  const { rows } = await sql.query<Sample>(
    `SELECT number, seed, drawn_from AS "drawnFrom", responses, drawn_at AS "drawnAt"
       FROM coding_sample WHERE consultation_id = $1 ORDER BY number DESC LIMIT 1`,
    [consultation],
  );
  return rows[0] ?? null;
}

/** The replies of the newest sample whose words are still those that were read. */
export async function readTwice(sql: Sql, consultation: string): Promise<readonly ReadTwice[]> {
  const sample = await newestSample(sql, consultation);
  if (sample === null) return [];
  const codings = Map.groupBy(await codingsOf(sql, consultation), ({ response }) => response);
  return (await codedResponses(sql, consultation)).flatMap((reply) => {
    if (!sample.responses.includes(reply.id)) return [];
    const all = (codings.get(reply.id) ?? []).filter(({ wordsOf }) => wordsOf === reply.wordsOf);
    return compared(reply, all);
  });
}

/** The replies of the sample whose codes a person must not see yet: they may be the second to read them. */
export async function hiddenFrom(
  sql: Sql,
  consultation: string,
  person: string,
): Promise<ReadonlySet<string>> {
  const waiting = (await readTwice(sql, consultation)).filter(({ second }) => second === null);
  return new Set(waiting.flatMap(({ reply, first }) => (first.by === person ? [] : [reply.id])));
}

/** The second is compared with what the first person had given until then. */
function compared(reply: CodedResponse, codings: readonly Coding[]): readonly ReadTwice[] {
  const second = codings.find(({ round }) => round === 'second') ?? null;
  const until = second?.seq ?? Infinity;
  const first = codings.findLast(({ round, seq }) => round === 'first' && seq < until);
  if (first === undefined) return [];
  const final = codings.findLast(({ round }) => round === 'final') ?? null;
  const agree = second && codesIn(first).join() === codesIn(second).join();
  return [{ reply, first, second, final, agree }];
}

/** The different codes of a reading, in order. */
export function codesIn({ marks }: Coding): readonly string[] {
  return [...new Set(marks.map(({ code }) => code))].toSorted();
}

interface OfReply {
  readonly consultation: string;
  readonly response: string;
  readonly codes: readonly string[];
}

/**
 * Keeps what a second person gives to a reply of the sample without having seen the first. Refuses
 * `invalid` to the person who read it first, and whoever comes after the second.
 */
export async function readSecond(
  tx: Tx,
  actor: Actor,
  { consultation, response, codes }: OfReply,
): Promise<void> {
  await holdConsultation(tx, consultation);
  const found = (await readTwice(tx, consultation)).find(({ reply }) => reply.id === response);
  if (found === undefined) throw new Refusal('not-found', { response });
  const before = (await codingsOf(tx, consultation)).filter((one) => one.response === response);
  if (found.second === null && before.some(({ by }) => by === actor.person)) {
    throw faulty('You have read this reply for codes. Another person must read it now.');
  }
  if (found.second !== null) throw faulty('A second person has read this reply already.');
  const marks = codes.map((code) => ({ code, span: null }));
  await record(tx, actor, { consultation, response, round: 'second', marks });
}

/** Decides between two readings of a reply, with the reason; the decision is what counts. */
export async function decideCodes(
  tx: Tx,
  actor: Actor,
  { consultation, response, codes, reason }: OfReply & { readonly reason: string },
): Promise<void> {
  await holdConsultation(tx, consultation);
  const found = (await readTwice(tx, consultation)).find(({ reply }) => reply.id === response);
  if (found?.second == null) throw new Refusal('not-found', { response });
  const kept = (found.reply.coding?.marks ?? []).filter(({ code }) => codes.includes(code));
  const added = codes.filter((code) => !kept.some((mark) => mark.code === code));
  const marks = [...kept, ...added.map((code) => ({ code, span: null }))];
  await record(tx, actor, { consultation, response, round: 'final', marks, reason });
}

const faulty = (codes: string) => new Refusal('invalid', { faults: { codes } });

/** How far the two agree on each code that the frame has, in the order of the frame. */
export async function agreementOf(
  sql: Sql,
  consultation: string,
): Promise<readonly CodeAgreement[]> {
  const { codes } = await newestFrame(sql, consultation);
  const read = (await readTwice(sql, consultation)).flatMap(({ first, second }) =>
    second === null ? [] : [[codesIn(first), codesIn(second)] as const],
  );
  return codes.map(({ code, title }) => {
    const pairs = read.map(([first, second]) => [has(first, code), has(second, code)] as const);
    const count = (one: string, other: string) =>
      pairs.filter(([first, second]) => first === one && second === other).length;
    return {
      ...{ code, title, both: count('yes', 'yes'), neither: count('no', 'no') },
      ...{ onlyFirst: count('yes', 'no'), onlySecond: count('no', 'yes') },
      ...{ kappa: cohensKappa(pairs), alpha: krippendorffsAlpha(pairs) },
    };
  });
}

const has = (codes: readonly string[], code: string) => (codes.includes(code) ? 'yes' : 'no');
