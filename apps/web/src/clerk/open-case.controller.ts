import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { Refusal, now } from '#platform';
import { clerkDesk, journeySchool, openCase, schoolFindings } from '#cases';
import type { Office } from '#cases';
import type { Visitor } from '#identity';
import { authoritiesOn } from '#law';
import { duties } from '#journey';
import type { Route } from '#journey';
import { findSchools, londonDate, registerAge, school as findSchool } from '#register';
import type { RegisteredSchool } from '#register';
import { OFFICE } from '../http/acts.js';
import { answered, nonceOf, optionalText } from '../http/answers.js';
import { For, Who } from '../http/audience.js';
import { page, seeOther } from '../http/page.js';
import {
  BODY_FIELDS,
  bodiesNamed,
  bodyFields,
  dutiesInWords,
  earlierBodies,
  flagsOf,
} from './opening-model.js';
import { routeChoices, routeInWords } from './route-words.js';

const URN = { schema: z.string().regex(/^\d{6}$/) };
const SEARCH = z.object({
  q: z.string().trim().max(100).optional().catch(undefined),
  after: z.string().max(500).optional().catch(undefined),
});
const BODIES = z.object(
  Object.fromEntries(BODY_FIELDS.map((name) => [name, optionalText({ max: 200 })])),
);
const ROUTE = z.enum(['join', 'form', 'sponsored']);
/** Bodies of an earlier case that are taken over: ids, in one field once they are read. */
const EARLIER = z
  .union([z.string(), z.array(z.string())])
  .transform((ids) => [ids].flat().join(','))
  .default('');
const OPENING = BODIES.extend({
  earlier: EARLIER,
  desk: z.string().optional(),
  route: ROUTE.default('join'),
});
/** What stands in the address of the check page; an address that names no route joins a trust. */
const CHECKED = BODIES.partial().extend({ earlier: EARLIER.catch(''), route: ROUTE.catch('join') });
type Given = Readonly<Record<string, string>> & { readonly route: Route };

