import { Body, Controller, Get, Post } from '@nestjs/common';
import { z } from 'zod';
import { Database, moveClockTo, now, Refusal } from '#platform';
import { answered, choice } from '../http/answers.js';
import { ForAnyone } from '../http/audience.js';
import { day, time } from '../http/dates.js';
import { page, seeOther } from '../http/page.js';

const HOUR_MS = 3_600_000;
const STEPS = [
  { value: '1', text: '1 hour' },
  { value: '24', text: '1 day' },
  { value: '168', text: '1 week' },
  { value: '336', text: '2 weeks' },
  { value: '1008', text: '6 weeks' },
  { value: '2184', text: '13 weeks' },
];
const Moved = z.object({
  hours: choice(
    STEPS.map(({ value }) => value),
    'Choose how far the clock is moved on.',
  ),
});

@Controller('example/clock')
@ForAnyone('exists only on an example installation, which only this machine can reach')
export class ClockController {
  constructor(private readonly database: Database) {}

  @Get()
  clock() {
    return page('example/clock', { steps: STEPS });
  }

  @Post()
  async move(@Body() body: unknown) {
    const { pool } = this.database;
    return answered(Moved, body, {
      bad: () => this.clock(),
      good: async ({ hours }) => {
        const to = new Date((await now(pool)).getTime() + Number(hours) * HOUR_MS);
        const moved = await moveClockTo(pool, to);
        if (moved === null) throw new Refusal('not-allowed');
        return seeOther('/example/clock', { saying: `It is now ${day(moved)}, ${time(moved)}.` });
      },
    });
  }
}
