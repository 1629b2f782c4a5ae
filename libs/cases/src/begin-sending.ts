import { Refusal, SYSTEM, faultPoint, now } from '#platform';
import type { Actor, Tx } from '#platform';
import { consultees, findConsultation } from '#consultation';
import type { OrderedSending } from '#consultation';
import type { Explanation } from '#journey';
import { askAgainIn, launchIn } from './consult.js';
import type { Wave } from './move.js';
import type { AskAgainPlan, LaunchOrder, ResendPlan } from './sending-plans.js';
import type { Act } from './take-step.js';

const { sendings } = consultees;
const A_MINUTE_MS = 60_000;

/**
 * Carries out one sending whose time has come, in the name of whoever ordered it; false when none
 * has. What the journey refuses by now is noted as refused, and writes to nobody.
 */
export async function beginNextSending(tx: Tx, baseUrl: string): Promise<boolean> {
  const due = await sendings.takeDue(tx);
  if (due === null) return false;
  const consultation = (await findConsultation(tx, { id: due.consultation }))!;
  const { caseId } = consultation;
  const actor: Actor = { person: due.orderedBy, role: 'clerk', body: due.orderedFor };
  await tx.query('SAVEPOINT beginning');
  try {
    await sendings.begin(tx, actor, due);
    faultPoint('sending.after-begin');
    await carryOut(tx, baseUrl, { actor, caseId }, due);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await tx.query('ROLLBACK TO SAVEPOINT beginning');
    await sendings.refuse(tx, SYSTEM, due, whyRefused(error));
  }
  faultPoint('sending.before-commit');
  return true;
}

/** The code, and the rules that stand in the way where there are any. */
function whyRefused({ code, facts }: Refusal) {
  const { conditions = [] } = (facts['explanation'] ?? {}) as Partial<Explanation>;
  const unmet = conditions.filter(
    ({ verdict, effect }) => verdict === 'unmet' && effect === 'block',
  );
  return { code, rules: unmet.map(({ rule }) => rule) };
}

/** Does what a sending is for, in a transaction in which it is noted as begun. */
export async function carryOut(
  tx: Tx,
  baseUrl: string,
  act: Pick<Act, 'actor' | 'caseId'>,
  due: OrderedSending,
): Promise<void> {
  switch (due.kind) {
    case 'launch': {
      const given = due.plan as unknown as LaunchOrder;
      await launchIn(tx, baseUrl, act, given, await wavesFromNow(tx, due, given.gapMinutes));
      return;
    }
    case 'resend': {
      const { consultees: chosen } = due.plan as unknown as ResendPlan;
      const { id, consultation } = due;
      await sendings.writeAgain(tx, act.actor, { id, consultation, consultees: chosen });
      return;
    }
    case 'reconsult': {
      const { again, reason, gapMinutes, ...window } = due.plan as unknown as AskAgainPlan;
      const waves = await wavesFromNow(tx, due, gapMinutes);
      await askAgainIn(tx, baseUrl, act, { ...window, again, waves, words: { reason } });
    }
  }
}

async function wavesFromNow(
  tx: Tx,
  { id, consultation }: OrderedSending,
  gapMinutes: number,
): Promise<readonly Wave[]> {
  const at = await now(tx);
  const planned = await sendings.wavesOf(tx, consultation, gapMinutes);
  return planned.map(({ wave, groups, afterMinutes }) => ({
    ...{ sending: id, wave, groups },
    notBefore: new Date(at.getTime() + afterMinutes * A_MINUTE_MS),
  }));
}
