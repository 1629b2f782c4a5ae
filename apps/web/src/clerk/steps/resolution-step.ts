import { content, fill } from '#platform';
import { boardRoom, consultationDesk } from '#cases';
import type { ResolutionGiven } from '#cases';
import { meetings } from '#governance';
import type { Purpose } from '#journey';
import { day } from '../../http/dates.js';
import {
  choiceField,
  choicesField,
  dateField,
  numberField,
  textField,
  under,
  yesNo,
} from './field.js';
import {
  countedItems,
  isOfLedger,
  ledgerFields,
  minutesOf,
  previewOfItem,
  takeItem,
  testNote,
} from './ledger-step.js';
import { question, section } from './plain-step.js';
import type { StepContext, StepForm } from './step-form.js';

/** The answers about a meeting and its vote, as they come out of the form. */
interface VoteAnswers {
  readonly heldOn: string;
  readonly noticeOn: string;
  readonly withPapers: 'yes' | 'no';
  readonly urgency: string;
  readonly fullBoard: 'full-board' | 'committee';
  readonly inPost: number;
  readonly present: number;
  readonly interestsDeclared: 'yes' | 'no';
  readonly withdrew: number;
  readonly votesFor: number;
  readonly votesAgainst: number;
  readonly abstained: number;
  readonly casting: 'none' | 'for' | 'against';
  readonly wording: string;
  readonly circulated: readonly string[];
  readonly minutes: string;
}

/**
 * Recording a resolution of the governing board: from its ledger where the meeting was convened
 * here, and from the minutes where it was not.
 */
export function resolutionStep(task: string, purpose: Purpose): StepForm {
  return {
    task,
    event: 'board.resolved',
    fields: async (context) => {
      const counted = await countedItems(context, purpose);
      return counted.length > 0 ? ledgerFields(counted) : fieldsOf(context);
    },
    papers: minutesOf,
    notes: async (context) => {
      const undecided = purpose === 'final' ? await undecidedNote(context) : [];
      const counted = await countedItems(context, purpose);
      const reported = counted.length > 0 ? [] : await notesOfReport(context, purpose);
      return [...undecided, ...(await testNote(context)), ...reported];
    },
    refuse: async ({ sql, view }, answers) => {
      if (isOfLedger(answers)) return;
      const { heldOn } = answers as unknown as VoteAnswers;
      await boardRoom.refuseReported(sql, view.id, { purpose, heldOn });
    },
    effects: (_, answers) => (isOfLedger(answers) ? [] : [notes()['not-checked']!]),
    preview: (context, answers) =>
      isOfLedger(answers)
        ? previewOfItem(context, answers)
        : boardRoom.previewResolution(
            context.sql,
            context.view.id,
            givenOf(purpose, answers as unknown as VoteAnswers),
          ),
    take: (office, act, context, answers) =>
      isOfLedger(answers)
        ? takeItem(office, act, context, answers)
        : boardRoom.recordResolution(
            office,
            act,
            givenOf(purpose, answers as unknown as VoteAnswers),
          ),
  };
}

const notes = () => content<Readonly<Record<string, string>>>('clerk/step-notes');

/** What this form does not check, and where votes are counted instead. */
async function notesOfReport(context: StepContext, purpose: Purpose): Promise<readonly string[]> {
  const { inFederation } = context.view.snapshot.case.context;
  return [
    notes()['reported']!,
    ...(inFederation ? [notes()['federated-by-ledger']!] : []),
    ...(await convenedFor(context, purpose)),
  ];
}

/** Replies after the report on which nothing is decided keep the board from its final decision. */
async function undecidedNote({ sql, view }: StepContext): Promise<readonly string[]> {
  const later = (await consultationDesk.laterReplies(sql, view.id)) ?? [];
  const count = later.filter(({ decision }) => decision === null).length;
  return count === 0 ? [] : [fill(notes()['undecided-replies']!, { count })];
}

/** Meetings that were convened here for it, whose votes are still to be taken on their pages. */
async function convenedFor({ sql, view, actor }: StepContext, purpose: Purpose) {
  const { board } = await boardRoom.boardOf(sql, actor, view.id);
  const held = await meetings.meetingsOf(sql, board);
  const open = held.filter(({ items }) =>
    items.some((item) => item.caseId === view.id && item.purpose === purpose && !item.resolution),
  );
  return open.map(({ heldOn }) => fill(notes()['convened-here']!, { day: day(heldOn) }));
}

const fieldsOf = ({ documents }: StepContext) => [
  under(section('meeting'), dateField('heldOn', question('heldOn'))),
  dateField('noticeOn', question('noticeOn')),
  yesNo('withPapers', question('withPapers')),
  textField('urgency', question('urgency'), 1000),
  choicesField(
    'circulated',
    question('circulated'),
    documents.map(({ id, title }) => ({ value: id, text: title })),
  ),
  choiceField('fullBoard', question('fullBoard'), [
    { value: 'full-board', text: 'The full governing board' },
    { value: 'committee', text: 'A committee' },
  ]),
  under(section('present'), numberField('inPost', question('inPost'))),
  numberField('present', question('present')),
  yesNo('interestsDeclared', question('interestsDeclared')),
  numberField('withdrew', question('withdrew')),
  under(section('vote'), numberField('votesFor', question('votesFor'))),
  numberField('votesAgainst', question('votesAgainst')),
  numberField('abstained', question('abstained')),
  choiceField('casting', question('casting'), [
    { value: 'none', text: 'No' },
    { value: 'for', text: 'Yes, for' },
    { value: 'against', text: 'Yes, against' },
  ]),
  textField('wording', question('wording'), 4000),
];

function givenOf(purpose: Purpose, answers: VoteAnswers): ResolutionGiven {
  return {
    purpose,
    heldOn: answers.heldOn,
    noticeOn: answers.noticeOn,
    withPapers: answers.withPapers === 'yes',
    urgency: answers.urgency === '' ? null : answers.urgency,
    fullBoard: answers.fullBoard === 'full-board',
    inPost: answers.inPost,
    present: answers.present,
    interestsDeclared: answers.interestsDeclared === 'yes',
    withdrew: answers.withdrew,
    prescribed: null,
    votes: {
      for: answers.votesFor,
      against: answers.votesAgainst,
      abstained: answers.abstained,
      casting: answers.casting === 'none' ? null : answers.casting,
    },
    wording: answers.wording,
    papers: answers.circulated,
    minutes: answers.minutes,
  };
}
