import type { EventType } from '../events.js';
import type { CaseFacts } from '../facts.js';
import { agreement } from './agreement.js';
import { application } from './application.js';
import { boardMeetings } from './board-meetings.js';
import { completion } from './completion.js';
import { consents } from './consents.js';
import { consultation } from './consultation.js';
import { course } from './course.js';
import { directive } from './directive.js';
import { school } from './school.js';
import { groups } from './groups.js';
import { bindsOn } from './routes.js';
import { staff } from './staff.js';
import type { Rule } from './rule.js';

export { ruleSetOn, ruleSets } from './rule-set-days.js';

/** Every rule that this service knows, whatever its dates. */
export const rules: readonly Rule[] = [
  ...application,
  ...boardMeetings,
  ...consultation,
  ...agreement,
  ...course,
  ...school,
  ...directive,
  ...completion,
  ...staff,
  ...groups,
  ...consents,
];

/** The rules that gate an event of a case: those of its rule-set, and those saved for it. */
export function rulesFor(facts: CaseFacts, type: EventType): readonly Rule[] {
  return rulesOfGate(type).filter((rule) => isInForce(rule, facts));
}

/** Whether a rule counts for a case: by its route, and by its rule-set's day or a savings provision. */
export function isInForce(rule: Rule, facts: CaseFacts): boolean {
  if (!bindsOn(rule.id, facts.route)) return false;
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
