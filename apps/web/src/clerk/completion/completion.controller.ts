import { Controller, Get, Inject, Param } from '@nestjs/common';
import { z } from 'zod';
import { content } from '#platform';
import { caseDocuments, timeline } from '#cases';
import type { Office } from '#cases';
import { departmentTasks, groundOf, tasksOn } from '#completion';
import type { Visitor } from '#identity';
import { live } from '#journey';
import { OFFICE } from '../../http/acts.js';
import { For, Who } from '../../http/audience.js';
import { page } from '../../http/page.js';
import { clerkCase, frameOf } from '../case-frame.js';
import { datesOf, openedOf } from './dates-model.js';
import { decisionsOf } from './decision-model.js';
import { instrumentsOf, stepPath } from './instruments-model.js';
import { staffOf } from './staff-model.js';
import { completionOf } from './tasks-model.js';

const ID = { schema: z.uuid() };
const MOST_ENTRIES = 1_000;

/** From the Department's decision to the first day: decision, conditions, date. */
@Controller('cases/:id/completion')
@For('clerk')
export class CompletionController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async show(@Param('id', ID) id: string, @Who() who: Visitor) {
    const { pool } = this.office;
    const { actor, view } = await clerkCase(pool, who, id);
    const entries = await timeline(pool, actor, id, { limit: MOST_ENTRIES });
    const ground = await groundOf(pool, id, view.snapshot);
    const tasks = tasksOn(ground, departmentTasks);
    return page('clerk/completion/completion', {
      frame: frameOf(view, 'completion'),
      isGoing: live(view.snapshot) !== null,
      completion: completionOf(view, tasks, await caseDocuments(pool, actor, id)),
      opened: openedOf(view, ground.academy),
      decisions: decisionsOf(view, entries),
      dates: datesOf(view, entries),
    });
  }

  @Get('documents')
  async instruments(@Param('id', ID) id: string, @Who() who: Visitor) {
    const { pool } = this.office;
    const { actor, view } = await clerkCase(pool, who, id);
    const entries = await timeline(pool, actor, id, { limit: MOST_ENTRIES });
    return page('clerk/completion/instruments', {
      frame: frameOf(view, 'completion'),
      settled: view.snapshot.case.context.instruments !== undefined,
      settleHref: stepPath(id, 'settle-instruments'),
      acts: content<{ documentActs: Readonly<Record<string, string>> }>('clerk/completion')
        .documentActs,
      instruments: instrumentsOf(view, entries),
    });
  }

  @Get('staff')
  async staff(@Param('id', ID) id: string, @Who() who: Visitor) {
    const { pool } = this.office;
    const { actor, view } = await clerkCase(pool, who, id);
    const entries = await timeline(pool, actor, id, { limit: MOST_ENTRIES });
    return page('clerk/completion/staff', {
      frame: frameOf(view, 'completion'),
      isGoing: live(view.snapshot) !== null,
      staff: staffOf(view, entries),
    });
  }
}
