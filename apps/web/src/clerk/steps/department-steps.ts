import { content } from '#platform';
import { dateReasons, decisionReasons } from '#journey';
import type { DfeOutcome } from '#journey';
import { parts } from '../../views/journey-words.js';
import { choiceField, chosenField, dateField, foldedField, textField, under } from './field.js';
import type { Field, Item } from './field.js';
import { papersOf, plainStep, question, section } from './plain-step.js';
import type { Answers, StepContext, StepForm } from './step-form.js';

type Strings = Readonly<Record<string, string>>;

const notes = () => content<Strings>('clerk/step-notes');
const items = (words: Strings): readonly Item[] =>
  Object.entries(words).map(([value, text]) => ({ value, text }));

const REASON = 'reason-';

/** A folded text for each coded reason: a reason is given by writing what is said of it. */
function reasonFields(title: string, codes: readonly string[], words: Strings): readonly Field[] {
  return codes.map((code, index) => {
    const field = foldedField(`${REASON}${code}`, words[code] ?? code);
    return index === 0 ? under(title, field) : field;
  });
}

/** The reasons for which something was written, with what was written. */
function reasonsIn(answers: Answers): readonly (readonly [string, string])[] {
  return Object.entries(answers).flatMap(([name, text]) =>
    name.startsWith(REASON) && String(text) !== ''
      ? [[name.slice(REASON.length), String(text)] as const]
      : [],
  );
}

const textsOfReasons = (answers: Answers): Strings =>
  Object.fromEntries(reasonsIn(answers).map(([code, text]) => [`${REASON}${code}`, text]));

const reasonsInWords = (answers: Answers, words: Strings): string =>
  reasonsIn(answers)
    .map(([code, text]) => `${words[code] ?? code}: ${text}`)
    .join('\n');

const linesOf = (typed: string | undefined): readonly string[] =>
  (typed ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const outcomeIn = ({ query }: StepContext) => query as DfeOutcome;

/** The conditions as the case names them: by their place in the decision. */
const conditionsIn = ({ conditions }: Answers) =>
  linesOf(conditions).map((text, index) => ({ id: `condition-${index + 1}`, text }));

const decisionStep = plainStep({
  task: 'record-dfe-decision',
  event: 'dfe.decided',
  choose: {
    label: question('outcome').label,
    items: () => items(parts().dfeOutcomes),
    of: ({ outcome }) => outcome ?? '',
  },
  fields: (context) => {
    const outcome = outcomeIn(context);
    const chosen = items(parts().dfeOutcomes).filter(({ value }) => value === outcome);
    return [
      ...chosen.map((item) => chosenField('outcome', question('outcome'), item)),
      choiceField('decidedBy', question('decidedBy'), items(parts().decidedBy)),
      textField('decidedByName', question('decidedByName'), 120),
      ...(outcome === 'approved-with-conditions'
        ? [textField('conditions', question('conditions'), 8000)]
        : []),
      ...reasonFields(section('reasons'), decisionReasons[outcome] ?? [], parts().decisionReasons),
    ];
  },
  notes: (context) =>
    (decisionReasons[outcomeIn(context)] ?? []).length > 0 ? [notes()['decision-reasons']!] : [],
  facts: (_, answers) => {
    const reasons = reasonsIn(answers).map(([code]) => code);
    const conditions = conditionsIn(answers).map(({ id }) => ({ id }));
    return {
      outcome: answers['outcome'],
      decidedBy: answers['decidedBy'],
      ...(reasons.length === 0 ? {} : { reasons, detailed: true }),
      ...(conditions.length === 0 ? {} : { conditions }),
    };
  },
  texts: (_, answers): Strings => {
    const name = String(answers['decidedByName'] ?? '');
    return {
      ...(name === '' ? {} : { decidedByName: name }),
      ...textsOfReasons(answers),
      ...Object.fromEntries(conditionsIn(answers).map(({ id, text }) => [id, text])),
    };
  },
  words: (_, answers): Strings => {
    const reason = reasonsInWords(answers, parts().decisionReasons);
    return reason === '' ? {} : { reason };
  },
});

const conditionStep = plainStep({
  task: 'meet-dfe-condition',
  event: 'dfe.condition-met',
  papers: () => papersOf('dfe.condition-met', (kinds) => ['conditionsMetConfirmation', ...kinds]),
  facts: ({ part }) => ({ condition: part }),
});

const openingOf = ({ view }: StepContext) => view.snapshot.case.context.opening;

const dateStep = plainStep({
  task: 'set-opening-date',
  event: 'opening-date.set',
  fields: (context) => {
    const before = openingOf(context);
    const codes =
      before === undefined
        ? []
        : [...new Set([...dateReasons('1', '2'), ...dateReasons('2', '1')])].toSorted();
    return [
      dateField('opens', question('opens')),
      choiceField('standing', question('standing'), items(parts().dateStandings)),
      ...reasonFields(section('dateReasons'), codes, parts().dateReasons),
    ];
  },
  notes: (context) => (openingOf(context) === undefined ? [] : [notes()['date-reasons']!]),
  facts: (_, answers) => {
    const reasons = reasonsIn(answers).map(([code]) => code);
    const { opens, standing } = answers;
    return { opens, standing, reasons, ...(reasons.length === 0 ? {} : { noted: reasons }) };
  },
  texts: (_, answers) => textsOfReasons(answers),
  words: (_, answers): Strings => {
    const reason = reasonsInWords(answers, parts().dateReasons);
    return reason === '' ? {} : { reason };
  },
});

/** What the Department decides, what shows its conditions met, and the date of the opening. */
export const departmentSteps: readonly StepForm[] = [decisionStep, conditionStep, dateStep];
