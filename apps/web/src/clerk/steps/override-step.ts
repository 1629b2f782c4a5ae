import { content, fill } from '#platform';
import { overrideDesk } from '#cases';
import { peopleOf } from '#identity';
import type { JourneyEvent } from '#journey';
import { gateOf, overrideWords } from '../../views/override-rows.js';
import { readScope } from '../override-link.js';
import { textField } from './field.js';
import { papersOf, question } from './plain-step.js';
import type { Answers, StepContext, StepForm } from './step-form.js';

/** Asking that a rule be overridden for one act: with a reason, and the paper that supports it. */
export const askOverrideStep: StepForm = {
  task: 'ask-override',
  event: 'override.asked',
  isAbout: ({ snapshot }, part) => {
    const scope = readScope(part);
    if (scope === null || overrideDesk.ruleOf(scope) === null) return false;
    const parts = { ...snapshot.consents, ...snapshot.documents };
    const isTask = scope.event.startsWith('task.');
    return scope.part === null || isTask || Object.hasOwn(parts, scope.part);
  },
  fields: () => [textField('reason', question('overrideReason'), 4000)],
  papers: () => papersOf('override.asked'),
  notes: async ({ sql, actor, view, part }) => {
    const { asking, stands, decides, nobody } = overrideWords();
    const scope = readScope(part ?? '')!;
    const rule = content<Readonly<Record<string, string>>>('journey/rules')[scope.rule]!;
    const officers = await peopleOf(sql, actor.body ?? '', 'senior-officer');
    const others = officers.filter(({ id }) => id !== actor.person).map(({ name }) => name);
    return [
      fill(asking, { rule: `${scope.rule} ${rule}` }),
      fill(stands, { gate: gateOf(scope, view.bodies) }),
      others.length === 0 ? nobody : fill(decides, { names: others }),
    ];
  },
  preview: (context, answers) => eventOf(context, answers),
  take: (office, act, { part }, { reason, paper }) =>
    overrideDesk.ask(office, act, { ...readScope(part ?? '')!, reason: reason!, paper: paper! }),
};

function eventOf({ actor, view, part }: StepContext, { paper }: Answers): JourneyEvent {
  return {
    type: 'override.asked',
    on: view.now.toISOString(),
    override: '',
    ...readScope(part ?? '')!,
    by: actor.person,
    paper: paper!,
  };
}
