import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { Refusal } from '#platform';
import { projectGroups } from '#cases';
import type { Office } from '#cases';
import type { Visitor } from '#identity';
import { OFFICE, SEEN_FIELD, actFrom } from '../../http/acts.js';
import { answered, choice, choices, nonceOf, text } from '../../http/answers.js';
import { For, Who } from '../../http/audience.js';
import { page, seeOther } from '../../http/page.js';
import { tried } from '../../http/refused-act.js';
import { groupWords, memberRows } from './group-model.js';
import { invitationRows, waitingRow } from './invitation-rows.js';
import { groupPicture } from './group-picture.js';
import { formationPapers, paperRows } from './paper-uses.js';
import { onGroup, onLedGroup } from './on-group.js';

const ID = { schema: z.uuid() };
const SEARCH = z.object({ q: z.string().trim().max(100).catch('') });
const NEW_GROUP = z.object({
  kind: choice(['conversion', 'formation'], 'Choose what the schools do together.'),
  name: text('Enter a name.', { max: 120 }),
  desk: z.string().optional(),
});
const REASON = 'Give the reason, in a sentence that the board would recognise.';

/** Groups of schools: listed, made, joined, and which school depends on which. */
@Controller('groups')
@For('clerk')
export class GroupsController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async list(@Who() who: Visitor) {
    const desks = who.bodiesAs('clerk').map(({ id }) => id);
    const found = await projectGroups.list(this.office.pool, desks);
    const rows = found.map((group) => ({
      ...group,
      isLed: desks.includes(group.desk),
      kindName: groupWords().kinds[group.kind].title,
    }));
    const waiting = await projectGroups.invitationsTo(this.office.pool, desks);
    return page('clerk/groups/list', { rows, waiting: waiting.map(waitingRow) });
  }

  @Get('new')
  ask(@Who() who: Visitor) {
    return newPage(who);
  }

  @Post('new')
  async make(@Body() body: unknown, @Who() who: Visitor) {
    return answered(NEW_GROUP, body, {
      good: async ({ kind, name, desk }) => {
        const actor = who.actorAs('clerk', desk);
        const form = { nonce: nonceOf(body), person: actor.person, content: body };
        const { id } = await projectGroups.make(this.office, { actor, form, kind, name });
        return seeOther(`/groups/${id}`, { saying: 'The group is there. Add its schools.' });
      },
      bad: () => newPage(who),
    });
  }

  @Get(':group')
  async show(@Param('group', ID) id: string, @Who() who: Visitor) {
    const { actor, group, members, now, leads } = await this.read(who, id);
    const rows = memberRows(group, members, now);
    const papers = await paperRows(this.office.pool, actor, id, members);
    const sent = await projectGroups.sentInvitations(this.office.pool, actor, id);
    return page('clerk/groups/group', {
      group: { ...group, path: `/groups/${id}`, kindName: groupWords().kinds[group.kind].title },
      rows,
      leads,
      invitations: invitationRows(id, sent),
      picture: rows.some(({ isGoing }) => isGoing) ? groupPicture(rows) : null,
      papers,
      formation: group.kind === 'formation' ? formationPapers(id, papers) : null,
    });
  }

  @Get(':group/schools/add')
  async askSchools(
    @Param('group', ID) id: string,
    @Query({ schema: SEARCH }) { q }: z.infer<typeof SEARCH>,
    @Who() who: Visitor,
  ) {
    return this.schoolsPage(who, id, q);
  }

  @Post(':group/schools/add')
  async addSchools(@Param('group', ID) id: string, @Body() body: unknown, @Who() who: Visitor) {
    const { actor } = await onLedGroup(this.office.pool, who, id);
    const shape = z.object({
      q: SEARCH.shape.q,
      cases: z
        .preprocess((given) => (given === undefined ? [] : [given].flat()), z.array(z.uuid()))
        .refine((given) => given.length > 0, { error: 'Choose at least one school.' }),
    });
    return answered(shape, body, {
      good: async ({ cases }) => {
        const form = { nonce: nonceOf(body), person: actor.person, content: body };
        const joining = { actor, form, group: id, cases };
        const { joined } = await projectGroups.join(this.office, joining);
        const saying =
          joined === 1 ? 'The school is in the group.' : 'The schools are in the group.';
        return seeOther(`/groups/${id}`, { saying });
      },
      bad: () => this.schoolsPage(who, id, ''),
    });
  }

  @Get(':group/schools/:case/dependence')
  async askDependence(
    @Param('group', ID) id: string,
    @Param('case', ID) caseId: string,
    @Who() who: Visitor,
  ) {
    return this.dependencePage(who, id, caseId);
  }

  @Post(':group/schools/:case/dependence')
  async depend(
    @Param('group', ID) id: string,
    @Param('case', ID) caseId: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const { actor, others } = await this.dependence(who, id, caseId);
    const shape = z.object({
      [SEEN_FIELD]: z.string(),
      dependsOn: choices(
        others.map(({ urn }) => urn),
        '',
      ),
      reason: text(REASON, { max: 1000 }),
    });
    return answered(shape, body, {
      good: async (typed) => {
        const { dependsOn, reason } = typed as { dependsOn: string[]; reason: string };
        const act = actFrom(actor, caseId, body);
        const back = `/groups/${id}`;
        const what = { office: this.office, actor, caseId, back };
        await tried(what, () =>
          projectGroups.depend(this.office, act, { group: id, dependsOn, reason }),
        );
        return seeOther(back, { saying: 'Recorded.' });
      },
      bad: () => this.dependencePage(who, id, caseId),
    });
  }

  private read(who: Visitor, id: string) {
    return onGroup(this.office.pool, who, id);
  }

  private async schoolsPage(who: Visitor, id: string, q: string) {
    const { group } = await onLedGroup(this.office.pool, who, id);
    const found = await projectGroups.candidates(this.office.pool, group, q);
    return page('clerk/groups/add-schools', {
      group,
      q,
      items: found.map(({ caseId, schoolName, reference, urn, trustName }) => ({
        value: caseId,
        text: schoolName,
        hint: [`Case ${reference}`, `URN ${urn}`, trustName].filter(Boolean).join(' · '),
      })),
    });
  }

  private async dependence(who: Visitor, id: string, caseId: string) {
    const { members } = await this.read(who, id);
    const going = members.filter(projectGroups.isGoing);
    const member = going.find((one) => one.caseId === caseId);
    if (member?.own == null) throw new Refusal('not-found', { case: caseId });
    const actor = who.actorAs('clerk', member.own.desk);
    const others = going.filter((one) => one.caseId !== caseId);
    return { actor, member, own: member.own, others };
  }

  private async dependencePage(who: Visitor, id: string, caseId: string) {
    const { member, own, others } = await this.dependence(who, id, caseId);
    const { dependence } = member;
    return page('clerk/groups/dependence', {
      group: { id },
      member,
      items: others.map(({ urn, schoolName }) => ({ value: urn, text: schoolName })),
      hidden: { [SEEN_FIELD]: own.version },
      values: {
        dependsOn:
          dependence?.dependent === true
            ? (dependence.dependsOn ?? others.map(({ urn }) => urn))
            : [],
        reason: own.reason ?? '',
      },
    });
  }
}

function newPage(who: Visitor) {
  const kinds = Object.entries(groupWords().kinds);
  return page('clerk/groups/new', {
    kinds: kinds.map(([value, { title, hint }]) => ({ value, text: title, hint })),
    desks: who.bodiesAs('clerk').map(({ id, name }) => ({ value: id, text: name })),
  });
}
