import { publication } from '#consultation';
import type { Answer, CountedQuestion, Question } from '#consultation';
import { fill } from '#platform';
import { dayTime } from '../../http/dates.js';

const { questions } = publication;

export const kindItems = () =>
  questions.kinds.map((value) => ({
    value,
    text: questions.words().kinds[value],
    hint: questions.words().kindHints[value],
  }));

/** The questions as the clerk's list shows them. */
export function questionRows(list: readonly Question[]) {
  return list.map(({ id, kind, wording, options }, index) => ({
    ...{ id, wording, kind: questions.words().kinds[kind] },
    options: kind === 'choice' ? options.map(({ text }) => text) : [],
    isFirst: index === 0,
    isLast: index === list.length - 1,
  }));
}

/** How each question was answered: a table that names its base. */
export function countTables(counted: readonly CountedQuestion[]) {
  const { counts } = questions.words();
  return counted.map(({ id, wording, options, inTime, late }) => {
    const share = (count: number) =>
      inTime.answered === 0 ? '–' : `${Math.round((100 * count) / inTime.answered)}%`;
    const row = (label: string, now: number, after: number) => ({
      label,
      cells: [now, share(now), after],
    });
    return {
      id,
      title: fill(counts.title, { question: wording }),
      note: fill(counts.note, { ...inTime }),
      columns: counts.columns,
      rows:
        options.length === 0
          ? [row(counts.inWords, inTime.answered, late.answered)]
          : options.map(({ id: option, text }) =>
              row(text, inTime.byOption[option] ?? 0, late.byOption[option] ?? 0),
            ),
    };
  });
}

/** What a reply says to each question; not asked differs from asked and not said. */
export function answerRows(list: readonly Question[], answers: readonly Answer[]) {
  return list.map(({ id, wording, options }) => {
    const answer = answers.find(({ question }) => question === id);
    const { markedBy, markedAt } = answer ?? {};
    const note = markedBy && markedAt ? `\nMarked by ${markedBy} on ${dayTime(markedAt)}` : '';
    return { key: wording, lines: `${saidIn(answer, options)}${note}` };
  });
}

function saidIn(answer: Answer | undefined, options: Question['options']): string {
  const { notAsked, didNotSay, erased } = questions.words();
  if (answer === undefined) return notAsked;
  if (answer.erased) return erased;
  const chosen = options.find(({ id }) => id === answer.option)?.text;
  return chosen ?? answer.words ?? (answer.asked ? didNotSay : notAsked);
}
