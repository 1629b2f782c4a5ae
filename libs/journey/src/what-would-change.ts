import { explain } from './decide.js';
import type { Attempt, Condition, Verdict } from './decide.js';
import type { EventType } from './events.js';
import type { JourneySnapshot } from './snapshot.js';
import { events } from './table.js';

/** What newer rules would do at one gate of a case: a rule comes, goes, or judges otherwise. */
export interface RuleChange {
  readonly gate: EventType;
  readonly rule: string;
  readonly change: 'comes' | 'goes' | 'judges-otherwise';
  /** Null where the rule does not bind the case under those rules. */
  readonly was: Verdict | null;
  readonly becomes: Verdict | null;
}

/**
 * Every difference that a later rule-set would make to a case where it stands, gate by gate; none
 * where moving on changes no obligation. Reads nothing but what it is given, and moves nothing.
 */
export function whatWouldChange(
  snapshot: JourneySnapshot,
  to: string,
  attempt: Attempt,
): readonly RuleChange[] {
  const later = { ...snapshot, case: { ...snapshot.case } };
  later.case.context = { ...snapshot.case.context, ruleSet: to };
  return (Object.keys(events) as EventType[])
    .filter((gate) => gate !== 'rules.moved-on')
    .flatMap((gate) => changesAt(gate, judged(snapshot, gate), judged(later, gate)));

  function judged(at: JourneySnapshot, type: EventType): readonly Condition[] {
    return explain(at, { type }, attempt).conditions;
  }
}

function changesAt(
  gate: EventType,
  now: readonly Condition[],
  then: readonly Condition[],
): readonly RuleChange[] {
  const ids = new Set([...now, ...then].map(({ rule }) => rule));
  return [...ids].flatMap((rule) => {
    const was = now.find((one) => one.rule === rule)?.verdict ?? null;
    const becomes = then.find((one) => one.rule === rule)?.verdict ?? null;
    if (was === becomes) return [];
    const change = was === null ? 'comes' : becomes === null ? 'goes' : 'judges-otherwise';
    return [{ gate, rule, change, was, becomes }];
  });
}
