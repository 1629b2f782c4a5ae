import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { Refusal, answerOnce, inTransaction, now } from '#platform';
import type { Tx } from '#platform';
import { bodyDesk } from '#cases';
import type { Office } from '#cases';
import {
  SCHOOL_KINDS,
  addCommitteeDate,
  committeeDates,
  policiesOf,
  policyInForce,
  removeCommitteeDate,
} from '#consents';
import type { PolicyGiven } from '#consents';
import type { Visitor } from '#identity';
import { wakeSender } from '#mail';
import { londonDate } from '#register';
import { OFFICE } from '../http/acts.js';
import { answered, choice, choices, dateIn, nonceOf, optionalText } from '../http/answers.js';
import { For, Strong, Who } from '../http/audience.js';
import { day, dayTime } from '../http/dates.js';
import { page, seeOther } from '../http/page.js';
import { sentAgain } from '../http/sent-again.js';
import { MODELS, policyRows, policyWords } from '../views/policy-words.js';
import {
  ACCEPTANCES,
  acceptField,
  acceptGroups,
  acceptItems,
  effectsOfPolicy,
  requiredItems,
  valuesOf,
} from './policy-model.js';
import { itemsOf } from './words.js';

const ID = { schema: z.uuid() };
const EMPTY = z.literal('').transform(() => null);

const count = (message: string, max: number) =>
  z
    .union(
      [
        EMPTY,
        z
          .string()
          .trim()
          .regex(/^\d{1,3}$/)
          .transform(Number),
      ],
      { error: message },
    )
    .default(null)
    .refine((value) => value === null || (value >= 1 && value <= max), { error: message });

const accepting = Object.fromEntries(
  SCHOOL_KINDS.flatMap((kind) =>
    MODELS.map((model) => [
      acceptField(kind, model),
      z.union([z.literal(''), z.enum(ACCEPTANCES)]).default(''),
    ]),
  ),
);

const POLICY = z.object({
  countsFrom: dateIn('Enter the day from which this counts.'),
  order: choice(['before-consultation', 'after-consultation', 'any'], 'Choose when you decide.'),
  stages: choice(['one', 'two'], 'Choose how often you decide.'),
  required: choices(policyWords().required, ''),
  membersAgreement: choice(['yes', 'no'], 'Say whether you want a members’ agreement.'),
  silenceDays: count('Enter days from 1 to 365, or leave this empty.', 365),
  validityMonths: count('Enter months from 1 to 60, or leave this empty.', 60),
  words: optionalText({ max: 4000 }),
  ...accepting,
});

const DATE = z
  .object({
    meetsOn: dateIn('Enter the day of the meeting.'),
    papersBy: dateIn('Enter the last day for papers.'),
  })
  .refine(({ meetsOn, papersBy }) => papersBy <= meetsOn, {
    path: ['papersBy'],
    error: 'The last day for papers cannot be after the meeting.',
  });

