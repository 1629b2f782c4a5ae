import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { Refusal } from '#platform';
import { projectGroups } from '#cases';
import type { Office } from '#cases';
import type { Visitor } from '#identity';
import { OFFICE, SEEN_FIELD, actFrom, actorOn } from '../../http/acts.js';
import { answered, choice, nonceOf, text } from '../../http/answers.js';
import { For, Who } from '../../http/audience.js';
import { page, seeOther } from '../../http/page.js';
import { tried } from '../../http/refused-act.js';
import { groupWords } from './group-model.js';
import { waitingRow } from './invitation-rows.js';
import { onLedGroup } from './on-group.js';

const ID = { schema: z.uuid() };
const NUMBER = 'Enter the number of a case, like 2026-0012, or a URN, which has six digits.';
const ASKED = z.object({
  asked: text(NUMBER, { max: 20 }).refine((typed) => /^(\d{6}|\d{4}-\d{4,9})$/.test(typed), {
    error: NUMBER,
  }),
});
const ANSWERED = z.object({
  [SEEN_FIELD]: z.string(),
  answer: choice(['accept', 'decline'], 'Choose whether the school joins the group.'),
});

/** Invitations of schools on other desks: sent and taken back by the desk that leads the group. */
@Controller('groups/:group/invitations')
@For('clerk')
export class SentInvitationsController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get('new')
  async ask(@Param('group', ID) id: string, @Who() who: Visitor) {
    return this.newPage(who, id);
  }

  @Post('new')
  async invite(@Param('group', ID) id: string, @Body() body: unknown, @Who() who: Visitor) {
    const { actor } = await onLedGroup(this.office.pool, who, id);
    return answered(ASKED, body, {
      good: async ({ asked }) => {
        const form = { nonce: nonceOf(body), person: actor.person, content: body };
        await inWords(projectGroups.invite(this.office, { actor, form, group: id, asked }));
        return seeOther(`/groups/${id}`, { saying: groupWords().invitation.sent });
      },
      bad: () => this.newPage(who, id),
    });
  }

  @Get(':invitation/take-back')
  async askBack(
    @Param('group', ID) id: string,
    @Param('invitation', ID) invitation: string,
    @Who() who: Visitor,
  ) {
    const { actor, group } = await onLedGroup(this.office.pool, who, id);
    const sent = await projectGroups.sentInvitations(this.office.pool, actor, id);
    const found = sent.find((one) => one.id === invitation && one.answer === null);
    if (found === undefined) throw new Refusal('not-found', { invitation });
    const action = `/groups/${id}/invitations/${invitation}/take-back`;
    return page('clerk/groups/take-back', { group, asked: found.asked, action });
  }

  @Post(':invitation/take-back')
  async takeBack(
    @Param('group', ID) id: string,
    @Param('invitation', ID) invitation: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const { actor } = await onLedGroup(this.office.pool, who, id);
    const form = { nonce: nonceOf(body), person: actor.person, content: body };
    await projectGroups.takeInvitationBack(this.office, { actor, form, group: id, invitation });
    return seeOther(`/groups/${id}`, { saying: groupWords().invitation.takenBack });
  }

  private async newPage(who: Visitor, id: string) {
    const { group } = await onLedGroup(this.office.pool, who, id);
    return page('clerk/groups/invite', { group });
  }
}

/** An invitation that waits for a desk: its clerk alone says whether the school joins. */
@Controller('invitations/:invitation')
@For('clerk')
export class InvitationController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async show(@Param('invitation', ID) id: string, @Who() who: Visitor) {
    return this.invitationPage(who, id);
  }

  @Post()
  async answer(@Param('invitation', ID) id: string, @Body() body: unknown, @Who() who: Visitor) {
    const { caseId, group } = await this.read(who, id);
    const actor = await actorOn(this.office.pool, who, 'clerk', caseId);
    return answered(ANSWERED, body, {
      good: async ({ answer }) => {
        const { invitation } = groupWords();
        const act = actFrom(actor, caseId, body);
        if (answer === 'decline') {
          await projectGroups.declineInvitation(this.office, act, id);
          return seeOther('/groups', { saying: invitation.declined });
        }
        const what = { office: this.office, actor, caseId, back: `/invitations/${id}` };
        await tried(what, () => projectGroups.acceptInvitation(this.office, act, id));
        return seeOther(`/groups/${group}`, { saying: invitation.accepted });
      },
      bad: () => this.invitationPage(who, id),
    });
  }

  private read(who: Visitor, id: string) {
    const desks = who.bodiesAs('clerk').map((desk) => desk.id);
    return projectGroups.readInvitation(this.office.pool, desks, id);
  }

  private async invitationPage(who: Visitor, id: string) {
    const found = await this.read(who, id);
    return page('clerk/groups/invitation', {
      ...waitingRow(found),
      kindName: groupWords().kinds[found.kind].title,
      caseHref: `/cases/${found.caseId}`,
      reference: found.reference,
      hidden: { [SEEN_FIELD]: found.version },
    });
  }
}

/** What is wrong with a number, beside its field. */
async function inWords<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'invalid') throw error;
    const { reason } = error.facts as { reason?: string };
    const asked = groupWords().invitation.faults[reason ?? ''] ?? NUMBER;
    throw new Refusal('invalid', { faults: { asked } });
  }
}
