import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { consultationDesk } from '#cases';
import type { Office } from '#cases';
import { publication } from '#consultation';
import type { Visitor } from '#identity';
import { inTransaction } from '#platform';
import type { Sql } from '#platform';
import { OFFICE } from '../../http/acts.js';
import { answered, choice, nonceOf } from '../../http/answers.js';
import { For, Who } from '../../http/audience.js';
import { seeOther } from '../../http/page.js';
import { longerThan, schoolRow } from './joint-rows.js';
import { consultationPage, onConsultation, toPlan } from './on-consultation.js';
import type { OnConsultation } from './on-consultation.js';

const UUID = { schema: z.uuid() };
const { joint } = publication;
const { joint: desk } = consultationDesk;

/** With which schools of its group a consultation is held together, and which of them leads it. */
@Controller('cases/:id/consultation/together')
@For('clerk')
export class JointController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async show(@Param('id', UUID) id: string, @Who() who: Visitor) {
    return pageOf(this.office.pool, await onConsultation(this.office.pool, who, id));
  }

  @Post()
  async join(@Param('id', UUID) id: string, @Body() body: unknown, @Who() who: Visitor) {
    const { pool } = this.office;
    const on = await onConsultation(pool, who, id);
    const leads = await desk.possibleLeads(pool, id);
    const ids = leads.map(({ consultation }) => consultation);
    const form = z.object({ lead: choice(ids, 'Select the school that leads.') });
    return answered(form, body, {
      bad: () => pageOf(pool, on),
      good: async ({ lead }) => {
        await inTransaction(pool, (tx) => toPlan(tx, on));
        await desk.consultWith(this.office, actOf(on, body), lead);
        const saying = 'You consult together. Your text and questions are now those of the lead.';
        return seeOther(home(id), { saying });
      },
    });
  }

  @Post(':member/leave')
  async leave(
    @Param('id', UUID) id: string,
    @Param('member', UUID) member: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const on = await onConsultation(this.office.pool, who, id);
    await desk.consultAlone(this.office, actOf(on, body), member);
    return seeOther(home(id), { saying: 'This school consults on its own again.' });
  }
}

const home = (id: string): string => `/cases/${id}/consultation/together`;

const actOf = ({ actor, view }: OnConsultation, body: unknown) => ({
  ...{ actor, caseId: view.id },
  form: { nonce: nonceOf(body), person: actor.person, content: body },
});

async function pageOf(sql: Sql, on: OnConsultation) {
  const { consultation, view } = on;
  const schools = consultation === null ? [] : await joint.schools(sql, consultation.id);
  const lead = schools.find(({ isLead }) => isLead) ?? null;
  const isLed = lead !== null && lead.consultation !== consultation!.id;
  const mayJoin = schools.length === 0 && !consultation?.launchedAt;
  const leads = mayJoin ? await desk.possibleLeads(sql, view.id) : [];
  const own = isLed ? await joint.ownSections(sql, consultation!.id) : [];
  return consultationPage(
    sql,
    on,
    { name: 'joint', section: 'overview' },
    {
      isLed,
      isLead: lead !== null && !isLed,
      leadName: lead?.schoolName ?? null,
      schools: schools.map((school) => schoolRow(school, on, isLed)),
      leads: leads.map(({ consultation: value, schoolName, deskName }) => ({
        ...{ value, text: schoolName, hint: `Its case is with ${deskName}.` },
      })),
      mayJoin,
      own: publication.sections().filter(({ id }) => own.includes(id)),
      longer: isLed ? longerThan(on, lead) : null,
    },
  );
}
