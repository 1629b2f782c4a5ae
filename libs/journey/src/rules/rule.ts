import type { ConditionDue, EventType, JourneyEvent } from '../events.js';
import type { Capacity, CaseFacts } from '../facts.js';
import { regionsOf } from '../snapshot.js';
import type { ConsentPart, JourneySnapshot, LiveValue } from '../snapshot.js';

/**
 * Whose demand a rule is: an Act, the Department for Education's own practice, the policy of the
 * body that consents, or good practice.
 */
export type Strength = 'law' | 'dfe' | 'body' | 'practice';
export type Effect = 'block' | 'warn';

/** A rule of law or practice: data with dates, and one question. */
export interface Rule {
  readonly id: string;
  readonly gates: readonly EventType[];
  readonly strength: Strength;
  readonly effect: Effect;
  /** What is missing, in words; `{name}` is filled from what `unmet` answers. */
  readonly sentence: string;
  readonly remedy: string;
  readonly source: Source;
  readonly from: string;
  readonly until?: string;
  /** The cases for which a rule goes on after its end: a savings provision, in words and as a test. */
  readonly savings?: {
    readonly sentence: string;
    readonly applies: (facts: CaseFacts) => boolean;
  };
  /** It keeps the record true rather than the journey lawful, so nobody can override it. */
  readonly isAbsolute?: true;
  /** Whether the question can only be asked of the event's own facts, such as a vote's numbers. */
  readonly weighsEvent?: true;
  /** Null when the rule is met, else what is missing. */
  readonly unmet: (situation: Situation) => Missing | null;
}

export interface Source {
  readonly title: string;
  readonly url: string;
}

export type Missing = Readonly<Record<string, string | number | readonly string[]>>;

/** All that a rule may look at. */
export interface Situation {
  readonly snapshot: JourneySnapshot;
  readonly facts: CaseFacts;
  readonly regions: LiveValue;
  readonly event: JourneyEvent;
  /** The instant of the attempt, from the product's clock. */
  readonly now: string;
  readonly actor: Attempting;
}

/** Who makes an attempt: the role, and the person where one is known. */
export interface Attempting {
  readonly role: string;
  readonly person?: string;
}

export const MISSING: Missing = {};

/** The shortest way to say a rule: it is met when this holds. */
export const unless =
  (holds: (situation: Situation) => boolean) =>
  (situation: Situation): Missing | null =>
    holds(situation) ? null : MISSING;

/** The consents in these capacities that do not yet carry the case past a due point. */
export function consentsMissing(
  snapshot: JourneySnapshot,
  capacities: readonly Capacity[],
  due: ConditionDue,
): Missing | null {
  const missing = Object.entries(snapshot.consents)
    .filter(([, part]) => capacities.includes(part.context.capacity) && !carries(part, due))
    .map(([id]) => id);
  return missing.length === 0 ? null : { consents: missing };
}

const dueOrder: readonly ConditionDue[] = ['application', 'funding-agreement', 'opening'];

/**
 * Granted finally, or granted on conditions of which those due by this point are shown to be met; a
 * consent in principle carries the application alone. What is not needed is not missing.
 */
function carries(part: ConsentPart, due: ConditionDue): boolean {
  if (part.value === 'granted' || part.value === 'notNeeded') return true;
  if (part.value !== 'conditional') return false;
  if (part.context.finality === 'in-principle' && due !== 'application') return false;
  return part.context.conditions.every(
    (condition) =>
      condition.met !== undefined || dueOrder.indexOf(condition.due) > dueOrder.indexOf(due),
  );
}

/** Whole days from one ISO day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to.slice(0, 10)) - Date.parse(from.slice(0, 10))) / 86_400_000);
}

/** Whether one instant is after another, however many digits of a second each is written with. */
export function isLater(one: string, other: string): boolean {
  return Date.parse(one) > Date.parse(other);
}

/** The situation in which an event is judged; null when the case has ended for good. */
export function situationOf(
  snapshot: JourneySnapshot,
  event: JourneyEvent,
  now: string,
  actor: Situation['actor'],
): Situation | null {
  const regions = regionsOf(snapshot);
  return regions && { snapshot, facts: snapshot.case.context, regions, event, now, actor };
}
