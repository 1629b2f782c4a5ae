import { content } from '#platform';
import { keepTexts, takeStep } from '#cases';
import type { DocumentKind } from '#evidence';
import { events } from '#journey';
import type { JourneyEvent } from '#journey';
import { dateField } from './field.js';
import type { Field, Question } from './field.js';
import type { Answers, PaperField, StepContext, StepForm } from './step-form.js';

interface StepWords {
  readonly on: Question;
  /** The same for an act that no paper shows. */
  readonly onWithoutPaper: Question;
  readonly sections: Readonly<Record<string, string>>;
  readonly papers: Readonly<Record<string, { label: string; hint?: string }>>;
  readonly fields: Readonly<Record<string, Question>>;
}

const stepWords = (): StepWords => content<StepWords>('clerk/steps');

/** The words of a question, by its name. */
export function question(name: string): Question {
  const found = stepWords().fields[name];
  if (found === undefined) throw new Error(`content/clerk/steps.json lacks the field ${name}.`);
  return found;
}

/** The heading of a part of a form. */
export const section = (name: string): string => stepWords().sections[name] ?? name;

/** The day on which it happened; every step asks it. */
export const whenField = (hasPaper = true): Field =>
  dateField('on', hasPaper ? stepWords().on : stepWords().onWithoutPaper);

/** The papers that an event is shown by, as its table says. */
export function papersOf(
  event: JourneyEvent['type'],
  kindsOf: (kinds: readonly string[]) => readonly string[] = (kinds) => kinds,
): readonly PaperField[] {
  return events[event].evidence.map(({ as, kinds }) => ({
    as,
    kinds: kindsOf(kinds) as readonly DocumentKind[],
    ...(stepWords().papers[`${event}.${as}`] ?? stepWords().papers[as] ?? { label: as }),
  }));
}

export interface PlainStep {
  readonly task: string;
  readonly event: JourneyEvent['type'];
  /** Questions beside the day and the papers. */
  readonly fields?: (context: StepContext) => readonly Field[];
  readonly papers?: (context: StepContext) => readonly PaperField[];
  /** What the event holds beside the day and the papers. */
  readonly facts?: (context: StepContext, answers: Answers) => object | Promise<object>;
  /** What people wrote: kept beside the record, with a commitment in the entry. */
  readonly texts?: (context: StepContext, answers: Answers) => Readonly<Record<string, string>>;
  /** Words for the letters that only the form knows. */
  readonly words?: (context: StepContext, answers: Answers) => Readonly<Record<string, string>>;
  readonly choose?: StepForm['choose'];
  readonly notes?: StepForm['notes'];
}

/** A step that is a day, its papers, and a few facts: most of them are. */
export function plainStep(step: PlainStep): StepForm {
  const { task, event, fields, papers, facts, texts, words, choose, notes } = step;
  const toEvent = async (context: StepContext, answers: Answers) => {
    const shown = Object.fromEntries(events[event].evidence.map(({ as }) => [as, answers[as]]));
    const own = (await facts?.(context, answers)) ?? {};
    return { type: event, on: answers['on'], ...shown, ...own } as unknown as JourneyEvent;
  };
  return {
    task,
    event,
    fields: (context) => [
      whenField(events[event].evidence.length > 0),
      ...(fields?.(context) ?? []),
    ],
    papers: papers ?? (() => papersOf(event)),
    ...(choose === undefined ? {} : { choose }),
    ...(notes === undefined ? {} : { notes }),
    preview: toEvent,
    ...(words === undefined ? {} : { words }),
    take: (office, act, context, answers) =>
      takeStep(office, act, async (tx) => ({
        event: await toEvent({ ...context, sql: tx }, answers),
        texts: await keepTexts(tx, texts?.(context, answers) ?? {}),
        words: words?.(context, answers) ?? {},
      })),
  };
}
