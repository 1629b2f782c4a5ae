import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import type { Office } from '#cases';
import { publication } from '#consultation';
import type { AnsweredQuestion } from '#consultation';
import type { Visitor } from '#identity';
import { answerOnce, inTransaction, Refusal } from '#platform';
import { OFFICE } from '../../http/acts.js';
import { answered, nonceOf, text } from '../../http/answers.js';
import { For, Who } from '../../http/audience.js';
import { seeOther } from '../../http/page.js';
import { begun, consultationPage, onConsultation } from './on-consultation.js';
import type { OnConsultation } from './on-consultation.js';

const UUID = { schema: z.uuid() };
const SECTION = 'answers';
const Answered = z.strictObject({
  question: text('Enter the question.', { max: 500 }),
  answer: text('Enter the answer.', { max: 10_000 }),
});

/** Questions that were asked while people could answer, and what everybody was told. */
@Controller('cases/:id/consultation/answers')
@For('clerk')
export class AnswersController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async list(@Param('id', UUID) id: string, @Who() who: Visitor) {
    const on = await this.on(who, id);
    const of = on.consultation?.id;
    const answers = of === undefined ? [] : await publication.answers(this.office.pool, of);
    return this.page(on, 'answers', { answers });
  }

  @Get('new')
  async ask(@Param('id', UUID) id: string, @Who() who: Visitor) {
    const on = await this.on(who, id);
    begun(on);
    return this.form(on, null);
  }

  @Post('new')
  async answer(@Param('id', UUID) id: string, @Body() body: unknown, @Who() who: Visitor) {
    return this.publish(await this.on(who, id), null, body);
  }

  @Get(':number')
  async askAgain(
    @Param('id', UUID) id: string,
    @Param('number') number: string,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    return this.form(on, await this.questionOf(on, number));
  }

  @Post(':number')
  async answerAgain(
    @Param('id', UUID) id: string,
    @Param('number') number: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    return this.publish(on, await this.questionOf(on, number), body);
  }

  private publish(on: OnConsultation, before: AnsweredQuestion | null, body: unknown) {
    const { id: consultation } = begun(on);
    return answered(Answered, body, {
      bad: () => this.form(on, before),
      good: async (said) => {
        const given = { consultation, number: before?.number ?? null, ...said };
        const form = { nonce: nonceOf(body), person: on.actor.person, content: body };
        await inTransaction(this.office.pool, (tx) =>
          answerOnce(tx, form, () => publication.answer(tx, on.actor, given)),
        );
        return seeOther(`/cases/${on.view.id}/consultation/${SECTION}`, {
          saying: 'Everybody can read this answer now.',
        });
      },
    });
  }

  private async questionOf({ consultation }: OnConsultation, number: string) {
    const all = consultation && (await publication.answers(this.office.pool, consultation.id));
    const found = all?.find((one) => String(one.number) === number);
    if (found === undefined) throw new Refusal('not-found', { number });
    return found;
  }

  private form(on: OnConsultation, before: AnsweredQuestion | null) {
    return this.page(on, 'answer', { number: before?.number ?? null, values: before });
  }

  private on(who: Visitor, caseId: string): Promise<OnConsultation> {
    return onConsultation(this.office.pool, who, caseId);
  }

  private page(on: OnConsultation, name: string, data: Readonly<Record<string, unknown>>) {
    return consultationPage(this.office.pool, on, { name, section: SECTION }, data);
  }
}
