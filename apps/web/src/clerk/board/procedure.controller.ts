import { Body, Controller, Get, Inject, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Refusal } from '#platform';
import { boardRoom } from '#cases';
import type { Office } from '#cases';
import { boardRoll, boardRules, governorsOf } from '#governance';
import type { Visitor } from '#identity';
import { OFFICE } from '../../http/acts.js';
import { answered, dateIn, text, wholeNumber } from '../../http/answers.js';
import { For, Who } from '../../http/audience.js';
import { page } from '../../http/page.js';
import { named } from '../../http/parameters.js';
import type { Named } from '../../http/parameters.js';
import { PAPER, papersFor, readShown, shownAct, shownBy } from './board-paper.js';
import { boardWords } from './board-words.js';
import { ids } from './meeting-forms.js';
import { BOARD_OF, back, boardAct, frameAnd, onBoard } from './on-board.js';
import type { BoardOf, OnBoard } from './on-board.js';

const REMOTE_OF = named('id', 'resolution');
type RemoteOf = Named<'id' | 'resolution'>;

const REQUISITION = z.object({
  words: text('Write what the meeting is asked for.', { max: 1000 }),
  receivedOn: dateIn('Enter the day on which it came.'),
  members: ids,
  ...PAPER,
});
const REMOTE = z.object({
  resolvedOn: dateIn('Enter the day of the resolution.'),
  words: text('Write the words of the resolution.', { max: 1000 }),
});
const REMOTE_END = z.object({
  endedOn: dateIn('Enter the first day on which it holds no longer.'),
  ...PAPER,
});
const QUORUM = z.object({
  quorum: wholeNumber('Enter a number from 1 to 40.', { min: 1, max: 40 }),
  countsFrom: dateIn('Enter the day from which this quorum counts.'),
  ...PAPER,
});

/** What a board's procedure leaves on paper: requisitions, taking part from elsewhere, a quorum. */
@Controller('cases/:id/board')
@For('clerk')
export class BoardProcedureController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get('requisitions/add')
  async askRequisition(@Param(BOARD_OF) { id }: BoardOf, @Who() who: Visitor) {
    return this.requisitionPage(await onBoard(this.office, who, id));
  }

  @Post('requisitions/add')
  async recordRequisition(
    @Param(BOARD_OF) { id }: BoardOf,
    @Req() request: FastifyRequest,
    @Who() who: Visitor,
  ) {
    const on = await onBoard(this.office, who, id);
    const form = await readShown(this.office, request);
    return answered(REQUISITION, form.fields, {
      good: async ({ document, ...given }) => {
        const paper = { kind: 'meetingRequisition', dated: given.receivedOn } as const;
        const requisition = { ...given, shownBy: shownBy(form, document, paper) };
        await boardRoom.recordRequisition(this.office, shownAct(on, form), requisition);
        return back(on, boardWords().saying.requisition);
      },
      bad: () => this.requisitionPage(on),
    });
  }

  @Get('remote')
  async askRemote(@Param(BOARD_OF) { id }: BoardOf, @Who() who: Visitor) {
    return remotePage(await onBoard(this.office, who, id));
  }

  @Post('remote')
  async allowRemote(@Param(BOARD_OF) { id }: BoardOf, @Body() body: unknown, @Who() who: Visitor) {
    const on = await onBoard(this.office, who, id);
    return answered(REMOTE, body, {
      good: async (given) => {
        await boardRoom.allowRemote(this.office, boardAct(on, body), { ...given, endsOn: null });
        return back(on, boardWords().saying.remote);
      },
      bad: () => remotePage(on),
    });
  }

  @Get('remote/:resolution/end')
  async askEndRemote(@Param(REMOTE_OF) at: RemoteOf, @Who() who: Visitor) {
    return this.endRemotePage(await onBoard(this.office, who, at.id), at);
  }

  @Post('remote/:resolution/end')
  async endRemote(
    @Param(REMOTE_OF) at: RemoteOf,
    @Req() request: FastifyRequest,
    @Who() who: Visitor,
  ) {
    const on = await onBoard(this.office, who, at.id);
    const shown = await this.endRemotePage(on, at);
    const form = await readShown(this.office, request);
    return answered(REMOTE_END, form.fields, {
      good: async ({ document, endedOn }) => {
        await boardRoom.endRemote(this.office, shownAct(on, form), {
          resolution: at.resolution,
          endedOn,
          shownBy: shownBy(form, document, { kind: 'minuteExtract', dated: endedOn }),
        });
        return back(on, boardWords().saying.remoteEnded);
      },
      bad: () => shown,
    });
  }

  @Get('quorum')
  async askQuorum(@Param(BOARD_OF) { id }: BoardOf, @Who() who: Visitor) {
    return this.quorumPage(await onBoard(this.office, who, id));
  }

  @Post('quorum')
  async setQuorum(
    @Param(BOARD_OF) { id }: BoardOf,
    @Req() request: FastifyRequest,
    @Who() who: Visitor,
  ) {
    const on = await onBoard(this.office, who, id);
    const form = await readShown(this.office, request);
    return answered(QUORUM, form.fields, {
      good: async ({ document, ...given }) => {
        const paper = { kind: 'minuteExtract', dated: given.countsFrom } as const;
        const quorum = { ...given, shownBy: shownBy(form, document, paper) };
        await boardRoom.setQuorum(this.office, shownAct(on, form), quorum);
        return back(on, boardWords().saying.quorum);
      },
      bad: () => this.quorumPage(on),
    });
  }

  @Post('test/ask')
  async askForTest(@Param(BOARD_OF) { id }: BoardOf, @Body() body: unknown, @Who() who: Visitor) {
    const on = await onBoard(this.office, who, id);
    await boardRoom.askForTest(this.office, boardAct(on, body));
    return back(on, boardWords().saying.testAsked);
  }

  private async requisitionPage(on: OnBoard) {
    const members = await boardRoll.membersOf(this.office.pool, on.board.board);
    return page('clerk/board/requisition', {
      ...frameAnd(on),
      members: governorsOf(members).map(({ id, name, category }) => ({
        value: id,
        text: name,
        hint: boardWords().categories[category],
      })),
      papers: await papersFor(this.office, on, ['meetingRequisition']),
    });
  }

  private async endRemotePage(on: OnBoard, { resolution }: RemoteOf) {
    const all = await boardRules.remotesOf(this.office.pool, on.board.board);
    const found = all.find(({ id, endedOn }) => id === resolution && endedOn === null);
    if (found === undefined) throw new Refusal('not-found', { resolution });
    return page('clerk/board/end-remote', {
      ...frameAnd(on),
      resolvedOn: found.resolvedOn,
      words: found.words,
      action: `${on.path}/remote/${resolution}/end`,
      papers: await papersFor(this.office, on, ['minuteExtract', 'resolution']),
    });
  }

  private async quorumPage(on: OnBoard) {
    return page('clerk/board/quorum', {
      ...frameAnd(on),
      papers: await papersFor(this.office, on, ['minuteExtract', 'resolution', 'correspondence']),
    });
  }
}

const remotePage = (on: OnBoard) => page('clerk/board/remote', frameAnd(on));
