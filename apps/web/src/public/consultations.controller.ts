import { Controller, Get, Inject } from '@nestjs/common';
import { consultationDesk } from '#cases';
import type { Office, Phase } from '#cases';
import { content } from '#platform';
import { OFFICE } from '../http/acts.js';
import { ForAnyone } from '../http/audience.js';
import { page } from '../http/page.js';

interface Words {
  readonly list: Readonly<Record<string, unknown>> & {
    readonly phases: Readonly<Record<Phase, string>>;
  };
}

/** All consultations of this installation: to come, open, closed, and with their outcome. */
@Controller('consultations')
@ForAnyone('what is announced or launched is public; no name and no reply is shown')
export class ConsultationsController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async list() {
    const all = await consultationDesk.list(this.office.pool);
    const { list: words } = content<Words>('public/consultation');
    const parts = (['open', 'forthcoming', 'closed', 'outcome'] as const).map((phase) => ({
      ...{ id: phase, title: words.phases[phase] },
      rows: all.filter((one) => one.phase === phase),
    }));
    return page('public/consultations', { words, parts, isEmpty: all.length === 0 });
  }
}
