import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { Refusal } from '#platform';
import { answerConsent, previewStep } from '#cases';
import type { Office } from '#cases';
import type { Visitor } from '#identity';
import { OFFICE, SEEN_FIELD, actFrom } from '../http/acts.js';
import { answered, choice, choices, optionalText, text } from '../http/answers.js';
import { For, Strong, Who } from '../http/audience.js';
import { page, seeOther } from '../http/page.js';
import { address } from '../http/parameters.js';
import type { Addressed } from '../http/parameters.js';
import { tried } from '../http/refused-act.js';
import { isSameName } from '../views/signing.js';
import { CONSENT_OF, DRAFT_OF } from './addresses.js';
import type { ConsentOf, DraftOf } from './addresses.js';
import { bandOf } from './consent-model.js';
import { MOST_CONDITIONS, emptyDraft, nextPage, readDecision } from './decision-draft.js';
import type { DecisionDraft } from './decision-draft.js';
import { beforeWords, checkModel, conditionRows, eventOf, givenOf } from './decision-model.js';
import { canSend, onConsent, requireSamePapers, requireSend } from './on-consent.js';
import type { OnConsent } from './on-consent.js';
import { drafted, goOn } from './on-draft.js';
import { DECISIONS, DUES, decisionWords, itemsOf } from './words.js';

const CONDITION_OF = address({
  ...DRAFT_OF.schema.shape,
  at: z.coerce.number().int().min(0).max(MOST_CONDITIONS),
});
type ConditionOf = Addressed<typeof CONDITION_OF>;
const AGAIN = z.object({ draft: z.uuid().optional() });

const DECISION = z.object({
  draft: optionalText({ max: 40 }),
  decision: choice(DECISIONS, 'Choose what you decide.'),
});
const MORE_CONDITIONS = z.object({ more: choice(['yes', 'no'], 'Say whether there is another.') });
const CONDITION = z.object({
  words: text('Say what must be done.', { max: 2000 }),
  due: choice(DUES, 'Choose by when it must be met.'),
});
const REASONS = z.object({ words: text('Give your reasons for refusing.', { max: 4000 }) });
const WORDS = z.object({ words: optionalText({ max: 4000 }) });
const SIGNATORY = z.object({
  signatory: text('Enter the name of the person who signs.'),
  capacity: text('Enter the office in which they sign.'),
  authority: text('Say by what authority, for example a minute.', { max: 500 }),
});
const SIGNATURE = z.object({
  [SEEN_FIELD]: z.string(),
  papersHash: z.string(),
  read: choices(['yes'], 'Confirm that you have read the papers.'),
  authorised: choices(['yes'], 'Confirm that you are authorised.'),
  name: text('Type your full name.'),
});

