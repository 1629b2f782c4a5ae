import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Office } from '#cases';
import { responses } from '#consultation';
import type { Visitor } from '#identity';
import { Refusal } from '#platform';
import { OFFICE } from '../../http/acts.js';
import { For, Who } from '../../http/audience.js';
import { campaignRow } from './campaign-rows.js';
import { consultationPage, onConsultation } from './on-consultation.js';
import type { OnConsultation } from './on-consultation.js';
import { inWords } from './response-words.js';

const UUID = { schema: z.uuid() };
const PAGE = 100;
const From = z.object({ from: z.coerce.number().int().min(0).max(1_000_000).default(0) });

/** Replies that share their words: counted like every other, each with the view of its author. */
@Controller('cases/:id/consultation/campaigns')
@For('clerk')
export class CampaignsController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async list(@Param('id', UUID) id: string, @Who() who: Visitor) {
    const on = await onConsultation(this.office.pool, who, id);
    const found = await this.campaignsOf(on);
    const rows = found?.campaigns.map(campaignRow) ?? [];
    return this.page(on, 'campaigns', { found, rows });
  }

  @Get(':response')
  async one(
    @Param('id', UUID) id: string,
    @Param('response', UUID) response: string,
    @Query({ schema: From }) { from }: z.infer<typeof From>,
    @Who() who: Visitor,
  ) {
    const on = await onConsultation(this.office.pool, who, id);
    const all = (await this.campaignsOf(on))?.campaigns;
    const found = all?.find(({ replies }) => replies.some((reply) => reply.id === response));
    if (found === undefined) throw new Refusal('not-found', { response });
    const next = from + PAGE;
    return this.page(on, 'campaign', {
      row: campaignRow(found),
      replies: found.replies.slice(from, next).map(inWords),
      more: next < found.replies.length ? next : null,
    });
  }

  private async campaignsOf({ consultation }: OnConsultation) {
    return consultation ? responses.campaigns.of(this.office.pool, consultation.id) : null;
  }

  private page(on: OnConsultation, name: string, data: Readonly<Record<string, unknown>>) {
    return consultationPage(this.office.pool, on, { name, section: 'campaigns' }, data);
  }
}
