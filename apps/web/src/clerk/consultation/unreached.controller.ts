import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import type { Office } from '#cases';
import { consultees, wording } from '#consultation';
import type { Consultee, Unreached } from '#consultation';
import type { Visitor } from '#identity';
import { parseAddress, wakeSender } from '#mail';
import { answerOnce, inTransaction, Refusal } from '#platform';
import type { Tx } from '#platform';
import { OFFICE } from '../../http/acts.js';
import { answered, choice, nonceOf, optionalText } from '../../http/answers.js';
import { For, Who } from '../../http/audience.js';
import { seeOther } from '../../http/page.js';
import { named, type Named } from '../../http/parameters.js';
import { begun, consultationPage, onConsultation } from './on-consultation.js';
import type { OnConsultation } from './on-consultation.js';

const { unreached } = consultees;
const UUID = { schema: z.uuid() };
const ONE = named('id', 'consultee');
type One = Named<'id' | 'consultee'>;

const Contact = z
  .object({
    how: choice(unreached.otherWays, 'Select what you did.'),
    note: optionalText({ max: 1_000 }),
  })
  .refine(({ how, note }) => how !== 'not-reached' || note !== '', {
    path: ['note'],
    error: 'Enter why they cannot be reached.',
  });
const Address = z
  .object({
    email: optionalText({ max: 254 }).refine(
      (email) => email === '' || parseAddress(email) !== null,
      'Enter one e-mail address in the correct format, like name@example.com.',
    ),
    postal: optionalText({ max: 500 }),
  })
  .refine(({ email, postal }) => email !== '' || postal !== '', {
    path: ['email'],
    error: 'Enter an e-mail address, or a postal address below.',
  });

/** People whom no letter reached: each is a task, until they are told in another way. */
@Controller('cases/:id/consultation/consultees')
@For('clerk')
export class UnreachedController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get('unreached')
  async list(@Param('id', UUID) id: string, @Who() who: Visitor) {
    const on = await onConsultation(this.office.pool, who, id);
    const people = await unreached.list(this.office.pool, begun(on).id);
    return this.page(on, 'unreached', { people: people.map(inWords) });
  }

  @Get(':consultee/reach')
  async ask(@Param(ONE) { id, consultee }: One, @Who() who: Visitor) {
    const on = await onConsultation(this.office.pool, who, id);
    return this.show(on, await this.personOf(on, consultee));
  }

  @Post(':consultee/reach')
  async note(@Param(ONE) { id, consultee }: One, @Body() body: unknown, @Who() who: Visitor) {
    const on = await onConsultation(this.office.pool, who, id);
    const person = await this.personOf(on, consultee);
    return answered(Contact, body, {
      bad: () => this.show(on, person),
      good: async ({ how, note }) => {
        const given = { consultation: begun(on).id, consultee, how, note: note || null };
        await this.once(on, body, (tx) => unreached.note(tx, on.actor, given));
        const done = how === 'not-reached' ? 'It stands in the report.' : 'They were told.';
        return seeOther(this.home(id), { saying: `${person.name}: ${done}` });
      },
    });
  }

  @Post(':consultee/address')
  async correct(@Param(ONE) { id, consultee }: One, @Body() body: unknown, @Who() who: Visitor) {
    const on = await onConsultation(this.office.pool, who, id);
    const person = await this.personOf(on, consultee);
    return answered(Address, body, {
      bad: () => this.show(on, person),
      good: async ({ email, postal }) => {
        const of = { consultation: begun(on).id, consultee };
        const given = { ...of, email: email || null, postal: postal || null };
        await this.once(on, body, (tx) => unreached.correct(tx, on.actor, given));
        wakeSender(this.office.pool);
        const saying = `${person.name} is on the list under the new address.`;
        return seeOther(this.home(id), { saying });
      },
    });
  }

  private async once(on: OnConsultation, body: unknown, act: (tx: Tx) => Promise<void>) {
    const form = { nonce: nonceOf(body), person: on.actor.person, content: body };
    await inTransaction(this.office.pool, (tx) =>
      answerOnce(tx, form, async () => {
        await act(tx);
        return {};
      }),
    );
  }

  private async personOf(on: OnConsultation, id: string): Promise<Consultee> {
    const person = await consultees.find(this.office.pool, begun(on).id, id);
    if (person === null) throw new Refusal('not-found', { consultee: id });
    return person;
  }

  private async show(on: OnConsultation, person: Consultee) {
    const open = await unreached.list(this.office.pool, begun(on).id);
    const found = open.find(({ id }) => id === person.id);
    const { otherWays } = wording();
    return this.page(on, 'reach', {
      person,
      task: found === undefined ? null : inWords(found),
      wayItems: unreached.otherWays.map((value) => ({ value, text: otherWays[value] })),
      values: { email: person.email ?? '', postal: person.postal ?? '' },
    });
  }

  private page(on: OnConsultation, name: string, data: Readonly<Record<string, unknown>>) {
    return consultationPage(this.office.pool, on, { name, section: 'consultees' }, data);
  }

  private home(caseId: string): string {
    return `/cases/${caseId}/consultation/consultees/unreached`;
  }
}

function inWords(person: Unreached) {
  const { groups, whyUnreached } = wording();
  return { ...person, group: groups[person.group], why: whyUnreached[person.why] };
}
