import type { Sql } from '#platform';
import type { JourneySnapshot, Stage } from '#journey';
import { consultees } from '#consultation';
import { letterBook } from '#mail';
import type { CaseBody } from './read-case.js';
import { keepPolicy, keptPolicy, moveToPolicy, newerPolicy, newestPolicy } from './apply-policy.js';
import { caseParts, knownBodies, namePart } from './case-parts.js';
import { countWindow, termDatesHeld } from './count-window.js';
import { previewCorrection } from './preview-correction.js';
import { caseLetter, entryHash, namesOfPeople, usesOfDocument } from './case-details.js';

/** A case that goes on, as the desk's first page shows it. */
export interface DeskCase {
  readonly id: string;
  readonly reference: string;
  readonly schoolName: string;
  readonly stage: Stage;
  readonly waitingFor: string;
  readonly waitingForName: string | null;
  readonly dueOn: string | null;
  readonly movedAt: Date;
  readonly snapshot: JourneySnapshot;
  readonly bodies: readonly CaseBody[];
}

export interface DeskCases {
  readonly total: number;
  /** There are more than were counted. */
  readonly isMore: boolean;
  readonly cases: readonly DeskCase[];
}

/** How many things of a kind wait at a case; `id` is null for what belongs to no case. */
export interface WaitingAtCase {
  readonly id: string | null;
  readonly reference: string | null;
  readonly schoolName: string | null;
  readonly count: number;
}

const WHOSE = {
  clerk: `c.waiting_for = 'clerk'`,
  others: `c.waiting_for <> 'clerk'`,
} as const;

/** Counting stops here: a page says "more than". */
const COUNTED = 1_000;

/**
 * The open cases of these desks that wait for a clerk, or for others: those due first come first.
 * Each desk is read along its own index and only as far as the page needs.
 */
async function casesWaiting(
  sql: Sql,
  desks: readonly string[],
  whose: keyof typeof WHOSE,
  most = 8,
): Promise<DeskCases> {
  const where = `c.desk = d.desk AND c.ended_at IS NULL AND ${WHOSE[whose]}`;
  const { rows } = await sql.query<DeskCase>(
    `SELECT c.id, c.reference, c.school_name AS "schoolName", c.stage,
        c.waiting_for AS "waitingFor", c.due_on::text AS "dueOn", c.moved_at AS "movedAt",
        c.snapshot,
        (SELECT coalesce(json_agg(json_build_object(
             'part', w.part, 'body', w.body, 'name', b.name)), '[]')
           FROM case_body w JOIN body b ON b.id = w.body
          WHERE w.case_id = c.id AND w.until IS NULL) AS bodies,
        (SELECT b.name FROM case_body w JOIN body b ON b.id = w.body
          WHERE w.case_id = c.id AND 'consent:' || w.part = c.waiting_for AND w.until IS NULL
          LIMIT 1) AS "waitingForName"
       FROM unnest($1::uuid[]) AS d (desk) CROSS JOIN LATERAL (
         SELECT * FROM cases c WHERE ${where} ORDER BY c.due_on, c.reference LIMIT $2) c
      ORDER BY c.due_on, c.reference LIMIT $2`,
    [desks, most],
  );
  if (rows.length < most) return { total: rows.length, isMore: false, cases: rows };
  const counted = await sql.query<{ total: number }>(
    `SELECT count(*)::int AS total FROM unnest($1::uuid[]) AS d (desk) CROSS JOIN LATERAL (
       SELECT FROM cases c WHERE ${where} LIMIT ${COUNTED}) c`,
    [desks],
  );
  const { total } = counted.rows[0]!;
  return { total, isMore: total >= COUNTED, cases: rows };
}

/** Letters that reached nobody, by case: a person has to see to each. */
const failedLetters = (sql: Sql, desks: readonly string[]) =>
  lettersWhere(
    sql,
    desks,
    `l.status IN ('failed', 'bounced')
       AND NOT EXISTS (SELECT FROM consultee_contact k WHERE k.consultee = l.consultee)`,
  );

/** Letters that have been on their way out for over a day, by case. */
const stuckLetters = (sql: Sql, desks: readonly string[]) =>
  lettersWhere(sql, desks, letterBook.isStuck);

