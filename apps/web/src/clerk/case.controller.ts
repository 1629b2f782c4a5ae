import { Controller, Get, Inject, Param } from '@nestjs/common';
import { z } from 'zod';
import type { Office } from '#cases';
import type { Visitor } from '#identity';
import { OFFICE } from '../http/acts.js';
import { For, Who } from '../http/audience.js';
import { page } from '../http/page.js';
import { journeyPicture } from '../views/journey-picture.js';
import { clerkCase, frameOf } from './case-frame.js';
import {
  blockedOf,
  consentEndsOf,
  keyDatesOf,
  nextOf,
  progressOf,
  waitsOf,
} from './overview-model.js';
import { taskGroups } from './task-rows.js';
import { timelineRow } from './timeline-rows.js';

const CASE_ID = { schema: z.uuid() };

/** Where a case stands, and its tasks. */
@Controller('cases/:id')
@For('clerk')
export class CaseController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async overview(@Param('id', CASE_ID) id: string, @Who() who: Visitor) {
    const { view } = await clerkCase(this.office.pool, who, id, { newest: 5 });
    return page('clerk/overview', {
      frame: frameOf(view, 'overview'),
      next: nextOf(view),
      waits: waitsOf(view),
      blocked: blockedOf(view),
      dates: [...keyDatesOf(view), ...consentEndsOf(view)],
      progress: progressOf(view),
      picture: journeyPicture(view),
      events: view.newest.map((entry) => timelineRow(id, entry, view.bodies)),
    });
  }

  @Get('tasks')
  async tasks(@Param('id', CASE_ID) id: string, @Who() who: Visitor) {
    const { view } = await clerkCase(this.office.pool, who, id);
    return page('clerk/tasks', {
      frame: frameOf(view, 'tasks'),
      groups: taskGroups(view),
      progress: progressOf(view),
    });
  }
}
