import { append, commitText, storeTexts } from '#evidence';
import { now, Refusal } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { streamOf } from '../consultation.js';
import { VIEW_ORDER } from './view-order.js';
import { referenceOf } from '../record-response.js';
import type { ResponseForm, Standing, View } from '../stakeholders.js';

/** One of the responses of one person. */
export interface OfOnePerson {
  readonly id: string;
  readonly reference: string;
  readonly receivedAt: Date;
  readonly standing: Standing;
  readonly view: View | null;
  /** Whether a person joined it to the others, and why; else it is theirs by their own link. */
  readonly joined: { readonly reason: string | null; readonly by: string | null } | null;
  /** Whether its view is the one that counts: the latest that they gave in time, or late. */
  readonly viewCounts: boolean;
}

/** Everything that the person behind a response has said, the first first. */
export async function ofSamePerson(
  sql: Sql,
  consultation: string,
  response: string,
): Promise<readonly OfOnePerson[]> {
  const { rows } = await sql.query<
    Omit<OfOnePerson, 'reference' | 'joined'> & {
      number: number;
      isJoined: boolean;
      reason: string | null;
      by: string | null;
    }
  >(
    `WITH one AS (SELECT respondent FROM response_standing WHERE consultation_id = $1 AND id = $2)
     SELECT r.id, r.number, r.received_at AS "receivedAt", r.standing, r.view,
        (r.standing = 'counted' AND r.view IS NOT NULL AND ${VIEW_ORDER} = 1) AS "viewCounts",
        coalesce(j.respondent IS NOT NULL, false) AS "isJoined", t.text AS reason, p.name AS by
       FROM response_standing r
       JOIN one ON one.respondent = r.respondent
       LEFT JOIN LATERAL (SELECT * FROM response_respondent
         WHERE response = r.id ORDER BY seq DESC LIMIT 1) j ON true
       LEFT JOIN private_text t ON t.commitment = j.reason_commitment
       LEFT JOIN person p ON p.id::text = j.by
      WHERE r.consultation_id = $1 ORDER BY r.number`,
    [consultation, response],
  );
  return rows.map(({ number, isJoined, reason, by, ...one }) => ({
    ...one,
    reference: referenceOf(number),
    joined: isJoined ? { reason, by } : null,
  }));
}

export interface SamePersonGiven {
  readonly consultation: string;
  readonly response: string;
  /** The number of another response of the same person. */
  readonly as: number;
  readonly reason: string;
}

interface Row {
  readonly id: string;
  readonly number: number;
  readonly form: ResponseForm;
  readonly consultee: string | null;
  readonly respondent: string;
}

/**
 * Records that two responses are of one person: they are one respondent, all their words stay, and
 * their latest view counts. Refuses `invalid` where that is known, or one of them is a petition.
 */
export async function joinSamePerson(
  tx: Tx,
  actor: Actor,
  { consultation, response, as, reason }: SamePersonGiven,
): Promise<void> {
  await hold(tx, consultation);
  const all = await rowsOf(tx, consultation);
  const one = all.find(({ id }) => id === response);
  if (one === undefined) throw new Refusal('not-found', { response });
  const other = all.find(({ number }) => number === as);
  if (other === undefined || other.id === one.id) {
    throw faulty('Enter the number of another reply of this consultation.');
  }
  if (one.form !== other.form || one.form === 'petition') {
    throw faulty('Both replies must be of a person, or both of an organisation.');
  }
  if (one.respondent === other.respondent) throw faulty('These replies are of one person already.');
  const respondent = [other, one].find((it) => it.consultee === it.respondent)?.respondent;
  const into = respondent ?? other.respondent;
  const moved = all.filter(
    (it) => it.respondent !== into && [one.respondent, other.respondent].includes(it.respondent),
  );
  await note(tx, actor, { consultation, moved, respondent: into, reason });
}

const faulty = (as: string) => new Refusal('invalid', { faults: { as } });

/** Takes back that a response is of the person of others; it is its own sender's again. */
export async function partAgain(
  tx: Tx,
  actor: Actor,
  { consultation, response, reason }: Omit<SamePersonGiven, 'as'>,
): Promise<void> {
  await hold(tx, consultation);
  const one = (await rowsOf(tx, consultation)).find(({ id }) => id === response);
  if (one === undefined) throw new Refusal('not-found', { response });
  if (one.respondent === (one.consultee ?? one.id)) throw new Refusal('conflict', { response });
  await note(tx, actor, { consultation, moved: [one], respondent: null, reason });
}

async function hold(tx: Tx, consultation: string): Promise<void> {
  await tx.query('SELECT 1 FROM consultation WHERE id = $1 FOR UPDATE', [consultation]);
}

async function rowsOf(sql: Sql, consultation: string): Promise<readonly Row[]> {
  const { rows } = await sql.query<Row>(
    `SELECT id, number, form, consultee, respondent FROM response_standing
      WHERE consultation_id = $1 ORDER BY number`,
    [consultation],
  );
  return rows;
}

interface Noted {
  readonly consultation: string;
  readonly moved: readonly Row[];
  readonly respondent: string | null;
  readonly reason: string;
}

async function note(tx: Tx, actor: Actor, { consultation, moved, respondent, reason: why }: Noted) {
  const at = await now(tx);
  const reason = commitText(why);
  await storeTexts(tx, [reason]);
  const { seq } = await append(
    tx,
    streamOf(consultation),
    {
      kind: 'act',
      type: respondent === null ? 'response.parted' : 'response.same-person',
      actor,
      data: { responses: moved.map(({ id }) => id), respondent },
      texts: { reason: reason.commitment },
    },
    at,
  );
  for (const { id } of moved) {
    await tx.query(
      `INSERT INTO response_respondent (response, seq, respondent, reason_commitment, by, at,
         record_seq)
       SELECT $1, coalesce(max(seq), 0) + 1, $2, decode($3, 'hex'), $4, $5, $6
         FROM response_respondent WHERE response = $1`,
      [id, respondent, reason.commitment, actor.person, at, seq],
    );
  }
}
