import { content, fill } from '#platform';
import { clerkDesk, consultationDesk, extendConsultation } from '#cases';
import type { CaseView } from '#cases';
import { consultees, findConsultation, publication } from '#consultation';
import { closingInstant } from '#register';
import type { DayCounts } from '#register';
import { wholeNumber } from '../../http/answers.js';
import { dayTime } from '../../http/dates.js';
import { termDatesNote, windowRows } from '../consultation/window-rows.js';
import { numberField, optionalDateField, optionalTimeField, textField, under } from './field.js';
import { closingFields, jointNotes, windowFields } from './joint-launch.js';
import { papersOf, question, section } from './plain-step.js';
import type { Answers, StepContext, StepForm } from './step-form.js';

const { sendings } = consultees;
const notes = () => content<Readonly<Record<string, string>>>('clerk/step-notes');

const closing = ({ closesOn, closesAt }: Answers): string =>
  new Date(closingInstant(closesOn!, closesAt!)).toISOString();

/** The case's own consultation; every case has one from its opening. */
async function consultationOf({ sql, view }: StepContext) {
  const found = await findConsultation(sql, { caseId: view.id });
  if (found === null) throw new Error(`Case ${view.reference} has no consultation.`);
  return found;
}

/** The sections that nobody can read yet: the launch waits for them. */
async function stillUnread(context: StepContext): Promise<readonly string[]> {
  const { id } = await consultationOf(context);
  const { missing } = await publication.factsOf(context.sql, id, null);
  const titles = publication.sections().filter((one) => missing.includes(one.id));
  if (titles.length === 0) return [];
  return [fill(notes()['unread']!, { sections: titles.map(({ title }) => `“${title}”`) })];
}

const urnOf = ({ snapshot }: CaseView): string => snapshot.case.context.urn;

/** The whole window as it is, from when the last were asked, and as it would be. */
async function windowOf(context: StepContext, answers: Answers): Promise<DayCounts> {
  const { sql, view } = context;
  const { id, closesAt, closedAt, ...found } = await consultationOf(context);
  const asked = await sendings.lastAskedAt(sql, id);
  const opensAt = asked ?? (await lastLettersAt(context, answers));
  const again = { closedAt: closesAt!, reopenedAt: view.now };
  const pauses = closedAt === null ? found.pauses : [...found.pauses, again];
  return clerkDesk.countWindow(sql, urnOf(view), { opensAt, closesAt: closing(answers), pauses });
}

/** When the last letters of a launch would leave. */
async function lastLettersAt(context: StepContext, answers: Answers): Promise<Date> {
  const { sql, view } = context;
  const { id } = await consultationOf(context);
  const waves = await sendings.wavesOf(sql, id, answers['gap']!);
  const { on, at } = startsOf(answers) ?? {};
  const from = on === undefined || at === undefined ? view.now : closingInstant(on, at);
  return new Date(new Date(from).getTime() + waves.at(-1)!.afterMinutes * 60_000);
}

/** The chosen day and time of the first letters; null: as soon as may be. */
function startsOf(answers: Answers): { on: string; at: string } | null {
  const { startsOn = '', startsAt = '' } = answers as Readonly<Record<string, string>>;
  return startsOn === '' ? null : { on: startsOn, at: startsAt };
}

/** A day without a time, or a time without a day, says nothing. */
function areWhole(answers: Answers): boolean {
  const { startsOn = '', startsAt = '' } = answers as Readonly<Record<string, string>>;
  return (startsOn === '') === (startsAt === '');
}

const launchStep: StepForm = {
  task: 'launch-consultation',
  event: 'consultation.launched',
  fields: async (context) => [
    textField('question', question('question'), 500),
    ...(await closingFields(context)),
    under(section('letters'), optionalDateField('startsOn', question('startsOn'))),
    optionalTimeField('startsAt', question('startsAt')),
    { ...numberField('gap', question('gap'), MOST_GAP), schema: gapSchema() },
  ],
  papers: () => papersOf('consultation.launched'),
  initial: knownOfLaunch,
  holds: {
    at: 'startsAt',
    error: 'Enter a day and a time for the letters, or neither.',
    of: areWhole,
  },
  notes: async (context) => [
    notes()['launch']!,
    ...(await jointNotes(context)),
    await termDatesNote(context.sql, urnOf(context.view), context.view.now),
    ...(await stillUnread(context)),
  ],
  effects: async (context, answers) => lettersInWords(context, answers),
  links: ({ view }, draft) => [
    {
      href: `/cases/${view.id}/consultation/consultees/check?draft=${draft}`,
      text: notes()['check-letters']!,
    },
    {
      href: `/cases/${view.id}/consultation/consultees/groups`,
      text: notes()['asked-groups']!,
    },
  ],
  counted: async (context, answers) => windowRows(await windowOf(context, answers)),
  preview: async (context, answers) => ({
    type: 'consultation.launched',
    on: context.view.now.toISOString(),
    consultation: context.view.id,
    closesAt: closing(answers),
    document: answers['document']!,
    window: await windowOf(context, answers),
  }),
  take: async (office, act, context, answers) =>
    consultationDesk.orderLaunch(office, act, {
      consultation: (await consultationOf(context)).id,
      closesOn: answers['closesOn']!,
      closesAt: answers['closesAt']!,
      question: answers['question']!,
      document: answers['document']!,
      starts: startsOf(answers),
      gapMinutes: answers['gap']!,
    }),
  after: (id) => ({
    path: `/cases/${id}/consultation/sending`,
    saying: notes()['launch-ordered']!,
  }),
};

