import { Controller, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { invitations } from '#consultation';
import { spend } from '#identity';
import { Database, inTransaction, Refusal, type Settings } from '#platform';
import { ForLinkHolder, FromElsewhere } from '../http/audience.js';
import { page, seeOther } from '../http/page.js';
import { SETTINGS } from '../http/tokens.js';
import { Visits } from './visit.js';

// Only wrong links are counted, so that opening a right one writes nothing at all.
const WRONG_BY_MACHINE = { name: 'wrong reply link', most: 10, windowSeconds: 60 };
const WRONG_BY_ALL = { name: 'wrong reply links of all', most: 1_000, windowSeconds: 60 };

/** The address in a letter. It leads to the page of its invitation and does nothing else. */
@Controller('r')
@ForLinkHolder()
export class ReplyLinkController {
  private readonly visits: Visits;

  constructor(
    private readonly database: Database,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.visits = new Visits(settings.secretKeys);
  }

  @Get(':key')
  async follow(
    @Param('key') key: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    this.visits.begin(reply, await this.letterOf(key, request.ip));
    return seeOther('/reply');
  }

  /** Shows the question; looking at it stops nothing. */
  @Get(':key/reminders')
  async reminders(@Param('key') key: string, @Req() request: FastifyRequest) {
    const letter = await this.letterOf(key, request.ip);
    const wanted = await invitations.wantsReminders(this.database.pool, letter);
    return page('reply/reminders', { wanted, path: `/r/${key}/reminders` });
  }

  /** Pressed on our page, or in a mail program, which sends it by itself (RFC 8058). */
  @Post(':key/reminders')
  @HttpCode(200)
  @FromElsewhere('the key of the letter shows who asks')
  async stop(@Param('key') key: string, @Req() request: FastifyRequest) {
    return this.wish(key, request, false);
  }

  @Post(':key/reminders/again')
  @HttpCode(200)
  @FromElsewhere('the key of the letter shows who asks')
  async again(@Param('key') key: string, @Req() request: FastifyRequest) {
    return this.wish(key, request, true);
  }

  private async wish(key: string, request: FastifyRequest, wanted: boolean) {
    const letter = await this.letterOf(key, request.ip);
    await inTransaction(this.database.pool, (tx) => invitations.wishReminders(tx, letter, wanted));
    return page('reply/reminders', { wanted, path: `/r/${key}/reminders` });
  }

  private async letterOf(key: string, machine: string): Promise<string> {
    try {
      return await invitations.letterOf(this.database.pool, key);
    } catch (error) {
      if (error instanceof Refusal) {
        await spend(this.database.pool, WRONG_BY_MACHINE, machine);
        await spend(this.database.pool, WRONG_BY_ALL, 'all');
      }
      throw error;
    }
  }
}
