import { Refusal } from '#platform';
import type { Tx } from '#platform';
import { addBody } from '#identity';
import { trust as findTrust } from '#register';
import { putBodyOnCase, takeBodiesOff } from './case-people.js';
import type { Office } from './office.js';
import { takeStep } from './take-step.js';
import type { Act, Done } from './take-step.js';

/**
 * Names the trust that the school would join, from the register. A change of trust sets back the
 * board's resolution and supersedes every consent asked for or given for the earlier one.
 */
export async function chooseTrust(
  office: Office,
  act: Act,
  { uid, on }: { uid: string; on: string },
): Promise<Done> {
  return takeStep(office, act, async (tx) => {
    const found = await findTrust(tx, uid);
    if (found === null) throw new Refusal('invalid', { field: 'trust', reason: 'not-in-register' });
    await putTrustOnCase(tx, act.caseId, { code: uid, name: found.name });
    return { event: { type: 'trust.chosen', on, trust: { uid, name: found.name } } };
  });
}

/**
 * A trust that is not in the register, because schools are about to form it. The same name in any
 * spelling of its capitals and spaces is the same trust.
 */
function called(name: string): { readonly uid: string; readonly name: string } {
  const told = name.trim().replaceAll(/\s+/g, ' ');
  return { uid: `new:${told.toLowerCase()}`, name: told };
}

/**
 * Names the trust that the school forms, alone or with others. A new name is another trust; the same
 * name on another desk is another body, so that nobody speaks for strangers.
 */
async function nameNewTrust(
  office: Office,
  act: Act,
  { name, on }: { name: string; on: string },
): Promise<Done> {
  return takeStep(office, act, async (tx) => {
    const trust = called(name);
    await putTrustOnCase(tx, act.caseId, {
      code: `${trust.uid} of ${act.actor.body}`,
      name: trust.name,
    });
    return { event: { type: 'trust.chosen', on, trust } };
  });
}

async function putTrustOnCase(
  tx: Tx,
  caseId: string,
  trust: { readonly code: string; readonly name: string },
): Promise<void> {
  const body = await addBody(tx, { kind: 'trust', ...trust });
  await takeBodiesOff(tx, caseId, 'trust', body.id);
  await putBodyOnCase(tx, caseId, 'trust', body.id);
}

/** A trust that is to be formed: as the journey knows it, and named on a case. */
export const newTrust = { called, name: nameNewTrust };
