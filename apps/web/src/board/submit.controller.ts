import { Body, Controller, Get, Inject, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Refusal } from '#platform';
import { applicationOf, clerkDesk, keepDraft, previewStep, readDraft, timeline } from '#cases';
import type { Office } from '#cases';
import type { Document } from '#evidence';
import type { Visitor } from '#identity';
import type { Explanation } from '#journey';
import { blockerOf } from '../clerk/task-rows.js';
import { OFFICE, SEEN_FIELD, actFrom } from '../http/acts.js';
import { answered, choices, nonceOf, optionalText, text } from '../http/answers.js';
import { For, Strong, Who } from '../http/audience.js';
import { page, seeOther } from '../http/page.js';
import type { Page } from '../http/page.js';
import { readForm } from '../http/read-form.js';
import { tried } from '../http/refused-act.js';
import { paperRow } from '../views/paper-rows.js';
import { effectsOf, isSameName } from '../views/signing.js';
import { asSeenByBoard, blockersOf, boardFrame, submissionOf, warningsOf } from './board-model.js';
import { onBoardAsChair } from './on-board.js';
import type { OnBoard } from './on-board.js';
import {
  SUBMISSION_TASK,
  applicationForms,
  declaration,
  fileForm,
  statementsFor,
  submit,
} from './submission.js';
import type { Submission } from './submission.js';

const ID = { schema: z.uuid() };
const SEQ = { schema: z.coerce.number().int().min(1).max(2_000_000_000) };
const APPLICATION = z.object({
  reference: text('Enter the reference of the application.', { max: 60 }),
  form: optionalText({ max: 40 }),
});

