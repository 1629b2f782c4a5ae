import type { EventType } from '../events.js';
import type { CaseFacts } from '../facts.js';
import { agreement } from './agreement.js';
import { application } from './application.js';
import { boardMeetings } from './board-meetings.js';
import { consents } from './consents.js';
import { consultation } from './consultation.js';
import { course } from './course.js';
import type { Rule } from './rule.js';

/** Every rule that this service knows, whatever its dates. */
export const rules: readonly Rule[] = [
  ...application,
  ...boardMeetings,
  ...consultation,
  ...agreement,
  ...course,
  ...consents,
];

/** The days on which the law that the rules state changed, newest first; each begins a rule-set. */
const changes = ['2026-06-29', '2021-09-01', '2014-01-01', '2010-07-27'] as const;

/** The rule-set in force on a day: its id is the day on which it began. */
export function ruleSetOn(day: string): string {
  return changes.find((change) => change <= day.slice(0, 10)) ?? changes.at(-1)!;
}

/** Every rule-set, oldest first. */
export const ruleSets: readonly string[] = changes.toReversed();

/** The rules that gate an event of a case: those of its rule-set, and those saved for it. */
export function rulesFor(facts: CaseFacts, type: EventType): readonly Rule[] {
  return rulesOfGate(type).filter((rule) => isInForce(rule, facts));
}

/** Whether a rule counts for a case: by its rule-set's day, or by the savings provision. */
export function isInForce(rule: Rule, facts: CaseFacts): boolean {
  if (rule.from > facts.ruleSet) return false;
  if (rule.until === undefined || facts.ruleSet < rule.until) return true;
  return rule.savings?.applies(facts) ?? false;
}

function rulesOfGate(type: EventType): readonly Rule[] {
  const known = byGate.get(type);
  if (known !== undefined) return known;
  const found = rules.filter((rule) => rule.gates.includes(type));
  byGate.set(type, found);
  return found;
}

const byGate = new Map<EventType, readonly Rule[]>();
