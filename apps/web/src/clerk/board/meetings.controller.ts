import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { Refusal, fill } from '#platform';
import { boardRoom } from '#cases';
import type { Office } from '#cases';
import { boardRoll, meetings } from '#governance';
import type { ItemGiven, ItemRead } from '#governance';
import type { Visitor } from '#identity';
import { OFFICE } from '../../http/acts.js';
import { answered, dateIn } from '../../http/answers.js';
import { sentAgain } from '../../http/sent-again.js';
import { For, Who } from '../../http/audience.js';
import { page, seeOther } from '../../http/page.js';
import { named } from '../../http/parameters.js';
import type { Named } from '../../http/parameters.js';
import { motionOf } from './board-model.js';
import { boardWords } from './board-words.js';
import type { Decision } from './board-words.js';
import {
  attendanceIn,
  attendanceSchema,
  conveneSchema,
  votesIn,
  votesSchema,
} from './meeting-forms.js';
import type { ConveneAnswers } from './meeting-forms.js';
import {
  attendanceModel,
  conveneCheck,
  conveneModel,
  itemModel,
  meetingModel,
  noticeDay,
  paperModel,
} from './meeting-model.js';
import { BOARD_OF, boardAct, onBoard } from './on-board.js';
import type { BoardOf, OnBoard } from './on-board.js';

const MEETING_OF = named('id', 'meeting');
type MeetingOf = Named<'id' | 'meeting'>;
const ITEM_OF = named('id', 'meeting', 'item');
type ItemOf = Named<'id' | 'meeting' | 'item'>;
const FOR = z.object({ requisition: z.uuid().optional() });
const PAPER = z.object({
  document: z.uuid({ error: 'Choose the paper.' }),
  sentOn: dateIn('Enter the day on which it was sent.'),
});

/** Meetings of the board of a case: convened, attended, and voted at item by item. */
@Controller('cases/:id/board/meetings')
@For('clerk')
export class MeetingsController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get('convene')
  async askConvene(
    @Param(BOARD_OF) { id }: BoardOf,
    @Query({ schema: FOR }) { requisition }: z.infer<typeof FOR>,
    @Who() who: Visitor,
  ) {
    return this.convenePage(await onBoard(this.office, who, id), requisition);
  }

  /** Shows the notice as it would go out; nothing is kept before the next page's button. */
  @Post('convene/check')
  async check(@Param(BOARD_OF) { id }: BoardOf, @Body() body: unknown, @Who() who: Visitor) {
    const on = await onBoard(this.office, who, id);
    return answered(conveneSchema(), body, {
      good: async (answers) => {
        refuseShort(on, answers);
        const shown = await conveneCheck(this.office, on, answers);
        return page('clerk/board/check-meeting', { ...shown, sent: sentAgain(body) });
      },
      bad: () => this.convenePage(on),
    });
  }

  @Post('convene')
  async convene(@Param(BOARD_OF) { id }: BoardOf, @Body() body: unknown, @Who() who: Visitor) {
    const on = await onBoard(this.office, who, id);
    return answered(conveneSchema(), body, {
      good: async (answers) => {
        const { meeting, told } = await boardRoom.conveneMeeting(this.office, boardAct(on, body), {
          heldOn: answers.heldOn,
          startsAt: answers.startsAt,
          place: answers.place,
          noticeOn: noticeDay(on, answers),
          urgency: answers.urgency === '' ? null : answers.urgency,
          fullBoard: true,
          writes: answers.notice === 'now',
          items: itemsOf(on, answers),
          requisitions: answers.requisitions,
          categoryItem: answers.categoryItem === '' ? null : answers.categoryItem,
        });
        return seeOther(`${on.path}/meetings/${meeting}`, { saying: toldInWords(told) });
      },
      bad: () => this.convenePage(on),
    });
  }

  @Get(':meeting')
  async show(@Param(MEETING_OF) { id, meeting }: MeetingOf, @Who() who: Visitor) {
    return this.meetingPage(await onBoard(this.office, who, id), meeting);
  }

  @Get(':meeting/attendance')
  async askAttendance(@Param(MEETING_OF) { id, meeting }: MeetingOf, @Who() who: Visitor) {
    return this.attendancePage(await onBoard(this.office, who, id), meeting);
  }

  @Post(':meeting/attendance')
  async takeAttendance(
    @Param(MEETING_OF) { id, meeting }: MeetingOf,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const on = await onBoard(this.office, who, id);
    const { heldOn } = await this.find(on, meeting);
    const members = await boardRoll.membersOn(this.office.pool, on.board.board, heldOn);
    return answered(attendanceSchema(members), body, {
      good: async (answers) => {
        const given = { meeting, ...attendanceIn(members, answers) };
        await boardRoom.takeAttendance(this.office, boardAct(on, body), given);
        return seeOther(`${on.path}/meetings/${meeting}`, {
          saying: boardWords().saying.attendance,
        });
      },
      bad: () => this.attendancePage(on, meeting),
    });
  }

  @Get(':meeting/items/:item/papers')
  async askPaper(@Param(ITEM_OF) { id, meeting, item }: ItemOf, @Who() who: Visitor) {
    const on = await onBoard(this.office, who, id);
    return this.paperPage(on, await this.read(on, meeting, item));
  }

  @Post(':meeting/items/:item/papers')
  async sendPaper(
    @Param(ITEM_OF) { id, meeting, item }: ItemOf,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const on = await onBoard(this.office, who, id);
    const read = await this.read(on, meeting, item);
    return answered(PAPER, body, {
      good: async (given) => {
        await boardRoom.sendPaper(this.office, boardAct(on, body), { meeting, item, ...given });
        return seeOther(`${on.path}/meetings/${meeting}`, { saying: boardWords().saying.paper });
      },
      bad: () => this.paperPage(on, read),
    });
  }

  @Get(':meeting/items/:item')
  async item(@Param(ITEM_OF) { id, meeting, item }: ItemOf, @Who() who: Visitor) {
    const on = await onBoard(this.office, who, id);
    return this.itemPage(on, await this.read(on, meeting, item));
  }

  @Post(':meeting/items/:item')
  async takeVotes(
    @Param(ITEM_OF) { id, meeting, item }: ItemOf,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const on = await onBoard(this.office, who, id);
    const read = await this.read(on, meeting, item);
    return answered(votesSchema(read), body, {
      good: async (answers) => {
        const votes = { meeting, item, ...votesIn(read, answers) };
        await boardRoom.takeVotes(this.office, boardAct(on, body), votes);
        return seeOther(`${on.path}/meetings/${meeting}/items/${item}`, {
          saying: boardWords().saying.votes,
        });
      },
      bad: () => this.itemPage(on, read),
    });
  }

  private find(on: OnBoard, meeting: string) {
    return meetings.meetingOf(this.office.pool, on.board.board, meeting);
  }

  private read(on: OnBoard, meeting: string, item: string) {
    return boardRoom.itemOfCase(this.office.pool, on.actor, on.view.id, { meeting, item });
  }

  private async itemPage(on: OnBoard, read: ItemRead) {
    return page('clerk/board/item', await itemModel(this.office, on, read));
  }

  private async convenePage(on: OnBoard, requisition?: string) {
    return page('clerk/board/convene', await conveneModel(this.office, on, requisition));
  }

  private async meetingPage(on: OnBoard, meeting: string) {
    const found = await this.find(on, meeting);
    return page('clerk/board/meeting', await meetingModel(this.office, on, found));
  }

  private async paperPage(on: OnBoard, read: ItemRead) {
    return page('clerk/board/paper', await paperModel(this.office, on, read));
  }

  private async attendancePage(on: OnBoard, meeting: string) {
    const found = await this.find(on, meeting);
    return page('clerk/board/attendance', await attendanceModel(this.office, on, found));
  }
}

