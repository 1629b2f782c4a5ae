import { answerOnce, inTransaction } from '#platform';
import type { Actor, SentForm, Sql } from '#platform';
import { readDocuments } from '#evidence';
import type { Document } from '#evidence';
import { groupStream } from '../case-papers.js';
import type { Office } from '../office.js';
import type { Paper } from '../take-step.js';
import { holdGroup, readGroup } from './group.js';

export interface GroupPaper {
  readonly actor: Actor;
  readonly form: SentForm;
  readonly group: string;
  readonly paper: Paper;
}

/** Files a paper with the group: held once, it can show the steps of each school's case. */
export async function filePapersOfGroup(
  office: Office,
  { actor, form, group, paper }: GroupPaper,
): Promise<{ readonly document: string }> {
  return inTransaction(office.pool, (tx) =>
    answerOnce(tx, form, async () => {
      await holdGroup(tx, actor, group);
      const { file, ...facts } = paper;
      const recorded = await office.documents.record(tx, file, {
        ...facts,
        fileName: file.fileName,
        stream: groupStream(group),
        uploadedBy: actor,
      });
      return { document: recorded.id };
    }),
  );
}

/** The papers of a group, oldest first, superseded ones included; `not-found` when it is not theirs. */
export async function papersOfGroup(
  sql: Sql,
  actor: Actor,
  group: string,
): Promise<readonly Document[]> {
  await readGroup(sql, actor, group);
  return readDocuments(sql, { streams: [groupStream(group)] });
}

/** An entry of a school's case that rests on a paper of its group. */
export interface PaperUse {
  readonly document: string;
  readonly caseId: string;
  readonly seq: number;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Where the schools of a group rest on its papers: each case judged the paper for itself. */
export async function usesOfPapers(sql: Sql, group: string): Promise<readonly PaperUse[]> {
  const { rows } = await sql.query<PaperUse>(
    `SELECT e ->> 'document' AS document, m.case_id AS "caseId", j.seq, j.type,
        j.entry -> 'data' AS data
       FROM group_member m
       JOIN journal j ON j.stream = 'case:' || m.case_id AND j.kind = 'move'
      CROSS JOIN LATERAL json_array_elements(j.entry -> 'evidence') e
      WHERE m.group_id = $1
        AND e ->> 'document' IN (
          SELECT id::text FROM document WHERE stream = 'group:' || $1::uuid)
      ORDER BY j.seq`,
    [group],
  );
  return rows;
}
