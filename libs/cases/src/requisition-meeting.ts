import { answerOnce, inTransaction, now } from '#platform';
import { requisitions } from '#governance';
import { writeLetters } from '#mail';
import { londonDate } from '#register';
import { boardOf } from './board-of-case.js';
import type { BoardAct } from './board-of-case.js';
import type { Office } from './office.js';
import { inWords } from './words.js';

/**
 * A governor asks for a meeting at their own desk, or joins those who did. With the third one the
 * clerks of the case are written to: they must convene it as soon as is reasonably practicable.
 */
export async function joinRequisition(
  office: Office,
  act: BoardAct,
  wish: { readonly words: string } | { readonly requisition: string },
): Promise<{ readonly isReceived: boolean }> {
  return inTransaction(office.pool, (tx) =>
    answerOnce(tx, act.form, async () => {
      const at = await now(tx);
      const today = londonDate(at).toString();
      const found = await boardOf(tx, act.actor, act.caseId);
      const when = { at, today };
      const { id, isReceived } = await requisitions.join(tx, act.actor, found.board, wish, when);
      if (!isReceived) return { isReceived };
      const { words, signed } = await requisitions.find(tx, found.board, id);
      const { rows: clerks } = await tx.query<{ person: string; name: string; email: string }>(
        `SELECT p.id AS person, p.name, p.email FROM case_person c JOIN person p ON p.id = c.person
          WHERE c.case_id = $1 AND c.role = 'clerk' AND c.until IS NULL ORDER BY p.name, p.id`,
        [act.caseId],
      );
      await writeLetters(
        tx,
        clerks.map(({ person, name, email }) => ({
          template: 'meeting-requisitioned',
          to: { name, address: email, person },
          values: {
            schoolName: found.schoolName,
            reference: found.reference,
            onBehalfOf: `the governing board of ${found.schoolName}`,
            date: inWords.day(today),
            governors: signed.map((one) => one.name).join(', '),
            requisition: words,
            link: `${office.baseUrl}/cases/${act.caseId}/board`,
          },
          caseId: act.caseId,
          cause: null,
        })),
      );
      return { isReceived };
    }),
  );
}
