import { Refusal } from '#platform';
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
    const body = await addBody(tx, { kind: 'trust', name: found.name, code: uid });
    await takeBodiesOff(tx, act.caseId, 'trust', body.id);
    await putBodyOnCase(tx, act.caseId, 'trust', body.id);
    return { event: { type: 'trust.chosen', on, trust: { uid, name: found.name } } };
  });
}