/** One item for each decision and school; papers are of the case from which it is convened. */
function itemsOf(on: OnBoard, { decisions, schools, papers }: ConveneAnswers): ItemGiven[] {
  const own = { id: on.view.id, schoolName: on.board.schoolName };
  const all = [own, ...on.board.others];
  const chosen = schools.length === 0 ? [own] : all.filter(({ id }) => schools.includes(id));
  return chosen.flatMap(({ id, schoolName }) =>
    decisions.map((decision) => ({
      caseId: id,
      ...purposeOf(decision),
      motion: motionOf(decision, schoolName, on.view.trustName),
      papers: id === own.id ? papers : [],
    })),
  );
}

function purposeOf(decision: Decision): Pick<ItemGiven, 'purpose' | 'rescinds'> {
  switch (decision) {
    case 'rescind-apply':
      return { purpose: 'rescind', rescinds: 'apply' };
    case 'rescind-final':
      return { purpose: 'rescind', rescinds: 'final' };
    default:
      return { purpose: decision, rescinds: null };
  }
}

/** Notice that went out by other ways has a day of its own. */
function refuseShort(on: OnBoard, answers: ConveneAnswers): void {
  if (answers.notice === 'given' && answers.noticeOn === null) {
    const fault = 'Enter the day on which notice was given.';
    throw new Refusal('invalid', { faults: { noticeOn: fault } });
  }
  const urgency = answers.urgency === '' ? null : answers.urgency;
  meetings.refuseShortNotice({ ...answers, noticeOn: noticeDay(on, answers), urgency });
}

const toldInWords = (told: number): string => {
  const words = boardWords().told;
  const text =
    told === 0 ? words['0'] : told === 1 ? words['1'] : fill(words.many, { count: told });
  return fill(boardWords().saying.convened, { told: text });
};
