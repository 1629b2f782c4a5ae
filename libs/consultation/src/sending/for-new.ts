import { commitText, storeTexts } from '#evidence';
import { now } from '#platform';
import type { Actor, Tx } from '#platform';
import { orders } from './orders.js';

const REASON =
  'They came on the list while the consultation was open, more than one clerk may ask.';

/** Orders the letter to newcomers, of whom there are so many that a second person confirms it. */
export async function orderForNew(
  tx: Tx,
  actor: Actor,
  consultation: string,
  consultees: readonly string[],
): Promise<void> {
  if (consultees.length === 0) return;
  const reason = commitText(REASON);
  await storeTexts(tx, [reason]);
  await orders.order(tx, actor, {
    ...{ consultation, kind: 'resend', recipients: consultees.length, needsSecond: true },
    ...{ plan: { consultees, reason: reason.commitment }, texts: { reason: reason.commitment } },
    notBefore: await now(tx),
  });
}
