import { Controller, Get, Inject, Param } from '@nestjs/common';
import { z } from 'zod';
import { clerkDesk, papersOfCase } from '#cases';
import type { Office } from '#cases';
import type { Visitor } from '#identity';
import type { Sql } from '#platform';
import { OFFICE } from '../../http/acts.js';
import { For, Who } from '../../http/audience.js';
import { taskGroups } from '../task-rows.js';
import { consultationPage, onConsultation } from './on-consultation.js';
import type { OnConsultation } from './on-consultation.js';
import { windowRows } from './window-rows.js';

/** What is asked, until when, and what is to be done about it. */
@Controller('cases/:id/consultation')
@For('clerk')
export class ConsultationController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async overview(@Param('id', { schema: z.uuid() }) id: string, @Who() who: Visitor) {
    const { pool } = this.office;
    const on = await onConsultation(pool, who, id);
    const document = on.consultation?.document;
    const [paper = null] = document ? await papersOfCase(pool, id, [document]) : [];
    return consultationPage(
      pool,
      on,
      { name: 'overview', section: 'overview' },
      {
        tasks: taskGroups(on.view).find(({ region }) => region === 'consultation')?.rows ?? [],
        document: paper,
        window: await windowOf(pool, on),
      },
    );
  }
}

/** The days that people have to answer, by the calendar as it is known now; null before the launch. */
async function windowOf(sql: Sql, { consultation, view }: OnConsultation) {
  const { opensAt = null, closesAt = null } = consultation ?? {};
  if (opensAt === null || closesAt === null) return null;
  return windowRows(
    await clerkDesk.countWindow(sql, view.snapshot.case.context.urn, { opensAt, closesAt }),
  );
}
