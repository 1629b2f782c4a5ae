import { Controller, Get, Inject, Param } from '@nestjs/common';
import { z } from 'zod';
import type { Office } from '#cases';
import type { Visitor } from '#identity';
import { explain, ruleSetOn } from '#journey';
import type { EventType } from '#journey';
import { londonDate } from '#register';
import { OFFICE } from '../http/acts.js';
import { For, Who } from '../http/audience.js';
import { page } from '../http/page.js';
import { wordsOfCondition } from '../views/journey-words.js';
import { clerkCase, frameOf } from './case-frame.js';
import { wordsOfStep } from './steps/step-words.js';

const ID = { schema: z.uuid() };

/** The acts on a case as a whole, in the order of the page. */
const COURSE: readonly (readonly [step: string, event: EventType])[] = [
  ['hold-case', 'case.held'],
  ['resume-case', 'case.resumed'],
  ['withdraw-case', 'case.withdrawn'],
  ['revive-case', 'case.revived'],
  ['supersede-case', 'case.superseded'],
  ['rescind-order', 'order.rescinded'],
  ['revoke-order', 'order.revoked'],
];

/** What can become of a case as a whole: on hold, withdrawn, revived, its order taken back. */
@Controller('cases/:id/course')
@For('clerk')
export class CourseController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async show(@Param('id', ID) id: string, @Who() who: Visitor) {
    const { actor, view } = await clerkCase(this.office.pool, who, id);
    const { snapshot, now } = view;
    const rows = COURSE.flatMap(([step, type]) => {
      const { inPlace, conditions } = explain(
        snapshot,
        { type },
        { now: now.toISOString(), actor },
      );
      if (!inPlace) return [];
      const { title, hint } = wordsOfStep(step, null, view.bodies);
      const stops = conditions
        .filter(({ effect, verdict }) => effect === 'block' && verdict === 'unmet')
        .map((condition) => `${wordsOfCondition(condition, view.bodies)} ${condition.remedy}`);
      return [{ title, hint, stops, href: `/cases/${id}/steps/${step}` }];
    });
    const { ruleSet } = snapshot.case.context;
    return page('clerk/course', {
      frame: frameOf(view, 'tasks'),
      possible: rows.filter(({ stops }) => stops.length === 0),
      stopped: rows.filter(({ stops }) => stops.length > 0),
      ruleSet,
      isOlder: ruleSetOn(londonDate(now).toString()) > ruleSet,
    });
  }
}