async function lettersWhere(
  sql: Sql,
  desks: readonly string[],
  claim: string,
): Promise<readonly WaitingAtCase[]> {
  const { rows } = await sql.query<WaitingAtCase>(
    `SELECT c.id, c.reference, c.school_name AS "schoolName", count(*)::int AS count
       FROM letter l JOIN cases c ON c.id = l.case_id
      WHERE ${claim} AND c.desk = ANY ($1::uuid[])
      GROUP BY c.id, c.reference, c.school_name ORDER BY count(*) DESC, c.reference LIMIT 20`,
    [desks],
  );
  return rows;
}

/** People of open consultations whom no letter reached, by case: another way to each is to be found. */
async function unreachedPeople(
  sql: Sql,
  desks: readonly string[],
): Promise<readonly WaitingAtCase[]> {
  const { rows } = await sql.query<Omit<WaitingAtCase, 'count'> & { consultation: string }>(
    `SELECT k.id, k.reference, k.school_name AS "schoolName", c.id AS consultation
       FROM consultation c JOIN cases k ON k.id = c.case_id
      WHERE k.desk = ANY ($1::uuid[]) AND k.ended_at IS NULL AND c.launched_at IS NOT NULL
        AND c.closes_at > assent_now()
        AND (EXISTS (SELECT FROM letter l WHERE l.consultation_id = c.id AND l.consultee IS NOT NULL
              AND l.status IN ('failed', 'bounced', 'expired'))
          OR EXISTS (SELECT FROM consultee e WHERE e.consultation_id = c.id AND e.removed_at IS NULL
              AND (e.channel = 'telephone' OR e.channel = 'post' AND e.postal IS NULL)))
      ORDER BY c.closes_at LIMIT 20`,
    [desks],
  );
  const found: WaitingAtCase[] = [];
  for (const { consultation, ...at } of rows) {
    const { length: count } = await consultees.unreached.list(sql, consultation);
    if (count > 0) found.push({ ...at, count });
  }
  return found;
}

/** Mail that waits for a person to say whose it is: by case, and what names no case at all. */
async function unmatchedMail(
  sql: Sql,
  desks: readonly string[],
): Promise<readonly WaitingAtCase[]> {
  const { rows } = await sql.query<WaitingAtCase>(
    `SELECT c.id, c.reference, c.school_name AS "schoolName", count(*)::int AS count
       FROM desk_mail d LEFT JOIN cases c ON c.id = d.case_id
      WHERE NOT EXISTS (SELECT FROM desk_outcome o WHERE o.inbound_mail = d.inbound_mail)
        AND (d.case_id IS NULL OR c.desk = ANY ($1::uuid[]))
      GROUP BY c.id, c.reference, c.school_name ORDER BY count(*) DESC, c.reference LIMIT 20`,
    [desks],
  );
  return rows;
}

/** The open case of a school, and whether it is one of these desks'; null when there is none. */
async function openCaseOf(
  sql: Sql,
  desks: readonly string[],
  urns: readonly string[],
): Promise<ReadonlyMap<string, { id: string; reference: string; isOwn: boolean }>> {
  const { rows } = await sql.query<{ urn: string; id: string; reference: string; isOwn: boolean }>(
    `SELECT urn, id, reference, desk = ANY ($2::uuid[]) AS "isOwn" FROM cases
      WHERE urn = ANY ($1::text[]) AND ended_at IS NULL`,
    [urns, desks],
  );
  return new Map(rows.map(({ urn, ...open }) => [urn, open]));
}

/** What a clerk's own pages look up and do, beside the acts that move a case. */
export const clerkDesk = {
  casesWaiting,
  failedLetters,
  stuckLetters,
  unreachedPeople,
  unmatchedMail,
  openCaseOf,
  caseParts,
  knownBodies,
  namePart,
  newestPolicy,
  moveToPolicy,
  newerPolicy,
  keptPolicy,
  keepPolicy,
  previewCorrection,
  caseLetter,
  entryHash,
  namesOfPeople,
  usesOfDocument,
  countWindow,
  termDatesHeld,
};
