import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { Refusal, fill } from '#platform';
import type { Office } from '#cases';
import { policyVersion } from '#consents';
import type { Visitor } from '#identity';
import { londonDate } from '#register';
import { OFFICE } from '../http/acts.js';
import { answered, choice, optionalDateIn } from '../http/answers.js';
import { For, Who } from '../http/audience.js';
import { page } from '../http/page.js';
import { DRAFT_OF } from './addresses.js';
import type { DraftOf } from './addresses.js';
import { bandOf } from './consent-model.js';
import type { DecisionDraft } from './decision-draft.js';
import { beforeExtent } from './decision-model.js';
import type { OnConsent } from './on-consent.js';
import { drafted, goOn } from './on-draft.js';
import { decisionWords, itemsOf } from './words.js';

const LAST_DAY = { validUntil: optionalDateIn('Enter the last day, or leave this empty.') };
const ONCE = z.object({ finality: z.literal('final').default('final'), ...LAST_DAY });
const FIRST = z.object({
  finality: choice(['in-principle', 'final'], 'Choose how far this consent goes.'),
  ...LAST_DAY,
});

/** How far a consent goes, where the body’s policy is to decide twice, and until when it holds. */
@Controller('desk/cases/:id/:consent/decide/:draft/extent')
@For('faith-officer')
export class ExtentController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async extent(@Param(DRAFT_OF) { id, consent, draft }: DraftOf, @Who() who: Visitor) {
    const { on, answers } = await drafted(this.office, who, { id, consent, draft });
    return this.extentPage(on, draft, answers);
  }

  @Post()
  async keepExtent(
    @Param(DRAFT_OF) { id, consent, draft }: DraftOf,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const { on, answers } = await drafted(this.office, who, { id, consent, draft });
    return answered(isFirstOfTwo(on) ? FIRST : ONCE, body, {
      good: async (extent) => {
        refusePast(on, extent.validUntil);
        return goOn(this.office, on, { ...answers, extent });
      },
      bad: () => this.extentPage(on, draft, answers),
    });
  }

  private async extentPage(on: OnConsent, draft: string, answers: DecisionDraft) {
    const { extent, finalities } = decisionWords();
    const months = await this.monthsOf(on);
    const usual = months === null ? null : londonDate(on.view.now).add({ months }).toString();
    return page('faith/extent', {
      band: bandOf(on),
      action: `${on.path}/decide/${draft}/extent`,
      back: beforeExtent(on, draft, answers),
      items: isFirstOfTwo(on) ? itemsOf(finalities) : null,
      note: on.part.value === 'conditional' ? extent.second : null,
      months: months === null ? null : fill(extent.months, { months }),
      hint: extent.hint,
      values: answers.extent ?? { validUntil: usual },
    });
  }

  /** After how many months the body’s own policy ends a consent; null where it does not. */
  private async monthsOf({ part }: OnConsent): Promise<number | null> {
    const version = part.context.policy?.version;
    if (version === undefined) return null;
    return (await policyVersion(this.office.pool, version))?.validityMonths ?? null;
  }
}

/** A body that decides twice consents in principle once, and then finally. */
const isFirstOfTwo = ({ part }: OnConsent): boolean =>
  part.context.policy?.stages === 'two' && part.value !== 'conditional';

function refusePast({ view }: OnConsent, validUntil: string | null): void {
  if (validUntil === null || validUntil >= londonDate(view.now).toString()) return;
  throw new Refusal('invalid', { faults: { validUntil: 'Enter today or a later day.' } });
}
