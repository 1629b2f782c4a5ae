import { Body, Controller, Get, Inject, Param, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Refusal } from '#platform';
import { caseDocuments, keepDraft, previewStep, readDraft } from '#cases';
import type { Office } from '#cases';
import type { Visitor } from '#identity';
import { londonDate } from '#register';
import { OFFICE, SEEN_FIELD, actFrom } from '../../http/acts.js';
import { answered } from '../../http/answers.js';
import { For, Who } from '../../http/audience.js';
import { BadRequest } from '../../http/bad-request.js';
import { NONCE_FIELD, TOKEN_FIELD } from '../../http/form-token.js';
import { page, seeOther } from '../../http/page.js';
import { clerkCase } from '../case-frame.js';
import { checkModel } from './check-model.js';
import { formModel } from './form-model.js';
import type { Answers, StepContext, StepForm } from './step-form.js';
import { isAbout, stepForm } from './step-forms.js';
import { schemaOf } from './step-schema.js';
import { readWithPapers } from './step-papers.js';

const RECORDED = 'Recorded. The people concerned are being told.';
const ID = { schema: z.uuid() };
const SEARCH = z.object({
  q: z.string().trim().max(100).default(''),
  draft: z.uuid().optional(),
});

/** What the checked form sends, and nothing beside it: what is recorded stands in the draft. */
const CHECKED = z.strictObject({
  [TOKEN_FIELD]: z.string(),
  [NONCE_FIELD]: z.uuid(),
  [SEEN_FIELD]: z.string(),
});

/** The pages on which a clerk takes the steps of the journey: asked, checked, then done. */
@Controller('cases/:id/steps/:task')
@For('clerk')
export class StepsController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async ask(
    @Param('id', ID) id: string,
    @Param('task') task: string,
    @Query({ schema: SEARCH }) { q, draft }: z.infer<typeof SEARCH>,
    @Who() who: Visitor,
  ) {
    const { form } = stepForm(task);
    if (draft !== undefined) {
      const { context, answers } = await this.drafted(who, id, task, draft);
      return page('clerk/steps/step', await formModel(form, context, task, answers));
    }
    const context = await this.contextOf(who, id, task, q);
    return page('clerk/steps/step', await formModel(form, context, task));
  }

  @Post()
  async answer(
    @Param('id', ID) id: string,
    @Param('task') task: string,
    @Req() request: FastifyRequest,
    @Body() posted: unknown,
    @Who() who: Visitor,
  ) {
    const { form } = stepForm(task);
    const first = await this.contextOf(who, id, task, '');
    const papers = form.papers(first);
    const body = request.isMultipart()
      ? await readWithPapers(this.office, first, request, papers)
      : posted;
    const context = await this.contextOf(who, id, task, queryOf(body));
    const { [SEEN_FIELD]: seen, q: _q, ...typed } = body as Record<string, string>;
    return answered(await schemaOf(form, context), typed, {
      good: async (answers) => {
        await form.refuse?.(context, answers as Answers);
        const seenVersion = z.coerce.number().int().parse(seen);
        const draft = { task, seenVersion, answers };
        const kept = await keepDraft(this.office.pool, context.actor, id, draft);
        return seeOther(`/cases/${id}/steps/${encodeURIComponent(task)}/check/${kept}`);
      },
      bad: async () => page('clerk/steps/step', await formModel(form, context, task)),
    });
  }

  @Get('check/:draft')
  async check(
    @Param('id', ID) id: string,
    @Param('task') task: string,
    @Param('draft', ID) draft: string,
    @Who() who: Visitor,
  ) {
    const { context, answers, seenVersion } = await this.drafted(who, id, task, draft);
    const { form } = stepForm(task);
    const event = await form.preview(context, answers);
    const words = form.words?.(context, answers) ?? {};
    const { pool, baseUrl } = this.office;
    const preview = await previewStep(pool, baseUrl, context.actor, id, event, words);
    const model = { form, context, task, draft, answers, event, seenVersion, preview };
    return page('clerk/steps/check', await checkModel(model));
  }

  @Post('check/:draft')
  async take(
    @Param('id', ID) id: string,
    @Param('task') task: string,
    @Param('draft', ID) draft: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const { context, answers } = await this.drafted(who, id, task, draft);
    const sent = CHECKED.safeParse(body);
    if (!sent.success) throw new BadRequest(400, 'not the form of this page');
    const { form } = stepForm(task);
    const act = actFrom(context.actor, id, body);
    await form.take(this.office, act, context, answers);
    const { path, saying } = form.after?.(id) ?? { path: `/cases/${id}`, saying: RECORDED };
    return seeOther(path, { saying });
  }

  private async drafted(who: Visitor, id: string, task: string, draftId: string) {
    const first = await this.contextOf(who, id, task, '');
    const draft = await readDraft(this.office.pool, first.actor, id, draftId);
    if (draft.task !== task) throw new Refusal('not-found', { draft: draftId });
    const answers = draft.answers as Answers;
    const context = { ...first, query: queryOfAnswers(stepForm(task).form, answers) };
    return { context, answers, seenVersion: draft.seenVersion };
  }

  private async contextOf(
    who: Visitor,
    id: string,
    taskId: string,
    query: string,
  ): Promise<StepContext> {
    const { form, part } = stepForm(taskId);
    const { actor, view } = await clerkCase(this.office.pool, who, id);
    if (part !== null && !isAbout(form, view, part)) throw new Refusal('not-found', { part });
    const all = await caseDocuments(this.office.pool, actor, id);
    return {
      sql: this.office.pool,
      actor,
      view,
      part,
      task: view.tasks.find((task) => task.id === taskId) ?? null,
      documents: all.filter(({ supersededBy }) => supersededBy === null),
      everyDocument: all,
      query,
      today: londonDate(view.now).toString(),
    };
  }
}

/** What was searched for or chosen before the form, found again by its answers. */
function queryOfAnswers({ search, choose }: StepForm, answers: Answers): string {
  if (choose !== undefined) return choose.of(answers);
  return search === undefined ? '' : (answers['trust'] ?? '');
}

const queryOf = (body: unknown): string =>
  z.object({ q: z.string().max(100) }).safeParse(body).data?.q ?? '';
