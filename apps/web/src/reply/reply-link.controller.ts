import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { invitations } from '#consultation';
import { spend } from '#identity';
import { Database, Refusal, type Settings } from '#platform';
import { ForLinkHolder } from '../http/audience.js';
import { seeOther } from '../http/page.js';
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
