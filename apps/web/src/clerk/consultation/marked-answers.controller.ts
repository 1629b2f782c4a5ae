import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import type { Office } from '#cases';
import { publication, responses } from '#consultation';
import type { Question, WholeResponse } from '#consultation';
import type { Visitor } from '#identity';
import { inTransaction, Refusal } from '#platform';
import { OFFICE } from '../../http/acts.js';
import { answered } from '../../http/answers.js';
import { For, Who } from '../../http/audience.js';
import { seeOther } from '../../http/page.js';
import {
  answerFields,
  answersIn,
  answerValues,
  questionsToAsk,
} from '../../views/answer-fields.js';
import { begun, consultationPage, onConsultation } from './on-consultation.js';
import type { OnConsultation } from './on-consultation.js';
import { inWords } from './response-words.js';

const { questions } = publication;
const UUID = { schema: z.uuid() };

/** Which of the questions a reply answers in its own words, as a clerk reads it. */
@Controller('cases/:id/consultation/responses/:response/answers')
@For('clerk')
export class MarkedAnswersController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async ask(
    @Param('id', UUID) id: string,
    @Param('response', UUID) response: string,
    @Who() who: Visitor,
  ) {
    const on = await onConsultation(this.office.pool, who, id);
    const whole = await this.replyOf(on, response);
    return this.form(on, whole, await questions.asked(this.office.pool, begun(on).id));
  }

  @Post()
  async mark(
    @Param('id', UUID) id: string,
    @Param('response', UUID) response: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const on = await onConsultation(this.office.pool, who, id);
    const whole = await this.replyOf(on, response);
    const { id: consultation } = begun(on);
    const list = await questions.asked(this.office.pool, consultation);
    return answered(z.object(answerFields(list)), body, {
      bad: () => this.form(on, whole, list),
      good: async (form) => {
        const marked = { consultation, response, typed: answersIn(list, form) };
        await inTransaction(this.office.pool, (tx) => questions.mark(tx, on.actor, marked));
        const to = `/cases/${id}/consultation/responses/${response}`;
        return seeOther(to, { saying: 'What it answers is marked, under your name.' });
      },
    });
  }

  /** A reply that can be marked: its author has not answered the questions on the page. */
  private async replyOf({ consultation }: OnConsultation, id: string): Promise<WholeResponse> {
    const found = consultation && (await responses.find(this.office.pool, consultation.id, id));
    if (!found || found.channel === 'page') throw new Refusal('not-found', { response: id });
    return found;
  }

  private async form(on: OnConsultation, whole: WholeResponse, list: readonly Question[]) {
    const { pool } = this.office;
    const marked = (await questions.answersOf(pool, [whole.id])).get(whole.id) ?? [];
    const typed = marked.map(({ question, option, words }) => [question, option ?? words ?? '']);
    return consultationPage(
      pool,
      on,
      { name: 'marked-answers', section: 'responses' },
      {
        response: inWords(whole),
        questions: questionsToAsk(list, questions.words().didNotSay),
        values: answerValues(list, Object.fromEntries(typed)),
      },
    );
  }
}
