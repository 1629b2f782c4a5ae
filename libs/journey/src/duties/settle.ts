import type { DutiesSettled } from '../events.js';
import type { ConsentState, JourneySnapshot } from '../snapshot.js';
import type { Capacity } from '../terms.js';
import type { CaseFacts } from '../facts.js';
import { byCategory } from './categories.js';
import type { Category } from './categories.js';
import { bodiesExpected, isForDeedToSay } from './denominations.js';
import { dutiesFor, lawOf } from './duties.js';
import { withBodies } from './school.js';
import type { SchoolFacts } from './school.js';
import { unknownsOf } from './unknowns.js';

/** A body in a capacity, by whatever names it; null for one that nobody has named yet. */
export interface BodyIn {
  readonly capacity: Capacity;
  readonly body: string | null;
}

/** What was found out about a school, with all the bodies that are to consent. */
export interface Finding {
  readonly school: SchoolFacts;
  readonly bodies: readonly BodyIn[];
  /** Which body has each part of the case now. */
  readonly holders: Readonly<Record<string, string>>;
  readonly on: string;
  readonly shownBy: string;
}

/**
 * The event by which a finding settles the duties of a case: every consent and document that is
 * owed from now on. A body that was asked already keeps its part, so that no answer changes hands.
 */
function settling(snapshot: JourneySnapshot, finding: Finding): DutiesSettled {
  const { bodies, on, shownBy } = finding;
  const { route } = snapshot.case.context;
  const named = bodies.filter(({ body }) => body !== null);
  const school = withBodies(finding.school, named);
  const category = school.category ?? 'unknown';
  const { hasFoundation, employer } = byCategory[category];
  const wanted = hasFoundation === false ? [] : withUnnamed(school, named);
  const consents = partsOf(snapshot, finding, wanted);
  return {
    type: 'duties.settled',
    on,
    category,
    employer,
    inFederation: school.inFederation ?? false,
    foundationMustBeConsulted: route !== 'sponsored' && consents.length > 0,
    school,
    consents,
    documents: [...documentsOf(school), ...documentsBeside(snapshot, documentsOf(school))],
    unknown: unsettled(unknownsOf(school, hasFoundation, wanted)),
    shownBy,
  };
}

/** What a case knows of its school; of one opened before that was kept, little more than its kind. */
function schoolOf({ school, category, inFederation }: CaseFacts): SchoolFacts {
  if (school !== undefined) return school;
  const known = Object.hasOwn(byCategory, category) ? (category as Category) : 'unknown';
  return {
    category: known,
    denominations: null,
    dioceses: [],
    inFederation,
    pfi: null,
    deedNamesReligiousBody: null,
  };
}

/** What must be found out of the school itself; a body is found by naming it on the case. */
export const unsettled = (unknown: readonly { readonly what: string }[]): readonly string[] => [
  ...new Set(unknown.flatMap(({ what }) => (what === 'body' ? [] : [what]))),
];

type SettledDocument = DutiesSettled['documents'][number];

const documentsOf = (school: SchoolFacts): readonly SettledDocument[] =>
  dutiesFor(school).documents.map(({ id, parties }) => ({ id, parties }));

/** What advice has put on the case beside the facts of the school stays there. */
function documentsBeside(
  { documents, case: { context } }: JourneySnapshot,
  owed: readonly SettledDocument[],
): readonly SettledDocument[] {
  const byFacts = [...owed, ...documentsOf(schoolOf(context))].map(({ id }) => id);
  return Object.entries(documents)
    .filter(([id, { value }]) => value !== 'notNeeded' && !byFacts.includes(id))
    .map(
      ([
        id,
        {
          context: { parties },
        },
      ]) => ({ id, parties }),
    );
}

/** The bodies that are named, and one more without a name for each that is still to be found. */
function withUnnamed(school: SchoolFacts, named: readonly BodyIn[]): readonly BodyIn[] {
  const expected = bodiesExpected(school.denominations ?? [], school.deedNamesReligiousBody);
  const capacities = new Set([...expected, ...named].map(({ capacity }) => capacity));
  return [...capacities].flatMap((capacity) => {
    const own = named.filter((one) => one.capacity === capacity);
    const missing = expected.filter((one) => one.capacity === capacity).slice(own.length);
    return [...own, ...missing.map(() => ({ capacity, body: null }))];
  });
}

/** States in which nobody has asked yet, or what was asked no longer counts. */
const UNASKED: readonly ConsentState[] = ['notRequested', 'superseded', 'notNeeded'];

type Settled = DutiesSettled['consents'][number];

/** Each body in its part: its own, else one that is free, else a new one. */
function partsOf(
  { consents }: JourneySnapshot,
  { holders }: Finding,
  wanted: readonly BodyIn[],
): readonly Settled[] {
  const taken = new Set<string>();
  const take = (one: BodyIn, id: string): Settled => {
    taken.add(id);
    return { id, capacity: one.capacity, body: one.body };
  };
  const own = wanted.map((one) => {
    const id = Object.keys(consents).find(
      (part) =>
        consents[part]!.context.capacity === one.capacity &&
        one.body !== null &&
        holders[part] === one.body,
    );
    return id === undefined ? null : take(one, id);
  });
  return wanted.map((one, index) => {
    const kept = own[index] ?? null;
    if (kept !== null) return kept;
    const free = Object.keys(consents).find(
      (part) =>
        !taken.has(part) &&
        consents[part]!.context.capacity === one.capacity &&
        UNASKED.includes(consents[part]!.value),
    );
    return take(one, free ?? newPart(one.capacity, consents, taken));
  });
}

function newPart(capacity: Capacity, consents: object, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? capacity : `${capacity}-${number}`;
    if (!Object.hasOwn(consents, id) && !taken.has(id)) return id;
  }
}

/** What a case knows of its school, what follows from it, and the event that settles it. */
export const settlement = { schoolOf, dutiesFor, lawOf, settling, isForDeedToSay };
