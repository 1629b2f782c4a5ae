import { Controller, Get, Inject, Param } from '@nestjs/common';
import { z } from 'zod';
import type { Office } from '#cases';
import type { Visitor } from '#identity';
import { OFFICE } from '../http/acts.js';
import { For, Strong, Who } from '../http/audience.js';
import { attachment, page } from '../http/page.js';
import { clerkCase, frameOf } from './case-frame.js';
import { recordFile, recordRows, wholeTimeline } from './record-model.js';

const ID = { schema: z.uuid() };

/** The whole record of a case, to print, or to keep as a file. */
@Controller('cases/:id/record')
@For('clerk')
export class RecordController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async show(@Param('id', ID) id: string, @Who() who: Visitor) {
    const { view, entries } = await this.read(id, who);
    return page('clerk/record', {
      frame: frameOf(view, 'timeline'),
      reference: view.reference,
      readAt: view.now,
      rows: recordRows(view, entries),
    });
  }

  @Get('file')
  @Strong('export')
  async keep(@Param('id', ID) id: string, @Who() who: Visitor) {
    const { view, entries } = await this.read(id, who);
    const record = JSON.stringify(recordFile(view, entries), null, 2);
    return attachment(`record ${view.reference}.json`, 'application/json', record);
  }

  private async read(id: string, who: Visitor) {
    const { pool } = this.office;
    const { actor, view } = await clerkCase(pool, who, id);
    return { view, entries: await wholeTimeline(pool, actor, id) };
  }
}
