import { Refusal } from '#platform';
import type { Actor, Tx } from '#platform';
import { policyFor, policyInForce } from '#consents';
import type { ConsentPolicyApplied, JourneySnapshot } from '#journey';
import { advance } from './door.js';
import type { Office } from './office.js';
import { readCase } from './read-case.js';
import { takeStep } from './take-step.js';
import type { Act, Done } from './take-step.js';

interface BodyOfPart {
  readonly actor: Actor;
  readonly caseId: string;
  readonly part: string;
  readonly body: string;
}

/** Lets the policy of a body that was just named count for its consent, or none where it has none. */
export async function applyPolicy(
  tx: Tx,
  office: Pick<Office, 'baseUrl'>,
  { actor, caseId, part, body }: BodyOfPart,
): Promise<void> {
  const { snapshot, now } = await readCase(tx, caseId, actor, []);
  if (!Object.hasOwn(snapshot.consents, part)) return;
  const event = await newestPolicy(tx, { snapshot, consent: part, body, on: now.toISOString() });
  if (event !== null) await advance(tx, office.baseUrl, { actor, caseId, event });
}

/**
 * Moves a consent of the case to the version of its body's policy that counts today. Refuses
 * `invalid` when nobody has named the body, or when that version counts for the consent already.
 */
export async function moveToPolicy(
  office: Office,
  act: Act,
  { consent }: { readonly consent: string },
): Promise<Done> {
  return takeStep(office, act, async (tx) => {
    const { snapshot, bodies, now } = await readCase(tx, act.caseId, act.actor, []);
    const body = bodies.find(({ part }) => part === consent)?.body;
    const on = now.toISOString();
    const event =
      body === undefined ? null : await newestPolicy(tx, { snapshot, consent, body, on });
    if (event === null) throw new Refusal('invalid', { field: 'policy', reason: 'none-newer' });
    return { event };
  });
}

/** The event by which a newer version would count for a consent; null where none is newer. */
export async function newestPolicy(
  tx: Pick<Tx, 'query'>,
  at: {
    readonly snapshot: JourneySnapshot;
    readonly consent: string;
    readonly body: string;
    readonly on: string;
  },
): Promise<ConsentPolicyApplied | null> {
  const found = await policyInForce(tx, at.body);
  const { context } = at.snapshot.consents[at.consent]!;
  if (found?.id === context.policy?.version) return null;
  const policy = found && policyFor(found, at.snapshot.case.context.category);
  return { type: 'consent.policy-applied', on: at.on, consent: at.consent, policy };
}
