import { Controller, Get, Inject, Param } from '@nestjs/common';
import { z } from 'zod';
import type { Office } from '#cases';
import type { Visitor } from '#identity';
import { authoritiesOn } from '#law';
import { londonDate } from '#register';
import { OFFICE } from '../http/acts.js';
import { For, Who } from '../http/audience.js';
import { page } from '../http/page.js';
import { clerkCase, frameOf } from './case-frame.js';
import { dutiesOfCase } from './duties-model.js';

const ID = { schema: z.uuid() };

/** What the law asks of this school: who consents, who is consulted, and what nobody knows yet. */
@Controller('cases/:id/duties')
@For('clerk')
export class DutiesController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async show(@Param('id', ID) id: string, @Who() who: Visitor) {
    const { view } = await clerkCase(this.office.pool, who, id);
    const authorities = await authoritiesOn(this.office.pool, londonDate(view.now).toString());
    const frame = frameOf(view, 'people');
    return page('clerk/case-duties', { frame, ...dutiesOfCase(view, authorities) });
  }
}
