import { Body, Controller, Get, Inject, Param, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { postOffice } from '#mail';
import { Database, Refusal, type Settings } from '#platform';
import { answered, choices, text } from '../http/answers.js';
import { ForAnyone } from '../http/audience.js';
import { page, seeOther } from '../http/page.js';
import { SETTINGS } from '../http/tokens.js';
import { partsOf } from './letter-parts.js';

const PAGE_SIZE = 30;
const Before = z.object({ before: z.uuid().optional() });
const NOT_AN_ADDRESS = 'Enter one e-mail address, like name@example.org.';
const Answer = z.object({
  from: z.string().trim().max(254).pipe(z.email(NOT_AN_ADDRESS)),
  words: text('Write an answer.', { max: 5_000 }),
  quote: choices(['yes'], ''),
});

@Controller('example/post')
@ForAnyone('exists only on an example installation, which only this machine can reach')
export class PostOfficeController {
  constructor(
    private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  async letters(@Query({ schema: Before }) { before }: z.infer<typeof Before>) {
    const { pool } = this.database;
    const above = before === undefined ? undefined : await postOffice.mail(pool, before);
    const mails = await postOffice.mails(pool, {
      most: PAGE_SIZE + 1,
      ...(above && { before: above }),
    });
    const shown = mails.slice(0, PAGE_SIZE);
    return page('example/post', {
      mails: shown,
      isFirst: above === undefined,
      older: mails.length > PAGE_SIZE ? shown.at(-1)!.id : null,
    });
  }

  @Get(':id')
  async letter(@Param('id', { schema: z.uuid() }) id: string, @Req() request: FastifyRequest) {
    const mail = await postOffice.mail(this.database.pool, id);
    const parts = partsOf(mail.text, request.server.ground.publicBaseUrl());
    return page('example/letter', { mail, parts, values: { from: mail.toAddress, quote: 'yes' } });
  }

  @Post(':id')
  async answer(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ) {
    const { smtpInHost: host, smtpInPort: port } = this.settings;
    return answered(Answer, body, {
      bad: () => this.letter(id, request),
      good: async ({ from, words, quote }) => {
        if (port === null) throw new Refusal('not-now');
        await postOffice.answer(
          this.database.pool,
          { host, port },
          { mailId: id, from, text: words, quote: quote.length > 0 },
        );
        return seeOther(`/example/post/${id}`, { saying: 'Your answer was sent by e-mail.' });
      },
    });
  }
}
