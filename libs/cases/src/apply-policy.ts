import type { Actor, Tx } from '#platform';
import { policyFor, policyInForce } from '#consents';
import type { ConsentPolicyApplied } from '#journey';
import { advance } from './door.js';
import type { Office } from './office.js';
import { readCase } from './read-case.js';

interface BodyOfPart {
  readonly actor: Actor;
  readonly caseId: string;
  readonly part: string;
  readonly body: string;
}

/** Lets the policy of a body that was just named count for its consent, where it has one. */
export async function applyPolicy(
  tx: Tx,
  office: Pick<Office, 'baseUrl'>,
  { actor, caseId, part, body }: BodyOfPart,
): Promise<void> {
  const { snapshot, now } = await readCase(tx, caseId, actor, []);
  const found = await policyInForce(tx, body);
  if (found === null || !Object.hasOwn(snapshot.consents, part)) return;
  const policy = policyFor(found, snapshot.case.context.category);
  const on = now.toISOString();
  const event: ConsentPolicyApplied = { type: 'consent.policy-applied', on, consent: part, policy };
  await advance(tx, office.baseUrl, { actor, caseId, event });
}
