import { wordsOfCondition } from '../../views/journey-words.js';
import { SEEN_FIELD } from '../../http/acts.js';
import { frameOf } from '../case-frame.js';
import { dependentsNote } from '../groups/dependents.js';
import { overrideLink } from '../override-link.js';
import { wordsOfStep } from './step-words.js';
import { fileField, fitting, haveField } from './step-papers.js';
import type { Answers, PaperField, StepContext, StepForm } from './step-form.js';

/** The page of a step's form; with the answers of a draft, to change them. */
export async function formModel(
  form: StepForm,
  context: StepContext,
  task: string,
  draft?: Answers,
) {
  const { view, part } = context;
  const words = wordsOfStep(form.task, part, view.bodies);
  const first = choiceOf(form, context);
  return {
    frame: frameOf(view, 'tasks'),
    heading: words.title,
    hint: words.hint,
    ...first,
    law: words.law ?? null,
    notes: [
      ...((await form.notes?.(context)) ?? []),
      ...(await dependentsNote(context.sql, context.actor, view, form.event)),
    ],
    missing: missingOf(context),
    search: form.search === undefined ? null : { label: form.search, q: context.query },
    isEmptySearch: form.search !== undefined && context.query !== '',
    fields: first.choose === null ? await form.fields(context) : [],
    papers: form.papers(context).map((paper) => paperModel(context, paper)),
    action: `/cases/${view.id}/steps/${encodeURIComponent(task)}`,
    hidden: { [SEEN_FIELD]: view.version, q: context.query === '' ? null : context.query },
    back: `/cases/${view.id}/tasks`,
    values: typedAgain(form, context, draft ?? (await form.initial?.(context)) ?? {}),
  };
}

/** The page before the form, while nothing is chosen on it; then what was chosen. */
function choiceOf({ choose }: StepForm, context: StepContext) {
  if (choose === undefined) return { choose: null, chosen: null };
  const { label } = choose;
  const items = choose.items(context);
  const picked = items.find(({ value }) => value === context.query);
  if (picked === undefined) return { choose: { label, items }, chosen: null };
  return { choose: null, chosen: { label, text: picked.text } };
}

type Known = Readonly<Record<string, unknown>>;

/** The answers as they would be typed. */
function typedAgain(form: StepForm, context: StepContext, answers: Known) {
  const papers = form.papers(context).map(({ as }) => as);
  return Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [
      papers.includes(name) ? haveField(name) : name,
      typeof answer === 'number' ? String(answer) : answer,
    ]),
  );
}

/** A box for a new file; beside those that are on the case already, where there are any. */
function paperModel(context: StepContext, paper: PaperField) {
  const items = fitting(context, paper).map(({ id, title, fileName }) => ({
    value: id,
    text: `${title} (${fileName})`,
  }));
  return {
    file: items.length === 0 ? haveField(paper.as) : fileField(paper.as),
    have: haveField(paper.as),
    label: paper.label,
    hint: paper.hint ?? null,
    items,
  };
}

/** What still keeps the step, so that nobody fills in a form for nothing. */
function missingOf({ task, view }: StepContext) {
  return (task?.unmet ?? []).map((condition) => ({
    text: wordsOfCondition(condition, view.bodies),
    remedy: condition.remedy,
    law: condition.source.title,
    href: condition.source.url,
    warns: condition.effect === 'warn',
    override: task === null ? null : overrideLink(view, condition, task),
  }));
}
