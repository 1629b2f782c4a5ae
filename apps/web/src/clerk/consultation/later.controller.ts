import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { consultationDesk } from '#cases';
import type { Office } from '#cases';
import type { LaterResponse } from '#consultation';
import type { Visitor } from '#identity';
import { Refusal } from '#platform';
import { OFFICE } from '../../http/acts.js';
import { answered, choice, text } from '../../http/answers.js';
import { For, Who } from '../../http/audience.js';
import { seeOther } from '../../http/page.js';
import { laterRows } from '../../views/later-rows.js';
import { consultationPage, onConsultation } from './on-consultation.js';
import type { OnConsultation } from './on-consultation.js';

const UUID = { schema: z.uuid() };
const SECTION = 'later';
const Considered = z.strictObject({
  decision: choice(['considered', 'not-considered'], 'Select whether the board considered it.'),
  reason: text('Enter the reason.', { max: 1_000 }),
});

/** Replies that came after the report: each waits until it is said whether the board considered it. */
@Controller('cases/:id/consultation/later')
@For('clerk')
export class LaterController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async list(@Param('id', UUID) id: string, @Who() who: Visitor) {
    const on = await this.on(who, id);
    const later = await consultationDesk.laterReplies(this.office.pool, id);
    return this.page(on, 'later', { isReported: later !== null, rows: laterRows(later ?? []) });
  }

  @Get(':response')
  async one(
    @Param('id', UUID) id: string,
    @Param('response', UUID) response: string,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    return this.show(on, await this.replyOf(on, response));
  }

  @Post(':response')
  async decide(
    @Param('id', UUID) id: string,
    @Param('response', UUID) response: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    const reply = await this.replyOf(on, response);
    return answered(Considered, body, {
      bad: () => this.show(on, reply),
      good: async (considered) => {
        const given = { response, ...considered };
        await consultationDesk.considerReply(this.office, { ...on, caseId: id }, given);
        return seeOther(`/cases/${id}/consultation/${SECTION}`, {
          saying: `It is recorded what became of ${reply.reference}.`,
        });
      },
    });
  }

  private async replyOf({ view }: OnConsultation, response: string): Promise<LaterResponse> {
    const later = await consultationDesk.laterReplies(this.office.pool, view.id);
    const found = later?.find(({ id }) => id === response);
    if (found === undefined) throw new Refusal('not-found', { response });
    return found;
  }

  private show(on: OnConsultation, reply: LaterResponse) {
    return this.page(on, 'later-reply', { reply: laterRows([reply])[0] });
  }

  private on(who: Visitor, caseId: string): Promise<OnConsultation> {
    return onConsultation(this.office.pool, who, caseId);
  }

  private page(on: OnConsultation, name: string, data: Readonly<Record<string, unknown>>) {
    return consultationPage(this.office.pool, on, { name, section: SECTION }, data);
  }
}
