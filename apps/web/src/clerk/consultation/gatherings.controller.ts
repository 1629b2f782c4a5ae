import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import type { Office } from '#cases';
import { publication } from '#consultation';
import type { Gathering } from '#consultation';
import type { Visitor } from '#identity';
import { answerOnce, inTransaction, Refusal } from '#platform';
import { closingInstant, londonDate } from '#register';
import { OFFICE } from '../../http/acts.js';
import { answered, dateIn, nonceOf, text, timeOfDay } from '../../http/answers.js';
import { For, Who } from '../../http/audience.js';
import { time } from '../../http/dates.js';
import { seeOther } from '../../http/page.js';
import { consultationPage, onConsultation, toPlan } from './on-consultation.js';
import type { OnConsultation } from './on-consultation.js';

const UUID = { schema: z.uuid() };
const { gatherings } = publication;
const Given = z.strictObject({
  seen: z.coerce.number().int().min(0).max(1_000_000),
  title: text('Enter what it is called.', { max: 120 }),
  on: dateIn('Enter the day.'),
  starts: timeOfDay('Enter when it begins, like 6pm.'),
  ends: timeOfDay('Enter when it ends, like 7:30pm.'),
  place: text('Enter where it is.', { max: 300 }),
  audience: text('Enter whom it is for.', { max: 300 }),
});
const Nothing = z.strictObject({});

/** Meetings and drop-ins of a consultation: entered, changed, called off. */
@Controller('cases/:id/consultation/public/events')
@For('clerk')
export class GatheringsController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get('new')
  async ask(@Param('id', UUID) id: string, @Who() who: Visitor) {
    return this.form(await onConsultation(this.office.pool, who, id), null);
  }

  @Post('new')
  async add(@Param('id', UUID) id: string, @Body() body: unknown, @Who() who: Visitor) {
    return this.write(await onConsultation(this.office.pool, who, id), null, body);
  }

  @Get(':number')
  async askChange(
    @Param('id', UUID) id: string,
    @Param('number') number: string,
    @Who() who: Visitor,
  ) {
    const { on, one } = await this.oneOf(who, id, number);
    return this.form(on, one);
  }

  @Post(':number')
  async change(
    @Param('id', UUID) id: string,
    @Param('number') number: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const { on, one } = await this.oneOf(who, id, number);
    return this.write(on, one, body);
  }

  @Post(':number/call-off')
  async callOff(
    @Param('id', UUID) id: string,
    @Param('number') number: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const { on, one } = await this.oneOf(who, id, number);
    return answered(Nothing, body, {
      bad: () => this.form(on, one),
      good: async () => {
        const off = { consultation: on.consultation!.id, number: one.number };
        await inTransaction(this.office.pool, (tx) => gatherings.callOff(tx, on.actor, off));
        return seeOther(`/cases/${id}/consultation/public`, { saying: 'It is called off.' });
      },
    });
  }

  private write(on: OnConsultation, before: Gathering | null, body: unknown) {
    return answered(Given, body, {
      bad: () => this.form(on, before),
      good: async ({ seen, on: date, starts, ends, ...words }) => {
        const at = (clock: string) => new Date(closingInstant(date, clock)).toISOString();
        const said = { ...words, startsAt: at(starts), endsAt: at(ends) };
        const form = { nonce: nonceOf(body), person: on.actor.person, content: body };
        await inTransaction(this.office.pool, async (tx) => {
          const { id: consultation } = on.consultation ?? (await toPlan(tx, on));
          const given = { consultation, number: before?.number ?? null, seen, said };
          await answerOnce(tx, form, async () => {
            await gatherings.write(tx, on.actor, given);
            return {};
          });
        });
        const saying = 'Everybody who can see the consultation can read it now.';
        return seeOther(`/cases/${on.view.id}/consultation/public`, { saying });
      },
    });
  }

  private async oneOf(who: Visitor, caseId: string, number: string) {
    const on = await onConsultation(this.office.pool, who, caseId);
    const { consultation } = on;
    const all = consultation ? await gatherings.list(this.office.pool, consultation.id) : [];
    const one = all.find((found) => String(found.number) === number);
    if (one === undefined) throw new Refusal('not-found', { number });
    return { on, one };
  }

  private form(on: OnConsultation, one: Gathering | null) {
    const known = one && {
      ...{ title: one.title, place: one.place, audience: one.audience },
      on: londonDate(one.startsAt).toString(),
      ...{ starts: time(one.startsAt), ends: time(one.endsAt) },
    };
    const model = { one, seen: one?.version ?? 0, values: known ?? {} };
    return consultationPage(this.office.pool, on, { name: 'gathering', section: 'text' }, model);
  }
}
