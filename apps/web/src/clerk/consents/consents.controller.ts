import { Controller, Get, Inject, Param } from '@nestjs/common';
import { z } from 'zod';
import { Refusal } from '#platform';
import type { CaseView, Office } from '#cases';
import type { Visitor } from '#identity';
import { live } from '#journey';
import { OFFICE } from '../../http/acts.js';
import { For, Who } from '../../http/audience.js';
import { page } from '../../http/page.js';
import { parts } from '../../views/journey-words.js';
import { clerkCase, frameOf } from '../case-frame.js';
import { consentModel, consentRows } from './consents-model.js';

const ID = { schema: z.uuid() };

/** The consents of a case as its clerk reads them: what each stands on, and the body's own policy. */
@Controller('cases/:id/consents')
@For('clerk')
export class ConsentsController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async all(@Param('id', ID) id: string, @Who() who: Visitor) {
    const { view } = await clerkCase(this.office.pool, who, id);
    const { articles } = view.snapshot.case.context;
    return page('clerk/consents/consents', {
      frame: frameOf(view, 'consents'),
      rows: await consentRows(this.office.pool, view),
      trust: view.trustName,
      mayChange: trustIsOpen(view),
      articles: articles === undefined ? null : parts().articlesModels[articles.model],
    });
  }

  @Get(':consent')
  async one(@Param('id', ID) id: string, @Param('consent') consent: string, @Who() who: Visitor) {
    const { actor, view } = await clerkCase(this.office.pool, who, id);
    if (!Object.hasOwn(view.snapshot.consents, consent))
      throw new Refusal('not-found', { consent });
    return page('clerk/consents/consent', {
      frame: frameOf(view, 'consents'),
      ...(await consentModel(this.office.pool, actor, view, consent)),
    });
  }
}

/** Until the application the school can choose another trust, and other articles. */
function trustIsOpen({ snapshot }: CaseView): boolean {
  const regions = live(snapshot);
  return regions !== null && regions.trust !== 'fixed';
}
