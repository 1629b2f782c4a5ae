import type { Sql } from '#platform';
import type { ConditionDue } from '#journey';

export interface RequestRead {
  readonly id: string;
  readonly consent: string;
  readonly body: string;
  readonly papers: readonly string[];
  readonly papersHash: string;
  readonly message: string | null;
  readonly askedAt: Date;
  /** False where papers alone were brought, for a final decision. */
  readonly asks: boolean;
  readonly answers: readonly AnswerRead[];
}

export interface AnswerRead {
  readonly answer: 'acknowledged' | 'more-asked' | 'granted' | 'refused' | 'withdrawn';
  readonly words: string | null;
  readonly signatory: string | null;
  readonly authority: string | null;
  readonly answeredAt: string;
  readonly conditions: readonly ConditionRead[];
}

export interface ConditionRead {
  readonly id: string;
  readonly due: ConditionDue;
  readonly words: string | null;
}

/**
 * Every request and answer of a case's consents, newest request first; for one body only its own.
 * A text that was lawfully erased is null.
 */
export async function consentWords(
  sql: Sql,
  caseId: string,
  body: string | null,
): Promise<readonly RequestRead[]> {
  const { rows } = await sql.query<RequestRead>(
    `SELECT r.id, r.consent, r.body, r.papers, r.papers_hash AS "papersHash", m.text AS message,
            r.asked_at AS "askedAt", r.asks,
       (SELECT coalesce(json_agg(json_build_object(
            'answer', a.answer, 'words', w.text, 'signatory', s.text, 'authority', t.text,
            'answeredAt', a.answered_at, 'conditions', (
              SELECT coalesce(json_agg(json_build_object(
                       'id', c.id, 'due', c.due, 'words', cw.text) ORDER BY c.id), '[]')
                FROM consent_condition c JOIN private_text cw ON cw.commitment = c.words
               WHERE c.answer = a.id)) ORDER BY a.answered_at, a.id), '[]')
          FROM consent_answer a
          LEFT JOIN private_text w ON w.commitment = a.words
          LEFT JOIN private_text s ON s.commitment = a.signatory
          LEFT JOIN private_text t ON t.commitment = a.authority
         WHERE a.request = r.id) AS answers
       FROM consent_request r JOIN private_text m ON m.commitment = r.message
      WHERE r.case_id = $1 AND ($2::uuid IS NULL OR r.body = $2)
      ORDER BY r.asked_at DESC, r.id DESC`,
    [caseId, body],
  );
  return rows;
}

/** The ids of the papers that a body was last asked about. */
export async function consentPapers(
  sql: Sql,
  caseId: string,
  consent: string,
): Promise<readonly string[]> {
  const { rows } = await sql.query<{ papers: string[] }>(
    `SELECT papers FROM consent_request WHERE case_id = $1 AND consent = $2
      ORDER BY asked_at DESC, id DESC LIMIT 1`,
    [caseId, consent],
  );
  return rows[0]?.papers ?? [];
}
