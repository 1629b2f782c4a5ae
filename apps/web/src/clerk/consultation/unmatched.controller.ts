import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Office } from '#cases';
import { desk, wording } from '#consultation';
import type { OpenedMail } from '#consultation';
import type { Visitor } from '#identity';
import { inTransaction, Refusal } from '#platform';
import type { Actor } from '#platform';
import { actorOn, OFFICE } from '../../http/acts.js';
import { answered, text } from '../../http/answers.js';
import { ForAnyOf, Who } from '../../http/audience.js';
import { page, seeOther } from '../../http/page.js';
import { mailInWords } from './desk-forms.js';
import { ORIGINAL_OF, originalMail } from './original-mail.js';
import type { OriginalOf } from './original-mail.js';
import { opensUnmatched } from './may-open-unmatched.js';

const UUID = { schema: z.uuid() };
const HOME = '/unmatched';
const NO_CASE = 'Enter the reference of a case of yours, like 2026-0042.';
const HandOver = z.object({ reference: text(NO_CASE, { max: 20 }) });
const Aside = z.object({ reason: text('Enter your reason.', { max: 1_000 }) });

/** Mail that names no case and no sender we know: given to a case, or put aside. */
@Controller('unmatched')
@ForAnyOf(['clerk', 'administrator'])
export class UnmatchedController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async waiting(@Who() who: Visitor) {
    await this.actorOf(who);
    const mails = await desk.waiting(this.office.pool, null);
    return page('clerk/consultation/unmatched', { mails: mails.map(mailInWords) });
  }

  @Get(':mail')
  async open(@Param('mail', UUID) mail: string, @Who() who: Visitor) {
    await this.actorOf(who);
    return show(await this.mailOf(mail));
  }

  @Get(':mail/original')
  async original(
    @Param('mail', UUID) mail: string,
    @Query(ORIGINAL_OF) of: OriginalOf,
    @Who() who: Visitor,
  ) {
    await this.actorOf(who);
    return originalMail(await desk.original(this.office.pool, null, mail), 'mail', of);
  }

  @Post(':mail/hand-over')
  async handOver(@Param('mail', UUID) mail: string, @Body() body: unknown, @Who() who: Visitor) {
    const actor = await this.actorOf(who);
    const opened = await this.mailOf(mail);
    return answered(HandOver, body, {
      bad: () => show(opened),
      good: async ({ reference }) => {
        const caseId = await this.caseOf(who, actor, reference);
        await inTransaction(this.office.pool, (tx) =>
          desk.handOver(tx, actor, { inbound: mail, caseId }),
        );
        return seeOther(HOME, { saying: `The mail waits at the desk of case ${reference}.` });
      },
    });
  }

  @Post(':mail/put-aside')
  async putAside(@Param('mail', UUID) mail: string, @Body() body: unknown, @Who() who: Visitor) {
    const actor = await this.actorOf(who);
    const opened = await this.mailOf(mail);
    return answered(Aside, body, {
      bad: () => show(opened),
      good: async ({ reason }) => {
        await inTransaction(this.office.pool, (tx) =>
          desk.putAside(tx, actor, { whose: null, inbound: mail, reason }),
        );
        return seeOther(HOME, { saying: 'The mail is put aside. It is kept whole.' });
      },
    });
  }

  private async actorOf(who: Visitor): Promise<Actor> {
    const actor = await opensUnmatched(this.office.pool, who);
    if (actor === null) throw new Refusal('not-allowed', { role: 'administrator' });
    return actor;
  }

  private async caseOf(who: Visitor, actor: Actor, reference: string): Promise<string> {
    const { rows } = await this.office.pool.query<{ id: string }>(
      'SELECT id FROM cases WHERE reference = $1',
      [reference],
    );
    const refused = new Refusal('invalid', { faults: { reference: NO_CASE } });
    if (rows[0] === undefined) throw refused;
    if (actor.role === 'administrator') return rows[0].id;
    try {
      await actorOn(this.office.pool, who, 'clerk', rows[0].id);
    } catch (error) {
      throw error instanceof Refusal ? refused : error;
    }
    return rows[0].id;
  }

  private async mailOf(inbound: string): Promise<OpenedMail> {
    const mail = await desk.open(this.office.pool, null, inbound);
    if (mail === null) throw new Refusal('not-found');
    return mail;
  }
}

const show = (mail: OpenedMail) =>
  page('clerk/consultation/unmatched-mail', {
    segmentWords: wording().segments,
    mail: mailInWords(mail),
    path: `${HOME}/${mail.inbound}`,
  });
