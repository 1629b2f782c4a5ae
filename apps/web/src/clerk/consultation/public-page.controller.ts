import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import type { Office } from '#cases';
import { publication } from '#consultation';
import type { Visitor } from '#identity';
import { inTransaction, Refusal } from '#platform';
import { OFFICE } from '../../http/acts.js';
import { answered, optionalDateIn } from '../../http/answers.js';
import { For, Who } from '../../http/audience.js';
import { seeOther } from '../../http/page.js';
import { gatheringRows, publicWords } from '../../public/consultation-model.js';
import { consultationPage, onConsultation, toPlan } from './on-consultation.js';
import type { OnConsultation } from './on-consultation.js';

const UUID = { schema: z.uuid() };
const Noticed = z.strictObject({
  opensOn: optionalDateIn('Enter the day on which it is to begin.'),
});

/** What everybody sees of the consultation: whether it is announced, and where people can come. */
@Controller('cases/:id/consultation/public')
@For('clerk')
export class PublicPageController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async show(@Param('id', UUID) id: string, @Who() who: Visitor) {
    return this.page(await onConsultation(this.office.pool, who, id));
  }

  @Post()
  async announce(@Param('id', UUID) id: string, @Body() body: unknown, @Who() who: Visitor) {
    const on = await onConsultation(this.office.pool, who, id);
    if (on.consultation?.launchedAt) throw new Refusal('not-now', { consultation: id });
    return answered(Noticed, body, {
      bad: () => this.page(on),
      good: async ({ opensOn }) => {
        await inTransaction(this.office.pool, async (tx) => {
          const { id: consultation } = await toPlan(tx, on);
          await publication.giveNotice(tx, on.actor, { consultation, opensOn });
        });
        const saying = opensOn
          ? 'Everybody can see now that this consultation is to come.'
          : 'The consultation is not announced any more.';
        return seeOther(`/cases/${id}/consultation/public`, { saying });
      },
    });
  }

  private async page(on: OnConsultation) {
    const { pool } = this.office;
    const { consultation } = on;
    const opensOn = consultation && (await publication.notice(pool, consultation.id));
    const all = consultation ? await publication.gatherings.list(pool, consultation.id) : [];
    const model = {
      opensOn,
      isPublic: consultation !== null && (consultation.launchedAt !== null || opensOn !== null),
      rows: gatheringRows(all),
      words: publicWords().gatherings,
      values: { opensOn: opensOn ?? '' },
    };
    return consultationPage(pool, on, { name: 'public-page', section: 'text' }, model);
  }
}
