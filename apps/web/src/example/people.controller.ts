import { Body, Controller, Get, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { openSession, peopleWithRoles } from '#identity';
import { Database } from '#platform';
import { answered } from '../http/answers.js';
import { ForAnyone } from '../http/audience.js';
import { page } from '../http/page.js';
import { welcome } from '../sign-in/welcome.js';

const Chosen = z.object({ person: z.uuid('Choose somebody.') });

@Controller('example')
@ForAnyone('exists only on an example installation, which only this machine can reach')
export class PeopleController {
  constructor(private readonly database: Database) {}

  @Get('people')
  async people() {
    return page('example/people', { people: await peopleWithRoles(this.database.pool) });
  }

  @Post('sign-in-as')
  async signInAs(@Body() body: unknown, @Res({ passthrough: true }) reply: FastifyReply) {
    const { pool } = this.database;
    return answered(Chosen, body, {
      bad: () => this.people(),
      good: async ({ person }) =>
        welcome(reply, pool, await openSession(pool, { person, openedBy: 'example' })),
    });
  }
}
