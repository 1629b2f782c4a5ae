import { writeMailing } from '#mail';
import type { LetterValues } from '#mail';
import { Refusal } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { inWords } from '../instants.js';
import type { ConsulteeAudience } from '../recipients.js';

/** The letter with which a consultation that is open asks people; null where it asks nobody now. */
export async function askingLetter(sql: Sql, consultation: string): Promise<AskingLetter | null> {
  const { rows } = await sql.query<Omit<AskingLetter, 'values'> & Launching>(
    `SELECT m.template, m.values, m.case_id AS "caseId", c.closes_at AS "closesAt"
       FROM mailing m JOIN consultation c ON c.id = m.consultation_id
      WHERE c.id = $1 AND m.template IN ('consultation-launched', 'consultation-again')
        AND c.closes_at > assent_now() AND c.closed_at IS NULL
      ORDER BY m.created_at DESC, m.wave LIMIT 1`,
    [consultation],
  );
  const found = rows[0];
  if (found === undefined) return null;
  const { closesAt, values, ...rest } = found;
  return { ...rest, values: { ...values, replyBy: inWords(closesAt) } };
}

interface Launching {
  readonly values: LetterValues;
  readonly closesAt: Date;
}

export interface AskingLetter {
  readonly template: string;
  readonly values: LetterValues;
  readonly caseId: string | null;
}

/** Writes the letter again to some, as a part of a sending. Refuses `not-now` once it is closed. */
export async function writeAgain(
  tx: Tx,
  actor: Actor,
  { id, consultation, consultees }: WrittenAgain,
): Promise<void> {
  const letter = await askingLetter(tx, consultation);
  if (letter === null) throw new Refusal('not-now', { consultation });
  await writeMailing(tx, {
    ...letter,
    audience: { who: 'these', consultees } satisfies ConsulteeAudience,
    createdBy: actor.person,
    consultationId: consultation,
    ...{ sending: id, wave: 1 },
  });
}

export interface WrittenAgain {
  /** The sending. */
  readonly id: string;
  readonly consultation: string;
  readonly consultees: readonly string[];
}

/**
 * The newest text that people can read, where it was published since they were last asked; null
 * where they were asked about it already.
 */
export async function textToAskAbout(
  sql: Sql,
  consultation: string,
): Promise<{ readonly version: number; readonly sha256: string } | null> {
  const { rows } = await sql.query<{ version: number; sha256: string }>(
    `SELECT t.version, encode(t.sha256, 'hex') AS sha256
       FROM consultation_text t JOIN consultation_text_published p USING (consultation_id, version)
      WHERE t.consultation_id = $1 AND t.version > greatest(
        (SELECT max((s.plan -> 'again' ->> 'version')::int) FROM sending_standing s
          WHERE s.consultation_id = $1 AND s.kind = 'reconsult' AND s.standing = 'begun'),
        (SELECT max(first.version) FROM consultation_text_published first
           JOIN consultation c ON c.id = first.consultation_id
          WHERE first.consultation_id = $1
            AND first.published_at < c.launched_at + interval '1 minute'), 0)
      ORDER BY t.version DESC LIMIT 1`,
    [consultation],
  );
  return rows[0] ?? null;
}
