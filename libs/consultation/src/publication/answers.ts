import { hash } from 'node:crypto';
import { append } from '#evidence';
import { now, Refusal } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { streamOf } from '../consultation.js';

/** A question that was asked of a consultation, and each answer that was published to it. */
export interface AnsweredQuestion {
  readonly number: number;
  readonly question: string;
  readonly answer: string;
  readonly publishedAt: Date;
  /** What was published before, the newest first. */
  readonly earlier: readonly {
    readonly question: string;
    readonly answer: string;
    readonly publishedAt: Date;
  }[];
}

export interface AnswerGiven {
  readonly consultation: string;
  /** The question that is answered anew; null: another one. */
  readonly number: number | null;
  readonly question: string;
  readonly answer: string;
}

/** Publishes an answer at once, while people can still reply; a newer one keeps the older. */
export async function answer(
  tx: Tx,
  actor: Actor,
  given: AnswerGiven,
): Promise<{ readonly number: number; readonly version: number }> {
  const { consultation, question } = given;
  await holdOpen(tx, consultation);
  const at = await now(tx);
  const { rows } = await tx.query<{ number: number; version: number }>(
    `SELECT coalesce($2, max(number) + 1, 1) AS number,
        coalesce(max(version) FILTER (WHERE number = $2), 0) + 1 AS version
       FROM consultation_answer WHERE consultation_id = $1`,
    [consultation, given.number],
  );
  const { number, version } = rows[0]!;
  if (given.number !== null && version === 1) throw new Refusal('not-found', { number });
  const sha256 = hash('sha256', `${question}\n${given.answer}`, 'hex');
  const data = { number, version, sha256 };
  const entry = { kind: 'act', type: 'consultation.question-answered', actor, data } as const;
  const { seq } = await append(tx, streamOf(consultation), entry, at);
  await tx.query(
    `INSERT INTO consultation_answer (consultation_id, number, version, question, answer,
       sha256, published_by, published_at, record_seq)
     VALUES ($1, $2, $3, $4, $5, decode($6, 'hex'), $7, $8, $9)`,
    [consultation, number, version, question, given.answer, sha256, actor.person, at, seq],
  );
  return { number, version };
}

async function holdOpen(tx: Tx, consultation: string): Promise<void> {
  const { rows } = await tx.query<{ open: boolean }>(
    `SELECT launched_at IS NOT NULL AND closed_at IS NULL AND closes_at > assent_now() AS open
       FROM consultation WHERE id = $1 FOR UPDATE`,
    [consultation],
  );
  if (rows[0] === undefined) throw new Refusal('not-found', { consultation });
  if (!rows[0].open) throw new Refusal('not-now', { consultation });
}

/** The questions in the order in which they were first answered. */
export async function answers(
  sql: Sql,
  consultation: string,
): Promise<readonly AnsweredQuestion[]> {
  const { rows } = await sql.query<Omit<AnsweredQuestion, 'earlier'>>(
    `SELECT number, question, answer, published_at AS "publishedAt" FROM consultation_answer
      WHERE consultation_id = $1 ORDER BY number, version DESC`,
    [consultation],
  );
  const byNumber = Map.groupBy(rows, ({ number }) => number);
  return [...byNumber.values()].map(([last, ...earlier]) => ({
    ...last!,
    earlier: earlier.map(({ question, answer: said, publishedAt }) => ({
      ...{ question, answer: said, publishedAt },
    })),
  }));
}
