import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import type { Office } from '#cases';
import { responses } from '#consultation';
import type { ReadTwice } from '#consultation';
import type { Visitor } from '#identity';
import { answerOnce, inTransaction, Refusal } from '#platform';
import { OFFICE } from '../../http/acts.js';
import { answered, choices, nonceOf, text, wholeNumber } from '../../http/answers.js';
import { For, Who } from '../../http/audience.js';
import { seeOther } from '../../http/page.js';
import { agreementRows, readingRows } from './agreement-rows.js';
import { begun, consultationPage, onConsultation } from './on-consultation.js';
import type { OnConsultation } from './on-consultation.js';
import { inWords } from './response-words.js';

const UUID = { schema: z.uuid() };
const NONE = 'none';
const SampleForm = z.strictObject({
  size: wholeNumber('Enter how many replies, from 1 to 1,000.', { min: 1, max: 1_000 }),
});
/** Some codes, or that none fits: nothing is said by leaving everything empty. */
const codesForm = (codes: readonly string[]) =>
  z.strictObject({
    codes: choices([...codes, NONE], 'Select the codes that fit, or that no code fits.')
      .refine((given) => given.length === 1 || !given.includes(NONE), {
        error: 'Select codes, or that no code fits, and not both.',
      })
      .transform((given) => given.filter((code) => code !== NONE)),
  });

/** A second person reads some replies without seeing the first one’s codes; then both are compared. */
@Controller('cases/:id/consultation/codes/agreement')
@For('clerk')
export class AgreementController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async overview(@Param('id', UUID) id: string, @Who() who: Visitor) {
    return this.show(await this.on(who, id));
  }

  @Post()
  async draw(@Param('id', UUID) id: string, @Body() body: unknown, @Who() who: Visitor) {
    const on = await this.on(who, id);
    return answered(SampleForm, body, {
      bad: () => this.show(on),
      good: async ({ size }) => {
        const of = { consultation: begun(on).id, size };
        const form = { nonce: nonceOf(body), person: on.actor.person, content: body };
        await inTransaction(this.office.pool, (tx) =>
          answerOnce(tx, form, async () => {
            await responses.codes.draw(tx, on.actor, of);
            return {};
          }),
        );
        return seeOther(this.home(id), { saying: 'The replies are drawn.' });
      },
    });
  }

  @Get('read/:response')
  async askSecond(
    @Param('id', UUID) id: string,
    @Param('response', UUID) response: string,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    return this.form(on, 'second-reading', await this.readingOf(on, response));
  }

  @Post('read/:response')
  async second(
    @Param('id', UUID) id: string,
    @Param('response', UUID) response: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    const reading = await this.readingOf(on, response);
    return answered(codesForm(await this.codesInUse(on)), body, {
      bad: () => this.form(on, 'second-reading', reading),
      good: async ({ codes }) => {
        const of = { consultation: begun(on).id, response, codes };
        await inTransaction(this.office.pool, (tx) => responses.codes.readSecond(tx, on.actor, of));
        return seeOther(this.home(id), { saying: `${reading.reply.reference} is read.` });
      },
    });
  }

  @Get('decide/:response')
  async askDecision(
    @Param('id', UUID) id: string,
    @Param('response', UUID) response: string,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    return this.form(on, 'code-decision', await this.comparedOf(on, response));
  }

  @Post('decide/:response')
  async decide(
    @Param('id', UUID) id: string,
    @Param('response', UUID) response: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    const reading = await this.comparedOf(on, response);
    const schema = codesForm(await this.codesInUse(on)).extend({
      reason: text('Enter your reason.', { max: 1_000 }),
    });
    return answered(schema, body, {
      bad: () => this.form(on, 'code-decision', reading),
      good: async (decided) => {
        const of = { consultation: begun(on).id, response, ...decided };
        await inTransaction(this.office.pool, (tx) => responses.codes.decide(tx, on.actor, of));
        return seeOther(this.home(id), { saying: `${reading.reply.reference} is decided.` });
      },
    });
  }

  private async show(on: OnConsultation) {
    const { id } = begun(on);
    const { pool } = this.office;
    const sample = await responses.codes.sample(pool, id);
    const readings = await responses.codes.readTwice(pool, id);
    return this.page(on, 'agreement', {
      sample,
      ...readingRows(readings, on.actor.person),
      rows: agreementRows(await responses.codes.agreement(pool, id)),
      isRead: readings.every(({ second }) => second !== null),
    });
  }

  private async form(on: OnConsultation, name: string, { reply, first, second, final }: ReadTwice) {
    const { codes } = await responses.codes.frame(this.office.pool, begun(on).id);
    const items = codes
      .filter(({ inUse }) => inUse)
      .map(({ code, title, meaning }) => ({
        value: code,
        text: `${code}: ${title}`,
        hint: meaning,
      }));
    return this.page(on, name, {
      response: inWords(reply),
      codeItems: [...items, { value: NONE, text: 'No code fits' }],
      // The first person's codes are for whoever decides, and never for whoever reads second.
      ...(name === 'code-decision' && {
        ...{ first: responses.codes.codesIn(first), firstBy: first.byName, final },
        ...{ second: second && responses.codes.codesIn(second), secondBy: second?.byName },
      }),
    });
  }

  private async codesInUse(on: OnConsultation): Promise<readonly string[]> {
    const { codes } = await responses.codes.frame(this.office.pool, begun(on).id);
    return codes.filter(({ inUse }) => inUse).map(({ code }) => code);
  }

  private async readingOf(on: OnConsultation, response: string): Promise<ReadTwice> {
    const all = await responses.codes.readTwice(this.office.pool, begun(on).id);
    const found = all.find(({ reply }) => reply.id === response);
    if (found === undefined) throw new Refusal('not-found', { response });
    return found;
  }

  private async comparedOf(on: OnConsultation, response: string): Promise<ReadTwice> {
    const found = await this.readingOf(on, response);
    if (found.second === null) throw new Refusal('not-found', { response });
    return found;
  }

  private on(who: Visitor, caseId: string): Promise<OnConsultation> {
    return onConsultation(this.office.pool, who, caseId);
  }

  private page(on: OnConsultation, name: string, data: Readonly<Record<string, unknown>>) {
    return consultationPage(this.office.pool, on, { name, section: 'codes' }, data);
  }

  private home(caseId: string): string {
    return `/cases/${caseId}/consultation/codes/agreement`;
  }
}
