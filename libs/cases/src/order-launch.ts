import { Refusal, answerOnce, inTransaction, now } from '#platform';
import type { Tx } from '#platform';
import { consultees, findConsultation } from '#consultation';
import { closingInstant } from '#register';
import { requireCase } from './case-people.js';
import { launchIn } from './consult.js';
import { endingWithLead } from './joint-consultation.js';
import type { Office } from './office.js';
import { isForTwo, soonestFrom, tryOut } from './sending-act.js';
import type { SendingAct } from './sending-act.js';
import type { LaunchOrder } from './sending-plans.js';
import type { Act } from './take-step.js';

const { sendings } = consultees;

/** Letters that were scheduled leave people at least so long. */
const LEAST_DAYS = 7;
const A_MINUTE_MS = 60_000;
const A_DAY_MS = 24 * 60 * A_MINUTE_MS;

/**
 * Orders the launch of a consultation. Nothing happens for five minutes, in which it can be taken
 * back; then, at its time, the service takes the step in the clerk's name. What would be refused
 * then is refused now, as far as anybody can know.
 */
export async function orderLaunch(
  office: Office,
  act: Act,
  wanted: LaunchOrder,
): Promise<{ readonly caseId: string; readonly number: number }> {
  return inTransaction(office.pool, (tx) =>
    answerOnce(tx, act.form, async () => {
      await requireCase(tx, act.actor, act.caseId);
      const given = await endingWithLead(tx, wanted);
      const startsAt = await startOf(tx, given);
      await tryOut(tx, () => launchIn(tx, office.baseUrl, act, given, []));
      const { consultation } = given;
      const recipients = await sendings.countRecipients(tx, consultation);
      const { number } = await sendings.order(tx, act.actor, {
        ...{ consultation, kind: 'launch', recipients },
        plan: { ...given },
        needsSecond: isForTwo(office, recipients),
        notBefore: startsAt,
      });
      return { caseId: act.caseId, number };
    }),
  );
}

/** The instant from which on the letters may leave: the chosen one, and never at once. */
async function startOf(tx: Tx, { starts, gapMinutes, ...window }: LaunchOrder): Promise<Date> {
  const at = await now(tx);
  const soonest = await soonestFrom(tx);
  if (starts === null) return soonest;
  const chosen = new Date(closingInstant(starts.on, starts.at));
  const closes = new Date(closingInstant(window.closesOn, window.closesAt));
  const waves = await sendings.wavesOf(tx, window.consultation, gapMinutes);
  const last = chosen.getTime() + waves.at(-1)!.afterMinutes * A_MINUTE_MS;
  if (chosen < at) throw new Refusal('invalid', { faults: { startsOn: EARLIER } });
  if (last > closes.getTime() - LEAST_DAYS * A_DAY_MS) {
    throw new Refusal('invalid', { faults: { startsOn: TOO_LATE } });
  }
  return chosen > soonest ? chosen : soonest;
}

const EARLIER = 'The letters cannot leave before now.';
const TOO_LATE = `The last letters must leave at least ${LEAST_DAYS} days before the consultation ends.`;

type OnOne = SendingAct & { readonly number: number };

/** The second person confirms a sending to many. Refuses `second-person` to whoever ordered it. */
export const confirmSending = (office: Office, act: OnOne) =>
  onSending(office, act, (tx, of) => sendings.confirm(tx, act.actor, of));

/** Takes a sending back before it begins: nothing has left, and nothing will. */
export const takeBackSending = (office: Office, act: OnOne) =>
  onSending(office, act, (tx, of) => sendings.takeBack(tx, act.actor, of));

async function onSending(
  office: Office,
  { actor, caseId, form, number }: OnOne,
  act: (tx: Tx, of: { consultation: string; number: number }) => Promise<void>,
): Promise<void> {
  await inTransaction(office.pool, (tx) =>
    answerOnce(tx, form, async () => {
      await requireCase(tx, actor, caseId);
      const found = await findConsultation(tx, { caseId });
      if (found === null) throw new Refusal('not-found', { case: caseId });
      await act(tx, { consultation: found.id, number });
      return { caseId };
    }),
  );
}
