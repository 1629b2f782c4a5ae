import type { Actor, Sql } from '#platform';
import { Refusal } from '#platform';
import type { LetterLine } from '#mail';
import { requireCase } from './case-people.js';
import { streamOf } from './office.js';

/** One letter of a case; refused as `not-found` when it is not a letter of a case of theirs. */
export async function caseLetter(
  sql: Sql,
  actor: Actor,
  caseId: string,
  letter: string,
): Promise<LetterLine> {
  await requireCase(sql, actor, caseId);
  const { rows } = await sql.query<LetterLine>(
    `SELECT l.id AS letter, l.template, l.to_name AS "toName", l.to_address AS "toAddress",
        l.channel, l.status, l.written_at AS "writtenAt", f.fact, f.at AS "factAt",
        f.detail ->> 'answer' AS answer
       FROM letter l LEFT JOIN LATERAL (
         SELECT * FROM letter_fact WHERE letter = l.id ORDER BY seq DESC LIMIT 1) f ON true
      WHERE l.id = $1 AND l.case_id = $2`,
    [letter, caseId],
  );
  if (rows[0] === undefined) throw new Refusal('not-found', { letter });
  return rows[0];
}

/** The hash of an entry of a case, in hex, as the next entry names it. */
export async function entryHash(sql: Sql, caseId: string, seq: number): Promise<string> {
  const { rows } = await sql.query<{ hash: string }>(
    `SELECT encode(hash, 'hex') AS hash FROM journal WHERE stream = $1 AND seq = $2`,
    [streamOf(caseId), seq],
  );
  if (rows[0] === undefined) throw new Refusal('not-found', { seq });
  return rows[0].hash;
}

/** The names of people by id; whoever is not a person of ours is not there. */
export async function namesOfPeople(
  sql: Sql,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql.query<{ id: string; name: string }>(
    'SELECT id, name FROM person WHERE id::text = ANY ($1::text[])',
    [[...new Set(ids)]],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export interface DocumentUse {
  readonly seq: number;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The entries of a case that rest on a document, oldest first. */
export async function usesOfDocument(
  sql: Sql,
  caseId: string,
  document: string,
): Promise<readonly DocumentUse[]> {
  const { rows } = await sql.query<DocumentUse>(
    `SELECT seq, type, entry -> 'data' AS data FROM journal
      WHERE stream = $1 AND EXISTS (
        SELECT FROM json_array_elements(entry -> 'evidence') e WHERE e ->> 'document' = $2)
      ORDER BY seq`,
    [streamOf(caseId), document],
  );
  return rows;
}
