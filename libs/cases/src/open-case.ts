import { Refusal, answerOnce, inTransaction, newOpaqueId, now, violates } from '#platform';
import type { Actor, SentForm, Tx } from '#platform';
import { append } from '#evidence';
import type { EntryDraft } from '#evidence';
import { planConsultation } from '#consultation';
import { policyFor, policyInForce } from '#consents';
import { addBody } from '#identity';
import { authoritiesOn } from '#law';
import { school as findSchool } from '#register';
import { MACHINE_VERSION, duties, openJourney } from '#journey';
import type { BodyName, Capacity, ConsentOwed, Duties, Route } from '#journey';
import { putBodyOnCase, putPersonOnCase } from './case-people.js';
import { streamOf } from './office.js';
import type { Office } from './office.js';
import { journeySchool } from './school-facts.js';
import type { RegisteredSchool } from './school-facts.js';
import { standingOf } from './standing.js';

export interface CaseOpening {
  readonly actor: Actor;
  readonly form: SentForm;
  readonly urn: string;
  /** How the school comes to be an academy; by joining a trust, where nothing is said. */
  readonly route?: Route;
  /** Bodies that the clerk knows to consent, beside or instead of those the register suggests. */
  readonly bodies: readonly BodyGiven[];
}

/** A body in a capacity; by its id, where it is one that the service has already. */
export interface BodyGiven {
  readonly capacity: Capacity;
  readonly body: BodyName;
  readonly id?: string;
}

export interface OpenedCase {
  readonly id: string;
  readonly reference: string;
}

/**
 * Opens a school's case on the clerk's desk, with the duties of the day. Refuses `not-found` for
 * an unknown school, `invalid` for one whose type this journey does not carry, and `already-open`.
 */
export async function openCase(office: Office, opening: CaseOpening): Promise<OpenedCase> {
  try {
    return await inTransaction(office.pool, (tx) =>
      answerOnce(tx, opening.form, () => openIn(tx, opening)),
    );
  } catch (error) {
    if (violates(error, 'one_open_case_a_school')) {
      throw new Refusal('already-open', { urn: opening.urn });
    }
    throw error;
  }
}

/** The same inside a transaction that is already there: examples and the seed. */
export async function openIn(
  tx: Tx,
  { actor, urn, bodies, route = 'join' }: Omit<CaseOpening, 'form'>,
): Promise<OpenedCase> {
  if (actor.role !== 'clerk' || actor.body === null) throw new Refusal('not-allowed');
  const at = await now(tx);
  const school = await findSchool(tx, urn);
  if (school === null) throw new Refusal('not-found', { urn });
  const on = isoDay(at);
  const authorities = await authoritiesOn(tx, on);
  const owed = duties({ school: journeySchool(school), bodies, route, on, authorities });
  if (owed.outOfScope !== null)
    throw new Refusal('invalid', { field: 'urn', why: owed.outOfScope });
  const found = await bodiesFor(tx, owed, bodies);
  const mustConsent = await withPolicies(tx, owed, found);
  const desk = actor.body;
  const opened = await insertCase(tx, { actor, desk, school, route, owed, mustConsent, at });
  await putPersonOnCase(tx, opened.id, { person: actor.person, role: 'clerk', body: actor.body });
  await attachBodies(tx, opened.id, school, found);
  const trust = route === 'form' ? 'help to form a new trust' : 'join a trust';
  const question = `Should ${school.name} become an academy and ${trust}?`;
  await planConsultation(tx, actor, { caseId: opened.id, question });
  return opened;
}

/** The consents that are owed, each under the policy of its body where that is known and has one. */
async function withPolicies(
  tx: Tx,
  owed: Duties,
  bodies: ReadonlyMap<string, string>,
): Promise<readonly ConsentOwed[]> {
  const found: ConsentOwed[] = [];
  for (const { id, capacity } of owed.mustConsent) {
    const body = bodies.get(id);
    const policy = body === undefined ? null : await policyInForce(tx, body);
    const counting = policy === null ? {} : { policy: policyFor(policy, owed.category ?? '') };
    found.push({ id, capacity, ...counting });
  }
  return found;
}

