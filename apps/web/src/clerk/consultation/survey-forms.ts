import { z } from 'zod';
import { GROUPS, VIEWS, wording } from '#consultation';
import type { SurveyMapping, View, WaitingSurvey } from '#consultation';
import { choice, choices, text } from '../../http/answers.js';

/** More different answers than this are no answers to choose from. */
export const MOST_ANSWERS = 30;

/** What a clerk says of the columns of this file. */
export function columnsForm({ lines }: WaitingSurvey) {
  const places = (lines[0] ?? []).map((_, at) => String(at));
  const one = z.union([z.literal(''), z.enum(places)]).default('');
  return z.object({
    survey: text('Enter what the survey is called.'),
    clock: choice(['ours', 'survey'], 'Select whose clock decides.'),
    id: choice(places, 'Select the column with the survey’s own number of each reply.'),
    words: choices(places, ''),
    ...{ view: one, group: one, name: one, email: one, receivedAt: one },
    everybodyIs: z.union([z.literal(''), z.enum(GROUPS)]).default(''),
  });
}

type Columns = z.infer<ReturnType<typeof columnsForm>>;

const placeOf = (given: string): number | null => (given === '' ? null : Number(given));

/** What the columns are, as far as no answer of the view's column has to be told its meaning. */
export function mappingOf(columns: Columns, { lines }: WaitingSurvey): SurveyMapping {
  const view = placeOf(columns.view);
  return {
    ...{ survey: columns.survey, clock: columns.clock, id: Number(columns.id), view },
    words: columns.words.map(Number),
    ...{ group: placeOf(columns.group), name: placeOf(columns.name) },
    ...{ email: placeOf(columns.email), receivedAt: placeOf(columns.receivedAt) },
    everybodyIs: columns.everybodyIs || null,
    views: Object.fromEntries(answersIn(lines, view).map((answer) => [answer, guess(answer)])),
  };
}

/** The different answers of the column of views, in the order of the file. */
export const answersIn = (lines: WaitingSurvey['lines'], view: number | null): readonly string[] =>
  view === null ? [] : [...new Set(lines.slice(1).flatMap((cells) => cells[view]?.trim() || []))];

const SPELLINGS: Readonly<Record<View, RegExp>> = {
  disagree: /^(strongly )?(disagree|against|oppose|no$|not support)/i,
  neither: /^neither|^neutral/i,
  'no-opinion': /no opinion|don.?t know|unsure/i,
  agree: /^(strongly )?(agree|support|in favour|for$|yes$)/i,
};

const guess = (answer: string): View | 'none' =>
  VIEWS.find((view) => SPELLINGS[view].test(answer)) ?? 'none';

export const answersForm = (answers: readonly string[]) =>
  z.object(
    Object.fromEntries(
      answers.map((answer, at) => [
        `answer-${at}`,
        choice([...VIEWS, 'none'], `Select what “${answer.slice(0, 80)}” means.`),
      ]),
    ),
  );

export const meaningItems = () => [
  ...VIEWS.map((value) => ({ value, text: wording().views[value] })),
  { value: 'none', text: 'No view' },
];

const GUESSES = {
  id: /\b(id|number|no|respondent|response)\b/i,
  view: /agree|view|support|opinion|proposal/i,
  words: /why|comment|reason|words|tell us|concern|else/i,
  group: /group|who are you|role|i am/i,
  name: /name/i,
  email: /e-?mail/i,
  receivedAt: /date|time|submitted|completed|started/i,
} as const;

/** The columns to choose from, each with what its first line says, and a first guess at each. */
export function columnChoices({ lines }: WaitingSurvey) {
  const [headings = [], first = []] = lines;
  const columnItems = headings.map((heading, at) => ({
    value: String(at),
    text: `${heading || `Column ${at + 1}`} (${(first[at] ?? '').slice(0, 40) || 'empty'})`,
  }));
  const find = (is: RegExp) => {
    const at = headings.findIndex((heading) => is.test(heading));
    return at < 0 ? '' : String(at);
  };
  const { words, ...singles } = GUESSES;
  const guesses = Object.entries(singles).map(([name, is]) => [name, find(is)]);
  const wordy = columnItems.filter((_, at) => words.test(headings[at] ?? ''));
  const values = { ...Object.fromEntries(guesses), words: wordy.map(({ value }) => value) };
  return { columnItems, values };
}
