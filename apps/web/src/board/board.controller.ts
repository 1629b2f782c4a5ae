import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { Refusal } from '#platform';
import { boardRoom, consultationDesk, listCases, timeline } from '#cases';
import type { ListedCase, Office } from '#cases';
import type { Visitor } from '#identity';
import { stageTag } from '../clerk/case-frame.js';
import { timelineRow } from '../clerk/timeline-rows.js';
import { OFFICE } from '../http/acts.js';
import { answered, nonceOf, text } from '../http/answers.js';
import { ForAnyOf, Who } from '../http/audience.js';
import { attachment, page, seeOther } from '../http/page.js';
import { named } from '../http/parameters.js';
import type { Named } from '../http/parameters.js';
import { laterRows } from '../views/later-rows.js';
import { paperRow } from '../views/paper-rows.js';
import { boardFrame, boardWords, overviewModel } from './board-model.js';
import { meetingsModel } from './meetings-model.js';
import { boardPapers, onBoard } from './on-board.js';
import type { OnBoard } from './on-board.js';

const ID = { schema: z.uuid() };
const REQUISITION_OF = named('id', 'requisition');
type RequisitionOf = Named<'id' | 'requisition'>;
const WISH = z.object({ words: text('Write what the meeting is asked for.', { max: 1000 }) });
const HISTORY = 100;

/** What a governing board sees of its school's case: where it stands, its papers, its history. */
@Controller('board')
@ForAnyOf(['chair', 'governor'])
export class BoardController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async home(@Who() who: Visitor) {
    const cases = await this.casesOf(who);
    if (cases.length === 1) return this.overview(cases[0]!.id, who);
    return page('board/home', {
      name: who.person.name.split(' ')[0],
      cases: cases.map(({ id, reference, schoolName, trustName, stage }) => ({
        href: `/board/cases/${id}`,
        school: schoolName,
        reference,
        trust: trustName ?? 'No trust is chosen yet',
        stage: stageTag(stage),
      })),
    });
  }

  @Get('cases/:id')
  async overview(@Param('id', ID) id: string, @Who() who: Visitor) {
    return page('board/overview', overviewModel(await onBoard(this.office, who, id)));
  }

  @Get('cases/:id/meetings')
  async meetings(@Param('id', ID) id: string, @Who() who: Visitor) {
    const on = await onBoard(this.office, who, id);
    return page('board/meetings', await meetingsModel(this.office, on));
  }

  /** A governor's own written wish for a meeting; with the third it is a requisition. */
  @Post('cases/:id/meetings/ask')
  async ask(@Param('id', ID) id: string, @Body() body: unknown, @Who() who: Visitor) {
    const on = await onBoard(this.office, who, id);
    return answered(WISH, body, {
      good: (wish) => this.join(on, body, wish),
      bad: () => this.meetings(id, who),
    });
  }

  @Post('cases/:id/meetings/ask/:requisition')
  async sign(
    @Param(REQUISITION_OF) { id, requisition }: RequisitionOf,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    return this.join(await onBoard(this.office, who, id), body, { requisition });
  }

  @Get('cases/:id/papers')
  async papers(@Param('id', ID) id: string, @Who() who: Visitor) {
    const on = await onBoard(this.office, who, id);
    const papers = await boardPapers(this.office, on);
    const { papersHeldBack, papersForGovernor } = boardWords();
    const later = await consultationDesk.laterReplies(this.office.pool, id);
    return page('board/papers', {
      frame: boardFrame(on, 'papers'),
      later: laterRows(later ?? []),
      papers: papers.map((paper) => paperRow(paper, `${on.path}/papers`)),
      heldBack: on.isChair ? papersHeldBack : papersForGovernor,
    });
  }

  @Get('cases/:id/papers/:document')
  async paper(
    @Param('id', ID) id: string,
    @Param('document', ID) document: string,
    @Who() who: Visitor,
  ) {
    const papers = await boardPapers(this.office, await onBoard(this.office, who, id));
    const paper = papers.find((one) => one.id === document);
    if (paper === undefined) throw new Refusal('not-found', { document });
    return attachment(paper.fileName, paper.mediaType, await this.office.documents.open(paper));
  }

  @Get('cases/:id/history')
  async history(@Param('id', ID) id: string, @Who() who: Visitor) {
    const on = await onBoard(this.office, who, id);
    const entries = await timeline(this.office.pool, on.actor, id, { limit: HISTORY });
    return page('board/history', {
      frame: boardFrame(on, 'history'),
      // What people wrote stays with those to whom they wrote it.
      items: entries
        .map((entry) => timelineRow(id, entry, on.view.bodies))
        .map(({ id: anchor, title, by, at, kind }) => ({ id: anchor, title, by, at, kind })),
    });
  }

  private async join(
    { actor, view, path }: OnBoard,
    body: unknown,
    wish: { readonly words: string } | { readonly requisition: string },
  ) {
    const form = { nonce: nonceOf(body), person: actor.person, content: { wish, body } };
    const act = { actor, caseId: view.id, form };
    const { isReceived } = await boardRoom.joinRequisition(this.office, act, wish);
    const { received, signed } = boardWords().asking;
    return seeOther(`${path}/meetings`, { saying: isReceived ? received : signed });
  }

  private async casesOf(who: Visitor): Promise<readonly ListedCase[]> {
    const actors = (['chair', 'governor'] as const).flatMap((role) =>
      who.bodiesAs(role).map(({ id }) => who.actorAs(role, id)),
    );
    const lists = await Promise.all(actors.map((actor) => listCases(this.office.pool, actor)));
    const found = lists.flatMap(({ cases }) => cases);
    return [...new Map(found.map((listed) => [listed.id, listed])).values()];
  }
}
