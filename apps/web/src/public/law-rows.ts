import { content } from '#platform';
import type { Rule } from '#journey';
import { day } from '../http/dates.js';

type Strings = Readonly<Record<string, string>>;

/** A rule as the pages of the law show it. */
export function lawRow(rule: Rule) {
  const { strengths, effects } = content<{ strengths: Strings; effects: Strings }>('journey/parts');
  const events = content<Readonly<Record<string, { label: string }>>>('journey/events');
  return {
    id: rule.id,
    text: content<Strings>('journey/rules')[rule.id] ?? rule.sentence,
    unmet: rule.sentence.replaceAll(/\{\w+\}/g, '…'),
    remedy: rule.remedy,
    strength: strengths[rule.strength] ?? rule.strength,
    effect: effects[rule.effect] ?? rule.effect,
    gates: rule.gates.map((gate) => events[gate]?.label ?? gate),
    source: rule.source,
    from: day(rule.from),
    until: rule.until === undefined ? null : day(rule.until),
    savings: rule.savings?.sentence ?? null,
  };
}
