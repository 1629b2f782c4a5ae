import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { content } from '#platform';
import { timeline } from '#cases';
import type { Office } from '#cases';
import type { Visitor } from '#identity';
import { ruleSetOn, whatWouldChange } from '#journey';
import { londonDate } from '#register';
import { OFFICE } from '../http/acts.js';
import { For, Who } from '../http/audience.js';
import { page } from '../http/page.js';
import { clerkCase, frameOf } from './case-frame.js';
import { verdictRows } from './entry-facts.js';
import { timelineRow } from './timeline-rows.js';

const ID = { schema: z.uuid() };
const QUERY = z.object({ on: z.iso.date().optional().catch(undefined) });
const MOST_ENTRIES = 1_000;

type Strings = Readonly<Record<string, string>>;

/** The rules of a case: which it has, what newer ones would change, and which judged it on a day. */
@Controller('cases/:id/rules')
@For('clerk')
export class RulesController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async show(
    @Param('id', ID) id: string,
    @Query({ schema: QUERY }) { on }: z.infer<typeof QUERY>,
    @Who() who: Visitor,
  ) {
    const { pool } = this.office;
    const { actor, view } = await clerkCase(pool, who, id);
    const { ruleSet } = view.snapshot.case.context;
    const newest = ruleSetOn(londonDate(view.now).toString());
    const attempt = { now: view.now.toISOString(), actor };
    const events = content<Readonly<Record<string, { label: string }>>>('journey/events');
    const changes = newest > ruleSet ? whatWouldChange(view.snapshot, newest, attempt) : [];
    const entries =
      on === undefined ? [] : await timeline(pool, actor, id, { limit: MOST_ENTRIES });
    return page('clerk/rules', {
      frame: frameOf(view, 'timeline'),
      ruleSet,
      newest: newest > ruleSet ? newest : null,
      changes: changes.map(({ rule, gate, change }) => ({
        rule,
        text: content<Strings>('journey/rules')[rule] ?? rule,
        gate: events[gate]?.label ?? gate,
        change: CHANGES[change],
      })),
      values: { on: on ?? '' },
      on: on ?? null,
      judged: entries
        .filter(({ entry }) => londonDate(new Date(entry.at)).toString() === on)
        .filter(({ entry }) => entry.verdicts !== undefined)
        .map((entry) => ({
          row: timelineRow(id, entry, view.bodies),
          rules: entry.entry.rules ?? null,
          verdicts: verdictRows(entry.entry.verdicts ?? {}),
        })),
    });
  }
}

const CHANGES = {
  comes: 'Begins to count',
  goes: 'Counts no more',
  'judges-otherwise': 'Judges otherwise',
} as const;
