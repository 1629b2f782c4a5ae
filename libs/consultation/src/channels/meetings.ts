import { hash } from 'node:crypto';
import { append, commitText, storeTexts } from '#evidence';
import { now, Refusal } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { streamOf } from '../consultation.js';
import { holdConsultation } from '../understanding/code-frame.js';

/** A meeting at which people said what they think. */
export interface MeetingHeld {
  /** The day in London: '2026-06-04'. */
  readonly heldOn: string;
  readonly place: string;
  /** Whom it was for, and how many came as far as that was counted. */
  readonly audience: string;
}

export interface NotedMeeting extends MeetingHeld {
  readonly number: number;
  readonly version: number;
  /** Who wrote down what was said; null once erased. */
  readonly notedBy: string | null;
  /** How many responses are entered under it. */
  readonly views: number;
}

export interface MeetingGiven extends MeetingHeld {
  readonly consultation: string;
  readonly notedBy: string;
}

/** Names a meeting once, so that every view spoken there is entered under it. Answers its number. */
export async function nameMeeting(tx: Tx, actor: Actor, given: MeetingGiven): Promise<number> {
  const { consultation, heldOn, place, audience } = given;
  await holdConsultation(tx, consultation);
  await requireDay(tx, consultation, heldOn);
  const at = await now(tx);
  const body = JSON.stringify({ heldOn, place, audience });
  const notedBy = commitText(given.notedBy);
  await storeTexts(tx, [notedBy]);
  const { rows } = await tx.query<{ number: number }>(
    `SELECT coalesce(max(number), 0) + 1 AS number FROM consultation_meeting
      WHERE consultation_id = $1`,
    [consultation],
  );
  const { number } = rows[0]!;
  const sha256 = hash('sha256', body, 'hex');
  const { seq } = await append(
    tx,
    streamOf(consultation),
    {
      ...{ kind: 'act', type: 'consultation.meeting-named', actor },
      ...{ on: heldOn, data: { number, version: 1, sha256 } },
      texts: { notedBy: notedBy.commitment },
    },
    at,
  );
  await tx.query(
    `INSERT INTO consultation_meeting (consultation_id, number, version, body, sha256,
       noted_by_commitment, written_by, written_at, record_seq)
     VALUES ($1, $2, 1, $3, decode($4, 'hex'), decode($5, 'hex'), $6, $7, $8)`,
    [consultation, number, body, sha256, notedBy.commitment, actor.person, at, seq],
  );
  return number;
}

/** What people say before anybody asks them is no answer; nobody can say what they will. */
async function requireDay(tx: Tx, consultation: string, day: string): Promise<void> {
  const { rows } = await tx.query<{ future: boolean; early: boolean }>(
    `SELECT $1::date > (assent_now() AT TIME ZONE 'Europe/London')::date AS future,
        $1::date < (c.opens_at AT TIME ZONE 'Europe/London')::date AS early
       FROM consultation c WHERE c.id = $2`,
    [day, consultation],
  );
  const { future, early } = rows[0]!;
  if (future) throw faulty('The day of the meeting must be today or in the past.');
  if (early)
    throw faulty('The day of the meeting must be the day the consultation opened or later.');
}

const faulty = (heldOn: string) => new Refusal('invalid', { faults: { heldOn } });

/** The meetings of a consultation, the first first. */
export async function meetingsOf(sql: Sql, consultation: string): Promise<readonly NotedMeeting[]> {
  const { rows } = await sql.query<
    Pick<NotedMeeting, 'number' | 'version' | 'notedBy' | 'views'> & { body: MeetingHeld }
  >(
    `SELECT DISTINCT ON (m.number) m.number, m.version, m.body::json AS body, t.text AS "notedBy",
        (SELECT count(*)::int FROM response_meeting r
          WHERE r.consultation_id = m.consultation_id AND r.meeting = m.number) AS views
       FROM consultation_meeting m JOIN private_text t ON t.commitment = m.noted_by_commitment
      WHERE m.consultation_id = $1 ORDER BY m.number, m.version DESC`,
    [consultation],
  );
  return rows.map(({ body, ...meeting }) => ({ ...body, ...meeting }));
}
