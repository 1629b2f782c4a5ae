import { Controller, Get, Inject, Param } from '@nestjs/common';
import { z } from 'zod';
import { Refusal } from '#platform';
import { listCases } from '#cases';
import type { Office } from '#cases';
import type { Visitor } from '#identity';
import { stepsOf } from '../board/board-model.js';
import { frameOf, stageTag, standingOf } from '../clerk/case-frame.js';
import { keyDatesOf, waitsOf } from '../clerk/overview-model.js';
import { OFFICE } from '../http/acts.js';
import { ForAnyOf, Who } from '../http/audience.js';
import { attachment, page } from '../http/page.js';
import { paperRow } from '../views/paper-rows.js';
import { PARTNER_ROLES, onCase, partnerPapers } from './on-case.js';

const ID = { schema: z.uuid() };

/** What a trust, an authority, the Regional Director’s office or a union sees of its cases. */
@Controller('partner')
@ForAnyOf([...PARTNER_ROLES])
export class PartnerController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async home(@Who() who: Visitor) {
    const actors = PARTNER_ROLES.flatMap((role) =>
      who.bodiesAs(role).map(({ id }) => who.actorAs(role, id)),
    );
    const lists = await Promise.all(actors.map((actor) => listCases(this.office.pool, actor)));
    const found = new Map(lists.flatMap(({ cases }) => cases).map((one) => [one.id, one]));
    return page('partner/home', {
      cases: [...found.values()].map(({ id, reference, schoolName, stage, dueOn }) => ({
        href: `/partner/cases/${id}`,
        school: schoolName,
        reference,
        stage: stageTag(stage),
        dueOn,
      })),
    });
  }

  @Get('cases/:id')
  async overview(@Param('id', ID) id: string, @Who() who: Visitor) {
    const on = await onCase(this.office, who, id);
    const { facts, school, stage } = frameOf(on.view, 'overview');
    const standing = standingOf(on.view);
    const papers = await partnerPapers(this.office, on);
    return page('partner/case', {
      school,
      facts,
      stage,
      standing,
      steps: stepsOf(on.view),
      waits: waitsOf(on.view),
      dates: keyDatesOf(on.view),
      papers: papers.map((paper) => paperRow(paper, `/partner/cases/${id}/papers`)),
    });
  }

  @Get('cases/:id/papers/:document')
  async paper(
    @Param('id', ID) id: string,
    @Param('document', ID) document: string,
    @Who() who: Visitor,
  ) {
    const papers = await partnerPapers(this.office, await onCase(this.office, who, id));
    const paper = papers.find((one) => one.id === document);
    if (paper === undefined) throw new Refusal('not-found', { document });
    return attachment(paper.fileName, paper.mediaType, await this.office.documents.open(paper));
  }
}
