import { Refusal, SYSTEM, answerOnce, inTransaction, now } from '#platform';
import type { Actor, SentForm, Tx } from '#platform';
import { consultees, findConsultation } from '#consultation';
import type { OrderedSending } from '#consultation';
import type { Explanation } from '#journey';
import { closingInstant } from '#register';
import { requireCase } from './case-people.js';
import { launchIn } from './consult.js';
import type { LaunchGiven } from './consult.js';
import type { Wave } from './move.js';
import type { Office } from './office.js';
import { readCase } from './read-case.js';
import type { Act, Done } from './take-step.js';

const { sendings } = consultees;

/** So long after an act nothing leaves, and the act can be taken back whole. */
const HOLD_MINUTES = 5;
/** Letters that were scheduled leave people at least so long. */
const LEAST_DAYS = 7;
const A_MINUTE_MS = 60_000;
const A_DAY_MS = 24 * 60 * A_MINUTE_MS;
/** Where nobody has set it: from so many recipients on, a second person confirms. */
const SECOND_PERSON_ABOVE = 500;

export interface LaunchOrder extends LaunchGiven {
  /** The day and time in England of the first letters; null: as soon as may be. */
  readonly starts: { readonly on: string; readonly at: string } | null;
  /** Between staff, then parents and pupils, then everybody else. 0: all at once. */
  readonly gapMinutes: number;
}

/**
 * Orders the launch of a consultation. Nothing happens for five minutes, in which it can be taken
 * back; then, at its time, the service takes the step in the clerk's name. What would be refused
 * then is refused now, as far as anybody can know.
 */
export async function orderLaunch(office: Office, act: Act, given: LaunchOrder): Promise<Done> {
  return inTransaction(office.pool, (tx) =>
    answerOnce(tx, act.form, async () => {
      const { reference } = await readCase(tx, act.caseId, act.actor, []);
      const startsAt = await startOf(tx, given);
      await tryOut(tx, () => launchIn(tx, office.baseUrl, act, given, []));
      const { consultation } = given;
      const recipients = await sendings.countRecipients(tx, consultation);
      const { number } = await sendings.order(tx, act.actor, {
        ...{ consultation, kind: 'launch', recipients },
        plan: { ...given },
        needsSecond: recipients > (office.secondPersonAbove ?? SECOND_PERSON_ABOVE),
        notBefore: startsAt,
      });
      return { caseId: act.caseId, reference, seq: number };
    }),
  );
}

/** The instant from which on the letters may leave: the chosen one, and never at once. */
async function startOf(tx: Tx, { starts, gapMinutes, ...window }: LaunchOrder): Promise<Date> {
  const at = await now(tx);
  const soonest = new Date(at.getTime() + HOLD_MINUTES * A_MINUTE_MS);
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

/** Does something and leaves no trace of it: what the door refuses, it refuses here. */
async function tryOut(tx: Tx, act: () => Promise<unknown>): Promise<void> {
  await tx.query('SAVEPOINT trying_out');
  await act();
  await tx.query('ROLLBACK TO SAVEPOINT trying_out');
}

export interface SendingAct {
  readonly actor: Actor;
  readonly caseId: string;
  readonly form: SentForm;
  readonly number: number;
}

/** The second person confirms a sending to many. Refuses `second-person` to whoever ordered it. */
export const confirmSending = (office: Office, act: SendingAct) =>
  onSending(office, act, (tx, of) => sendings.confirm(tx, act.actor, of));

/** Takes a sending back before it begins: nothing has left, and nothing will. */
export const takeBackSending = (office: Office, act: SendingAct) =>
  onSending(office, act, (tx, of) => sendings.takeBack(tx, act.actor, of));

async function onSending(
  office: Office,
  { actor, caseId, form, number }: SendingAct,
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
    await carryOut(tx, baseUrl, { actor, caseId }, due);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await tx.query('ROLLBACK TO SAVEPOINT beginning');
    await sendings.refuse(tx, SYSTEM, due, whyRefused(error));
  }
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

async function carryOut(
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
    case 'resend':
    case 'reconsult':
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
