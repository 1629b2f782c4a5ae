import type { EventType } from '../events.js';
import { agreement } from './agreement.js';
import { application } from './application.js';
import { boardMeetings } from './board-meetings.js';
import { consultation } from './consultation.js';
import type { Rule } from './rule.js';

/** Every rule that this service knows, whatever its dates. */
export const rules: readonly Rule[] = [
  ...application,
  ...boardMeetings,
  ...consultation,
  ...agreement,
];

/** The days on which the law that the rules state changed, newest first; each begins a rule-set. */
const changes = ['2026-06-29', '2021-09-01', '2014-01-01', '2010-07-27'] as const;

/** The rule-set in force on a day: its id is the day on which it began. */
export function ruleSetOn(day: string): string {
  return changes.find((change) => change <= day.slice(0, 10)) ?? changes.at(-1)!;
}

/** The rules of a rule-set that gate an event. */
export function rulesFor(ruleSet: string, type: EventType): readonly Rule[] {
  const key = `${ruleSet} ${type}`;
  const known = byGate.get(key);
  if (known !== undefined) return known;
  const found = rules.filter(
    (rule) =>
      rule.gates.includes(type) &&
      rule.from <= ruleSet &&
      (rule.until === undefined || ruleSet < rule.until),
  );
  byGate.set(key, found);
  return found;
}

const byGate = new Map<string, readonly Rule[]>();
