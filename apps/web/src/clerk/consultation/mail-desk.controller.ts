import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Office } from '#cases';
import { consultees, desk, responses, wording } from '#consultation';
import type { OpenedMail } from '#consultation';
import type { Visitor } from '#identity';
import { inTransaction, Refusal } from '#platform';
import { OFFICE } from '../../http/acts.js';
import { answered, text } from '../../http/answers.js';
import { For, Who } from '../../http/audience.js';
import { seeOther } from '../../http/page.js';
import { mailInWords, PlaceForm, placingOf } from './desk-forms.js';
import { opensUnmatched } from './may-open-unmatched.js';
import { begun, consultationPage, onConsultation } from './on-consultation.js';
import type { OnConsultation } from './on-consultation.js';
import { ORIGINAL_OF, originalMail } from './original-mail.js';
import type { OriginalOf } from './original-mail.js';
import { groupItems, inWords, viewItems } from './response-words.js';

const SECTION = 'desk';
const UUID = { schema: z.uuid() };
const MOST_NAMES = 2_000;
const Aside = z.object({ reason: text('Enter your reason.', { max: 1_000 }) });
const Nothing = z.object({});

/** Mail of a case that nobody could match or trust: counted nowhere, lost nowhere. */
@Controller('cases/:id/consultation/desk')
@For('clerk')
export class MailDeskController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async waiting(@Param('id', UUID) id: string, @Who() who: Visitor) {
    const on = await this.on(who, id);
    const { pool } = this.office;
    const unverified = on.consultation
      ? await responses.list(pool, on.consultation.id, {
          filter: { standing: 'waiting' },
          most: 200,
        })
      : [];
    return this.page(on, 'desk', {
      unverified: unverified.map(inWords),
      mails: (await desk.waiting(pool, id)).map(mailInWords),
      machines: (await desk.writtenByMachines(pool, id)).map(mailInWords),
      unmatched: (await opensUnmatched(pool, who)) && (await desk.waiting(pool, null)).length,
    });
  }

  @Get(':mail')
  async open(
    @Param('id', UUID) id: string,
    @Param('mail', UUID) mail: string,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    return this.show(on, await this.mailOf(id, mail));
  }

  @Get(':mail/original')
  async original(
    @Param('id', UUID) id: string,
    @Param('mail', UUID) mail: string,
    @Query(ORIGINAL_OF) of: OriginalOf,
    @Who() who: Visitor,
  ) {
    await this.on(who, id);
    return originalMail(await desk.original(this.office.pool, id, mail), 'mail', of);
  }

  @Post(':mail/response')
  async makeResponse(
    @Param('id', UUID) id: string,
    @Param('mail', UUID) mail: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    const consultation = begun(on);
    const opened = await this.mailOf(id, mail);
    return answered(PlaceForm, body, {
      bad: () => this.show(on, opened),
      good: async (answers) => {
        const placed = await placingOf(this.office.pool, consultation, answers);
        const { reference } = await inTransaction(this.office.pool, (tx) =>
          desk.makeResponse(tx, on.actor, { whose: id, inbound: mail, ...placed }),
        );
        return seeOther(this.home(id), { saying: `The mail is reply ${reference} now.` });
      },
    });
  }

  @Post(':mail/put-aside')
  async putAside(
    @Param('id', UUID) id: string,
    @Param('mail', UUID) mail: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    const opened = await this.mailOf(id, mail);
    return answered(Aside, body, {
      bad: () => this.show(on, opened),
      good: async ({ reason }) => {
        await inTransaction(this.office.pool, (tx) =>
          desk.putAside(tx, on.actor, { whose: id, inbound: mail, reason }),
        );
        return seeOther(this.home(id), { saying: 'The mail is put aside. It is kept whole.' });
      },
    });
  }

  @Post(':mail/take-back')
  async takeBack(
    @Param('id', UUID) id: string,
    @Param('mail', UUID) mail: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    await this.on(who, id);
    return answered(Nothing, body, {
      bad: () => this.waiting(id, who),
      good: async () => {
        await inTransaction(this.office.pool, (tx) =>
          desk.takeBack(tx, { caseId: id, inbound: mail }),
        );
        return seeOther(`${this.home(id)}/${mail}`);
      },
    });
  }

  private async mailOf(caseId: string, inbound: string): Promise<OpenedMail> {
    const mail = await desk.open(this.office.pool, caseId, inbound);
    if (mail === null) throw new Refusal('not-found');
    return mail;
  }

  private async show(on: OnConsultation, mail: OpenedMail) {
    const { pool } = this.office;
    const of = on.consultation?.launchedAt ? on.consultation.id : null;
    const people = of ? await consultees.list(pool, of, { most: MOST_NAMES }) : [];
    return this.page(on, 'desk-mail', {
      segmentWords: wording().segments,
      mail: mailInWords(mail),
      path: `${this.home(on.view.id)}/${mail.inbound}`,
      mayPlace: of !== null && mail.why !== 'test',
      people: people.map(({ id, name, email }) => ({
        value: id,
        text: email === null ? name : `${name} (${email})`,
      })),
      values: { consultee: mail.consultee ?? '' },
    });
  }

  private on(who: Visitor, caseId: string): Promise<OnConsultation> {
    return onConsultation(this.office.pool, who, caseId);
  }

  private page(on: OnConsultation, name: string, data: Readonly<Record<string, unknown>>) {
    const items = { groupItems: groupItems(), viewItems: viewItems() };
    const section = { name, section: SECTION } as const;
    return consultationPage(this.office.pool, on, section, { ...items, ...data });
  }

  private home(caseId: string): string {
    return `/cases/${caseId}/consultation/${SECTION}`;
  }
}
