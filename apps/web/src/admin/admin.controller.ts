import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { Refusal, answerOnce, fill, inTransaction } from '#platform';
import type { Tx } from '#platform';
import { inviteOfficer } from '#cases';
import type { Office } from '#cases';
import { endMembership, peopleOf, secondFactors } from '#identity';
import type { Body as IdentityBody, Visitor } from '#identity';
import { parseAddress, wakeSender } from '#mail';
import { OFFICE } from '../http/acts.js';
import { answered, choice, nonceOf, text } from '../http/answers.js';
import { For, Strong, Who } from '../http/audience.js';
import { ROLE_WORDS } from '../http/navigation.js';
import { page, seeOther } from '../http/page.js';
import { lawWords } from './law-words.js';
import { testsAsked } from './tests-asked.js';

const ID = { schema: z.uuid() };
const ROLES = ['senior-officer', 'clerk'] as const;
const SHOWN = [...ROLES, 'administrator'] as const;
const INVITED = z.object({
  name: text('Enter their name.', { max: 120 }),
  email: text('Enter their e-mail address.', { max: 254 }),
  role: choice(ROLES, 'Choose their role.'),
});
const PROVER = z.object({ person: z.uuid() });
const ENDED = z.object({ person: z.uuid(), role: z.enum(ROLES) });

/** Who works at the administrator's clerking service: its clerks, and who decides on overrides. */
@Controller('admin')
@For('administrator')
export class AdminController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async home(@Who() who: Visitor) {
    const services = who.bodiesAs('administrator').map((body) => this.serviceModel(body, who));
    const asked = await testsAsked(this.office.pool, who);
    return page('admin/home', { services: await Promise.all(services), asked });
  }

  @Get('people/:body')
  name(@Param('body', ID) id: string, @Who() who: Visitor) {
    return invitePage(ownBody(who, id));
  }

  @Post('people/:body')
  @Strong('people')
  async invite(@Param('body', ID) id: string, @Body() sent: unknown, @Who() who: Visitor) {
    const body = ownBody(who, id);
    return answered(INVITED, sent, {
      good: async ({ name, email, role }) => {
        const address = parseAddress(email);
        if (address === null) {
          throw new Refusal('invalid', { faults: { email: 'This is no e-mail address.' } });
        }
        await this.once(who, id, sent, async (tx) => {
          const { letter } = await inviteOfficer(tx, { name, email: address, role, body });
          return { letter };
        });
        return seeOther('/admin', { saying: fill(lawWords().named, { name }) });
      },
      bad: () => invitePage(body),
    });
  }

  @Post('people/:body/end')
  @Strong('people')
  async end(@Param('body', ID) id: string, @Body() sent: unknown, @Who() who: Visitor) {
    ownBody(who, id);
    return answered(ENDED, sent, {
      good: async ({ person, role }) => {
        await this.once(who, id, sent, async (tx) => {
          await endMembership(tx, { person, body: id, role });
          return { person };
        });
        return seeOther('/admin', { saying: lawWords().ended });
      },
      bad: () => this.home(who),
    });
  }

  /** For somebody who lost all that proves who they are: they are told, and set it up anew. */
  @Post('people/:body/proofs/remove')
  @Strong('people')
  async removeProofs(@Param('body', ID) id: string, @Body() sent: unknown, @Who() who: Visitor) {
    ownBody(who, id);
    return answered(PROVER, sent, {
      good: async ({ person }) => {
        const groups = SHOWN.map((role) => peopleOf(this.office.pool, id, role));
        const known = (await Promise.all(groups)).flat().find((one) => one.id === person);
        if (known === undefined || person === who.person.id) throw new Refusal('not-found');
        await this.once(who, id, sent, async (tx) => {
          await secondFactors.removeAll(tx, person);
          return { person };
        });
        wakeSender(this.office.pool);
        return seeOther('/admin', { saying: fill(lawWords().proofsRemoved, { name: known.name }) });
      },
      bad: () => this.home(who),
    });
  }

  private async serviceModel(body: IdentityBody, who: Visitor) {
    const groups = await Promise.all(
      SHOWN.map(async (role) => ({
        role,
        title: ROLE_WORDS[role],
        people: (await peopleOf(this.office.pool, body.id, role)).map((person) => ({
          ...person,
          mayEnd: role !== 'administrator' && person.id !== who.person.id,
          mayStartAnew: person.id !== who.person.id,
        })),
      })),
    );
    return { id: body.id, name: body.name, groups };
  }

  private once<T extends object>(
    who: Visitor,
    body: string,
    sent: unknown,
    work: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    const form = { nonce: nonceOf(sent), person: who.person.id, content: { body, sent } };
    return inTransaction(this.office.pool, (tx) => answerOnce(tx, form, () => work(tx)));
  }
}

/** A service that the visitor administers; any other does not exist for them. */
function ownBody(who: Visitor, id: string): IdentityBody {
  const body = who.bodiesAs('administrator').find((own) => own.id === id);
  if (body === undefined) throw new Refusal('not-found', { body: id });
  return body;
}

function invitePage(body: IdentityBody) {
  const { roles } = lawWords();
  const items = ROLES.map((value) => ({ value, ...roles[value] }));
  return page('admin/invite', { body, items });
}
