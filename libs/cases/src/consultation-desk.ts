import { Refusal, inTransaction } from '#platform';
import type { Actor, Sql } from '#platform';
import { responses } from '#consultation';
import type { Consideration, LaterResponse } from '#consultation';
import { requireCase } from './case-people.js';
import { reopenConsultation } from './consult.js';
import { issueReport } from './issue-report.js';
import type { Office } from './office.js';
import { previewLetter, sendTestLetter } from './preview-letter.js';
import { jointDesk } from './joint-consultation.js';
import { publishedConsultation } from './published-consultation.js';
import {
  checkReply,
  forthcomingConsultation,
  listConsultations,
  outcomeOf,
} from './public-consultations.js';
import { reportOf } from './report-of-case.js';
import { askEverybodyAgain, resendLetters } from './ask-again.js';
import { confirmSending, orderLaunch, takeBackSending } from './order-launch.js';

/** The replies that the report is without; null while none is issued. The caller knows the case. */
async function laterReplies(sql: Sql, caseId: string): Promise<readonly LaterResponse[] | null> {
  const reported = await reportOf(sql, caseId);
  if (!reported?.replies) return null;
  return responses.afterReport(sql, reported.consultation, reported.replies);
}

/**
 * Records whether the board considered a reply that its report is without, and why. Refuses
 * `not-now` while no report is issued, and `not-found` for a reply that is in it.
 */
async function considerReply(
  office: Office,
  { actor, caseId }: { readonly actor: Actor; readonly caseId: string },
  given: Omit<Consideration, 'consultation'>,
): Promise<void> {
  await inTransaction(office.pool, async (tx) => {
    await requireCase(tx, actor, caseId);
    const later = await laterReplies(tx, caseId);
    if (later === null) throw new Refusal('not-now', { case: caseId });
    if (!later.some(({ id }) => id === given.response)) throw new Refusal('not-found');
    const { consultation } = (await reportOf(tx, caseId))!;
    await responses.consider(tx, actor, { consultation, ...given });
  });
}

/** What people can read of a consultation, its report, and the replies that came after that. */
export const consultationDesk = {
  published: publishedConsultation,
  list: listConsultations,
  forthcoming: forthcomingConsultation,
  outcome: outcomeOf,
  checkReply,
  laterReplies,
  considerReply,
  issueReport,
  reopen: reopenConsultation,
  orderLaunch,
  confirmSending,
  takeBackSending,
  resendLetters,
  askEverybodyAgain,
  previewLetter,
  sendTestLetter,
  joint: jointDesk,
};
