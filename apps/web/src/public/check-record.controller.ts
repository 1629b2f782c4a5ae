import { Body, Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { consultationDesk } from '#cases';
import type { Office } from '#cases';
import { spend } from '#identity';
import { content, Refusal } from '#platform';
import { OFFICE } from '../http/acts.js';
import { answered, optionalText } from '../http/answers.js';
import { ForAnyone } from '../http/audience.js';
import { page } from '../http/page.js';
import { checkedModel } from './checked-model.js';
import type { CheckWords } from './checked-model.js';

const CHECKS = { name: 'checks of a record by machine', most: 30, windowSeconds: 3_600 };
const CHECKS_OF_ALL = { name: 'checks of a record', most: 3_000, windowSeconds: 3_600 };
const Asked = z.strictObject({
  code: optionalText({ max: 100 }),
  words: optionalText({ max: 50_000 }),
});

/** Whoever holds the code of a receipt sees what became of the reply, and nobody else anything. */
@Controller('check-a-record')
@ForAnyone('what is found is found by the code of a receipt alone, and no words are shown')
export class CheckRecordController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  ask() {
    return this.form();
  }

  @Post()
  @HttpCode(200)
  check(@Body() body: unknown, @Req() request: FastifyRequest) {
    return answered(Asked, body, {
      bad: () => this.form(),
      good: async (asked) => {
        const { pool } = this.office;
        await spend(pool, CHECKS, request.ip);
        await spend(pool, CHECKS_OF_ALL, '');
        const found = await consultationDesk.checkReply(this.office, asked);
        const words = content<CheckWords>('public/check-a-record');
        if (found === null) throw new Refusal('invalid', { faults: { code: words.unknown } });
        return page('public/checked', { words, found: checkedModel(found) });
      },
    });
  }

  private form() {
    return page('public/check-a-record', { words: content('public/check-a-record') });
  }
}
