import { now } from '#platform';
import type { Sql } from '#platform';
import type { ApplicationSubmitted, ApplyingSchool } from '#journey';
import { londonDate } from '#register';
import type { Office } from './office.js';
import { keepTexts, takeStep } from './take-step.js';
import type { Act, Done } from './take-step.js';

export interface Application {
  /** The Department's reference; one application has one, whatever the case of its letters. */
  readonly reference: string;
  readonly form: string;
  /** The declaration as it was shown, and the name under it. */
  readonly texts: Readonly<Record<string, string>>;
}

/**
 * Submits the application: it names every other school that stands in an application of the same
 * reference, so that the journey can refuse two schools in an application to join.
 */
export async function submitApplication(
  office: Office,
  act: Act,
  { reference, form, texts }: Application,
): Promise<Done> {
  const key = keyOf(reference);
  return takeStep(office, act, async (tx) => {
    // Two schools that apply at once under one reference see each other.
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('application ' || $1, 0))`, [
      key,
    ]);
    const at = await now(tx);
    const event = await applicationOf(tx, act.caseId, { reference, form }, at);
    await tx.query(
      `INSERT INTO application_reference (reference, case_id, submitted_at) VALUES ($1, $2, $3)
       ON CONFLICT DO NOTHING`,
      [key, act.caseId, at],
    );
    return { event, texts: await keepTexts(tx, texts) };
  });
}

/** The application as an event, with the schools that stand in it already. */
export async function applicationOf(
  sql: Sql,
  caseId: string,
  { reference, form }: Pick<Application, 'reference' | 'form'>,
  at: Date,
): Promise<ApplicationSubmitted> {
  const { rows } = await sql.query<ApplyingSchool>(
    `SELECT CASE WHEN c.desk = own.desk OR m.group_id = g.group_id THEN c.school_name
          ELSE 'a school of another desk' END AS name, m.group_id AS "group"
       FROM application_reference a JOIN cases c ON c.id = a.case_id
       JOIN cases own ON own.id = $2
       LEFT JOIN group_member g ON g.case_id = own.id AND g.until IS NULL
       LEFT JOIN group_member m ON m.case_id = c.id AND m.until IS NULL
      WHERE a.reference = $1 AND c.id <> $2
        AND c.stage NOT IN ('withdrawn', 'declined', 'revoked', 'superseded')
        AND upper(trim(c.snapshot #>> '{case,context,application,reference}')) = $1
      ORDER BY c.reference`,
    [keyOf(reference), caseId],
  );
  const together = rows.map(({ name, group }) => ({ name, group }));
  const on = londonDate(at).toString();
  const others = together.length === 0 ? {} : { together };
  return { type: 'application.submitted', on, reference, ...others, form };
}

const keyOf = (reference: string): string => reference.trim().toUpperCase();
