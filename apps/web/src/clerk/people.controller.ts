import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { Refusal } from '#platform';
import { addCasePerson, clerkDesk, removeCasePerson } from '#cases';
import type { CasePart, Office } from '#cases';
import type { Visitor } from '#identity';
import { letterBook, parseAddress } from '#mail';
import { OFFICE } from '../http/acts.js';
import { answered, choice, nonceOf, optionalText, text } from '../http/answers.js';
import { For, Strong, Who } from '../http/audience.js';
import { page, seeOther } from '../http/page.js';
import { clerkCase, frameOf } from './case-frame.js';
import { kindOfPart, partRows, questionOf } from './people-model.js';
import type { PartRow } from './people-model.js';

const ID = { schema: z.uuid() };
const PART = { schema: z.string().regex(/^[a-z][a-z0-9-]{1,60}$/) };

const PERSON = z.object({
  name: text('Enter the person’s name.'),
  email: text('Enter an e-mail address, like name@example.org.', { max: 254 }).refine(
    (typed) => parseAddress(typed) !== null,
    { error: 'Enter an e-mail address, like name@example.org.' },
  ),
});
const GOVERNOR = PERSON.extend({
  role: choice(['chair', 'governor'], 'Choose whether this is the chair.'),
});
const NAMED_BODY = z.object({
  known: z.union([z.literal(''), z.uuid()]).default(''),
  name: optionalText({ max: 200 }),
});

/** The people on a case, and the bodies for which they speak. */
@Controller('cases/:id/people')
@For('clerk')
export class PeopleController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async people(@Param('id', ID) id: string, @Who() who: Visitor) {
    const { view, rows } = await this.read(who, id);
    return page('clerk/people', { frame: frameOf(view, 'people'), parts: rows });
  }

  @Get(':part/add')
  async ask(@Param('id', ID) id: string, @Param('part', PART) part: string, @Who() who: Visitor) {
    return this.addPage(who, id, part);
  }

  @Post(':part/add')
  @Strong('people')
  async add(
    @Param('id', ID) id: string,
    @Param('part', PART) part: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const shown = await this.addPage(who, id, part);
    const { actor } = await clerkCase(this.office.pool, who, id);
    return answered(part === 'governing-board' ? GOVERNOR : PERSON, body, {
      good: async ({ name, email, ...rest }) => {
        const asGovernor = 'role' in rest && rest.role === 'governor';
        await addCasePerson(this.office, { actor, caseId: id, part, name, email, asGovernor });
        return seeOther(`/cases/${id}/people`, { saying: `${name} is on the case.` });
      },
      bad: () => shown,
    });
  }

  @Get(':part/remove/:person/:role')
  async askRemove(
    @Param('id', ID) id: string,
    @Param('part', PART) part: string,
    @Param('person', ID) person: string,
    @Param('role', PART) role: string,
    @Who() who: Visitor,
  ) {
    const { view, found } = await this.read(who, id);
    const one = personIn(found, part, person, role);
    if (one === null) throw new Refusal('not-found', { person });
    return page('clerk/remove-person', {
      frame: frameOf(view, 'people'),
      person: one,
      action: `/cases/${id}/people/${part}/remove/${person}/${role}`,
    });
  }

  @Post(':part/remove/:person/:role')
  @Strong('people')
  async remove(
    @Param('id', ID) id: string,
    @Param('part', PART) part: string,
    @Param('person', ID) person: string,
    @Param('role', PART) role: string,
    @Who() who: Visitor,
  ) {
    const { view, found, rows } = await this.read(who, id);
    const one = personIn(found, part, person, role);
    const onPeople = `/cases/${view.id}/people`;
    // Sent twice: the first one has done it.
    if (one === null) return seeOther(onPeople);
    if (!mayRemove(rows, part, person, role)) throw new Refusal('not-allowed');
    const { actor } = await clerkCase(this.office.pool, who, id);
    await removeCasePerson(this.office, { actor, caseId: id, person, role, body: one.body });
    return seeOther(onPeople, { saying: `${one.name} is no longer on the case.` });
  }

  @Get(':part/body')
  async askBody(
    @Param('id', ID) id: string,
    @Param('part', PART) part: string,
    @Who() who: Visitor,
  ) {
    return this.bodyPage(who, id, part);
  }

  @Post(':part/body')
  @Strong('people')
  async nameBody(
    @Param('id', ID) id: string,
    @Param('part', PART) part: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const shown = await this.bodyPage(who, id, part);
    const { actor } = await clerkCase(this.office.pool, who, id);
    return answered(NAMED_BODY, body, {
      good: async ({ known, name }) => {
        if ((known === '') === (name === '')) {
          const fault =
            known === ''
              ? 'Choose a body, or enter its name.'
              : 'Choose one, or enter a name: not both.';
          throw new Refusal('invalid', { faults: { name: fault } });
        }
        const form = { nonce: nonceOf(body), person: actor.person, content: body };
        const named = known === '' ? { kind: kindOfPart(part)!, name } : { id: known };
        await clerkDesk.namePart(this.office, { actor, form, caseId: id, part, body: named });
        return seeOther(`/cases/${id}/people`, {
          saying: 'The body is named. Add its officer next.',
        });
      },
      bad: () => shown,
    });
  }

  private async read(who: Visitor, id: string) {
    const { pool } = this.office;
    const { actor, view } = await clerkCase(pool, who, id);
    const [found, failed] = await Promise.all([
      clerkDesk.caseParts(pool, actor, id),
      letterBook.failed(pool, id),
    ]);
    const addresses = new Set(failed.map(({ toAddress }) => (toAddress ?? '').toLowerCase()));
    return { actor, view, found, rows: partRows(view, found, addresses) };
  }

  private async addPage(who: Visitor, id: string, part: string) {
    const { view, rows } = await this.read(who, id);
    const row = rows.find((one) => one.part === part);
    if (row?.addHref == null) throw new Refusal('not-found', { part });
    return page('clerk/add-person', {
      frame: frameOf(view, 'people'),
      part: row,
      isBoard: part === 'governing-board',
      action: row.addHref,
    });
  }

  private async bodyPage(who: Visitor, id: string, part: string) {
    const { view, found } = await this.read(who, id);
    const kind = kindOfPart(part);
    const row = found.find((one) => one.part === part);
    // Whoever consents is named by the step that finds it out, on the record.
    if (kind === null || row === undefined || row.isConsent) {
      throw new Refusal('not-found', { part });
    }
    const known = await clerkDesk.knownBodies(this.office.pool, [kind]);
    return page('clerk/name-body', {
      frame: frameOf(view, 'people'),
      ...questionOf(part),
      known: known.map(({ id: value, name }) => ({ value, text: name })),
      action: `/cases/${id}/people/${part}/body`,
    });
  }
}

function personIn(found: readonly CasePart[], part: string, person: string, role: string) {
  const people = found.find((one) => one.part === part)?.people ?? [];
  return people.find((one) => one.person === person && one.role === role) ?? null;
}

function mayRemove(rows: readonly PartRow[], part: string, person: string, role: string): boolean {
  const people = rows.find((row) => row.part === part)?.people ?? [];
  return people.some(({ removeHref }) => removeHref?.endsWith(`/remove/${person}/${role}`));
}
