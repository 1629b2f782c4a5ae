import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Office } from '#cases';
import { publication } from '#consultation';
import type { Said, Section, SourcedFact } from '#consultation';
import type { Visitor } from '#identity';
import { inTransaction } from '#platform';
import { OFFICE } from '../../http/acts.js';
import { answered } from '../../http/answers.js';
import { For, Who } from '../../http/audience.js';
import { seeOther } from '../../http/page.js';
import { consultationPage, onConsultation, toPlan } from './on-consultation.js';
import type { OnConsultation } from './on-consultation.js';
import { factsForm, rowsFor, rowsIn, valuesOf } from './facts-form.js';

const UUID = { schema: z.uuid() };
const Begin = z.object({ ready: z.literal('yes').optional() });

/** What people say of academy trusts and what is so, each fact with its source and its day. */
@Controller('cases/:id/consultation/text/facts')
@For('clerk')
export class FactsController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async ask(
    @Param('id', UUID) id: string,
    @Query({ schema: Begin }) { ready }: z.infer<typeof Begin>,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    const said = await this.saidOf(on);
    const begun = ready === 'yes' ? publication.readyFacts() : said.facts;
    return this.form(on, { ...said, begun, isReady: ready === 'yes' });
  }

  @Post()
  async write(@Param('id', UUID) id: string, @Body() body: unknown, @Who() who: Visitor) {
    const on = await this.on(who, id);
    return answered(factsForm(rowsIn(body)), body, {
      bad: async () => this.form(on, { ...(await this.saidOf(on)), rows: rowsIn(body) }),
      good: async ({ version: seen, facts }) => {
        const said: Said | null = facts.length === 0 ? null : { facts };
        await inTransaction(this.office.pool, async (tx) => {
          const { id: consultation } = await toPlan(tx, on);
          await publication.write(tx, on.actor, { consultation, seen, section: 'facts', said });
        });
        const kept = said === null ? 'says nothing now' : 'is saved';
        const saying = `“${sectionOfFacts().title}” ${kept}.`;
        return seeOther(`/cases/${id}/consultation/text`, { saying });
      },
    });
  }

  private async saidOf({ consultation }: OnConsultation) {
    const of = consultation?.id;
    const newest = of === undefined ? null : await publication.newest(this.office.pool, of);
    const said = newest?.sections['facts'];
    return { version: newest?.version ?? 0, facts: said && 'facts' in said ? said.facts : [] };
  }

  private form(
    on: OnConsultation,
    shown: {
      readonly version: number;
      readonly facts: readonly SourcedFact[];
      readonly begun?: readonly (Omit<SourcedFact, 'on'> & { readonly on?: string })[];
      readonly rows?: number;
      readonly isReady?: boolean;
    },
  ) {
    const { version, facts, begun = facts, rows = rowsFor(begun.length) } = shown;
    return consultationPage(
      this.office.pool,
      on,
      { name: 'facts', section: 'text' },
      {
        section: sectionOfFacts(),
        said: facts,
        isReady: shown.isReady ?? false,
        rows: Array.from({ length: rows }, (_, index) => index),
        values: valuesOf(begun),
        marks: { version },
      },
    );
  }

  private on(who: Visitor, caseId: string): Promise<OnConsultation> {
    return onConsultation(this.office.pool, who, caseId);
  }
}

const sectionOfFacts = (): Section =>
  publication.sections().find(({ lists }) => lists === 'facts')!;
