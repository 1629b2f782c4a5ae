import { Controller, Get, Inject, Query } from '@nestjs/common';
import { z } from 'zod';
import { now } from '#platform';
import { clerkDesk, listCases, projectGroups } from '#cases';
import type { ListedCase, Office } from '#cases';
import type { Visitor } from '#identity';
import { OFFICE } from '../http/acts.js';
import { For, Who } from '../http/audience.js';
import { page } from '../http/page.js';
import { parts, wordsOfWaiting } from '../views/journey-words.js';
import { stageTag } from './case-frame.js';
import { homeOf, troublesOf } from './home-model.js';

const PAGE = 25;
const CASES_QUERY = z.object({
  q: z.string().trim().max(100).optional().catch(undefined),
  stage: z.string().max(40).optional().catch(undefined),
  after: z.string().max(20).optional().catch(undefined),
});

/** What needs the clerk, and all cases of their desks. */
@Controller()
@For('clerk')
export class DeskController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get('home')
  async home(@Who() who: Visitor) {
    const { pool } = this.office;
    const desks = who.bodiesAs('clerk').map(({ id }) => id);
    const [mine, others, failed, stuck, unreached, unmatched, invitations, at] = await Promise.all([
      clerkDesk.casesWaiting(pool, desks, 'clerk'),
      clerkDesk.casesWaiting(pool, desks, 'others'),
      clerkDesk.failedLetters(pool, desks),
      clerkDesk.stuckLetters(pool, desks),
      clerkDesk.unreachedPeople(pool, desks),
      clerkDesk.unmatchedMail(pool, desks),
      projectGroups.invitationsTo(pool, desks),
      now(pool),
    ]);
    return page('clerk/home', {
      name: who.person.name.split(' ')[0],
      today: at,
      troubles: troublesOf({ failed, stuck, unreached, unmatched, invitations }),
      ...homeOf(mine, others, at),
    });
  }

  @Get('cases')
  async cases(
    @Who() who: Visitor,
    @Query({ schema: CASES_QUERY }) query: z.infer<typeof CASES_QUERY>,
  ) {
    const { q = '', after } = query;
    const stage =
      query.stage !== undefined && query.stage in parts().stages ? query.stage : undefined;
    const asked = { search: q, stage, after, limit: PAGE };
    const lists = await Promise.all(
      who
        .bodiesAs('clerk')
        .map(({ id }) => listCases(this.office.pool, who.actorAs('clerk', id), asked)),
    );
    const found = merged(lists.flatMap(({ cases }) => [...cases]));
    const isLast = lists.every(({ next }) => next === null) && found.length <= PAGE;
    const cases = found.slice(0, PAGE);
    const next = isLast ? null : (cases.at(-1)?.reference ?? null);
    return page('clerk/cases', {
      q,
      stage: stage ?? '',
      stages: Object.entries(parts().stages).map(([value, text]) => ({ value, text })),
      rows: cases.map(rowOf),
      isFiltered: q !== '' || stage !== undefined,
      isFirst: after === undefined,
      first: addressOf({ q, stage }),
      next: next === null ? null : addressOf({ q, stage, after: next }),
    });
  }
}

const merged = (found: readonly ListedCase[]): readonly ListedCase[] =>
  found.toSorted((one, other) => (one.reference < other.reference ? 1 : -1));

function rowOf(listed: ListedCase) {
  const { id, reference, schoolName, trustName, stage, waitingFor, waitingForName, dueOn } = listed;
  return {
    href: `/cases/${id}`,
    reference,
    school: schoolName,
    trust: trustName ?? 'Not chosen yet',
    stage: stageTag(stage),
    waiting: waitingFor === null ? 'Nobody' : wordsOfWaiting(waitingFor, waitingForName),
    dueOn,
  };
}

function addressOf(query: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(query).filter((pair): pair is [string, string] => !!pair[1]);
  const search = new URLSearchParams(given).toString();
  return search === '' ? '/cases' : `/cases?${search}`;
}
