import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { Refusal } from '#platform';
import { acceptCondition, answerConsent, previewStep } from '#cases';
import type { Done, Office } from '#cases';
import type { AnswerGiven } from '#consents';
import type { Visitor } from '#identity';
import type { JourneyEvent } from '#journey';
import { OFFICE, SEEN_FIELD, actFrom } from '../http/acts.js';
import { answered, choice, choices, text } from '../http/answers.js';
import { For, Strong, Who } from '../http/audience.js';
import { attachment, page, seeOther } from '../http/page.js';
import { tried } from '../http/refused-act.js';
import { paperRow } from '../views/paper-rows.js';
import { effectsOf } from '../views/signing.js';
import { address } from '../http/parameters.js';
import type { Addressed } from '../http/parameters.js';
import { CONSENT_OF, MET_OF } from './addresses.js';
import type { ConsentOf, MetOf } from './addresses.js';
import { bandOf, conditionsOf, consentModel } from './consent-model.js';
import { evidenceFor, readablePaper } from './evidence.js';
import { canSend, onConsent, requireSend } from './on-consent.js';
import type { OnConsent } from './on-consent.js';
import { receiptOf } from './receipt.js';
import { decisionWords, deskWords } from './words.js';

const PAPER_OF = address({ ...CONSENT_OF.schema.shape, document: z.uuid() });
type PaperOf = Addressed<typeof PAPER_OF>;
const ENTRY_OF = address({
  ...CONSENT_OF.schema.shape,
  seq: z.coerce.number().int().min(1).max(2_000_000_000),
});
type EntryOf = Addressed<typeof ENTRY_OF>;
const MARKS = { [SEEN_FIELD]: z.string() };
const MORE = z.object({
  ...MARKS,
  words: text('Say what you need before you decide.', { max: 4000 }),
});
const WITHDRAWAL = z.object({
  ...MARKS,
  words: text('Give the reason.', { max: 4000 }),
  signatory: text('Enter the name of the person who signs.'),
  authority: text('Say by what authority, for example a minute.'),
  authorised: choices(['yes'], 'Confirm that you are authorised.'),
});