/** Submitting the application, which only the chair of governors does. */
@Controller('board/cases/:id')
@For('chair')
export class SubmitController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get('submit')
  async begin(@Param('id', ID) id: string, @Who() who: Visitor) {
    return this.applicationPage(await onBoardAsChair(this.office, who, id));
  }

  @Post('submit')
  async answer(@Param('id', ID) id: string, @Req() request: FastifyRequest, @Who() who: Visitor) {
    const on = await onBoardAsChair(this.office, who, id);
    requireReady(on);
    const body = await this.readApplication(on, request);
    return answered(APPLICATION, body, {
      good: async ({ reference, form }) => {
        const found = (await applicationForms(this.office, on)).find((one) => one.id === form);
        if (found === undefined) {
          throw new Refusal('invalid', {
            faults: { file: 'Choose the application form, or add it as a file.' },
          });
        }
        const answers: Submission = { reference, form, formHash: found.sha256 };
        const draft = { task: SUBMISSION_TASK, seenVersion: on.view.version, answers };
        const kept = await keepDraft(this.office.pool, on.actor, id, draft);
        return seeOther(`${on.path}/submit/${kept}`);
      },
      bad: () => this.applicationPage(on),
    });
  }

  @Get('submit/:draft')
  async check(@Param('id', ID) id: string, @Param('draft', ID) draft: string, @Who() who: Visitor) {
    const on = await onBoardAsChair(this.office, who, id);
    return this.checkPage(on, draft, await this.drafted(on, draft));
  }

  @Post('submit/:draft')
  @Strong('sign')
  async sign(
    @Param('id', ID) id: string,
    @Param('draft', ID) draft: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const on = await onBoardAsChair(this.office, who, id);
    const submission = await this.drafted(on, draft);
    const statements = statementsFor(on);
    const shape = {
      [SEEN_FIELD]: z.string(),
      formHash: z.string(),
      name: text('Type your full name.'),
      warned: choices(['yes'], warningsOf(on.view).length > 0 ? declaration().warned.missing : ''),
      ...Object.fromEntries(statements.map((one) => [one.name, choices(['yes'], one.missing)])),
    };
    return answered(z.object(shape), body, {
      good: async (typed) => {
        const { name, formHash } = typed as unknown as { name: string; formHash: string };
        await this.requireSameForm(on, submission, formHash);
        if (!isSameName(name, who.person.name)) {
          throw new Refusal('invalid', {
            faults: { name: `Type your own name as we know it: ${who.person.name}.` },
          });
        }
        const act = actFrom(on.actor, id, body);
        const back = `${on.path}/submit/${draft}`;
        const what = { office: this.office, actor: on.actor, caseId: id, back };
        const signed = { name, statements: statements.map((one) => one.text) };
        const { seq } = await tried(what, () => submit(this.office, act, submission, signed));
        return seeOther(`${on.path}/submitted/${seq}`);
      },
      bad: () => this.checkPage(on, draft, submission),
    });
  }

  @Get('submitted/:seq')
  async submitted(
    @Param('id', ID) id: string,
    @Param('seq', SEQ) seq: number,
    @Who() who: Visitor,
  ) {
    const on = await onBoardAsChair(this.office, who, id);
    const entries = await timeline(this.office.pool, on.actor, id, { after: seq + 1, limit: 1 });
    const [found] = entries;
    if (found?.entry.seq !== seq || found.entry.type !== 'application.submitted') {
      throw new Refusal('not-found', { seq });
    }
    const { entry, texts, documents, actorName } = found;
    return page('board/submitted', {
      frame: boardFrame(on, 'overview'),
      reference: on.view.reference,
      seq,
      at: entry.at,
      hash: await clerkDesk.entryHash(this.office.pool, id, seq),
      application: entry.data['reference'],
      next: declaration().next,
      answers: [
        { key: 'School', value: on.view.schoolName },
        { key: 'Trust', value: on.view.trustName },
        { key: 'Submitted by', value: actorName },
        { key: 'Declaration', lines: texts['declaration'] },
        { key: 'Signed', value: texts['signatory'] },
      ],
      papers: documents.map((paper) => paperRow(paper, `${on.path}/papers`)),
    });
  }

  /** The form as it came; a file that came with it is filed and chosen. */
  private async readApplication(on: OnBoard, request: FastifyRequest) {
    const { fields, files } = await readForm(request, async ({ name, content }) =>
      this.office.documents.receive({ fileName: name, content }),
    );
    const [file] = files;
    if (file === undefined) return fields;
    return { ...fields, form: await fileForm(this.office, on, nonceOf(fields), file) };
  }

  private async drafted(on: OnBoard, id: string): Promise<Submission> {
    const draft = await readDraft(this.office.pool, on.actor, on.view.id, id);
    if (draft.task !== SUBMISSION_TASK) throw new Refusal('not-found', { draft: id });
    return draft.answers as Submission;
  }

  private async requireSameForm(
    on: OnBoard,
    submission: Submission,
    shownHash: string,
  ): Promise<Document> {
    const forms = await applicationForms(this.office, on);
    const form = forms.find(({ id }) => id === submission.form);
    if (form?.sha256 !== shownHash || shownHash !== submission.formHash) {
      throw new Refusal('papers-changed', { case: on.view.id, back: `${on.path}/submit` });
    }
    return form;
  }

  private async applicationPage(on: OnBoard): Promise<Page> {
    const forms = await applicationForms(this.office, on);
    const status = submissionOf(on.view)?.status;
    return page('board/application', {
      frame: boardFrame(on, 'overview'),
      isReady: status === 'ready',
      isDone: status === 'done',
      blockers: blockersOf(on),
      warnings: warningsOf(on.view),
      statements: statementsFor(on),
      items: forms.map(({ id, title, fileName }) => ({
        value: id,
        text: title,
        hint: fileName,
      })),
      values: { form: forms[0]?.id },
    });
  }

  private async checkPage(on: OnBoard, draft: string, submission: Submission): Promise<Page> {
    const form = await this.requireSameForm(on, submission, submission.formHash);
    const { pool, baseUrl } = this.office;
    const { told, explanation } = await previewStep(
      pool,
      baseUrl,
      on.actor,
      on.view.id,
      await applicationOf(pool, on.view.id, submission, on.view.now),
    );
    const warnings = unmet(on, explanation, 'warn');
    return page('board/check', {
      frame: boardFrame(on, 'overview'),
      isPossible: explanation.possible,
      blockers: unmet(on, explanation, 'block'),
      warnings,
      answers: [
        { key: 'School', value: on.view.schoolName },
        { key: 'Trust', value: on.view.trustName },
        { key: 'Reference', value: submission.reference, href: `${on.path}/submit` },
      ],
      papers: [paperRow(form, `${on.path}/papers`)],
      effects: effectsOf(told, ...declaration().effects),
      statements: [...statementsFor(on), ...(warnings.length > 0 ? [declaration().warned] : [])],
      action: `${on.path}/submit/${draft}`,
      back: `${on.path}/submit`,
      hidden: {
        [SEEN_FIELD]: on.view.version,
        formHash: submission.formHash,
      },
    });
  }
}

function requireReady({ view, path }: OnBoard): void {
  if (submissionOf(view)?.status !== 'ready') throw new Refusal('not-now', { back: path });
}

function unmet({ view }: OnBoard, { conditions }: Explanation, effect: 'block' | 'warn') {
  return conditions
    .filter((one) => one.effect === effect && one.verdict === 'unmet')
    .map((condition) => asSeenByBoard(blockerOf(condition, view.bodies)));
}
