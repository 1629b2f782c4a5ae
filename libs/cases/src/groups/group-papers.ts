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

/** Where a school's case rests on a paper of its group; which entry it was, to its own desk alone. */
export interface PaperUse {
  readonly document: string;
  readonly caseId: string;
  readonly own: {
    readonly seq: number;
    readonly type: string;
    readonly data: Readonly<Record<string, unknown>>;
  } | null;
}

/** Where the schools of a group rest on its papers: each case judged the paper for itself. */
export async function usesOfPapers(
  sql: Sql,
  actor: Actor,
  group: string,
): Promise<readonly PaperUse[]> {
  await readGroup(sql, actor, group);
  const { rows } = await sql.query<PaperUse>(
    `SELECT e ->> 'document' AS document, m.case_id AS "caseId",
        CASE WHEN c.desk = $2 THEN json_build_object(
          'seq', j.seq, 'type', j.type, 'data', j.entry -> 'data') END AS own
       FROM group_member m JOIN cases c ON c.id = m.case_id
       JOIN journal j ON j.stream = 'case:' || m.case_id AND j.kind = 'move'
      CROSS JOIN LATERAL json_array_elements(j.entry -> 'evidence') e
      WHERE m.group_id = $1
        AND e ->> 'document' IN (
          SELECT id::text FROM document WHERE stream = 'group:' || $1::uuid)
      ORDER BY j.seq`,
    [group, actor.body],
  );
  return rows;
}
