import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import type { Office } from '#cases';
import { consultees, GROUPS, wording } from '#consultation';
import type { AskedGroup, Group } from '#consultation';
import type { Visitor } from '#identity';
import { inTransaction } from '#platform';
import type { Sql } from '#platform';
import { OFFICE } from '../../http/acts.js';
import { again, answered, optionalText } from '../../http/answers.js';
import { For, Who } from '../../http/audience.js';
import { seeOther } from '../../http/page.js';
import { consultationPage, onConsultation, toPlan } from './on-consultation.js';
import type { OnConsultation } from './on-consultation.js';

const UUID = { schema: z.uuid() };
const SECTION = 'consultees';
const LONGEST = 500;
const Reasons = z.object(
  Object.fromEntries(GROUPS.map((group) => [group, optionalText({ max: LONGEST })])) as Record<
    Group,
    ReturnType<typeof optionalText>
  >,
);
const STAYS = 'A reason that was written can be changed, and not be taken out.';

/** Of which groups people are asked, and why; and why the others are left out. */
@Controller('cases/:id/consultation/consultees/groups')
@For('clerk')
export class AskedGroupsController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async show(@Param('id', UUID) id: string, @Who() who: Visitor) {
    const { pool } = this.office;
    const on = await onConsultation(pool, who, id);
    return pageOf(pool, on, await groupsOf(pool, on));
  }

  @Post()
  async save(@Param('id', UUID) id: string, @Body() body: unknown, @Who() who: Visitor) {
    const { pool } = this.office;
    const on = await onConsultation(pool, who, id);
    const groups = await groupsOf(pool, on);
    return answered(Reasons, body, {
      bad: () => pageOf(pool, on, groups),
      good: async (reasons) => {
        const emptied = groups.filter(({ group, reason }) => reason && reasons[group] === '');
        if (emptied.length > 0) {
          const faults = Object.fromEntries(emptied.map(({ group }) => [group, STAYS]));
          return again(await pageOf(pool, on, groups), faults, reasons);
        }
        const written = GROUPS.filter((group) => reasons[group] !== '');
        await inTransaction(pool, async (tx) => {
          const { id: consultation } = await toPlan(tx, on);
          for (const group of written) {
            const given = { consultation, group, reason: reasons[group] };
            await consultees.groups.explain(tx, on.actor, given);
          }
        });
        const back = `/cases/${id}/consultation/${SECTION}/groups`;
        return seeOther(back, { saying: 'Who is asked, and why, is saved.' });
      },
    });
  }
}

async function groupsOf(sql: Sql, { consultation }: OnConsultation) {
  if (consultation !== null) return consultees.groups.list(sql, consultation.id);
  return GROUPS.map((group): AskedGroup => ({ group, people: 0, byPost: 0, reason: null }));
}

async function pageOf(sql: Sql, on: OnConsultation, groups: readonly AskedGroup[]) {
  const { groups: names } = wording();
  return consultationPage(
    sql,
    on,
    { name: 'asked-groups', section: SECTION },
    {
      groups: groups.map((one) => ({ ...one, name: names[one.group] })),
      longest: LONGEST,
      isOver: !!on.consultation?.closesAt && on.view.now >= on.consultation.closesAt,
      values: Object.fromEntries(groups.map(({ group, reason }) => [group, reason ?? ''])),
    },
  );
}
