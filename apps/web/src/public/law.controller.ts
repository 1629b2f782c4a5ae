import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { Refusal, content, now } from '#platform';
import type { Office } from '#cases';
import { ruleSetOn, rules } from '#journey';
import { londonDate } from '#register';
import { OFFICE } from '../http/acts.js';
import { ForAnyone } from '../http/audience.js';
import { page } from '../http/page.js';
import { lawRow } from './law-rows.js';

const QUERY = z.object({ on: z.iso.date().optional().catch(undefined) });
const RULE = { schema: z.string().max(10) };

/** The rules that the service applies, on any day, and the history of each. */
@Controller('law')
@ForAnyone('the law and its sources are public, and nothing of any case is shown')
export class LawController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async onDay(@Query({ schema: QUERY }) { on }: z.infer<typeof QUERY>) {
    const day = on ?? londonDate(await now(this.office.pool)).toString();
    const ruleSet = ruleSetOn(day);
    const inForce = rules.filter(
      ({ from, until }) => from <= day && (until === undefined || day < until),
    );
    const saved = rules.filter(
      ({ until, savings }) => savings !== undefined && until !== undefined && until <= day,
    );
    return page('public/law', {
      day,
      ruleSet,
      values: { on: day },
      rules: inForce.map(lawRow),
      saved: saved.map(lawRow),
      words: content('public/law'),
    });
  }

  @Get(':rule')
  rule(@Param('rule', RULE) id: string) {
    const rule = rules.find((one) => one.id === id);
    if (rule === undefined) throw new Refusal('not-found', { rule: id });
    const stem = stemOf(id);
    const versions = rules.filter((one) => one.id !== id && stemOf(one.id) === stem);
    return page('public/rule', {
      rule: lawRow(rule),
      versions: versions.map(lawRow),
      words: content('public/law'),
    });
  }
}

/** R44 and R44a are about the same matter. */
const stemOf = (id: string): string => id.replace(/[a-z]+$/, '');
