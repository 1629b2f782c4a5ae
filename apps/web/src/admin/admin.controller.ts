import { Body, Controller, Get, Inject, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Refusal, answerOnce, fill, inTransaction } from '#platform';
import type { Settings, Tx } from '#platform';
import { inviteOfficer } from '#cases';
import type { Office } from '#cases';
import { endMembership, passwords, peopleOf, provider, secondFactors } from '#identity';
import type { Body as IdentityBody, Visitor } from '#identity';
import { parseAddress, wakeSender } from '#mail';
import { OFFICE } from '../http/acts.js';
import { answered, choice, nonceOf, text } from '../http/answers.js';
import { For, Strong, Who } from '../http/audience.js';
import { ROLE_WORDS } from '../http/navigation.js';
import { page, seeOther } from '../http/page.js';
import { SETTINGS } from '../http/tokens.js';
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
const PASSWORD = z.object({ person: z.uuid(), may: z.enum(['yes', 'no']) });
const PROVER = z.object({ person: z.uuid() });
const ENDED = z.object({ person: z.uuid(), role: z.enum(ROLES) });

/** Who works at the administrator's clerking service: its clerks, and who decides on overrides. */
@Controller('admin')
@For('administrator')
export class AdminController {
  constructor(
    @Inject(OFFICE) private readonly office: Office,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  async home(@Who() who: Visitor) {
    const services = who.bodiesAs('administrator').map((body) => this.serviceModel(body, who));
    const asked = await testsAsked(this.office.pool, who);
    const at = this.settings.provider?.name;
    return page('admin/home', { services: await Promise.all(services), asked, provider: at });
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
        const known = await this.colleague(id, person, who);
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

  /** Lets somebody use a password beside their letters, or no longer. */
  @Post('people/:body/password')
  @Strong('people')
  async mayUsePassword(@Param('body', ID) id: string, @Body() sent: unknown, @Who() who: Visitor) {
    ownBody(who, id);
    return answered(PASSWORD, sent, {
      good: async ({ person, may }) => {
        const { name } = await this.colleague(id, person, who);
        await this.once(who, id, sent, async (tx) => {
          if (may === 'yes') await passwords.allow(tx, { person, by: who.person.id });
          else await passwords.disallow(tx, person);
          return { person };
        });
        const say = may === 'yes' ? lawWords().passwordAllowed : lawWords().passwordEnded;
        return seeOther('/admin', { saying: fill(say, { name }) });
      },
      bad: () => this.home(who),
    });
  }

  /** Lets somebody join their account at the identity provider, or ends that. */
  @Post('people/:body/account')
  @Strong('people')
  async account(
    @Param('body', ID) id: string,
    @Body() sent: unknown,
    @Req() { server }: FastifyRequest,
    @Who() who: Visitor,
  ) {
    ownBody(who, id);
    return answered(PASSWORD, sent, {
      good: async ({ person, may }) => {
        const { name } = await this.colleague(id, person, who);
        const at = this.settings.provider;
        if (at === null) throw new Refusal('not-found');
        const baseUrl = server.ground.publicBaseUrl();
        await this.once(who, id, sent, async (tx) => {
          const invited = { person, by: who.person.id, baseUrl, provider: at.name };
          if (may === 'yes') await provider.invite(tx, invited);
          else await provider.endAccount(tx, person);
          return { person };
        });
        wakeSender(this.office.pool);
        const say = may === 'yes' ? lawWords().accountInvited : lawWords().accountEnded;
        return seeOther('/admin', { saying: fill(say, { name, provider: at.name }) });
      },
      bad: () => this.home(who),
    });
  }

  /** Somebody else of the administrator's service; anybody else is not found. */
  private async colleague(body: string, person: string, who: Visitor) {
    const groups = SHOWN.map((role) => peopleOf(this.office.pool, body, role));
    const known = (await Promise.all(groups)).flat().find((one) => one.id === person);
    if (known === undefined || person === who.person.id) throw new Refusal('not-found');
    return known;
  }

  private async serviceModel(body: IdentityBody, who: Visitor) {
    const found = await Promise.all(
      SHOWN.map(async (role) => ({
        role,
        people: await peopleOf(this.office.pool, body.id, role),
      })),
    );
    const ids = found.flatMap(({ people }) => people.map(({ id }) => id));
    const [allowed, joined] = await Promise.all([
      passwords.allowedOf(this.office.pool, ids),
      provider.joinedOf(this.office.pool, ids),
    ]);
    const groups = found.map(({ role, people }) => ({
      role,
      title: ROLE_WORDS[role],
      people: people.map((person) => ({
        ...person,
        mayEnd: role !== 'administrator' && person.id !== who.person.id,
        isOther: person.id !== who.person.id,
        mayUsePassword: allowed.has(person.id),
        hasJoined: joined.has(person.id),
      })),
    }));
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