type LaunchOrder = Parameters<typeof consultationDesk.orderLaunch>[2];

/** What was ordered before and taken back, or else the question that was planned. */
async function knownOfLaunch(context: StepContext) {
  const { id, question: planned } = await consultationOf(context);
  const all = await sendings.list(context.sql, id);
  const before = all.find(({ kind }) => kind === 'launch')?.plan as LaunchOrder | undefined;
  if (before === undefined) return { question: planned, gap: USUAL_GAP };
  const { closesOn, closesAt, starts, document, gapMinutes: gap } = before;
  const when = { startsOn: starts?.on ?? '', startsAt: starts?.at ?? '' };
  return { question: before.question ?? planned, closesOn, closesAt, gap, document, ...when };
}

/** Half an hour between staff, parents and everybody else; at most a day. */
const USUAL_GAP = 30;
const MOST_GAP = 1440;
const gapSchema = () =>
  wholeNumber(question('gap').fault!, { max: MOST_GAP }).prefault(String(USUAL_GAP));

/** How many get a letter, in which order, and what stands between the order and the first. */
async function lettersInWords(context: StepContext, answers: Answers): Promise<readonly string[]> {
  const { sql } = context;
  const { id } = await consultationOf(context);
  const people = await sendings.countRecipients(sql, id);
  const waves = await sendings.wavesOf(sql, id, answers['gap']!);
  const starts = startsOf(answers);
  return [
    starts === null
      ? notes()['leaves-soon']!
      : fill(notes()['leaves-at']!, { at: dayTime(closingInstant(starts.on, starts.at)) }),
    people === 0
      ? notes()['letters-to-nobody']!
      : fill(notes()['letters-to']!, { people: people.toLocaleString('en-GB') }),
    ...(waves.length > 1 ? [fill(notes()['letters-apart']!, { minutes: answers['gap']! })] : []),
  ];
}

const extendStep: StepForm = {
  task: 'extend-consultation',
  event: 'consultation.extended',
  fields: windowFields,
  papers: () => [],
  notes: async ({ sql, view }) => [
    notes()['extend']!,
    await termDatesNote(sql, urnOf(view), view.now),
  ],
  counted: async (context, answers) => windowRows(await windowOf(context, answers)),
  preview: async (context, answers) => ({
    type: 'consultation.extended',
    on: context.view.now.toISOString(),
    closesAt: closing(answers),
    window: await windowOf(context, answers),
  }),
  take: async (office, act, context, answers) =>
    extendConsultation(office, act, {
      consultation: (await consultationOf(context)).id,
      closesOn: answers['closesOn']!,
      closesAt: answers['closesAt']!,
    }),
};

const reopenStep: StepForm = {
  task: 'reopen-consultation',
  event: 'consultation.reopened',
  fields: () => [textField('reason', question('reopenReason'), 500), ...windowFields()],
  papers: () => [],
  notes: async ({ sql, view }) => [
    notes()['reopen']!,
    await termDatesNote(sql, urnOf(view), view.now),
  ],
  counted: async (context, answers) => windowRows(await windowOf(context, answers)),
  preview: async (context, answers) => ({
    type: 'consultation.reopened',
    on: context.view.now.toISOString(),
    closesAt: closing(answers),
    window: await windowOf(context, answers),
  }),
  take: async (office, act, context, answers) =>
    consultationDesk.reopen(office, act, {
      consultation: (await consultationOf(context)).id,
      closesOn: answers['closesOn']!,
      closesAt: answers['closesAt']!,
      reason: answers['reason']!,
    }),
};

/** Launching a consultation, which waits before anything leaves; more time; opening it again. */
export const consultationSteps: readonly StepForm[] = [launchStep, extendStep, reopenStep];