/** A body's own consent on a case: the papers, what was said, and every answer but the decision. */
@Controller('desk/cases/:id/:consent')
@For('faith-officer')
export class ConsentController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async consent(@Param(CONSENT_OF) { id, consent }: ConsentOf, @Who() who: Visitor) {
    const on = await onConsent(this.office, who, id, consent);
    return page('faith/consent', await consentModel(this.office, on));
  }

  @Get('papers/:document')
  async paper(@Param(PAPER_OF) { id, consent, document }: PaperOf, @Who() who: Visitor) {
    const on = await onConsent(this.office, who, id, consent);
    const paper = await readablePaper(this.office, on, document);
    return attachment(paper.fileName, paper.mediaType, await this.office.documents.open(paper));
  }

  @Post('acknowledge')
  async acknowledge(
    @Param(CONSENT_OF) { id, consent }: ConsentOf,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const on = await onConsent(this.office, who, id, consent);
    await this.answer(on, body, {
      answer: 'acknowledged',
      words: '',
      signatory: '',
      authority: '',
    });
    return seeOther(on.path, { saying: 'The school’s clerk now sees that you have the request.' });
  }

  @Get('more')
  async more(@Param(CONSENT_OF) { id, consent }: ConsentOf, @Who() who: Visitor) {
    const on = await onConsent(this.office, who, id, consent);
    requireSend(on, 'consent.more-asked');
    return this.morePage(on);
  }

  @Post('more')
  async askMore(
    @Param(CONSENT_OF) { id, consent }: ConsentOf,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const on = await onConsent(this.office, who, id, consent);
    return answered(MORE, body, {
      good: async ({ words }) => {
        const signatory = who.person.name;
        const answer = { answer: 'more-asked', words, signatory, authority: '' } as const;
        return this.receipt(on, await this.answer(on, body, answer));
      },
      bad: () => this.morePage(on),
    });
  }

  @Get('withdraw')
  async withdrawal(@Param(CONSENT_OF) { id, consent }: ConsentOf, @Who() who: Visitor) {
    const on = await onConsent(this.office, who, id, consent);
    requireSend(on, 'consent.withdrawn');
    return this.withdrawalPage(on);
  }

  @Post('withdraw')
  @Strong('approve')
  async withdraw(
    @Param(CONSENT_OF) { id, consent }: ConsentOf,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const on = await onConsent(this.office, who, id, consent);
    return answered(WITHDRAWAL, body, {
      good: async ({ words, signatory, authority }) => {
        const answer = { answer: 'withdrawn', words, signatory, authority } as const;
        return this.receipt(on, await this.answer(on, body, answer));
      },
      bad: () => this.withdrawalPage(on),
    });
  }

  @Get('conditions/:condition')
  async condition(@Param(MET_OF) { id, consent, condition }: MetOf, @Who() who: Visitor) {
    const on = await onConsent(this.office, who, id, consent);
    return this.conditionPage(on, condition);
  }

  @Post('conditions/:condition')
  @Strong('approve')
  async accept(
    @Param(MET_OF) { id, consent, condition }: MetOf,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const on = await onConsent(this.office, who, id, consent);
    const shown = (await evidenceFor(this.office, on)).map((document) => document.id);
    // A second click comes when the condition is met already, and must get the first answer.
    const { met } = on.part.context.conditions.find((one) => one.id === condition) ?? {};
    const schema = z.object({
      ...MARKS,
      evidence: choice(
        met === undefined ? shown : [...shown, met],
        'Choose the document that shows it.',
      ),
      read: choices(['yes'], 'Confirm that you have read the document.'),
    });
    return answered(schema, body, {
      good: async ({ evidence }) => {
        const act = actFrom(on.actor, id, body);
        const given = { consent, condition, evidence };
        return this.receipt(
          on,
          await tried(this.tryFrom(on), () => acceptCondition(this.office, act, given)),
        );
      },
      bad: () => this.conditionPage(on, condition),
    });
  }

  @Get('done/:seq')
  async done(@Param(ENTRY_OF) { id, consent, seq }: EntryOf, @Who() who: Visitor) {
    const on = await onConsent(this.office, who, id, consent);
    return page('faith/done', await receiptOf(this.office, on, seq));
  }

  private answer(
    on: OnConsent,
    body: unknown,
    given: Pick<AnswerGiven, 'answer' | 'words' | 'signatory' | 'authority'>,
  ): Promise<Done> {
    const act = actFrom(on.actor, on.view.id, body);
    const { consent, part } = on;
    const { papersHash } = part.context;
    return tried(this.tryFrom(on), () =>
      answerConsent(this.office, act, { ...given, consent, papersHash, conditions: [] }),
    );
  }

  private tryFrom({ actor, view, path }: OnConsent) {
    return { office: this.office, actor, caseId: view.id, back: path };
  }

  private receipt({ path }: OnConsent, { seq }: Done) {
    return seeOther(`${path}/done/${seq}`);
  }

  private async effects(on: OnConsent, event: JourneyEvent) {
    const { pool, baseUrl } = this.office;
    const { told } = await previewStep(pool, baseUrl, on.actor, on.view.id, event);
    return effectsOf(told);
  }

  private async morePage(on: OnConsent) {
    const event = {
      type: 'consent.more-asked',
      on: on.view.now.toISOString(),
      consent: on.consent,
    };
    return page('faith/more', {
      band: bandOf(on),
      effects: await this.effects(on, event as JourneyEvent),
      hidden: { [SEEN_FIELD]: on.view.version },
    });
  }

  private async withdrawalPage(on: OnConsent) {
    const event = { type: 'consent.withdrawn', on: on.view.now.toISOString(), consent: on.consent };
    return page('faith/withdraw', {
      band: bandOf(on),
      trust: on.view.trustName,
      effects: await this.effects(on, event as JourneyEvent),
      authorised: decisionWords().authorised.replace('{body}', on.bodyName),
      hidden: { [SEEN_FIELD]: on.view.version },
    });
  }

  private async conditionPage(on: OnConsent, id: string) {
    const condition = conditionsOf(on).find((one) => one.id === id);
    if (condition === undefined) throw new Refusal('not-found', { condition: id });
    const evidence = await evidenceFor(this.office, on);
    const { consent, view } = on;
    const event = {
      type: 'consent.condition-met',
      on: view.now.toISOString(),
      consent,
      condition: id,
      evidence: '',
    } as const;
    return page('faith/condition', {
      band: bandOf(on),
      condition,
      mayAccept: !condition.isMet && canSend(on, 'consent.condition-met'),
      rule: deskWords().evidenceRule,
      papers: evidence.map((document) => paperRow(document, `${on.path}/papers`)),
      items: evidence.map(({ id: value, title }) => ({ value, text: title })),
      effects: await this.effects(on, event),
      hidden: { [SEEN_FIELD]: view.version },
    });
  }
}
