import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Office } from '#cases';
import { publication } from '#consultation';
import type { Question, QuestionGiven } from '#consultation';
import type { Visitor } from '#identity';
import { answerOnce, inTransaction, Refusal } from '#platform';
import type { Tx } from '#platform';
import { OFFICE } from '../../http/acts.js';
import { answered, choice, nonceOf, optionalText, text } from '../../http/answers.js';
import { For, Who } from '../../http/audience.js';
import { seeOther } from '../../http/page.js';
import { consultationPage, onConsultation, toPlan } from './on-consultation.js';
import type { OnConsultation } from './on-consultation.js';
import { countTables, kindItems, questionRows } from './question-words.js';

const { questions } = publication;
const UUID = { schema: z.uuid() };
const SECTION = 'text';
const MOST_OPTIONS = 12;
const seen = z.coerce.number().int().min(0);

const Ready = z.object({ ready: z.string().max(40).optional() });
const Written = z
  .strictObject({
    seen,
    kind: choice(questions.kinds, 'Select how it is answered.'),
    wording: text('Enter the question.', { max: 300 }),
    options: optionalText({ max: 2_000 }),
  })
  .transform(({ options, ...rest }) => ({
    ...rest,
    options: rest.kind === 'choice' ? linesOf(options) : [],
  }))
  .refine(({ kind, options }) => kind !== 'choice' || options.length > 1, {
    path: ['options'],
    error: 'Enter at least two answers, each on its own line.',
  })
  .refine(({ options }) => options.length <= MOST_OPTIONS, {
    path: ['options'],
    error: `Enter at most ${MOST_OPTIONS} answers.`,
  });
const Moved = z.strictObject({ seen, by: choice(['up', 'down'], 'Select where it goes.') });
const TakenOut = z.strictObject({ seen });

/** What people are asked beside the proposal: written before the launch, counted after it. */
@Controller('cases/:id/consultation/questions')
@For('clerk')
export class QuestionsController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async list(@Param('id', UUID) id: string, @Who() who: Visitor) {
    return this.home(await this.on(who, id));
  }

  @Get('new')
  async ask(
    @Param('id', UUID) id: string,
    @Query({ schema: Ready }) { ready }: z.infer<typeof Ready>,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    const given = questions.ready(on.view.trustName).find((one) => one.id === ready);
    return this.form(on, null, given && valuesOf(given));
  }

  @Post('new')
  async add(@Param('id', UUID) id: string, @Body() body: unknown, @Who() who: Visitor) {
    const on = await this.on(who, id);
    return answered(Written, body, {
      bad: () => this.form(on, null),
      good: async ({ seen: version, ...given }) => {
        await this.write(on, body, 'new', async (tx) => {
          const { id: consultation } = await toPlan(tx, on);
          await questions.add(tx, on.actor, { consultation, seen: version, given });
        });
        return this.back(on, 'The question is added.');
      },
    });
  }

  @Get(':question')
  async askAgain(
    @Param('id', UUID) id: string,
    @Param('question') name: string,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    const question = await this.questionOf(on, name);
    const options = question.options.map((option) => option.text);
    return this.form(on, question, valuesOf({ ...question, options }));
  }

  @Post(':question')
  async change(
    @Param('id', UUID) id: string,
    @Param('question') name: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    const question = await this.questionOf(on, name);
    return answered(Written, body, {
      bad: () => this.form(on, question),
      good: async ({ seen: version, ...given }) => {
        const one = { ...this.oneOf(on, question, version), given };
        await this.write(on, body, name, (tx) => questions.change(tx, on.actor, one));
        return this.back(on, 'The question is saved.');
      },
    });
  }

  @Post(':question/move')
  async move(
    @Param('id', UUID) id: string,
    @Param('question') name: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    const question = await this.questionOf(on, name);
    return answered(Moved, body, {
      bad: () => this.home(on),
      good: async ({ seen: version, by }) => {
        const one = { ...this.oneOf(on, question, version), by: by === 'up' ? -1 : 1 } as const;
        await this.write(on, body, name, (tx) => questions.move(tx, on.actor, one));
        return this.back(on, questions.words().moved);
      },
    });
  }

  @Post(':question/take-out')
  async takeOut(
    @Param('id', UUID) id: string,
    @Param('question') name: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    const question = await this.questionOf(on, name);
    return answered(TakenOut, body, {
      bad: () => this.form(on, question),
      good: async ({ seen: version }) => {
        const one = this.oneOf(on, question, version);
        await this.write(on, body, name, (tx) => questions.takeOut(tx, on.actor, one));
        return this.back(on, 'The question is taken out.');
      },
    });
  }

  /** The same form sent twice is one act. */
  private async write(
    on: OnConsultation,
    body: unknown,
    question: string,
    act: (tx: Tx) => Promise<void>,
  ) {
    const content = { question, body };
    const form = { nonce: nonceOf(body), person: on.actor.person, content };
    await inTransaction(this.office.pool, (tx) =>
      answerOnce(tx, form, async () => {
        await act(tx);
        return {};
      }),
    );
  }

  private async home(on: OnConsultation) {
    const { pool } = this.office;
    const { consultation, view } = on;
    const of = consultation?.id;
    const isAsked = consultation?.launchedAt != null;
    const list = of === undefined ? NOTHING : await questions.newest(pool, of);
    const counts = of !== undefined && isAsked ? await questions.counts(pool, of) : [];
    return this.page(on, 'questions', {
      isAsked,
      seen: list.version,
      rows: questionRows(list.questions),
      ready: questions.ready(view.trustName),
      tables: countTables(counts),
    });
  }

  private async form(
    on: OnConsultation,
    question: Question | null,
    values?: Readonly<Record<string, string>>,
  ) {
    if (on.consultation?.launchedAt) throw new Refusal('not-now', { consultation: null });
    const of = on.consultation?.id;
    const list = of === undefined ? NOTHING : await questions.newest(this.office.pool, of);
    const marks = { seen: list.version };
    return this.page(on, 'question', { question, values, marks, kindItems: kindItems() });
  }

  private async questionOf({ consultation }: OnConsultation, id: string): Promise<Question> {
    const list = consultation && (await questions.newest(this.office.pool, consultation.id));
    const found = list?.questions.find((one) => one.id === id);
    if (found === undefined) throw new Refusal('not-found', { question: id });
    return found;
  }

  private oneOf({ consultation }: OnConsultation, { id }: Question, version: number) {
    return { consultation: consultation!.id, question: id, seen: version };
  }

  private on(who: Visitor, caseId: string): Promise<OnConsultation> {
    return onConsultation(this.office.pool, who, caseId);
  }

  private page(on: OnConsultation, name: string, data: Readonly<Record<string, unknown>>) {
    return consultationPage(this.office.pool, on, { name, section: SECTION }, data);
  }

  private back({ view }: OnConsultation, saying: string) {
    return seeOther(`/cases/${view.id}/consultation/questions`, { saying });
  }
}

const NOTHING = { version: 0, questions: [] };

const valuesOf = ({ kind, wording, options }: QuestionGiven) => ({
  ...{ kind, wording },
  options: kind === 'choice' ? options.join('\n') : '',
});

const linesOf = (typed: string): readonly string[] => [
  ...new Set(typed.split('\n').flatMap((line) => line.trim() || [])),
];
