import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { Refusal } from '#platform';
import { caseDocuments, keepDraft, overrideDesk, readDraft, timeline } from '#cases';
import type { Office } from '#cases';
import type { Visitor } from '#identity';
import { OFFICE, SEEN_FIELD, actFrom } from '../http/acts.js';
import { answered, choice, nonceOf, text } from '../http/answers.js';
import { For, Strong, Who } from '../http/audience.js';
import { attachment, page, seeOther } from '../http/page.js';
import { tried } from '../http/refused-act.js';
import { overrideWords } from '../views/override-rows.js';
import { checkModel, deskModel, requestModel } from './override-model.js';
import type { DecisionAnswers } from './override-model.js';
import { onCaseAsOfficer, onOverride } from './on-override.js';
import type { OnOverride } from './on-override.js';

const ID = { schema: z.uuid() };
const LATEST = 10;
const DECISION = z.object({
  [SEEN_FIELD]: z.coerce.number().int().min(0),
  decision: choice(['overridden', 'refused'], 'Choose what you decide.'),
  reason: text('Say why you decide so.', { max: 4000 }),
});

/** The desk of a senior officer: the overrides that clerks asked for, and the decision on each. */
@Controller('overrides')
@For('senior-officer')
export class OverridesController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async desk(@Who() who: Visitor) {
    const actors = who
      .bodiesAs('senior-officer')
      .map(({ id }) => who.actorAs('senior-officer', id));
    const lists = await Promise.all(
      actors.map((actor) => overrideDesk.asked(this.office.pool, actor)),
    );
    return page('overrides/desk', deskModel(lists.flat()));
  }

  /** Where a letter leads: the requests on one case. */
  @Get('cases/:id')
  async ofCase(@Param('id', ID) id: string, @Who() who: Visitor) {
    const { view } = await onCaseAsOfficer(this.office, who, id);
    const waiting = view.overrides.filter(({ standing }) => standing === 'asked');
    if (waiting.length === 1) return seeOther(`/overrides/cases/${id}/${waiting[0]!.id}`);
    const { reference, schoolName } = view;
    const listed = view.overrides.map((override) => ({
      ...{ caseId: id, reference, schoolName, override },
    }));
    return page('overrides/desk', { ...deskModel(listed), school: schoolName });
  }

  @Get('cases/:id/:override')
  async request(
    @Param('id', ID) id: string,
    @Param('override', ID) override: string,
    @Who() who: Visitor,
  ) {
    return this.requestPage(await onOverride(this.office, who, id, override));
  }

  @Post('cases/:id/:override')
  async answer(
    @Param('id', ID) id: string,
    @Param('override', ID) override: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const on = await onOverride(this.office, who, id, override);
    requireOpen(on);
    return answered(DECISION, body, {
      good: async ({ [SEEN_FIELD]: seenVersion, decision, reason }) => {
        const draft = { task: taskOf(on), seenVersion, answers: { decision, reason } };
        const kept = await keepDraft(this.office.pool, on.actor, id, draft);
        return seeOther(`${on.path}/check/${kept}`);
      },
      bad: () => this.requestPage(on),
    });
  }

  @Get('cases/:id/:override/check/:draft')
  async check(
    @Param('id', ID) id: string,
    @Param('override', ID) override: string,
    @Param('draft', ID) draft: string,
    @Who() who: Visitor,
  ) {
    const on = await onOverride(this.office, who, id, override);
    requireOpen(on);
    const { answers, seenVersion } = await this.drafted(on, draft);
    return page('overrides/check', checkModel(on, draft, answers, seenVersion));
  }

  @Post('cases/:id/:override/check/:draft')
  @Strong('override')
  async decide(
    @Param('id', ID) id: string,
    @Param('override', ID) override: string,
    @Param('draft', ID) draft: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    nonceOf(body);
    const on = await onOverride(this.office, who, id, override);
    const { answers } = await this.drafted(on, draft);
    const act = actFrom(on.actor, id, body);
    const what = { office: this.office, actor: on.actor, caseId: id, back: on.path };
    await tried(what, () => overrideDesk.decide(this.office, act, { override, ...answers }));
    return seeOther(on.path, { saying: overrideWords().done[answers.decision] });
  }

  /** The papers that requests on the case rest on, and no others. */
  @Get('cases/:id/papers/:document')
  async paper(
    @Param('id', ID) id: string,
    @Param('document', ID) document: string,
    @Who() who: Visitor,
  ) {
    const { actor, view } = await onCaseAsOfficer(this.office, who, id);
    const isShown = view.overrides.some(({ papers }) => papers.includes(document));
    const [paper] = isShown ? await caseDocuments(this.office.pool, actor, id, [document]) : [];
    if (paper === undefined) throw new Refusal('not-found', { document });
    return attachment(paper.fileName, paper.mediaType, await this.office.documents.open(paper));
  }

  private async requestPage(on: OnOverride) {
    const { pool } = this.office;
    const { actor, view, override } = on;
    const [papers, latest] = await Promise.all([
      caseDocuments(pool, actor, view.id, override.papers),
      timeline(pool, actor, view.id, { limit: LATEST }),
    ]);
    return page('overrides/request', requestModel(on, papers, latest));
  }

  private async drafted(on: OnOverride, id: string) {
    const draft = await readDraft(this.office.pool, on.actor, on.view.id, id);
    if (draft.task !== taskOf(on)) throw new Refusal('not-found', { draft: id });
    return { answers: draft.answers as DecisionAnswers, seenVersion: draft.seenVersion };
  }
}

const taskOf = ({ override }: OnOverride): string => `decide-override:${override.id}`;

/** Refused as `not-now` where it is decided already, or where the officer asked for it. */
function requireOpen({ override, isOwn, path }: OnOverride): void {
  if (override.standing !== 'asked' || isOwn) throw new Refusal('not-now', { back: path });
}
