import { Controller, Get, Inject, Param } from '@nestjs/common';
import { z } from 'zod';
import { papersOfCase } from '#cases';
import type { Office } from '#cases';
import type { Visitor } from '#identity';
import { OFFICE } from '../../http/acts.js';
import { For, Who } from '../../http/audience.js';
import { taskGroups } from '../task-rows.js';
import { consultationPage, onConsultation } from './on-consultation.js';

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
      },
    );
  }
}
