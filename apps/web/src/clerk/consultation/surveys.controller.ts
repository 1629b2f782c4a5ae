import { Body, Controller, Get, Inject, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Office } from '#cases';
import { responses } from '#consultation';
import type { View, WaitingSurvey } from '#consultation';
import type { Visitor } from '#identity';
import { inTransaction, Refusal } from '#platform';
import { OFFICE } from '../../http/acts.js';
import { answered } from '../../http/answers.js';
import { For, Who } from '../../http/audience.js';
import { seeOther } from '../../http/page.js';
import { named, type Named } from '../../http/parameters.js';
import { readForm } from '../../http/read-form.js';
import { wholeFile } from '../../http/whole-file.js';
import { begun, consultationPage, onConsultation } from './on-consultation.js';
import type { OnConsultation } from './on-consultation.js';
import { groupItems } from './response-words.js';
import {
  answersForm,
  answersIn,
  columnChoices,
  columnsForm,
  mappingOf,
  meaningItems,
  MOST_ANSWERS,
} from './survey-forms.js';

const { surveys } = responses;
const UUID = { schema: z.uuid() };
const ONE = named('id', 'file');
type One = Named<'id' | 'file'>;
const Nothing = z.object({});

/** Replies out of an online survey's export: its columns, what its answers mean, a look, and a yes. */
@Controller('cases/:id/consultation/responses/import')
@For('clerk')
export class SurveysController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async choose(@Param('id', UUID) id: string, @Who() who: Visitor) {
    return this.page(await this.on(who, id), 'survey-file');
  }

  @Post()
  async read(@Param('id', UUID) id: string, @Req() request: FastifyRequest, @Who() who: Visitor) {
    const on = await this.on(who, id);
    const { fields, files } = await readForm(request, wholeFile);
    return answered(Nothing, fields, {
      bad: () => this.page(on, 'survey-file'),
      good: async () => {
        const [file] = files;
        if (file === undefined) throw faulty('Select a CSV file.');
        const { fileName, bytes } = file;
        if (bytes === null) throw faulty('The selected file must be smaller than 2 MB.');
        const kept = await inTransaction(this.office.pool, (tx) =>
          surveys.keep(tx, on.actor, { consultation: begun(on).id, fileName, bytes }),
        );
        return seeOther(this.home(id, kept));
      },
    });
  }

  @Get(':file')
  async columns(@Param(ONE) { id, file }: One, @Who() who: Visitor) {
    const on = await this.on(who, id);
    return this.askColumns(on, await this.waiting(on, file));
  }

  @Post(':file')
  async map(@Param(ONE) { id, file }: One, @Body() body: unknown, @Who() who: Visitor) {
    const on = await this.on(who, id);
    const waiting = await this.waiting(on, file);
    return answered(columnsForm(waiting), body, {
      bad: () => this.askColumns(on, waiting),
      good: async (columns) => {
        const mapping = mappingOf(columns, waiting);
        if (mapping.view === null && mapping.words.length === 0)
          throw new Refusal('invalid', {
            faults: { words: 'Select a column of words or of views.' },
          });
        if (mapping.clock === 'survey' && mapping.receivedAt === null)
          throw new Refusal('invalid', { faults: { receivedAt: 'Select when each reply came.' } });
        if (Object.keys(mapping.views).length > MOST_ANSWERS) {
          const view = `This column has more than ${MOST_ANSWERS} different answers.`;
          throw new Refusal('invalid', { faults: { view } });
        }
        const of = { consultation: begun(on).id, id: file };
        await inTransaction(this.office.pool, (tx) => surveys.map(tx, of, mapping));
        return seeOther(this.home(id, `${file}/${mapping.view === null ? 'check' : 'answers'}`));
      },
    });
  }

  @Get(':file/answers')
  async answers(@Param(ONE) { id, file }: One, @Who() who: Visitor) {
    const on = await this.on(who, id);
    return this.askAnswers(on, await this.waiting(on, file));
  }

  @Post(':file/answers')
  async mean(@Param(ONE) { id, file }: One, @Body() body: unknown, @Who() who: Visitor) {
    const on = await this.on(who, id);
    const waiting = await this.waiting(on, file);
    const { mapping, lines } = waiting;
    if (mapping === null) return seeOther(this.home(id, file));
    const answers = answersIn(lines, mapping.view);
    return answered(answersForm(answers), body, {
      bad: () => this.askAnswers(on, waiting),
      good: async (meant) => {
        const views = Object.fromEntries(
          answers.map((answer, at) => [answer, meant[`answer-${at}`] as View | 'none']),
        );
        const of = { consultation: begun(on).id, id: file };
        await inTransaction(this.office.pool, (tx) => surveys.map(tx, of, { ...mapping, views }));
        return seeOther(this.home(id, `${file}/check`));
      },
    });
  }

  @Get(':file/check')
  async check(@Param(ONE) { id, file }: One, @Who() who: Visitor) {
    const on = await this.on(who, id);
    const waiting = await this.waiting(on, file);
    if (waiting.mapping === null) return seeOther(this.home(id, file));
    const preview = await surveys.preview(this.office.pool, begun(on).id, waiting);
    const data = { file: waiting, preview, meanings: meaningItems(), clock: waiting.mapping.clock };
    return this.page(on, 'survey-check', data);
  }

  @Post(':file/take')
  async take(@Param(ONE) { id, file }: One, @Body() body: unknown, @Who() who: Visitor) {
    const on = await this.on(who, id);
    return answered(Nothing, body, {
      bad: () => this.page(on, 'survey-file'),
      good: async () => {
        const taken = await inTransaction(this.office.pool, (tx) =>
          surveys.take(tx, on.actor, begun(on).id, file),
        );
        // The second click finds the file gone: its replies are there already.
        const many =
          taken === 1 ? '1 reply is in.' : `${taken?.toLocaleString('en-GB')} replies are in.`;
        const saying = taken === null ? null : many;
        return seeOther(`/cases/${id}/consultation/responses`, { saying });
      },
    });
  }

  private async waiting(on: OnConsultation, file: string): Promise<WaitingSurvey> {
    const found = await surveys.waiting(this.office.pool, begun(on).id, file);
    if (found === null) throw new Refusal('not-found', { file });
    return found;
  }

  private askColumns(on: OnConsultation, file: WaitingSurvey) {
    return this.page(on, 'survey-columns', { file, ...columnChoices(file) });
  }

  private askAnswers(on: OnConsultation, file: WaitingSurvey) {
    const { mapping, lines } = file;
    if (mapping === null) throw new Refusal('not-now', { file: file.id });
    const answers = answersIn(lines, mapping.view).map((text, at) => ({
      ...{ name: `answer-${at}`, text, meant: mapping.views[text] },
    }));
    const values = Object.fromEntries(answers.map(({ name, meant }) => [name, meant]));
    return this.page(on, 'survey-answers', { file, answers, values, meanings: meaningItems() });
  }

  private async on(who: Visitor, caseId: string): Promise<OnConsultation> {
    const on = await onConsultation(this.office.pool, who, caseId);
    begun(on);
    return on;
  }

  private page(on: OnConsultation, name: string, data: Readonly<Record<string, unknown>> = {}) {
    const section = { name, section: 'responses' } as const;
    return consultationPage(this.office.pool, on, section, { groupItems: groupItems(), ...data });
  }

  private home(caseId: string, place: string): string {
    return `/cases/${caseId}/consultation/responses/import/${place}`;
  }
}

const faulty = (file: string) => new Refusal('invalid', { faults: { file } });
