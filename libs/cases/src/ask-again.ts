import { Refusal, answerOnce, inTransaction, now } from '#platform';
import type { Tx } from '#platform';
import { consultees, findConsultation } from '#consultation';
import { closingInstant } from '#register';
import { carryOut } from './begin-sending.js';
import { requireCase } from './case-people.js';
import { askAgainIn } from './consult.js';
import type { Office } from './office.js';
import { isForTwo, soonestFrom, tryOut } from './sending-act.js';
import type { SendingAct } from './sending-act.js';
import type { AskAgain } from './sending-plans.js';
import { keepTexts } from './take-step.js';

const { sendings } = consultees;
const A_DAY_MS = 86_400_000;

export interface Resend {
  readonly consultees: readonly string[];
  /** Why, in the clerk's words. */
  readonly reason: string;
}

/**
 * Sends the letter again to some, for a reason, at their addresses as they are now. Begins at once
 * unless they are so many that a second person must confirm it. Refuses `not-now` while nobody is
 * asked, and `not-found` for somebody who is not on the list.
 */
export async function resendLetters(
  office: Office,
  { actor, caseId, form }: SendingAct,
  { consultees: chosen, reason }: Resend,
): Promise<{ readonly begun: boolean }> {
  return inTransaction(office.pool, (tx) =>
    answerOnce(tx, form, async () => {
      await requireCase(tx, actor, caseId);
      const { id: consultation } = await openOne(tx, caseId);
      await requireListed(tx, consultation, chosen);
      const text = await keepTexts(tx, { reason });
      const recipients = chosen.length;
      const needsSecond = isForTwo(office, recipients);
      const ordered = await sendings.order(tx, actor, {
        ...{ consultation, kind: 'resend', recipients, needsSecond },
        ...{ plan: { consultees: chosen, reason: text.reason }, texts: text },
        notBefore: await now(tx),
      });
      if (needsSecond) return { begun: false };
      await sendings.begin(tx, actor, ordered);
      await carryOut(tx, office.baseUrl, { actor, caseId }, ordered);
      return { begun: true };
    }),
  );
}

async function requireListed(tx: Tx, consultation: string, ids: readonly string[]): Promise<void> {
  const { rowCount } = await tx.query(
    `SELECT FROM consultee WHERE consultation_id = $1 AND removed_at IS NULL
        AND id = ANY ($2::uuid[])`,
    [consultation, ids],
  );
  if (rowCount !== new Set(ids).size || ids.length === 0) throw new Refusal('not-found');
}

/** The consultation of a case, while people can answer it. */
async function openOne(tx: Tx, caseId: string) {
  const found = await findConsultation(tx, { caseId });
  const at = await now(tx);
  if (found?.launchedAt == null || found.closedAt !== null || found.closesAt! <= at) {
    throw new Refusal('not-now', { case: caseId });
  }
  return found;
}

/** Who is asked again has at least so long from then on. */
const LEAST_DAYS_AGAIN = 14;

/**
 * Orders that everybody is asked again, about a text that was published since they were last asked,
 * with more time to answer. It waits like a launch. Refuses `not-now` where the text is the same.
 */
export async function askEverybodyAgain(
  office: Office,
  { actor, caseId, form }: SendingAct,
  given: AskAgain,
): Promise<void> {
  await inTransaction(office.pool, (tx) =>
    answerOnce(tx, form, async () => {
      await requireCase(tx, actor, caseId);
      const { id: consultation } = await openOne(tx, caseId);
      const again = await sendings.textToAskAbout(tx, consultation);
      if (again === null) throw new Refusal('not-now', { consultation });
      const soonest = await soonestFrom(tx);
      const closes = new Date(closingInstant(given.closesOn, given.closesAt));
      if (closes.getTime() < soonest.getTime() + LEAST_DAYS_AGAIN * A_DAY_MS) {
        throw new Refusal('invalid', { faults: { closesOn: TOO_SHORT } });
      }
      const { reason, ...window } = { ...given, consultation };
      const words = { reason };
      await tryOut(tx, () =>
        askAgainIn(tx, office.baseUrl, { actor, caseId }, { ...window, again, waves: [], words }),
      );
      const recipients = await sendings.countRecipients(tx, consultation);
      await sendings.order(tx, actor, {
        ...{ consultation, kind: 'reconsult', recipients },
        ...{ plan: { ...window, again, reason }, notBefore: soonest },
        needsSecond: isForTwo(office, recipients),
      });
      return { caseId };
    }),
  );
}

const TOO_SHORT = `Whoever is asked again has at least ${LEAST_DAYS_AGAIN} days from then on.`;
