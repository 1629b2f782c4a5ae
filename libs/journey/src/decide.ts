import { deadlinesOf } from './deadlines.js';
import type { Deadline } from './deadlines.js';
import type { DutiesSettled, EventType, JourneyEvent, Purpose } from './events.js';
import type { Capacity } from './facts.js';
import { hasWayOn, leadingPartOf, moved, partsOf } from './machines.js';
import type { Part } from './machines.js';
import { consentAtRest, documentAtRest } from './open.js';
import { grantedFor, withOverridesUsed } from './overrides.js';
import { situationOf } from './rules/rule.js';
import type { Attempting, Effect, Missing, Rule, Source, Strength } from './rules/rule.js';
import { rulesFor } from './rules/rule-sets.js';
import { ending, live } from './snapshot.js';
import type { ConsentPart, DocumentPart, JourneySnapshot } from './snapshot.js';
import { descriptorOf } from './table.js';
import type { Recipient } from './table.js';

/** The instant of an attempt and who makes it; the rules that judge it are the case's own. */
export interface Attempt {
  readonly now: string;
  readonly actor: Attempting;
}

/** One condition of an event, with what is missing and the law beside it. */
export interface Condition {
  readonly rule: string;
  readonly verdict: Verdict;
  readonly effect: Effect;
  readonly strength: Strength;
  /** In words; `{name}` placeholders of lists (consents, documents) stand in `missing`. */
  readonly sentence: string;
  readonly remedy: string;
  readonly source: Source;
  readonly missing: Missing;
  /** Nobody can override it. */
  readonly isAbsolute?: true;
}

/**
 * `asked`: the rule weighs the event's own facts, which are not given yet. `overridden`: it is not
 * met, and a second, senior person let this event pass it.
 */
export type Verdict = 'met' | 'unmet' | 'asked' | 'overridden';

/** Whether an event is possible now, and every condition of it, met or not. */
export interface Explanation {
  /** The case stands where this event leads on. */
  readonly inPlace: boolean;
  /** The actor's role may send it. */
  readonly mayActor: boolean;
  readonly conditions: readonly Condition[];
  /** In place, and no blocking condition unmet; the actor's role apart. */
  readonly possible: boolean;
}

/** An event of which only the type, and the part's name, are known yet: enough to explain a row. */
export type Outlined =
  | JourneyEvent
  | {
      readonly type: EventType;
      readonly consent?: string;
      readonly document?: string;
      readonly purpose?: Purpose;
    };

/** What the door writes down beside the snapshot. */
export type Intent =
  | { readonly type: 'file-evidence'; readonly as: string; readonly documents: readonly string[] }
  | { readonly type: 'write'; readonly letter: string; readonly to: readonly Recipient[] }
  | Deadline;

export type Decision =
  | {
      readonly ok: true;
      readonly snapshot: JourneySnapshot;
      readonly intents: readonly Intent[];
      readonly verdicts: Readonly<Record<string, 'met' | 'warned' | 'overridden'>>;
    }
  | { readonly ok: false; readonly explanation: Explanation };

/** Names every condition of an event at this moment. Reads nothing but what it is given. */
export function explain(snapshot: JourneySnapshot, event: Outlined, attempt: Attempt): Explanation {
  const given = 'on' in event;
  const inPlace = isInPlace(snapshot, event, leadingPartOf(snapshot, event as JourneyEvent));
  const conditions = conditionsOf(snapshot, event as JourneyEvent, attempt, given);
  const blocked = conditions.some((c) => c.effect === 'block' && c.verdict === 'unmet');
  return {
    inPlace,
    mayActor: (descriptorOf(event.type).by as readonly string[]).includes(attempt.actor.role),
    conditions,
    possible: inPlace && !blocked,
  };
}

/** Whether the machines stand where this event leads on; the first of its parts decides. */
function isInPlace(snapshot: JourneySnapshot, event: Outlined, leading: Part | undefined): boolean {
  if (leading === undefined || leading.state.status !== 'active') return false;
  if (!isGoing(snapshot, event.type)) return false;
  return 'on' in event ? leading.state.can(event) : hasWayOn(leading, event.type);
}

/** Moves the snapshot by an event, or says why not. Pure: what is to be done comes back as intents. */
export function decide(snapshot: JourneySnapshot, event: JourneyEvent, attempt: Attempt): Decision {
  const explanation = explain(snapshot, event, attempt);
  if (!explanation.possible || !explanation.mayActor) return { ok: false, explanation };
  const next = move(snapshot, event);
  return {
    ok: true,
    snapshot: next,
    intents: intentsOf(event, next),
    verdicts: Object.fromEntries(
      explanation.conditions.map(({ rule, verdict }) => [
        rule,
        verdict === 'met' || verdict === 'overridden' ? verdict : 'warned',
      ]),
    ),
  };
}