/** The bodies that are known to consent, by their parts: those that are given by id, or by name. */
async function bodiesFor(
  tx: Tx,
  { mustConsent }: Duties,
  given: readonly BodyGiven[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const { id, body } of mustConsent) {
    if (body === null) continue;
    const known = given.find((one) => one.body === body)?.id;
    found.set(id, known ?? (await addBody(tx, body)).id);
  }
  return found;
}

interface NewCase {
  readonly actor: Actor;
  readonly desk: string;
  readonly school: RegisteredSchool;
  readonly route: Route;
  readonly owed: Duties;
  readonly mustConsent: readonly ConsentOwed[];
  readonly at: Date;
}

async function insertCase(tx: Tx, opening: NewCase): Promise<OpenedCase> {
  const { actor, desk, school, route, owed, mustConsent, at } = opening;
  const id = newOpaqueId();
  const inFederation = journeySchool(school).inFederation ?? false;
  const snapshot = openJourney({ duties: { ...owed, mustConsent }, inFederation, route });
  const board = await addBody(tx, boardOf(school));
  const standing = standingOf(snapshot);
  const { rows } = await tx.query<{ reference: string }>(
    `INSERT INTO cases (id, reference, urn, school_name, desk, board, version, machine, rule_set,
       snapshot, stage, waiting_for, opened_at, moved_at)
     VALUES ($1, to_char($2::timestamptz AT TIME ZONE 'Europe/London', 'YYYY') || '-' ||
         to_char(nextval('case_number'), 'FM999990000'), $3, $4, $5, $6, 0, $7, $8, $9, $10, $11, $2, $2)
     RETURNING reference`,
    [
      id,
      at,
      school.urn,
      school.name,
      desk,
      board.id,
      MACHINE_VERSION,
      owed.ruleSet,
      JSON.stringify(snapshot),
      standing.stage,
      standing.waitingFor,
    ],
  );
  await append(
    tx,
    streamOf(id),
    openingDraft(actor, { owed, mustConsent, inFederation, route }, rows[0]!.reference),
    at,
  );
  return { id, reference: rows[0]!.reference };
}

/** Schools of one federation have one governing board, which decides for each of them apart. */
function boardOf({ name, urn, federationCode, federationName }: RegisteredSchool) {
  const kind = 'governing-board' as const;
  return federationCode === null
    ? { kind, name: `Governing board of ${name}`, code: urn }
    : {
        kind,
        name: `Governing board of ${federationName ?? 'the federation'}`,
        code: `federation-${federationCode}`,
      };
}

/** How a case begins: the duties of the day, and the route that the school takes. */
export interface Beginning {
  readonly owed: Duties;
  readonly mustConsent?: readonly ConsentOwed[];
  readonly inFederation: boolean;
  readonly route: Route;
}

/** The first entry of a case's stream. */
export function openingDraft(actor: Actor, beginning: Beginning, reference: string): EntryDraft {
  return {
    kind: 'act',
    type: 'case.opened',
    actor,
    data: { opening: openingFacts(beginning), reference },
    rules: beginning.owed.ruleSet,
    machine: MACHINE_VERSION,
  };
}

/** What replay needs to begin where this case began, and what was told to the clerk about duties. */
function openingFacts({ owed, mustConsent = owed.mustConsent, inFederation, route }: Beginning) {
  return {
    inFederation,
    route,
    duties: {
      urn: owed.urn,
      category: owed.category,
      ruleSet: owed.ruleSet,
      employer: owed.employer,
      land: owed.land,
      mustConsent: owed.mustConsent.map(({ id, capacity, basis }, at) => {
        const policy = mustConsent[at]?.policy;
        return { id, capacity, basis, ...(policy === undefined ? {} : { policy }) };
      }),
      documents: owed.documents.map(({ id, parties }) => ({ id, parties: [...parties] })),
      unknown: owed.unknown.map(({ what }) => ({ what })),
      school: owed.school,
    },
  };
}

/** The school's authority and the bodies that the duties could name; the rest the clerk finds. */
async function attachBodies(
  tx: Tx,
  caseId: string,
  { laCode, laName }: RegisteredSchool,
  bodies: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [part, body] of bodies) await putBodyOnCase(tx, caseId, part, body);
  if (laCode === null || laName === null) return;
  const authority = await addBody(tx, { kind: 'local-authority', name: laName, code: laCode });
  await putBodyOnCase(tx, caseId, 'local-authority', authority.id);
}

const isoDay = (at: Date): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(at);
