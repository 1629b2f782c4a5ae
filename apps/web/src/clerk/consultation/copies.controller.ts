import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import type { Office } from '#cases';
import { responses } from '#consultation';
import type { CopiedResponse, Offered } from '#consultation';
import type { Visitor } from '#identity';
import { inTransaction } from '#platform';
import { OFFICE } from '../../http/acts.js';
import { answered, choice, choices, optionalText } from '../../http/answers.js';
import { For, Who } from '../../http/audience.js';
import { seeOther } from '../../http/page.js';
import { copyModel, placeOf, placesIn } from './copy-model.js';
import { begun, consultationPage, onConsultation } from './on-consultation.js';
import type { OnConsultation } from './on-consultation.js';

const UUID = { schema: z.uuid() };
const { copies } = responses;

const Seen = z.strictObject({ seen: z.coerce.number().int().min(0).max(1_000_000) });
const PutBack = Seen.extend({ span: z.coerce.number().int().min(0).max(100_000) });

/** Sentences and suggestions as the page offers them, and words that are typed. */
const takeOutForm = ({ parts, suggestions }: Offered) =>
  Seen.extend({
    suggested: choices(suggestions.map(placeOf), ''),
    sentences: choices(parts.map(placeOf), ''),
    words: optionalText({ max: 2_000 }),
    reason: choice(copies.reasons, 'Select the reason.'),
    note: optionalText({ max: 500 }),
  }).refine(({ reason, note }) => reason !== 'other' || note !== '', {
    path: ['note'],
    error: 'Enter the other reason.',
  });

/** The copy of one reply that anybody may read: what is taken out of it, and who says so. */
@Controller('cases/:id/consultation/responses/:response/copy')
@For('clerk')
export class CopyController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async show(
    @Param('id', UUID) id: string,
    @Param('response', UUID) response: string,
    @Who() who: Visitor,
  ) {
    const { on, reply } = await this.replyOf(who, id, response);
    return this.page(on, reply);
  }

  @Post()
  async takeOut(
    @Param('id', UUID) id: string,
    @Param('response', UUID) response: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const { on, reply } = await this.replyOf(who, id, response);
    const { id: consultation } = begun(on);
    const form = takeOutForm(await copies.offered(this.office.pool, consultation, reply));
    return answered(form, body, {
      bad: () => this.page(on, reply),
      good: async ({ suggested, sentences, ...given }) => {
        const places = placesIn([...suggested, ...sentences]);
        const taken = { consultation, response, places, ...given };
        await inTransaction(this.office.pool, (tx) => copies.takeOut(tx, on.actor, taken));
        const saying = 'It is taken out of the copy. The reply itself stays as it is.';
        return seeOther(this.path(id, response), { saying });
      },
    });
  }

  @Post('put-back')
  async putBack(
    @Param('id', UUID) id: string,
    @Param('response', UUID) response: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const { on, reply } = await this.replyOf(who, id, response);
    return answered(PutBack, body, {
      bad: () => this.page(on, reply),
      good: async (given) => {
        const of = { consultation: begun(on).id, response, ...given };
        await inTransaction(this.office.pool, (tx) => copies.putBack(tx, on.actor, of));
        return seeOther(this.path(id, response), { saying: 'The words are in the copy again.' });
      },
    });
  }

  @Post('ready')
  async ready(
    @Param('id', UUID) id: string,
    @Param('response', UUID) response: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const { on, reply } = await this.replyOf(who, id, response);
    return answered(Seen, body, {
      bad: () => this.page(on, reply),
      good: async ({ seen }) => {
        const of = { consultation: begun(on).id, response, seen };
        await inTransaction(this.office.pool, (tx) => copies.sayReady(tx, on.actor, of));
        return seeOther(this.list(id), { saying: `The copy of ${reply.reference} is ready.` });
      },
    });
  }

  @Post('look')
  async look(
    @Param('id', UUID) id: string,
    @Param('response', UUID) response: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const { on, reply } = await this.replyOf(who, id, response);
    return answered(Seen, body, {
      bad: () => this.page(on, reply),
      good: async ({ seen }) => {
        const of = { consultation: begun(on).id, response, seen };
        await inTransaction(this.office.pool, (tx) => copies.lookAgain(tx, on.actor, of));
        const saying = `A second person has looked at the copy of ${reply.reference}.`;
        return seeOther(this.list(id), { saying });
      },
    });
  }

  private async replyOf(who: Visitor, caseId: string, response: string) {
    const on = await onConsultation(this.office.pool, who, caseId);
    return { on, reply: await copies.ofOne(this.office.pool, begun(on).id, response) };
  }

  private async page(on: OnConsultation, reply: CopiedResponse) {
    const { pool } = this.office;
    const { id } = begun(on);
    const model = copyModel(reply, {
      offered: await copies.offered(pool, id, reply),
      permission: (await copies.permissions(pool, id)).get(reply.id) ?? 'no',
      person: on.actor.person,
    });
    return consultationPage(pool, on, { name: 'copy', section: 'responses' }, model);
  }

  private list(caseId: string): string {
    return `/cases/${caseId}/consultation/responses/copies`;
  }

  private path(caseId: string, response: string): string {
    return `/cases/${caseId}/consultation/responses/${response}/copy`;
  }
}
