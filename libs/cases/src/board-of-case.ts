import { Refusal, answerOnce, inTransaction, now } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { readDocuments } from '#evidence';
import { requireCase } from './case-people.js';
import { streamOf } from './office.js';
import type { Office } from './office.js';
import { recordPapers } from './take-step.js';
import type { Act, Paper } from './take-step.js';

/** The board of a case, with the school whose decisions it takes there. */
export interface BoardOfCase {
  readonly board: string;
  readonly name: string;
  readonly urn: string;
  readonly schoolName: string;
  readonly reference: string;
  /** Open cases of the other schools of the same board, where a federation has one. */
  readonly others: readonly BoardsCase[];
}

export interface BoardsCase {
  readonly id: string;
  readonly urn: string;
  readonly schoolName: string;
}

/** What every act on a board carries: who, from which of its cases, by which form. */
export type BoardAct = Pick<Act, 'actor' | 'caseId' | 'form'>;

/** The board of a case of the actor's; refused as `not-found` for anybody else's. */
export async function boardOf(sql: Sql, actor: Actor, caseId: string): Promise<BoardOfCase> {
  await requireCase(sql, actor, caseId);
  const { rows } = await sql.query<BoardOfCase>(
    `SELECT c.board, b.name, c.urn, c.school_name AS "schoolName", c.reference,
        (SELECT coalesce(json_agg(json_build_object('id', o.id, 'urn', o.urn,
             'schoolName', o.school_name) ORDER BY o.school_name), '[]')
           FROM cases o WHERE o.board = c.board AND o.desk = c.desk AND o.id <> c.id
             AND o.ended_at IS NULL) AS others
       FROM cases c JOIN body b ON b.id = c.board WHERE c.id = $1`,
    [caseId],
  );
  return rows[0]!;
}

/** Does an act on the board of a case, once for its form. */
export async function onBoard(
  office: Office,
  { actor, caseId, form }: BoardAct,
  act: (tx: Tx, board: string, at: Date) => Promise<unknown>,
): Promise<void> {
  await inTransaction(office.pool, (tx) =>
    answerOnce(tx, form, async () => {
      const { board } = await boardOf(tx, actor, caseId);
      await act(tx, board, await now(tx));
      return {};
    }),
  );
}

/** The paper that shows an act: one that is on the case, or a new one that comes with it. */
export type ShownBy = { readonly document: string } | { readonly paper: Paper };

/** Does an act on the board that a paper shows, once for its form; a new paper is filed with it. */
export async function onBoardShown(
  office: Office,
  act: BoardAct,
  shownBy: ShownBy,
  work: (tx: Tx, on: { board: string; document: string; at: Date }) => Promise<unknown>,
): Promise<void> {
  await inTransaction(office.pool, (tx) =>
    answerOnce(tx, act.form, async () => {
      const { board } = await boardOf(tx, act.actor, act.caseId);
      const isNew = 'paper' in shownBy;
      const documents = isNew ? await recordPapers(office, tx, act, [shownBy.paper]) : [];
      const document = isNew ? documents[0]! : shownBy.document;
      await requirePaper(tx, act.caseId, document);
      await work(tx, { board, document, at: await now(tx) });
      return { documents };
    }),
  );
}

/** Refuses `not-found` for a document that is not on the case. */
export async function requirePaper(sql: Sql, caseId: string, document: string): Promise<void> {
  const found = await readDocuments(sql, { streams: [streamOf(caseId)], ids: [document] });
  if (found.length === 0) throw new Refusal('not-found', { document });
}
