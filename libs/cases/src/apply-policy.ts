import { Refusal } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { policiesOf, policyFor, policyInForce } from '#consents';
import type { Policy } from '#consents';
import type { ConsentPolicyApplied, ConsentPolicyKept, JourneySnapshot } from '#journey';
import { advance } from './door.js';
import type { Office } from './office.js';
import { readCase } from './read-case.js';
import type { CaseAtDoor } from './read-case.js';
import { keepTexts, takeStep } from './take-step.js';
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

/**
 * Records that a consent stays under the version of the policy that it has, though the body has a
 * newer one. Refuses `invalid` where there is none newer, or where it was kept instead of it already.
 */
export async function keepPolicy(
  office: Office,
  act: Act,
  { consent, reason }: { readonly consent: string; readonly reason: string },
): Promise<Done> {
  return takeStep(office, act, async (tx) => {
    const view = await readCase(tx, act.caseId, act.actor, []);
    const event = await keptPolicy(tx, view, consent);
    if (event === null) throw new Refusal('invalid', { field: 'policy', reason: 'none-newer' });
    return { event, texts: await keepTexts(tx, { reason }) };
  });
}

/** The event by which a consent would stay under its version; null where none is newer. */
export async function keptPolicy(
  tx: Sql,
  { snapshot, bodies, now }: Pick<CaseAtDoor, 'snapshot' | 'bodies' | 'now'>,
  consent: string,
): Promise<ConsentPolicyKept | null> {
  const newest = await newerPolicy(tx, { snapshot, bodies }, consent);
  const { policyKept } = snapshot.consents[consent]?.context ?? {};
  if (newest === null || newest.id === policyKept?.instead) return null;
  return { type: 'consent.policy-kept', on: now.toISOString(), consent, instead: newest.id };
}

/**
 * The version of its body's policy that a consent could move to: the newest that has begun, else
 * the newest that is published to begin later; null where the consent has it already.
 */
export async function newerPolicy(
  sql: Sql,
  { snapshot, bodies }: Pick<CaseAtDoor, 'snapshot' | 'bodies'>,
  consent: string,
): Promise<Policy | null> {
  const body = bodies.find(({ part }) => part === consent)?.body;
  if (body === undefined) return null;
  const counting = snapshot.consents[consent]?.context.policy?.version;
  const inForce = await policyInForce(sql, body);
  if (inForce !== null && inForce.id !== counting) return inForce;
  const [newest = null] = await policiesOf(sql, body);
  return newest?.id === counting ? null : newest;
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
