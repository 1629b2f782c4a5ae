/**
 * The days on which the law that the rules state changed, newest first; each begins a rule-set.
 * 2026: the duty to order ends. 2021: the Measure on diocesan boards. 2016: the duty to order
 * begins. 2014: the regulations on governing boards. 2010: the Academies Act.
 */
const changes = ['2026-06-29', '2021-09-01', '2016-04-18', '2014-01-01', '2010-07-27'] as const;

/** The rule-set in force on a day: its id is the day on which it began. */
export function ruleSetOn(day: string): string {
  return changes.find((change) => change <= day.slice(0, 10)) ?? changes.at(-1)!;
}

/** Every rule-set, oldest first. */
export const ruleSets: readonly string[] = changes.toReversed();
