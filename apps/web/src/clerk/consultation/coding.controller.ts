import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import type { Office } from '#cases';
import { responses } from '#consultation';
import type { CodedResponse } from '#consultation';
import type { Visitor } from '#identity';
import { inTransaction } from '#platform';
import { OFFICE } from '../../http/acts.js';
import { answered, choices } from '../../http/answers.js';
import { For, Who } from '../../http/audience.js';
import { seeOther } from '../../http/page.js';
import { wordsOf } from './code-rows.js';
import { begun, consultationPage, onConsultation } from './on-consultation.js';
import type { OnConsultation } from './on-consultation.js';
import { inWords } from './response-words.js';

const UUID = { schema: z.uuid() };
const WHOLE = 'whole';

/** Some sentences of the reply from the first to the last, or all of it; and at least one code. */
const givenForm = (sentences: number, codes: readonly string[]) => {
  const places = [WHOLE, ...Array.from({ length: sentences }, (_, index) => String(index + 1))];
  const place = z.enum(places, { error: 'Select a sentence.' });
  return z
    .strictObject({ first: place, last: place, codes: choices(codes, 'Select a code.') })
    .superRefine(({ first, last }, { addIssue }) => {
      if ((first === WHOLE) === (last === WHOLE) && !(Number(last) < Number(first))) return;
      const message = 'Select the first sentence or a later one, or the whole reply in both.';
      addIssue({ code: 'custom', path: ['last'], message });
    });
};
const TakenBack = z.strictObject({ mark: z.coerce.number().int().min(0).max(10_000) });
const Nothing = z.strictObject({});

/** Which words of one reply speak of what. */
@Controller('cases/:id/consultation/responses/:response/codes')
@For('clerk')
export class CodingController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async show(
    @Param('id', UUID) id: string,
    @Param('response', UUID) response: string,
    @Who() who: Visitor,
  ) {
    const { on, reply } = await this.replyOf(who, id, response);
    const { person } = on.actor;
    const hidden = await responses.codes.hiddenFrom(this.office.pool, begun(on).id, person);
    if (!hidden.has(response)) return this.page(on, reply);
    return seeOther(`/cases/${id}/consultation/codes/agreement/read/${response}`);
  }

  @Post()
  async give(
    @Param('id', UUID) id: string,
    @Param('response', UUID) response: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const { on, reply } = await this.replyOf(who, id, response);
    const parts = responses.codes.parts(reply.words);
    const inUse = (await this.codesOf(on)).filter((code) => code.inUse).map(({ code }) => code);
    return answered(givenForm(parts.length, inUse), body, {
      bad: () => this.page(on, reply),
      good: async ({ first, last, codes }) => {
        const from = parts[Number(first) - 1];
        const to = parts[Number(last) - 1];
        const span = from && to ? { start: from.start, end: to.end } : null;
        const of = { consultation: begun(on).id, response };
        await inTransaction(this.office.pool, (tx) =>
          responses.codes.give(tx, on.actor, { ...of, span, codes }),
        );
        return seeOther(this.home(id, response), { saying: `It has ${codes.join(', ')} now.` });
      },
    });
  }

  @Post('take-back')
  async takeBack(
    @Param('id', UUID) id: string,
    @Param('response', UUID) response: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const { on, reply } = await this.replyOf(who, id, response);
    return answered(TakenBack, body, {
      bad: () => this.page(on, reply),
      good: async ({ mark: at }) => {
        const mark = reply.coding?.marks[at] ?? { code: '', span: null };
        const of = { consultation: begun(on).id, response };
        await inTransaction(this.office.pool, (tx) =>
          responses.codes.takeBack(tx, on.actor, { ...of, mark }),
        );
        return seeOther(this.home(id, response), { saying: `${mark.code} is taken back.` });
      },
    });
  }

  @Post('none')
  async none(
    @Param('id', UUID) id: string,
    @Param('response', UUID) response: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const { on, reply } = await this.replyOf(who, id, response);
    return answered(Nothing, body, {
      bad: () => this.page(on, reply),
      good: async () => {
        const of = { consultation: begun(on).id, response };
        await inTransaction(this.office.pool, (tx) => responses.codes.noneFits(tx, on.actor, of));
        return seeOther(this.home(id, response), { saying: 'It is read, and no code fits.' });
      },
    });
  }

  private async replyOf(who: Visitor, caseId: string, response: string) {
    const on = await onConsultation(this.office.pool, who, caseId);
    const { id } = begun(on);
    return { on, reply: await responses.codes.ofOne(this.office.pool, id, response) };
  }

  private async codesOf(on: OnConsultation) {
    return (await responses.codes.frame(this.office.pool, begun(on).id)).codes;
  }

  private async page(on: OnConsultation, reply: CodedResponse) {
    const codes = await this.codesOf(on);
    const parts = responses.codes.parts(reply.words);
    const places = parts.map(({ text }, index) => ({
      value: String(index + 1),
      text: `${index + 1}. ${text.length > 60 ? `${text.slice(0, 60)}…` : text}`,
    }));
    const data = {
      response: inWords(reply),
      parts,
      placeItems: [{ value: WHOLE, text: 'The whole reply' }, ...places],
      codeItems: codes
        .filter(({ inUse }) => inUse)
        .map(({ code, title, meaning }) => ({
          value: code,
          text: `${code}: ${title}`,
          hint: meaning,
        })),
      marks: (reply.coding?.marks ?? []).map((mark, index) => ({
        index,
        code: mark.code,
        title: codes.find(({ code }) => code === mark.code)?.title,
        isWhole: mark.span === null,
        words: wordsOf(mark, reply.words),
      })),
    };
    return consultationPage(
      this.office.pool,
      on,
      { name: 'response-codes', section: 'codes' },
      data,
    );
  }

  private home(caseId: string, response: string): string {
    return `/cases/${caseId}/consultation/responses/${response}/codes`;
  }
}