/** A body's own policy on its consents, and the days on which its committee meets. */
@Controller('desk/policy')
@For('faith-officer')
export class PolicyController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  choose(@Who() who: Visitor) {
    const bodies = who.bodiesAs('faith-officer');
    if (bodies.length === 1) return seeOther(`/desk/policy/${bodies[0]!.id}`);
    return page('faith/policy-choose', { bodies });
  }

  @Get(':body')
  async policy(@Param('body', ID) id: string, @Who() who: Visitor) {
    return this.policyPage(ownBody(who, id));
  }

  @Get(':body/edit')
  async edit(@Param('body', ID) id: string, @Who() who: Visitor) {
    const body = ownBody(who, id);
    const [latest] = await policiesOf(this.office.pool, id);
    const today = londonDate(await now(this.office.pool)).toString();
    return editPage(body, { countsFrom: today, ...valuesOf(latest) });
  }

  /** Shows what would be published; nothing is kept before the next page's button. */
  @Post(':body/check')
  async check(@Param('body', ID) id: string, @Body() sent: unknown, @Who() who: Visitor) {
    const body = ownBody(who, id);
    return answered(POLICY, sent, {
      good: async (answers) => {
        const given = givenOf(answers);
        await this.refusePast(given);
        const [latest] = await policiesOf(this.office.pool, id);
        return page('faith/policy-check', {
          body,
          rows: policyRows(given),
          effects: effectsOfPolicy(given, (latest?.version ?? 0) + 1),
          sent: sentAgain(sent),
        });
      },
      bad: () => editPage(body, {}),
    });
  }

  @Post(':body/publish')
  @Strong('approve')
  async publish(@Param('body', ID) id: string, @Body() sent: unknown, @Who() who: Visitor) {
    const body = ownBody(who, id);
    return answered(POLICY, sent, {
      good: async (answers) => {
        const given = givenOf(answers);
        await this.refusePast(given);
        await this.once(who, id, sent, (tx, at) =>
          bodyDesk.publishPolicy(tx, this.office, actorOf(who, id), given, at),
        );
        wakeSender(this.office.pool);
        return seeOther(`/desk/policy/${id}`, { saying: policyWords().published });
      },
      bad: () => editPage(body, {}),
    });
  }

  @Post(':body/dates')
  async addDate(@Param('body', ID) id: string, @Body() sent: unknown, @Who() who: Visitor) {
    const body = ownBody(who, id);
    return answered(DATE, sent, {
      good: async (date) => {
        await this.once(who, id, sent, (tx, at) =>
          addCommitteeDate(tx, actorOf(who, id), date, at),
        );
        return seeOther(`/desk/policy/${id}`, { saying: policyWords().added });
      },
      bad: () => this.policyPage(body),
    });
  }

  @Post(':body/dates/:date/remove')
  async removeDate(
    @Param('body', ID) id: string,
    @Param('date', ID) date: string,
    @Body() sent: unknown,
    @Who() who: Visitor,
  ) {
    ownBody(who, id);
    await this.once(who, id, sent, async (tx, at) => {
      await removeCommitteeDate(tx, actorOf(who, id), date, at);
      return { date };
    });
    return seeOther(`/desk/policy/${id}`, { saying: policyWords().removed });
  }

  private async policyPage(body: { id: string; name: string }) {
    const { pool } = this.office;
    const [versions, current, dates] = await Promise.all([
      policiesOf(pool, body.id),
      policyInForce(pool, body.id),
      committeeDates(pool, body.id),
    ]);
    return page('faith/policy', {
      body,
      rows: current === null ? null : policyRows(current),
      version: current?.version,
      versions: versions
        .filter(({ version }) => version !== current?.version)
        .map((one) => ({
          version: one.version,
          from: day(one.countsFrom),
          at: dayTime(one.publishedAt.toISOString()),
          rows: policyRows(one),
        })),
      dates: dates.map((date) => ({
        id: date.id,
        meetsOn: day(date.meetsOn),
        papersBy: day(date.papersBy),
      })),
    });
  }

  /** What counted on a day that has passed cannot be changed any more. */
  private async refusePast({ countsFrom }: PolicyGiven): Promise<void> {
    if (countsFrom >= londonDate(await now(this.office.pool)).toString()) return;
    throw new Refusal('invalid', { faults: { countsFrom: 'Enter today or a later day.' } });
  }

  private once<T extends object>(
    who: Visitor,
    body: string,
    sent: unknown,
    work: (tx: Tx, at: Date) => Promise<T>,
  ): Promise<T> {
    const content = { body, sent };
    const form = { nonce: nonceOf(sent), person: who.person.id, content };
    return inTransaction(this.office.pool, (tx) =>
      answerOnce(tx, form, async () => work(tx, await now(tx))),
    );
  }
}

/** A body for which the visitor speaks; any other does not exist for them. */
function ownBody(who: Visitor, id: string) {
  const body = who.bodiesAs('faith-officer').find((own) => own.id === id);
  if (body === undefined) throw new Refusal('not-found', { body: id });
  return body;
}

const actorOf = (who: Visitor, body: string) => ({ ...who.actorAs('faith-officer', body), body });

function editPage(body: { id: string; name: string }, values: object) {
  const words = policyWords();
  return page('faith/policy-edit', {
    body,
    orders: itemsOf(words.order),
    stages: itemsOf(words.stages),
    required: requiredItems(),
    groups: acceptGroups(),
    acceptItems: acceptItems(),
    notSaid: words.notSaid,
    values,
  });
}

function givenOf(answers: z.output<typeof POLICY>): PolicyGiven {
  const { membersAgreement, countsFrom, order, stages, required, words } = answers;
  const said = answers as Readonly<Record<string, unknown>>;
  const accepts = Object.fromEntries(
    SCHOOL_KINDS.map((kind) => [
      kind,
      Object.fromEntries(
        MODELS.flatMap((model) => {
          const value = said[acceptField(kind, model)];
          return value === '' ? [] : [[model, value]];
        }),
      ),
    ]),
  ) as PolicyGiven['accepts'];
  return {
    countsFrom,
    order,
    stages,
    accepts,
    required,
    silenceDays: answers.silenceDays,
    validityMonths: answers.validityMonths,
    wantsMembersAgreement: membersAgreement === 'yes',
    words,
  };
}
