import { Controller, Get, Inject, Param } from '@nestjs/common';
import { z } from 'zod';
import { clerkDesk, papersOfCase } from '#cases';
import type { Office } from '#cases';
import { consultees, publication, responses } from '#consultation';
import type { Visitor } from '#identity';
import { explain } from '#journey';
import type { Sql } from '#platform';
import { OFFICE } from '../../http/acts.js';
import { For, Who } from '../../http/audience.js';
import { wordsOfStep } from '../steps/step-words.js';
import { taskGroups } from '../task-rows.js';
import { consultationPage, onConsultation } from './on-consultation.js';
import type { OnConsultation } from './on-consultation.js';
import { leadGivesLonger } from './joint-rows.js';
import { preparationOf, withOrdered } from './preparation.js';
import { launchedRows } from './window-rows.js';

/** What is asked, until when, and what is to be done about it. */
@Controller('cases/:id/consultation')
@For('clerk')
export class ConsultationController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async overview(@Param('id', { schema: z.uuid() }) id: string, @Who() who: Visitor) {
    const { pool } = this.office;
    const on = await onConsultation(pool, who, id);
    const document = on.consultation?.document;
    const [paper = null] = document ? await papersOfCase(pool, id, [document]) : [];
    const [read, asked] = [await this.readable(on), await this.asked(on)];
    const waits = await lettersWait(pool, on);
    const tasks = taskGroups(on.view).find(({ region }) => region === 'consultation')?.rows ?? [];
    const people = on.consultation ? await this.people(on.consultation.id) : 0;
    return consultationPage(
      pool,
      on,
      { name: 'overview', section: 'overview' },
      {
        tasks: [
          ...(await preparationOf(pool, on, { read, asked, people })),
          ...withOrdered(tasks, `/cases/${id}/consultation`, waits),
        ],
        document: paper,
        read: `${read.done} of ${read.required} required sections`,
        asked,
        together: await this.together(on),
        longer: await leadGivesLonger(pool, on),
        window: await windowOf(pool, on),
        waits,
        acts: actsOn(on),
        unreached: on.consultation?.launchedAt
          ? (await consultees.unreached.list(pool, on.consultation.id)).length
          : 0,
        ballots: on.consultation && (await responses.ballots.of(pool, on.consultation.id)).length,
      },
    );
  }

  /** The question on the proposal is always asked; how many others are. */
  private async asked({ consultation }: OnConsultation): Promise<string> {
    const { questions } = publication;
    const list = consultation && (await questions.newest(this.office.pool, consultation.id));
    const others = list?.questions.length ?? 0;
    return others === 0 ? 'The proposal' : `The proposal and ${others} more`;
  }

  /** The other schools that ask together with this one. */
  private async together({ consultation }: OnConsultation): Promise<string> {
    const { joint } = publication;
    const schools = consultation ? await joint.schools(this.office.pool, consultation.id) : [];
    const others = schools.filter((school) => school.consultation !== consultation?.id);
    return joint.named(others.map(({ schoolName }) => schoolName)) || 'No other school';
  }

  /** How many of the sections that people must be able to read are there. */
  private async readable({ consultation }: OnConsultation) {
    const required = publication.sections().filter((section) => section.required).length;
    const text = consultation && (await publication.newest(this.office.pool, consultation.id));
    const missing = publication.missingIn(text?.sections ?? {}, consultation?.document ?? null);
    return { done: required - missing.length, required };
  }

  private async people(consultation: string): Promise<number> {
    return (await responses.counts(this.office.pool, consultation)).asked;
  }
}

/** Whether letters are ordered that have not begun to leave: they can be taken back or confirmed. */
async function lettersWait(sql: Sql, { consultation }: OnConsultation): Promise<boolean> {
  if (consultation === null) return false;
  const all = await consultees.sendings.list(sql, consultation.id);
  return all.some(consultees.sendings.isOpen);
}

const LONGER = [
  ['extend-consultation', 'consultation.extended'],
  ['reopen-consultation', 'consultation.reopened'],
] as const;

/** What can still be done about the closing time: more time while it is open, and again after that. */
function actsOn({ actor, view }: OnConsultation) {
  const attempt = { now: view.now.toISOString(), actor };
  return LONGER.flatMap(([step, type]) => {
    if (!explain(view.snapshot, { type }, attempt).inPlace) return [];
    const { title, hint } = wordsOfStep(step, null, view.bodies);
    return [{ title, hint, href: `/cases/${view.id}/steps/${step}` }];
  });
}

/** The days that people have to answer; null before the launch. */
async function windowOf(sql: Sql, { consultation, view }: OnConsultation) {
  const { id, opensAt = null, closesAt = null, pauses = [] } = consultation ?? {};
  if (id === undefined || opensAt === null || closesAt === null) return null;
  const asked = (await consultees.sendings.lastAskedAt(sql, id)) ?? opensAt;
  const { urn, consultation: launched } = view.snapshot.case.context;
  return launchedRows(await clerkDesk.countWindow(sql, urn, { opensAt: asked, closesAt, pauses }), {
    recorded: launched?.window,
    isOver: view.now >= closesAt,
  });
}
