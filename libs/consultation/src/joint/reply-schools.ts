import type { Sql, Tx } from '#platform';
import { SYSTEM } from '#platform';
import { withdrawResponse } from '../decide-response.js';
import { recordResponse, referenceOf } from '../record-response.js';
import type { RecordedResponse, ResponseFacts } from '../record-response.js';
import { OWN_GRADES } from '../stakeholders.js';
import type { Standing } from '../stakeholders.js';

/** A school that a reply can be about, as its author stands to it. */
export interface ReplySchool {
  readonly consultation: string;
  readonly schoolName: string;
  readonly closesAt: Date;
  /** Their entry in its list; null where they are not on it. */
  readonly consultee: string | null;
  /** Their newest response there that stands now. */
  readonly current: { readonly id: string; readonly reference: string } | null;
}

export interface Replier {
  readonly letter: string;
  readonly consultation: string;
  readonly consultee: string;
}

/**
 * The schools that consult together and have begun, the lead first, for whoever holds a letter of one
 * of them; none where it asks alone. People are the same as the duplicates of one list are.
 */
export async function replySchools(sql: Sql, of: Replier): Promise<readonly ReplySchool[]> {
  const { rows } = await sql.query<
    Omit<ReplySchool, 'current'> & { readonly current: { id: string; number: number } | null }
  >(SCHOOLS, [of.letter, of.consultation, of.consultee, OWN_GRADES]);
  if (rows.length < 2) return [];
  return rows.map(({ current, ...school }) => ({
    ...school,
    current: current && { id: current.id, reference: referenceOf(current.number) },
  }));
}

const SCHOOLS = `
SELECT c.id AS consultation, k.school_name AS "schoolName", c.closes_at AS "closesAt",
    e.id AS consultee,
    (SELECT json_build_object('id', r.id, 'number', r.number) FROM response_standing r
      WHERE r.consultation_id = c.id AND (r.consultee = e.id OR r.letter = $1)
        AND r.standing IN ('counted', 'not-counted') AND r.grade = ANY ($4)
      ORDER BY r.number DESC LIMIT 1) AS current
  FROM joint_school mine JOIN joint_school s ON s.lead = mine.lead
  JOIN consultation c ON c.id = s.consultation_id AND c.launched_at IS NOT NULL
  JOIN cases k ON k.id = c.case_id
  LEFT JOIN LATERAL (
    SELECT o.id FROM consultee o JOIN consultee me ON me.id = $3
     WHERE o.consultation_id = c.id AND (o.id = me.id OR o.removed_at IS NULL
       AND lower(o.name) = lower(me.name)
       AND coalesce(lower(o.email), lower(o.postal)) = coalesce(lower(me.email), lower(me.postal)))
     ORDER BY o.id <> me.id, o.added_at, o.id LIMIT 1) e ON true
 WHERE mine.consultation_id = $2
 ORDER BY c.id <> s.lead, s.joined_at, c.id`;

/** A response, and for which school it was recorded. */
export interface RecordedFor extends RecordedResponse {
  readonly consultation: string;
  readonly schoolName: string;
}

/**
 * Records one reply as a response of each school, each with its own number in its own record; all but
 * the first name the first. Everybody takes the schools in one order, so that nobody waits in a ring.
 */
export async function recordInEach<S extends Pick<ReplySchool, 'consultation' | 'schoolName'>>(
  tx: Tx,
  schools: readonly S[],
  factsFor: (school: S) => ResponseFacts | Promise<ResponseFacts>,
): Promise<readonly RecordedFor[]> {
  const recorded = new Map<string, RecordedFor>();
  let joint: string | null = null;
  for (const school of inOneOrder(schools)) {
    const facts = await factsFor(school);
    const one: RecordedResponse = await recordResponse(tx, SYSTEM, { ...facts, joint });
    const { consultation, schoolName } = school;
    recorded.set(consultation, { ...one, consultation, schoolName });
    joint ??= one.id;
  }
  return schools.map(({ consultation }) => recorded.get(consultation)!);
}

const inOneOrder = <S extends { readonly consultation: string }>(schools: readonly S[]) =>
  schools.toSorted((a, b) => (a.consultation < b.consultation ? -1 : 1));

/** Takes a reply back for every school for which it was recorded and still stands. */
export async function withdrawInEach(tx: Tx, response: string): Promise<void> {
  const all = await tiedTo(tx, response);
  for (const one of inOneOrder(all.filter(({ standing }) => standing !== 'superseded'))) {
    const { consultation, id } = one;
    await withdrawResponse(tx, SYSTEM, { consultation, response: id });
  }
}

/** A response that one reply is, with the case to whose clerk it belongs. */
export interface TiedResponse {
  readonly id: string;
  readonly consultation: string;
  readonly reference: string;
  readonly standing: Standing;
  readonly schoolName: string;
  readonly caseId: string;
  readonly desk: string;
}

/** A reply as it was recorded for each school, this one among them. */
export async function tiedTo(sql: Sql, response: string): Promise<readonly TiedResponse[]> {
  const { rows } = await sql.query<Omit<TiedResponse, 'reference'> & { number: number }>(
    `SELECT r.id, r.consultation_id AS consultation, r.number, r.standing,
        k.school_name AS "schoolName", k.id AS "caseId", k.desk
       FROM response me JOIN response_standing r ON r.id = coalesce(me.joint, me.id) OR r.id IN (
         SELECT o.id FROM response o WHERE o.joint = coalesce(me.joint, me.id))
       JOIN consultation c ON c.id = r.consultation_id JOIN cases k ON k.id = c.case_id
      WHERE me.id = $1 ORDER BY k.school_name, r.id`,
    [response],
  );
  return rows.map(({ number, ...one }) => ({ ...one, reference: referenceOf(number) }));
}