/** The pages on which a body decides: small ones, a page that checks them all, and one signature. */
@Controller('desk/cases/:id/:consent/decide')
@For('faith-officer')
export class DecisionController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async begin(
    @Param(CONSENT_OF) { id, consent }: ConsentOf,
    @Query({ schema: AGAIN }) { draft }: z.infer<typeof AGAIN>,
    @Who() who: Visitor,
  ) {
    const on = await onConsent(this.office, who, id, consent);
    requireSend(on, 'consent.decided');
    const earlier = draft === undefined ? null : await readDecision(this.office, on, draft);
    return this.decisionPage(on, draft ?? '', { decision: earlier?.decision });
  }

  @Post()
  async choose(
    @Param(CONSENT_OF) { id, consent }: ConsentOf,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const on = await onConsent(this.office, who, id, consent);
    return answered(DECISION, body, {
      good: async ({ draft, decision }) => {
        const earlier = z.uuid().safeParse(draft).success
          ? await readDecision(this.office, on, draft)
          : emptyDraft(on, decision);
        // Whoever chooses has just come from the papers as they stand now.
        const { papersHash } = on.part.context;
        return goOn(this.office, on, { ...earlier, papersHash, decision });
      },
      bad: (typed) => this.decisionPage(on, String(typed['draft'] ?? ''), {}),
    });
  }

  @Get(':draft/conditions')
  async conditions(@Param(DRAFT_OF) { id, consent, draft }: DraftOf, @Who() who: Visitor) {
    const { on, answers } = await drafted(this.office, who, { id, consent, draft });
    return this.conditionsPage(on, draft, answers);
  }

  @Post(':draft/conditions')
  async moreConditions(
    @Param(DRAFT_OF) { id, consent, draft }: DraftOf,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const { on, answers } = await drafted(this.office, who, { id, consent, draft });
    return answered(MORE_CONDITIONS, body, {
      good: ({ more }) => {
        const isFull = answers.conditions.length >= MOST_CONDITIONS;
        const to = more === 'yes' && !isFull ? 'conditions/new' : nextPage(answers);
        return seeOther(`${on.path}/decide/${draft}/${to}`);
      },
      bad: () => this.conditionsPage(on, draft, answers),
    });
  }

  @Get(':draft/conditions/new')
  async newCondition(@Param(DRAFT_OF) { id, consent, draft }: DraftOf, @Who() who: Visitor) {
    const { on, answers } = await drafted(this.office, who, { id, consent, draft });
    return this.conditionPage(on, draft, answers, answers.conditions.length);
  }

  @Get(':draft/conditions/:at')
  async oldCondition(
    @Param(CONDITION_OF) { id, consent, draft, at }: ConditionOf,
    @Who() who: Visitor,
  ) {
    const { on, answers } = await drafted(this.office, who, { id, consent, draft });
    return this.conditionPage(on, draft, answers, at);
  }

  @Post(':draft/conditions/:at')
  async keepCondition(
    @Param(CONDITION_OF) { id, consent, draft, at }: ConditionOf,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const { on, answers } = await drafted(this.office, who, { id, consent, draft });
    return answered(CONDITION, body, {
      good: async (condition) => {
        const conditions = [...answers.conditions];
        conditions[Math.min(at, conditions.length)] = condition;
        const kept = conditions.slice(0, MOST_CONDITIONS);
        return goOn(this.office, on, { ...answers, conditions: kept }, 'conditions');
      },
      bad: () => this.conditionPage(on, draft, answers, at),
    });
  }

  @Post(':draft/conditions/:at/remove')
  async removeCondition(
    @Param(CONDITION_OF) { id, consent, draft, at }: ConditionOf,
    @Who() who: Visitor,
  ) {
    const { on, answers } = await drafted(this.office, who, { id, consent, draft });
    const conditions = answers.conditions.filter((_, index) => index !== at);
    const to = conditions.length === 0 ? 'conditions/new' : 'conditions';
    return goOn(this.office, on, { ...answers, conditions }, to);
  }

  @Get(':draft/words')
  async words(@Param(DRAFT_OF) { id, consent, draft }: DraftOf, @Who() who: Visitor) {
    const { on, answers } = await drafted(this.office, who, { id, consent, draft });
    return this.wordsPage(on, draft, answers);
  }

  @Post(':draft/words')
  async keepWords(
    @Param(DRAFT_OF) { id, consent, draft }: DraftOf,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const { on, answers } = await drafted(this.office, who, { id, consent, draft });
    return answered(answers.decision === 'refused' ? REASONS : WORDS, body, {
      good: ({ words }) => goOn(this.office, on, { ...answers, words }),
      bad: () => this.wordsPage(on, draft, answers),
    });
  }

  @Get(':draft/signatory')
  async signatory(@Param(DRAFT_OF) { id, consent, draft }: DraftOf, @Who() who: Visitor) {
    const { on, answers } = await drafted(this.office, who, { id, consent, draft });
    return this.signatoryPage(on, draft, answers, who.person.name);
  }

  @Post(':draft/signatory')
  async keepSignatory(
    @Param(DRAFT_OF) { id, consent, draft }: DraftOf,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const { on, answers } = await drafted(this.office, who, { id, consent, draft });
    return answered(SIGNATORY, body, {
      good: (signing) => goOn(this.office, on, { ...answers, ...signing }),
      bad: () => this.signatoryPage(on, draft, answers, who.person.name),
    });
  }

  @Get(':draft/check')
  async check(@Param(DRAFT_OF) { id, consent, draft }: DraftOf, @Who() who: Visitor) {
    const { on, answers } = await drafted(this.office, who, { id, consent, draft });
    requireSend(on, 'consent.decided');
    const missing = nextPage(answers);
    if (missing !== 'check') return seeOther(`${on.path}/decide/${draft}/${missing}`);
    return this.checkPage(on, draft, answers);
  }

  @Post(':draft/check')
  @Strong('approve')
  async sign(
    @Param(DRAFT_OF) { id, consent, draft }: DraftOf,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const { on, answers } = await drafted(this.office, who, { id, consent, draft });
    return answered(SIGNATURE, body, {
      good: async ({ name, papersHash }) => {
        requireSamePapers(on, papersHash);
        if (!isSameName(name, answers.signatory ?? '')) {
          throw new Refusal('invalid', {
            faults: { name: `Type the name of the person who signs: ${answers.signatory}.` },
          });
        }
        const act = actFrom(on.actor, id, body);
        const back = `${on.path}/decide/${draft}/check`;
        const what = { office: this.office, actor: on.actor, caseId: id, back };
        const { seq } = await tried(what, () =>
          answerConsent(this.office, act, givenOf(on, answers)),
        );
        return seeOther(`${on.path}/done/${seq}`);
      },
      // What was signed already can be sent again, but no longer shown as a form to sign.
      bad: async () => {
        if (!canSend(on, 'consent.decided')) requireSend(on, 'consent.decided');
        return this.checkPage(on, draft, answers);
      },
    });
  }

  private decisionPage(on: OnConsent, draft: string, values: object) {
    return page('faith/decide', {
      band: bandOf(on),
      items: itemsOf(decisionWords().choices),
      hidden: { draft: draft === '' ? null : draft },
      values,
    });
  }

  private conditionsPage(on: OnConsent, draft: string, answers: DecisionDraft) {
    const base = `${on.path}/decide/${draft}`;
    return page('faith/conditions', {
      band: bandOf(on),
      base,
      back: `${on.path}/decide?draft=${draft}`,
      conditions: conditionRows(answers, base),
      isFull: answers.conditions.length >= MOST_CONDITIONS,
    });
  }

  private conditionPage(on: OnConsent, draft: string, answers: DecisionDraft, at: number) {
    const base = `${on.path}/decide/${draft}`;
    const place = Math.min(at, answers.conditions.length);
    return page('faith/condition-words', {
      band: bandOf(on),
      number: place + 1,
      action: `${base}/conditions/${place}`,
      back:
        answers.conditions.length === 0 ? `${on.path}/decide?draft=${draft}` : `${base}/conditions`,
      items: itemsOf(decisionWords().due),
      values: answers.conditions[place],
    });
  }

  private wordsPage(on: OnConsent, draft: string, answers: DecisionDraft) {
    return page('faith/words', {
      band: bandOf(on),
      action: `${on.path}/decide/${draft}/words`,
      back: beforeWords(on, draft, answers),
      isRefusal: answers.decision === 'refused',
      values: { words: answers.words ?? '' },
    });
  }

  private signatoryPage(on: OnConsent, draft: string, answers: DecisionDraft, name: string) {
    const { signatory, capacity, authority } = answers;
    return page('faith/signatory', {
      band: bandOf(on),
      action: `${on.path}/decide/${draft}/signatory`,
      back: `${on.path}/decide/${draft}/words`,
      values: { signatory: signatory ?? name, capacity, authority },
    });
  }

  private async checkPage(on: OnConsent, draft: string, answers: DecisionDraft) {
    const { pool, baseUrl } = this.office;
    const event = eventOf(on, answers);
    const { told } = await previewStep(pool, baseUrl, on.actor, on.view.id, event);
    return page('faith/check', checkModel(on, draft, answers, told));
  }
}
