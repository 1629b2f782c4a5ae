import { hash } from 'node:crypto';
import { append } from '#evidence';
import type { DocumentStore, KeptFile } from '#evidence';
import { now } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { streamOf } from '../consultation.js';
import { holdConsultation } from '../understanding/code-frame.js';

/** A ballot or poll that somebody else held, as they state it; nobody here counted it. */
export interface BallotHeld {
  readonly ranBy: string;
  readonly question: string;
  /** The day on which it ended: '2026-06-04'. */
  readonly heldOn: string;
  /** How many could vote and how many did; null: not stated. */
  readonly asked: number | null;
  readonly voted: number | null;
  /** The result in the words of whoever ran it. */
  readonly result: string;
}

export interface OutsideBallot extends BallotHeld {
  readonly number: number;
  readonly document: string;
  readonly fileName: string;
}

export interface BallotGiven extends BallotHeld {
  readonly consultation: string;
  readonly documents: DocumentStore;
  readonly file: KeptFile;
}

/** Keeps what shows a ballot of others: evidence for the board, and never a response. */
export async function keepBallot(
  tx: Tx,
  actor: Actor,
  { consultation, documents, file, ...held }: BallotGiven,
): Promise<void> {
  await holdConsultation(tx, consultation);
  const at = await now(tx);
  const document = await documents.record(tx, file, {
    ...{ stream: streamOf(consultation), kind: 'correspondence', title: 'Ballot held by others' },
    ...{ dated: held.heldOn, status: 'approved', confidentiality: 'board', uploadedBy: actor },
  });
  const { rows } = await tx.query<{ number: number }>(
    `SELECT coalesce(max(number), 0) + 1 AS number FROM outside_ballot WHERE consultation_id = $1`,
    [consultation],
  );
  const { number } = rows[0]!;
  const body = JSON.stringify(held);
  const sha256 = hash('sha256', body, 'hex');
  const { seq } = await append(
    tx,
    streamOf(consultation),
    {
      ...{ kind: 'act', type: 'consultation.ballot-kept', actor, on: held.heldOn },
      data: { number, version: 1, sha256 },
      evidence: [{ document: document.id, sha256: document.sha256, as: 'correspondence' }],
    },
    at,
  );
  await tx.query(
    `INSERT INTO outside_ballot (consultation_id, number, version, body, sha256, document,
       written_by, written_at, record_seq)
     VALUES ($1, $2, 1, $3, decode($4, 'hex'), $5, $6, $7, $8)`,
    [consultation, number, body, sha256, document.id, actor.person, at, seq],
  );
}

/** The same without the papers that show them. */
export async function heldBallots(
  sql: Sql,
  consultation: string,
  asOf: Date,
): Promise<readonly BallotHeld[]> {
  const all = await ballotsOf(sql, consultation, asOf);
  return all.map(({ ranBy, question, heldOn, asked, voted, result }) => {
    return { ranBy, question, heldOn, asked, voted, result };
  });
}

/** The ballots of others that were kept by an instant, the first first. */
export async function ballotsOf(
  sql: Sql,
  consultation: string,
  asOf: Date | null = null,
): Promise<readonly OutsideBallot[]> {
  const { rows } = await sql.query<
    Pick<OutsideBallot, 'number' | 'document' | 'fileName'> & { body: BallotHeld }
  >(
    `SELECT DISTINCT ON (b.number) b.number, b.body::json AS body, b.document,
        d.file_name AS "fileName"
       FROM outside_ballot b JOIN document d ON d.id = b.document
      WHERE b.consultation_id = $1 AND ($2::timestamptz IS NULL OR b.written_at <= $2)
      ORDER BY b.number, b.version DESC`,
    [consultation, asOf],
  );
  return rows.map(({ body, ...ballot }) => ({ ...body, ...ballot }));
}
