import { Controller, Get, Inject, Param } from '@nestjs/common';
import { z } from 'zod';
import { consultationDesk } from '#cases';
import type { Office } from '#cases';
import type { Gathering } from '#consultation';
import { Refusal } from '#platform';
import { OFFICE } from '../http/acts.js';
import { ForAnyone } from '../http/audience.js';
import { attachment } from '../http/page.js';
import { calendarFile } from './calendar-file.js';

const ID = { schema: z.uuid() };
const TYPE = 'text/calendar; charset=utf-8';

/** Where people can come and ask, for their calendars. */
@Controller('consultations/:id')
@ForAnyone('meetings of a public consultation are public')
export class GatheringsController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  /** All of them, also those called off: a calendar that follows this address learns of it. */
  @Get('events.ics')
  feed(@Param('id', ID) id: string) {
    return this.file(id, () => true);
  }

  @Get('events/:number/calendar.ics')
  one(@Param('id', ID) id: string, @Param('number') number: string) {
    return this.file(id, (one) => String(one.number) === number);
  }

  private async file(id: string, isWanted: (one: Gathering) => boolean) {
    const { pool, baseUrl } = this.office;
    const { schoolName, gatherings } =
      (await consultationDesk.forthcoming(pool, id)) ??
      (await consultationDesk.published(pool, id));
    const wanted = gatherings.filter(isWanted);
    if (wanted.length === 0) throw new Refusal('not-found', { consultation: id });
    const url = `${baseUrl}/consultations/${id}`;
    const file = calendarFile({ consultation: id, schoolName, url, gatherings: wanted });
    return attachment(`Consultation ${schoolName}.ics`, TYPE, file);
  }
}
