import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { clerkDesk, consultationDesk } from '#cases';
import type { Office } from '#cases';
import { consultees } from '#consultation';
import type { Visitor } from '#identity';
import { Refusal } from '#platform';
import type { Sql } from '#platform';
import { OFFICE } from '../../http/acts.js';
import { answered, dateIn, nonceOf, text, timeOfDay, wholeNumber } from '../../http/answers.js';
import { For, Who } from '../../http/audience.js';
import { seeOther } from '../../http/page.js';
import { consultationPage, onConsultation } from './on-consultation.js';
import type { OnConsultation } from './on-consultation.js';
import { mailingRow, sendingRow, sendingWords } from './sending-rows.js';

const UUID = { schema: z.uuid() };
const Watched = z.object({ watch: z.literal('yes').optional().catch(undefined) });
const WATCH_SECONDS = 10;
const MOST_GAP = 1_440;
const Again = z.object({
  reason: text('Enter what has changed.', { max: 1_000 }),
  closesOn: dateIn('Enter the last day.'),
  closesAt: timeOfDay('Enter the closing time, like 5pm.'),
  gap: wholeNumber('Enter a whole number of minutes, at most 1,440.', { max: MOST_GAP }),
});

/** What was ordered to be sent, what became of it, and the words that confirm it or take it back. */
@Controller('cases/:id/consultation/sending')
@For('clerk')
export class SendingsController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async show(
    @Param('id', UUID) id: string,
    @Query({ schema: Watched }) { watch }: z.infer<typeof Watched>,
    @Who() who: Visitor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { pool } = this.office;
    const on = await onConsultation(pool, who, id);
    const model = await modelOf(pool, on);
    const isWatched = watch === 'yes' && model.isMoving;
    // Only where its reader asked for it: a page that changes by itself may be in somebody's way.
    if (isWatched) void reply.header('refresh', String(WATCH_SECONDS));
    const shown = { ...model, isWatched, watchSeconds: WATCH_SECONDS };
    return consultationPage(pool, on, { name: 'sendings', section: 'consultees' }, shown);
  }

  /** The form that asks everybody again, where there is something new to ask about. */
  @Get('again')
  async askAgain(@Param('id', UUID) id: string, @Who() who: Visitor) {
    return this.againPage(await onConsultation(this.office.pool, who, id));
  }

  @Post('again')
  async orderAgain(@Param('id', UUID) id: string, @Body() body: unknown, @Who() who: Visitor) {
    const on = await onConsultation(this.office.pool, who, id);
    return answered(Again, body, {
      bad: () => this.againPage(on),
      good: async ({ gap: gapMinutes, ...given }) => {
        const form = { nonce: nonceOf(body), person: on.actor.person, content: body };
        const act = { actor: on.actor, caseId: id, form };
        await consultationDesk.askEverybodyAgain(this.office, act, { ...given, gapMinutes });
        return seeOther(this.home(id), { saying: sendingWords().saying.again });
      },
    });
  }

  private async againPage(on: OnConsultation) {
    const { pool } = this.office;
    const of = on.consultation?.id;
    const changed = of === undefined ? null : await consultees.sendings.textToAskAbout(pool, of);
    const shown = { changed, values: { gap: '30' } };
    return consultationPage(pool, on, { name: 'ask-again', section: 'consultees' }, shown);
  }

  @Post(':number/confirm')
  async confirm(
    @Param('id', UUID) id: string,
    @Param('number') number: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const act = await this.act(id, number, body, who);
    await consultationDesk.confirmSending(this.office, act);
    return seeOther(this.home(id), { saying: sendingWords().saying.confirmed });
  }

  @Post(':number/take-back')
  async takeBack(
    @Param('id', UUID) id: string,
    @Param('number') number: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const act = await this.act(id, number, body, who);
    await consultationDesk.takeBackSending(this.office, act);
    return seeOther(this.home(id), { saying: sendingWords().saying.takenBack });
  }

  private async act(id: string, number: string, body: unknown, who: Visitor) {
    const { actor } = await onConsultation(this.office.pool, who, id);
    if (!/^\d{1,6}$/.test(number)) throw new Refusal('not-found', { number });
    const form = { nonce: nonceOf(body), person: actor.person, content: body };
    return { actor, caseId: id, form, number: Number(number) };
  }

  private home(id: string): string {
    return `/cases/${id}/consultation/sending`;
  }
}

async function modelOf(sql: Sql, { consultation, actor, view }: OnConsultation) {
  const of = consultation?.id;
  const all = of === undefined ? [] : await consultees.sendings.list(sql, of);
  const mailings = of === undefined ? [] : await consultees.sendings.progressOf(sql, of);
  const people = all.flatMap(({ orderedBy, confirmedBy, endedBy }) =>
    [orderedBy, confirmedBy, endedBy].filter((id) => id !== null),
  );
  const names = await clerkDesk.namesOfPeople(sql, people);
  const rows = all.map((sending) => sendingRow(sending, { names, actor, now: view.now }));
  const progress = mailings.map((mailing) => mailingRow(mailing, view.now));
  const isMoving = rows.some(({ isOpen }) => isOpen) || progress.some(({ isRunning }) => isRunning);
  const mayOrder = consultation?.launchedAt === null && !rows.some(({ isOpen }) => isOpen);
  return {
    ...{ sendings: rows, mailings: progress.toReversed(), isMoving },
    mayOrder: mayOrder && rows.length > 0,
  };
}
