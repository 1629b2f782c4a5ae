import { createHash } from 'node:crypto';
import { Refusal, newId } from '#platform';
import type { Actor, Tx } from '#platform';
import { append, commitText, storeTexts } from '#evidence';
import type { ConditionDue } from '#journey';

export interface RequestGiven {
  readonly caseId: string;
  readonly consent: string;
  readonly body: string;
  readonly papers: readonly { readonly id: string; readonly sha256: string }[];
  readonly message: string;
  /** Papers alone are brought to a body that has consented in principle. */
  readonly asks?: false;
}

/** SHA-256 over the papers' hashes in their order: what a body is asked about, frozen. */
export function papersHash(papers: readonly { readonly sha256: string }[]): string {
  return createHash('sha256')
    .update(papers.map(({ sha256 }) => sha256).join('\n'))
    .digest('hex');
}

/** Records what a body is asked, on which papers; refuses `invalid` when there are none. */
export async function recordRequest(
  tx: Tx,
  actor: Actor,
  given: RequestGiven,
  at: Date,
): Promise<{ readonly papersHash: string }> {
  if (given.papers.length === 0) throw new Refusal('invalid', { field: 'papers', reason: 'none' });
  const message = commitText(given.message);
  await storeTexts(tx, [message]);
  const hash = papersHash(given.papers);
  await tx.query(
    `INSERT INTO consent_request (id, case_id, consent, body, papers, papers_hash, message,
       asked_by, asked_at, asks) VALUES ($1, $2, $3, $4, $5, $6, decode($7, 'hex'), $8, $9, $10)`,
    [
      newId(),
      given.caseId,
      given.consent,
      given.body,
      given.papers.map(({ id }) => id),
      hash,
      message.commitment,
      actor.person,
      at,
      given.asks ?? true,
    ],
  );
  return { papersHash: hash };
}

export interface ConditionGiven {
  readonly words: string;
  readonly due: ConditionDue;
}

export interface AnswerGiven {
  readonly caseId: string;
  readonly consent: string;
  readonly answer: 'acknowledged' | 'more-asked' | 'granted' | 'refused' | 'withdrawn';
  readonly words: string;
  /** Who signs for the body, and by what authority (a minute, a scheme of delegation). */
  readonly signatory: string;
  readonly authority: string;
  readonly conditions: readonly ConditionGiven[];
}

export interface RecordedAnswer {
  readonly body: string;
  readonly conditions: readonly { readonly id: string; readonly due: ConditionDue }[];
  /** Commitments of the words, for the entry of the move. */
  readonly texts: Readonly<Record<string, string>>;
}

/** Records a body's own words, with an entry on the body's stream. The journey decides if it may. */
export async function recordAnswer(
  tx: Tx,
  actor: Actor,
  given: AnswerGiven,
  at: Date,
): Promise<RecordedAnswer> {
  const { rows } = await tx.query<{ id: string; body: string }>(
    `SELECT id, body FROM consent_request WHERE case_id = $1 AND consent = $2
      ORDER BY asked_at DESC, id DESC LIMIT 1`,
    [given.caseId, given.consent],
  );
  const request = rows[0];
  if (request === undefined) throw new Refusal('not-found', { consent: given.consent });
  const kept = await keepWords(tx, given);
  const answer = newId();
  await tx.query(
    `INSERT INTO consent_answer (id, request, answer, words, signatory, authority, answered_by,
       answered_at) VALUES ($1, $2, $3, decode($4, 'hex'), decode($5, 'hex'), decode($6, 'hex'), $7, $8)`,
    [
      answer,
      request.id,
      given.answer,
      kept.texts['words'] ?? null,
      kept.texts['signatory'] ?? null,
      kept.texts['authority'] ?? null,
      actor.person,
      at,
    ],
  );
  for (const { id, due, words } of kept.conditions) {
    await tx.query(
      `INSERT INTO consent_condition (id, answer, due, words) VALUES ($1, $2, $3, decode($4, 'hex'))`,
      [id, answer, due, words],
    );
  }
  const { caseId, consent } = given;
  await append(
    tx,
    `body:${request.body}`,
    {
      kind: 'act',
      type: `consent.${given.answer}`,
      actor,
      data: { case: caseId, consent, conditions: kept.conditions },
      texts: kept.texts,
    },
    at,
  );
  return {
    body: request.body,
    conditions: kept.conditions.map(({ id, due }) => ({ id, due })),
    texts: kept.texts,
  };
}

async function keepWords(tx: Tx, given: AnswerGiven) {
  const { words, signatory, authority } = given;
  const texts: Record<string, string> = {};
  for (const [name, text] of Object.entries({ words, signatory, authority })) {
    if (text.trim() === '') continue;
    const committed = commitText(text);
    await storeTexts(tx, [committed]);
    texts[name] = committed.commitment;
  }
  const conditions: { id: string; due: ConditionDue; words: string }[] = [];
  for (const condition of given.conditions) {
    const committed = commitText(condition.words);
    await storeTexts(tx, [committed]);
    conditions.push({ id: newId(), due: condition.due, words: committed.commitment });
  }
  return { texts, conditions };
}
