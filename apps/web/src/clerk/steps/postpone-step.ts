import { boardRoom, keepTexts, takeStep } from '#cases';
import { meetings } from '#governance';
import type { JourneyEvent } from '#journey';
import { day } from '../../http/dates.js';
import { boardWords, itemsOf } from '../board/board-words.js';
import { choiceField, dateField, textField } from './field.js';
import { papersOf, question, whenField } from './plain-step.js';
import type { Answers, StepContext, StepForm } from './step-form.js';

const ELSEWHERE = 'elsewhere';

/** The board puts a decision off until a day, and says why. */
export const postponeStep: StepForm = {
  task: 'postpone-decision',
  event: 'board.postponed',
  fields: async (context) => [
    choiceField('purpose', question('postponed'), itemsOf(boardWords().decisions, POSTPONED)),
    choiceField('meeting', question('meeting'), await meetingsHeld(context)),
    whenField(),
    dateField('notBefore', question('notBefore')),
    textField('words', question('board.postponed.words'), 4000),
  ],
  papers: () => papersOf('board.postponed').map((paper) => ({ ...paper, status: 'draft' })),
  preview: (_, answers) => eventOf(answers),
  words: (_, answers) => reasonOf(answers),
  take: (office, act, _, answers) =>
    takeStep(office, act, async (tx) => ({
      event: eventOf(answers),
      texts: await keepTexts(tx, reasonOf(answers)),
      words: reasonOf(answers),
    })),
};

const POSTPONED = ['apply', 'launch', 'final'] as const;

async function meetingsHeld({ sql, view, actor, today }: StepContext) {
  const { board } = await boardRoom.boardOf(sql, actor, view.id);
  const held = (await meetings.meetingsOf(sql, board)).filter(({ heldOn }) => heldOn <= today);
  return [
    ...held.map(({ id, heldOn }) => ({ value: id, text: `The meeting of ${day(heldOn)}` })),
    { value: ELSEWHERE, text: 'A meeting that was not convened here' },
  ];
}

const reasonOf = (answers: Answers): Record<string, string> =>
  answers['words'] === '' ? {} : { reason: answers['words'] ?? '' };

function eventOf(answers: Answers): JourneyEvent {
  const { on, purpose, meeting, notBefore, minutes } = answers as Readonly<Record<string, string>>;
  return {
    type: 'board.postponed',
    on: on!,
    purpose: purpose as 'apply' | 'launch' | 'final',
    meeting: meeting === ELSEWHERE ? '' : meeting!,
    notBefore: notBefore!,
    minutes: minutes!,
  };
}