/** Opening a case: find the school, see what follows for it, check, open. */
@Controller('cases/open')
@For('clerk')
export class OpenCaseController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async find(@Who() who: Visitor, @Query({ schema: SEARCH }) query: z.infer<typeof SEARCH>) {
    const { pool } = this.office;
    const { q = '', after = null } = query;
    const { schools: age } = await registerAge(pool);
    const { found, next } = await findSchools(pool, { q, limit: 10, after });
    const open = await clerkDesk.openCaseOf(
      pool,
      desksOf(who),
      found.map(({ urn }) => urn),
    );
    return page('clerk/find-school', {
      q,
      age,
      schools: found.map((one) => ({
        ...one,
        line: [one.town, one.typeName, one.phaseName].filter(Boolean).join(' · '),
        open: open.get(one.urn) ?? null,
      })),
      next:
        next === null ? null : `/cases/open?${new URLSearchParams({ q, after: next }).toString()}`,
    });
  }

  @Get(':urn')
  async duties(@Param('urn', URN) urn: string, @Who() who: Visitor) {
    const { pool } = this.office;
    const { school, owed } = await this.read(urn, { route: 'join' });
    const { schools: age } = await registerAge(pool);
    const open = await clerkDesk.openCaseOf(pool, desksOf(who), [urn]);
    return page('clerk/duties', {
      school,
      outOfScope: owed.outOfScope,
      duties: dutiesInWords(owed),
      flags: flagsOf(school, age),
      age,
      open: open.get(urn) ?? null,
    });
  }

  @Get(':urn/route')
  async route(@Param('urn', URN) urn: string) {
    const { school, owed } = await this.read(urn, { route: 'join' });
    if (owed.outOfScope !== null) throw new Refusal('not-found', { urn });
    return page('clerk/choose-route', {
      school,
      routes: routeChoices(),
      values: { route: 'join' },
    });
  }

  @Get(':urn/check')
  async check(
    @Param('urn', URN) urn: string,
    @Who() who: Visitor,
    @Query() typed: Record<string, string>,
  ) {
    return this.checkPage(urn, who, readBodies(typed));
  }

  @Post(':urn')
  async open(@Param('urn', URN) urn: string, @Body() body: unknown, @Who() who: Visitor) {
    return answered(OPENING, body, {
      good: async ({ desk, ...given }) => {
        const actor = who.actorAs('clerk', desk);
        const { bodies } = await this.read(urn, given as Given);
        const form = { nonce: nonceOf(body), person: actor.person, content: body };
        const opening = { actor, form, urn, bodies, route: given.route as Route };
        try {
          const { id, reference } = await openCase(this.office, opening);
          return seeOther(`/cases/${id}`, { saying: `Case ${reference} is open.` });
        } catch (error) {
          if (error instanceof Refusal && error.code === 'already-open') {
            return this.alreadyOpen(urn, who);
          }
          throw error;
        }
      },
      bad: (typed) => this.checkPage(urn, who, readBodies(typed)),
    });
  }

  private async read(urn: string, given: Given) {
    const { pool } = this.office;
    const school = await findSchool(pool, urn);
    if (school === null) throw new Refusal('not-found', { urn });
    const on = londonDate(await now(pool)).toString();
    const question = {
      school: journeySchool(school),
      route: given.route,
      on,
      authorities: await authoritiesOn(pool, on),
    };
    const first = duties({ ...question, bodies: [] });
    const found = await schoolFindings.schoolBodies(pool, urn);
    const bodies = bodiesNamed(first, given, found);
    return { school, first, found, bodies, owed: duties({ ...question, bodies }) };
  }

  private async checkPage(urn: string, who: Visitor, given: Given) {
    const { school, first, found, owed } = await this.read(urn, given);
    if (owed.outOfScope !== null) throw new Refusal('not-found', { urn });
    const isAsked = bodyFields(first).length > 0 && !('checked' in given);
    if (isAsked) {
      const { route } = given;
      const fields = bodyFields(first);
      const earlier = earlierBodies(first, found);
      const values = { ...given, earlier: (given['earlier'] ?? '').split(',') };
      return page('clerk/name-bodies', { school, route, fields, earlier, values });
    }
    return page('clerk/check-opening', {
      school,
      duties: dutiesInWords(owed),
      route: routeInWords(given.route),
      hidden: Object.fromEntries(
        ['route', 'earlier', ...BODY_FIELDS].flatMap((name) =>
          given[name] ? [[name, given[name]]] : [],
        ),
      ),
      changeBodies: bodyFields(first).length > 0 ? changeAddress(urn, given) : null,
      desks: who.bodiesAs('clerk').map(({ id, name }) => ({ value: id, text: name })),
    });
  }

  private async alreadyOpen(urn: string, who: Visitor) {
    const open = await clerkDesk.openCaseOf(this.office.pool, desksOf(who), [urn]);
    const school = (await findSchool(this.office.pool, urn)) as RegisteredSchool;
    return page('clerk/already-open', { school, open: open.get(urn) ?? null }, 409);
  }
}

const desksOf = (who: Visitor): readonly string[] => who.bodiesAs('clerk').map(({ id }) => id);

/** The route, the names of bodies, and whether they were asked for, from an address or a form. */
function readBodies(typed: Readonly<Record<string, unknown>>): Given {
  const { route, ...bodies } = CHECKED.parse(typed);
  const given = Object.entries(bodies).filter(([, name]) => name !== '' && name !== undefined);
  const checked = 'checked' in typed || 'desk' in typed ? [['checked', '1']] : [];
  return { ...Object.fromEntries([...given, ...checked]), route } as Given;
}

function changeAddress(urn: string, given: Readonly<Record<string, string>>): string {
  const { checked: _, ...bodies } = given;
  const search = new URLSearchParams(bodies).toString();
  return `/cases/open/${urn}/check${search === '' ? '' : `?${search}`}`;
}
