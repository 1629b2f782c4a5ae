import { boardRoom } from '#cases';
import type { Act, Done, Office } from '#cases';
import { meetings, resolutions } from '#governance';
import type { ItemRead } from '#governance';
import { carried } from '#journey';
import type { BoardResolved, Purpose } from '#journey';
import { day } from '../../http/dates.js';
import { decisionOf } from '../board/board-model.js';
import { boardWords, noTestWords } from '../board/board-words.js';
import { resultOf } from '../board/meeting-model.js';
import { choiceField, textField } from './field.js';
import type { Field } from './field.js';
import { papersOf, question } from './plain-step.js';
import type { Answers, StepContext, StepForm } from './step-form.js';

/** Recording whatever the board voted on, as its ledger counts it. */
export const ledgerStep: StepForm = {
  task: 'record-vote',
  event: 'board.resolved',
  fields: async (context) => ledgerFields(await countedItems(context)),
  papers: () => minutesOf(),
  notes: testNote,
  preview: previewOfItem,
  take: (office, act, context, answers) => takeItem(office, act, context, answers),
};

/** While nobody has set the test of a federation: that its votes wait, and for whom. */
export async function testNote({ sql, view, actor, today }: StepContext): Promise<string[]> {
  const standing = await boardRoom.testStanding(sql, actor, view.id, today);
  return standing.inFederation && standing.test === null ? [noTestWords(standing)] : [];
}

/** The minutes of a vote are a draft until a later meeting approves them. */
export const minutesOf = () =>
  papersOf('board.resolved').map((paper) => ({ ...paper, status: 'draft' as const }));

/** The items of this case whose votes are counted, and whose resolution is still to be recorded. */
export async function countedItems(
  { sql, view, actor, today }: StepContext,
  purpose?: Purpose,
): Promise<readonly ItemRead[]> {
  const { board } = await boardRoom.boardOf(sql, actor, view.id);
  const held = (await meetings.meetingsOf(sql, board)).filter(({ heldOn }) => heldOn <= today);
  const open = held.flatMap(({ id: meeting, items }) =>
    items
      .filter(({ caseId, resolution }) => caseId === view.id && resolution === null)
      .filter((item) => purpose === undefined || item.purpose === purpose)
      .map(({ id }) => meetings.readItem(sql, board, meeting, id)),
  );
  return (await Promise.all(open)).filter(({ sheet }) => sheet !== null);
}

export function ledgerFields(reads: readonly ItemRead[]): readonly Field[] {
  const items = reads.map((read) => ({
    value: read.item.id,
    text: `${boardWords().decisions[decisionOf(read.item)]}, ${day(read.meeting.heldOn)}: ${resultOf(read)}`,
  }));
  const isLost = reads.some((read) => !carried(meetings.countOf(read).votes));
  return [
    choiceField('item', question('item'), items),
    ...(isLost ? [choiceField('refuses', question('refuses'), REFUSED)] : []),
    textField('motion', question('motion'), 4000),
  ];
}

const REFUSED = [
  { value: 'trust', text: 'This trust', hint: 'Another trust can still be chosen.' },
  { value: 'conversion', text: 'Becoming an academy at all' },
] as const;

/** Whether answers come from a form of the ledger. */
export const isOfLedger = (answers: Answers): boolean => answers['item'] !== undefined;

export async function previewOfItem(
  context: StepContext,
  answers: Answers,
): Promise<BoardResolved> {
  const read = await chosen(context, answers);
  return resolutions.countedFacts(
    read,
    { minutes: answers['minutes']!, refuses: refusedBy(answers) },
    '',
  );
}

export async function takeItem(
  office: Office,
  act: Act,
  context: StepContext,
  answers: Answers,
): Promise<Done> {
  const { meeting, item } = await chosen(context, answers);
  const words = answers['motion'] ?? '';
  return boardRoom.resolveItem(office, act, {
    meeting: meeting.id,
    item: item.id,
    wording: words === '' ? item.motion : words,
    minutes: answers['minutes']!,
    refuses: refusedBy(answers),
  });
}

const refusedBy = (answers: Answers): BoardResolved['refuses'] => answers['refuses'];

/** The item of the answers; refused as `not-found` once it is no longer open. */
async function chosen({ sql, view, actor }: StepContext, { item }: Answers): Promise<ItemRead> {
  const { board } = await boardRoom.boardOf(sql, actor, view.id);
  const held = await meetings.meetingsOf(sql, board);
  const meeting = held.find(({ items }) => items.some(({ id }) => id === item))?.id ?? '';
  return boardRoom.itemOfCase(sql, actor, view.id, { meeting, item: item ?? '' });
}
