import { append, commitText, storeTexts } from '#evidence';
import { now, Refusal } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { streamOf } from '../consultation.js';
import { consultees } from '../consultees.js';
import type { Consultee } from '../consultees.js';
import { REACHED_PEOPLE } from '../report/reach.js';

/** Why nobody can say that this person was told. */
export type WhyUnreached = 'came-back' | 'no-address' | 'to-telephone';

/** Other ways to a person, and the last of all: giving up with a reason. */
export const OTHER_WAYS = ['telephone', 'by-hand', 'not-reached'] as const;
export type OtherWay = (typeof OTHER_WAYS)[number];

/** Somebody whom no letter reached and whom nobody has reached otherwise. */
export interface Unreached extends Pick<
  Consultee,
  'id' | 'name' | 'email' | 'postal' | 'telephone' | 'group'
> {
  readonly why: WhyUnreached;
  /** The last letter to them, and what the mail server answered. */
  readonly letter: string | null;
  readonly answer: string | null;
}

// Whoever replied was reached; whoever is on the list no more is nobody's task.
const WHY = `CASE
  WHEN p.reached = 'failed' THEN 'came-back'
  WHEN p.reached IN ('none', 'waiting') AND e.channel = 'telephone' THEN 'to-telephone'
  WHEN p.reached IN ('none', 'waiting') AND e.channel = 'post' AND e.postal IS NULL THEN 'no-address'
  END`;

const UNREACHED = `
WITH ${REACHED_PEOPLE}
SELECT e.id, e.name, e.email, e.postal, e.telephone, e.group_name AS "group", ${WHY} AS why,
    l.id AS letter, l.answer
  FROM people p JOIN consultee e ON e.id = p.id
  LEFT JOIN LATERAL (
    SELECT l.id, (SELECT f.detail ->> 'answer' FROM letter_fact f
        WHERE f.letter = l.id ORDER BY f.seq DESC LIMIT 1) AS answer
      FROM letter l WHERE l.consultation_id = $1 AND l.consultee = e.id
       AND l.template NOT IN ('reply-receipt', 'reply-not-counted')
     ORDER BY l.written_at DESC, l.id DESC LIMIT 1) l ON true
 WHERE NOT p.replied AND p.contact IS NULL AND ${WHY} IS NOT NULL
 ORDER BY e.name, e.id`;

/** The people for whom another way is still to be found, by name. */
export async function unreachedPeople(
  sql: Sql,
  consultation: string,
): Promise<readonly Unreached[]> {
  const { rows } = await sql.query<Unreached>(UNREACHED, [consultation, await now(sql)]);
  return rows;
}

/** How those ended whom no letter reached at first. */
export const ENDS = [
  ...(['corrected', 'printed', 'telephone', 'by-hand', 'replied', 'not-reached', 'open'] as const),
];
export type UnreachedEnds<N = number> = Readonly<Record<(typeof ENDS)[number], N>>;

/** Of everybody whom no letter reached at first, by an instant: what became of each. */
export async function unreachedEnds(
  sql: Sql,
  consultation: string,
  asOf: Date,
): Promise<UnreachedEnds> {
  const { rows } = await sql.query<{ end: keyof UnreachedEnds; people: number }>(ENDED, [
    consultation,
    asOf,
  ]);
  const found = new Map(rows.map(({ end, people }) => [end, people]));
  return Object.fromEntries(ENDS.map((end) => [end, found.get(end) ?? 0])) as UnreachedEnds;
}

// A corrected address is a new row of the list, so the old one is told of here and nowhere else.
const ENDED = `
WITH ${REACHED_PEOPLE}, troubled AS (
  SELECT CASE
      WHEN p.contact IS NOT NULL THEN p.contact
      WHEN p.reached = 'post' AND p.failed_once THEN 'printed'
      WHEN (${WHY}) IS NULL THEN NULL
      WHEN p.replied THEN 'replied'
      ELSE 'open' END AS "end"
    FROM people p JOIN consultee e ON e.id = p.id
  UNION ALL
  SELECT 'corrected' FROM consultee_contact k JOIN consultee e ON e.id = k.consultee
   WHERE e.consultation_id = $1 AND k.how = 'corrected' AND k.at <= $2
)
SELECT "end", count(*)::int AS people FROM troubled WHERE "end" IS NOT NULL GROUP BY "end"`;

export interface ContactGiven {
  readonly consultation: string;
  readonly consultee: string;
  readonly how: OtherWay;
  /** What was said, or why they cannot be reached. */
  readonly note: string | null;
}

/** Records another way in which a person was told, or that they cannot be reached, and why. */
export async function noteContact(tx: Tx, actor: Actor, given: ContactGiven): Promise<void> {
  await hold(tx, given);
  await record(tx, actor, given, null);
}

export interface CorrectedAddress {
  readonly consultation: string;
  readonly consultee: string;
  readonly email: string | null;
  readonly postal: string | null;
}

/**
 * Puts a person on the list again under the right address, and the wrong one off it: what a letter
 * was sent to never changes. While the window is open the letter goes to them by itself.
 */
export async function correctAddress(
  tx: Tx,
  actor: Actor,
  { consultation, consultee, email, postal }: CorrectedAddress,
): Promise<void> {
  const { name, group, organisation, telephone } = await hold(tx, { consultation, consultee });
  await consultees.remove(tx, actor, { consultation, consultee });
  const person = { name, group, organisation, telephone, email, postal };
  const [became] = await consultees.add(tx, actor, consultation, [person]);
  const given = { consultation, consultee, how: 'corrected', note: null } as const;
  await record(tx, actor, given, became!);
}

async function hold(
  tx: Tx,
  { consultation, consultee }: Pick<ContactGiven, 'consultation' | 'consultee'>,
): Promise<Consultee> {
  await tx.query('SELECT 1 FROM consultation WHERE id = $1 FOR UPDATE', [consultation]);
  const found = await consultees.find(tx, consultation, consultee);
  if (found === null) throw new Refusal('not-found', { consultee });
  if (found.removedAt !== null) throw new Refusal('conflict', { consultee });
  return found;
}

async function record(
  tx: Tx,
  actor: Actor,
  { consultation, consultee, how, note }: Omit<ContactGiven, 'how'> & { readonly how: string },
  became: string | null,
): Promise<void> {
  const at = await now(tx);
  const text = note === null ? null : commitText(note);
  if (text !== null) await storeTexts(tx, [text]);
  const { seq } = await append(
    tx,
    streamOf(consultation),
    {
      ...{ kind: 'act', type: 'consultee.contacted', actor, data: { consultee, how, became } },
      ...(text === null ? {} : { texts: { note: text.commitment } }),
    },
    at,
  );
  await tx.query(
    `INSERT INTO consultee_contact (consultee, seq, how, became, note_commitment, by, at, record_seq)
     SELECT $1, coalesce(max(seq), 0) + 1, $2, $3, decode($4, 'hex'), $5, $6, $7
       FROM consultee_contact WHERE consultee = $1`,
    [consultee, how, became, text?.commitment ?? null, actor.person, at, seq],
  );
}
