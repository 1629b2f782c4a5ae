import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import type { Office } from '#cases';
import { responses } from '#consultation';
import type { EnteredResponse, NotedMeeting } from '#consultation';
import type { Visitor } from '#identity';
import { answerOnce, inTransaction, Refusal } from '#platform';
import { OFFICE } from '../../http/acts.js';
import { answered, nonceOf } from '../../http/answers.js';
import { For, Who } from '../../http/audience.js';
import { seeOther } from '../../http/page.js';
import { MeetingForm, orNull, publishItems, SpokenForm } from './entry-forms.js';
import { begun, consultationPage, onConsultation } from './on-consultation.js';
import type { OnConsultation } from './on-consultation.js';
import { groupItems, inWords, viewItems } from './response-words.js';

const UUID = { schema: z.uuid() };
const MOST = 500;

/** Meetings at which people spoke: each is named once, and what was said is entered under it. */
@Controller('cases/:id/consultation/responses/meetings')
@For('clerk')
export class ConsultationMeetingsController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async list(@Param('id', UUID) id: string, @Who() who: Visitor) {
    return this.all(await this.on(who, id));
  }

  @Post()
  async name(@Param('id', UUID) id: string, @Body() body: unknown, @Who() who: Visitor) {
    const on = await this.on(who, id);
    return answered(MeetingForm, body, {
      bad: () => this.all(on),
      good: async (meeting) => {
        const given = { consultation: begun(on).id, ...meeting };
        const form = { nonce: nonceOf(body), person: on.actor.person, content: body };
        const { number } = await inTransaction(this.office.pool, (tx) =>
          answerOnce(tx, form, async () => ({
            number: await responses.meetings.name(tx, on.actor, given),
          })),
        );
        const saying = 'The meeting is named. Enter what was said there.';
        return seeOther(this.home(id, number), { saying });
      },
    });
  }

  @Get(':number')
  async one(@Param('id', UUID) id: string, @Param('number') number: string, @Who() who: Visitor) {
    const on = await this.on(who, id);
    return this.show(on, await this.meetingOf(on, number));
  }

  @Post(':number')
  async enter(
    @Param('id', UUID) id: string,
    @Param('number') number: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    const meeting = await this.meetingOf(on, number);
    return answered(SpokenForm, body, {
      bad: () => this.show(on, meeting),
      good: async ({ author, group, view, publish, words }) => {
        const spoken: EnteredResponse = {
          consultation: begun(on).id,
          channel: 'meeting',
          consultee: null,
          receivedOn: meeting.heldOn,
          meeting: meeting.number,
          author: orNull(author),
          group: group || null,
          view: view || null,
          publish: publish || null,
          words,
        };
        const form = { nonce: nonceOf(body), person: on.actor.person, content: body };
        const { reference } = await inTransaction(this.office.pool, (tx) =>
          answerOnce(tx, form, () => responses.enter(tx, on.actor, spoken)),
        );
        const saying = `It is recorded as ${reference}. You can enter the next.`;
        return seeOther(this.home(id, meeting.number), { saying });
      },
    });
  }

  private async meetingOf(on: OnConsultation, number: string): Promise<NotedMeeting> {
    const all = await responses.meetings.of(this.office.pool, begun(on).id);
    const found = all.find((one) => String(one.number) === number);
    if (found === undefined) throw new Refusal('not-found', { meeting: number });
    return found;
  }

  private async all(on: OnConsultation) {
    const meetings = await responses.meetings.of(this.office.pool, begun(on).id);
    return this.page(on, 'meetings', { meetings });
  }

  private async show(on: OnConsultation, meeting: NotedMeeting) {
    const filter = { meeting: meeting.number };
    const lines = await responses.list(this.office.pool, begun(on).id, { filter, most: MOST });
    return this.page(on, 'meeting', { meeting, lines: lines.map(inWords) });
  }

  private async on(who: Visitor, caseId: string): Promise<OnConsultation> {
    const on = await onConsultation(this.office.pool, who, caseId);
    begun(on);
    return on;
  }

  private page(on: OnConsultation, name: string, data: Readonly<Record<string, unknown>>) {
    const items = {
      groupItems: groupItems(),
      viewItems: viewItems(),
      publishItems: publishItems(),
    };
    const section = { name, section: 'responses' } as const;
    return consultationPage(this.office.pool, on, section, { ...items, ...data });
  }

  private home(caseId: string, number: number): string {
    return `/cases/${caseId}/consultation/responses/meetings/${number}`;
  }
}
