import { Controller, Get, Inject, Param } from '@nestjs/common';
import { z } from 'zod';
import { Refusal, now } from '#platform';
import { bodyDesk } from '#cases';
import type { Office } from '#cases';
import type { Visitor } from '#identity';
import { OFFICE } from '../http/acts.js';
import { For, Who } from '../http/audience.js';
import { page, seeOther } from '../http/page.js';
import { deskGroups } from './desk-model.js';

/** What waits for a body that consents, and what it has decided. */
@Controller('desk')
@For('faith-officer')
export class FaithDeskController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async desk(@Who() who: Visitor) {
    const bodies = who.bodiesAs('faith-officer');
    const [consents, at] = await Promise.all([this.consentsOf(who), now(this.office.pool)]);
    const groups = deskGroups(consents, bodies, at);
    return page('faith/desk', {
      today: at,
      bodies: bodies.map(({ name }) => name),
      isNew: consents.length === 0,
      waiting: groups[0]!.rows.length,
      groups,
    });
  }

  /** Where a letter leads: the one consent that is asked for, or the choice among several. */
  @Get('cases/:id')
  async ofCase(@Param('id', { schema: z.uuid() }) id: string, @Who() who: Visitor) {
    const own = (await this.consentsOf(who)).filter(({ caseId }) => caseId === id);
    if (own[0] === undefined) throw new Refusal('not-found', { case: id });
    if (own.length === 1) return seeOther(`/desk/cases/${id}/${own[0].consent}`);
    const bodies = who.bodiesAs('faith-officer');
    const rows = deskGroups(own, bodies, await now(this.office.pool)).flatMap(
      (group) => group.rows,
    );
    return page('faith/choose', { school: own[0].schoolName, rows });
  }

  private consentsOf(who: Visitor) {
    const officers = who
      .bodiesAs('faith-officer')
      .map(({ id }) => who.actorAs('faith-officer', id));
    return bodyDesk.consentsOf(this.office.pool, officers);
  }
}