/** The snapshot after an event that the machines allow; the rules are not asked (see replay). */
export function move(snapshot: JourneySnapshot, event: JourneyEvent): JourneySnapshot {
  return withPartsMoved(snapshot, event, partsOf(snapshot, event));
}

/** The same, or null where the machines do not allow it. */
export function follow(snapshot: JourneySnapshot, event: JourneyEvent): JourneySnapshot | null {
  const parts = partsOf(snapshot, event);
  return isInPlace(snapshot, event, parts[0]) ? withPartsMoved(snapshot, event, parts) : null;
}

function withPartsMoved(
  snapshot: JourneySnapshot,
  event: JourneyEvent,
  parts: readonly Part[],
): JourneySnapshot {
  let next = snapshot;
  for (const part of parts) {
    const stored = moved(part, event);
    if (part.path[0] === 'case') {
      next = { ...next, case: stored as JourneySnapshot['case'] };
    } else {
      const [kind, id] = part.path;
      next = { ...next, [kind]: { ...next[kind], [id]: stored as ConsentPart | DocumentPart } };
    }
  }
  if (event.type === 'duties.settled') next = withNewConsents(next, event);
  if ('documents' in event) next = withNewDocuments(next, event.documents);
  return withOverridesUsed(next, event);
}

/** What is still to be done when the school is an academy. */
const afterOpening: readonly EventType[] = [
  'document.sealed',
  'document.published',
  'task.shown',
  'task.set-aside',
];

/** A case that has ended moves no more, but for these; one that was withdrawn can be revived. */
function isGoing(snapshot: JourneySnapshot, type: EventType): boolean {
  if (live(snapshot) !== null || type === 'case.revived') return true;
  return ending(snapshot) === 'converted' && afterOpening.includes(type);
}

/** The consents that were found to be owed, where the case did not have them. */
function withNewConsents(snapshot: JourneySnapshot, settled: DutiesSettled): JourneySnapshot {
  const consents = settled.consents
    .filter(({ id }) => !Object.hasOwn(snapshot.consents, id))
    .map(({ id, capacity }) => [id, consentAtRest({ id, capacity: capacity as Capacity })]);
  return { ...snapshot, consents: { ...snapshot.consents, ...Object.fromEntries(consents) } };
}

/** The documents that were found to be needed, where the case did not have them. */
function withNewDocuments(
  snapshot: JourneySnapshot,
  needed: DutiesSettled['documents'],
): JourneySnapshot {
  const documents = needed
    .filter(({ id }) => !Object.hasOwn(snapshot.documents, id))
    .map((document) => [document.id, documentAtRest(document)]);
  return { ...snapshot, documents: { ...snapshot.documents, ...Object.fromEntries(documents) } };
}

function conditionsOf(
  snapshot: JourneySnapshot,
  event: JourneyEvent,
  attempt: Attempt,
  given: boolean,
): readonly Condition[] {
  const situation = situationOf(snapshot, event, attempt.now, attempt.actor);
  if (situation === null) return [];
  const { context } = snapshot.case;
  return rulesFor(context, event.type).map((rule) => {
    if (!given && rule.weighsEvent) return condition(rule, 'asked', {});
    const missing = rule.unmet(situation);
    if (missing === null) return condition(rule, 'met', {});
    const isOverridden = rule.isAbsolute !== true && grantedFor(context, rule.id, event);
    return condition(rule, isOverridden ? 'overridden' : 'unmet', missing);
  });
}

function condition(rule: Rule, verdict: Verdict, missing: Missing): Condition {
  const { id, effect, strength, sentence, remedy, source, isAbsolute } = rule;
  const found = { rule: id, verdict, effect, strength, sentence, remedy, source, missing };
  return isAbsolute === true ? { ...found, isAbsolute } : found;
}

function intentsOf(event: JourneyEvent, next: JourneySnapshot): readonly Intent[] {
  const { evidence, tells } = descriptorOf(event.type);
  const facts = event as unknown as Readonly<Record<string, string | readonly string[]>>;
  const filed = evidence.map(({ as }): Intent => {
    const named = facts[as] ?? [];
    return { type: 'file-evidence', as, documents: typeof named === 'string' ? [named] : named };
  });
  const letters = tells
    .filter(({ only = {} }) => Object.entries(only).every(([name, value]) => facts[name] === value))
    .map(({ letter, to }): Intent => ({ type: 'write', letter, to }));
  return [...filed, ...letters, ...deadlinesOf(event, next)];
}
