import { content, fill } from '#platform';
import { ruleSetOn, whatWouldChange } from '#journey';
import type { RuleChange } from '#journey';
import { parts } from '../../views/journey-words.js';
import { gateOf } from '../../views/override-rows.js';
import { choiceField, choicesField, optionalDateField, textField } from './field.js';
import type { Item } from './field.js';
import { plainStep, question } from './plain-step.js';
import type { PlainStep } from './plain-step.js';
import type { StepForm } from './step-form.js';

const items = (words: Readonly<Record<string, string>>): readonly Item[] =>
  Object.entries(words).map(([value, text]) => ({ value, text }));

/** A step that says why, in words that stand beside the record and in its letters. */
function reasoned(step: PlainStep): StepForm {
  const said = (answers: Readonly<Record<string, string>>) => ({ reason: answers['words'] ?? '' });
  return plainStep({
    ...step,
    fields: (context) => [
      ...(step.fields?.(context) ?? []),
      textField('words', question(`${step.event}.words`), 4000),
    ],
    texts: (_, answers) => said(answers),
    words: (_, answers) => said(answers),
  });
}

/** The case moves to the rules of today; what they would change stands above the form. */
const moveRulesOn: StepForm = {
  ...plainStep({
    task: 'move-rules-on',
    event: 'rules.moved-on',
    facts: ({ today }) => ({ to: ruleSetOn(today) }),
  }),
  notes: ({ view, actor, today }) => {
    const attempt = { now: view.now.toISOString(), actor };
    const changes = whatWouldChange(view.snapshot, ruleSetOn(today), attempt);
    const { changed, unchanged } = content<RuleNotes>('clerk/step-notes');
    const words = content<Readonly<Record<string, string>>>('journey/rules');
    return changes.length === 0
      ? [unchanged]
      : changes.map(({ rule, gate, change }) =>
          fill(changed[change], {
            rule: `${rule} ${words[rule] ?? ''}`,
            gate: gateOf({ event: gate, part: null, purpose: null }, view.bodies),
          }),
        );
  },
};

interface RuleNotes {
  readonly changed: Readonly<Record<RuleChange['change'], string>>;
  readonly unchanged: string;
}

/** What becomes of the case as a whole: held, resumed, withdrawn, revived, superseded, or ended. */
export const courseSteps: readonly StepForm[] = [
  reasoned({
    task: 'hold-case',
    event: 'case.held',
    fields: () => [
      choiceField('why', question('holdReason'), items(parts().holdReasons)),
      optionalDateField('until', question('holdUntil')),
    ],
    facts: (_, { why, until }) => ({ reason: why, until: until === '' ? null : until }),
  }),
  plainStep({ task: 'resume-case', event: 'case.resumed' }),
  moveRulesOn,
  reasoned({ task: 'withdraw-case', event: 'case.withdrawn' }),
  plainStep({ task: 'revive-case', event: 'case.revived' }),
  plainStep({
    task: 'supersede-case',
    event: 'case.superseded',
    fields: () => [textField('by', question('supersededBy'), 60)],
    facts: (_, { by }) => ({ by }),
  }),
  reasoned({ task: 'rescind-order', event: 'order.rescinded' }),
  reasoned({
    task: 'revoke-order',
    event: 'order.revoked',
    fields: () => [
      choicesField('reasons', question('revocationReasons'), items(parts().revocationReasons)),
    ],
    facts: (_, { reasons }) => ({ reasons }),
  }),
];
