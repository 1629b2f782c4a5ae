import { answerOnce, inTransaction } from '#platform';
import type { Tx } from '#platform';
import { addBody } from '#identity';
import { authoritiesOn } from '#law';
import { londonDate } from '#register';
import { settlement } from '#journey';
import type { BodyName, Capacity, DutiesSettled, SchoolFacts } from '#journey';
import { applyPolicy } from './apply-policy.js';
import { putBodyOnCase, requireCase, takeBodiesOff } from './case-people.js';
import { advance } from './door.js';
import type { Office } from './office.js';
import { readCase } from './read-case.js';
import type { CaseAtDoor } from './read-case.js';
import { keepSchoolBodies, schoolBodies } from './school-bodies.js';
import type { SchoolBody } from './school-bodies.js';
import { keepTexts } from './take-step.js';
import type { Act, Done } from './take-step.js';

/** What a clerk found out about the school of a case, and the paper that shows it. */
export interface DutiesFound {
  readonly school: SchoolFacts;
  /** Every body that consents, by its name; those that are on the case keep their part. */
  readonly bodies: readonly NamedIn[];
  readonly on: string;
  readonly shownBy: string;
  readonly reason: string;
}

export interface NamedIn {
  readonly capacity: Capacity;
  readonly kind: BodyName['kind'];
  readonly name: string;
}

/**
 * Settles the duties of a case by what was found out: consents, documents and bodies follow it at
 * once. Refuses `not-now` where a consent that the law asks for, or a refusal, would be left out.
 */
async function settleDuties(office: Office, act: Act, found: DutiesFound): Promise<Done> {
  const { actor, caseId, seenVersion, form } = act;
  return inTransaction(office.pool, (tx) =>
    answerOnce(tx, form, async () => {
      await requireCase(tx, actor, caseId);
      const before = await readCase(tx, caseId, actor, []);
      const authorities = await authoritiesOn(tx, londonDate(before.now).toString());
      const earlier = await schoolBodies(tx, before.snapshot.case.context.urn);
      const bodies = [];
      for (const one of found.bodies) {
        const known = holderOf(before, one) ?? foundBefore(earlier, one);
        const body = known?.body ?? (await addBody(tx, named(one, found, authorities))).id;
        bodies.push({ capacity: one.capacity, body });
      }
      const event = settlement.settling(before.snapshot, {
        ...found,
        bodies,
        holders: holdersOf(before),
      });
      const texts = await keepTexts(tx, { reason: found.reason });
      const moved = await advance(tx, office.baseUrl, { ...act, event, texts, seenVersion });
      await giveParts(tx, office, act, before, event);
      await keepSchoolBodies(tx, actor, {
        caseId,
        urn: before.snapshot.case.context.urn,
        parts: event.consents.flatMap(({ id, body }) => (body ? [{ part: id, body }] : [])),
        reason: texts.reason,
      });
      return { caseId, reference: moved.reference, seq: moved.seq };
    }),
  );
}

/** The event that a finding would make; bodies that nobody knows yet stand in it by their names. */
function previewSettling(view: CaseAtDoor, found: DutiesFound): DutiesSettled {
  const bodies = found.bodies.map((one) => ({
    capacity: one.capacity,
    body: holderOf(view, one)?.body ?? one.name,
  }));
  return settlement.settling(view.snapshot, { ...found, bodies, holders: holdersOf(view) });
}

const holdersOf = ({ bodies }: CaseAtDoor): Readonly<Record<string, string>> =>
  Object.fromEntries(bodies.map(({ part, body }) => [part, body]));

/** A body of this name that is on the case in this capacity. */
function holderOf({ bodies, snapshot }: CaseAtDoor, { capacity, name }: NamedIn) {
  return bodies.find(
    (body) =>
      body.name.toLowerCase() === name.toLowerCase() &&
      snapshot.consents[body.part]?.context.capacity === capacity,
  );
}

/** A body of this name that was found for the school in this capacity on an earlier case. */
const foundBefore = (earlier: readonly SchoolBody[], { capacity, name }: NamedIn) =>
  earlier.find(
    ({ part, name: its }) =>
      its.toLowerCase() === name.toLowerCase() && part.replace(/-\d+$/, '') === capacity,
  );

/** A diocese's own body is known by the code of the diocese; every other one is new here. */
function named(
  { capacity, kind, name }: NamedIn,
  { school }: DutiesFound,
  authorities: Readonly<Record<string, string>>,
): BodyName {
  const usual = settlement
    .dutiesFor(school, { authorities })
    .mustConsent.find(
      (owed) => owed.capacity === capacity && owed.body?.name.toLowerCase() === name.toLowerCase(),
    );
  return usual?.body ?? { kind, name, code: null };
}

/** Every part goes to its body, and nobody keeps a part that is no longer owed. */
async function giveParts(
  tx: Tx,
  office: Office,
  { actor, caseId }: Act,
  before: CaseAtDoor,
  { consents }: DutiesSettled,
): Promise<void> {
  const holders = holdersOf(before);
  const owed = new Map(consents.map(({ id, body }) => [id, body ?? null]));
  for (const part of Object.keys(before.snapshot.consents)) {
    await takeBodiesOff(tx, caseId, part, owed.get(part) ?? null);
  }
  for (const [part, body] of owed) {
    if (body === null || holders[part] === body) continue;
    await putBodyOnCase(tx, caseId, part, body);
    await applyPolicy(tx, office, { actor, caseId, part, body });
  }
}

/** Finding out about the school of a case: the event that it would make, and the act. */
export const schoolFindings = { preview: previewSettling, settle: settleDuties, schoolBodies };
