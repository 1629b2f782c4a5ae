import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import type { Office } from '#cases';
import { responses } from '#consultation';
import type { CopiedResponse } from '#consultation';
import type { Visitor } from '#identity';
import { inTransaction } from '#platform';
import { OFFICE } from '../../http/acts.js';
import { answered, choice } from '../../http/answers.js';
import { For, Who } from '../../http/audience.js';
import { seeOther } from '../../http/page.js';
import { begun, consultationPage, onConsultation } from './on-consultation.js';
import type { OnConsultation } from './on-consultation.js';
import { inWords } from './response-words.js';

const UUID = { schema: z.uuid() };
const { copies } = responses;
const Shown = z.strictObject({ shown: choice(['yes', 'no'], 'Select whether to publish.') });

/** Which replies anybody may read, how far their copies are, and whether they are published. */
@Controller('cases/:id/consultation/responses/copies')
@For('clerk')
export class PublishedController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async list(@Param('id', UUID) id: string, @Who() who: Visitor) {
    return this.page(await onConsultation(this.office.pool, who, id));
  }

  @Post()
  async publish(@Param('id', UUID) id: string, @Body() body: unknown, @Who() who: Visitor) {
    const on = await onConsultation(this.office.pool, who, id);
    return answered(Shown, body, {
      bad: () => this.page(on),
      good: async ({ shown }) => {
        const given = { consultation: begun(on).id, shown: shown === 'yes' };
        await inTransaction(this.office.pool, (tx) => copies.show(tx, on.actor, given));
        const saying = given.shown
          ? 'Anybody can read the copies that are ready now.'
          : 'Nobody outside your desk can read the copies any more.';
        return seeOther(`/cases/${id}/consultation/responses/copies`, { saying });
      },
    });
  }

  private async page(on: OnConsultation) {
    const { pool } = this.office;
    const { id } = begun(on);
    const allowed = await copies.permissions(pool, id);
    const counted = (await copies.of(pool, id)).filter(({ standing }) => standing === 'counted');
    const mayBe = counted.filter((reply) => allowed.get(reply.id) !== 'no');
    const isReady = ({ copy }: CopiedResponse) => copy?.ready === true;
    return consultationPage(
      pool,
      on,
      { name: 'copies', section: 'responses' },
      {
        copies: await copies.counts(pool, id),
        toRead: mayBe.filter((reply) => !isReady(reply)).map(inWords),
        ready: mayBe.filter(isReady).map(inWords),
        publicPath: `/consultations/${id}/replies`,
      },
    );
  }
}
