import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { consultationDesk } from '#cases';
import type { Office } from '#cases';
import { consultees, GROUPS } from '#consultation';
import { parseAddress } from '#mail';
import type { Visitor } from '#identity';
import { inTransaction, Refusal } from '#platform';
import { OFFICE } from '../../http/acts.js';
import { answered, choice, nonceOf, optionalText, text } from '../../http/answers.js';
import { For, Who } from '../../http/audience.js';
import { seeOther } from '../../http/page.js';
import { begun, consultationPage, onConsultation } from './on-consultation.js';
import type { OnConsultation } from './on-consultation.js';
import { filtersOf, logRow } from './mail-log-rows.js';
import { groupItems } from './response-words.js';
import { sendingWords } from './sending-rows.js';

const UUID = { schema: z.uuid() };
const PAGE = 100;
const MOST_AGAIN = 5_000;
const ADDRESS = 'Enter one e-mail address in the correct format, like name@example.com.';
const { sendings } = consultees;

const Filter = z.object({
  show: z
    .enum([...sendings.states, 'replied', 'silent', 'corrected'])
    .optional()
    .catch(undefined),
  group: z
    .union([z.literal(''), z.enum(GROUPS)])
    .optional()
    .catch(undefined),
  after: z.uuid().optional().catch(undefined),
});
type Filter = z.infer<typeof Filter>;

const Again = z
  .object({
    email: optionalText({ max: 254 }).refine(
      (email) => email === '' || parseAddress(email) !== null,
      ADDRESS,
    ),
    postal: optionalText({ max: 500 }),
    act: choice(['send', 'save'], 'Select what is to happen.'),
    reason: optionalText({ max: 1_000 }),
  })
  .strict()
  .refine(({ email, postal }) => email !== '' || postal !== '', {
    path: ['email'],
    error: 'Enter an e-mail address, or a postal address below.',
  })
  .refine(({ act, reason }) => act === 'save' || reason !== '', {
    path: ['reason'],
    error: 'Enter why the letter goes out again.',
  });
const Reason = z.object({
  reason: text('Enter why the letter goes out again.', { max: 1_000 }),
});

/** What became of the mail to each who is asked, and sending it again. */
@Controller('cases/:id/consultation/consultees/letters')
@For('clerk')
export class MailLogController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async log(
    @Param('id', UUID) id: string,
    @Query({ schema: Filter }) filter: Filter,
    @Who() who: Visitor,
  ) {
    const { pool } = this.office;
    const on = await this.on(who, id);
    const of = on.consultation?.id;
    if (of === undefined) return this.page(on, 'mail-log', { rows: [], filters: [], next: null });
    const last = filter.after === undefined ? null : await consultees.find(pool, of, filter.after);
    const lines = await sendings.mailLog(pool, of, { ...askedFor(filter), after: last, most: 101 });
    const query = Object.entries({ show: filter.show, group: filter.group })
      .filter(([, value]) => value)
      .map(([name, value]) => `${name}=${value}`);
    const counts = await sendings.mailCounts(pool, of);
    return this.page(on, 'mail-log', {
      rows: lines.slice(0, PAGE).map((line) => logRow(id, line)),
      filters: filtersOf(counts, filter.show ?? ''),
      show: filter.show ?? '',
      toSendAgain: counts.corrected,
      groupItems: groupItems(),
      values: { group: filter.group ?? '' },
      next: lines.length > PAGE ? [...query, `after=${lines[PAGE - 1]!.id}`].join('&') : null,
    });
  }

  /** The letter again to all who did not get it and whose address was corrected since. */
  @Get('again')
  async askForAll(@Param('id', UUID) id: string, @Who() who: Visitor) {
    const on = await this.on(who, id);
    return this.page(on, 'resend-all', { people: await this.corrected(on) });
  }

  @Post('again')
  async sendToAll(@Param('id', UUID) id: string, @Body() body: unknown, @Who() who: Visitor) {
    const on = await this.on(who, id);
    const people = await this.corrected(on);
    return answered(Reason, body, {
      bad: () => this.page(on, 'resend-all', { people }),
      good: ({ reason }) =>
        this.resend(
          on,
          body,
          people.map((one) => one.id),
          reason,
        ),
    });
  }

  @Get(':consultee/again')
  async ask(
    @Param('id', UUID) id: string,
    @Param('consultee', UUID) consultee: string,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    const person = await this.personOf(on, consultee);
    return this.page(on, 'resend', { person, values: { ...person, act: 'send' } });
  }

  @Post(':consultee/again')
  async send(
    @Param('id', UUID) id: string,
    @Param('consultee', UUID) consultee: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    const person = await this.personOf(on, consultee);
    return answered(Again, body, {
      bad: () => this.page(on, 'resend', { person }),
      good: async ({ email, postal, act, reason }) => {
        const { id: consultation } = begun(on);
        const address = { email: email || null, postal: postal || null };
        await inTransaction(this.office.pool, (tx) =>
          sendings.correctAddress(tx, on.actor, { consultation, consultee, ...address }),
        );
        if (act === 'send') return this.resend(on, body, [consultee], reason);
        return seeOther(this.home(id), { saying: sendingWords().saying.saved });
      },
    });
  }

  private async resend(
    { actor, view }: OnConsultation,
    body: unknown,
    chosen: readonly string[],
    reason: string,
  ) {
    const form = { nonce: nonceOf(body), person: actor.person, content: body };
    const act = { actor, caseId: view.id, form };
    const { begun: isSent } = await consultationDesk.resendLetters(this.office, act, {
      ...{ consultees: chosen, reason },
    });
    const { resent, waits } = sendingWords().saying;
    return isSent
      ? seeOther(this.home(view.id), { saying: resent })
      : seeOther(`/cases/${view.id}/consultation/sending`, { saying: waits });
  }

  private async corrected(on: OnConsultation) {
    const { id } = begun(on);
    const filter = { state: 'failed', corrected: true, most: MOST_AGAIN } as const;
    return sendings.mailLog(this.office.pool, id, filter);
  }

  private async personOf(on: OnConsultation, consultee: string) {
    const { id } = begun(on);
    const found = await consultees.find(this.office.pool, id, consultee);
    if (found === null || found.removedAt !== null) throw new Refusal('not-found', { consultee });
    return found;
  }

  private on(who: Visitor, caseId: string): Promise<OnConsultation> {
    return onConsultation(this.office.pool, who, caseId);
  }

  private home(caseId: string): string {
    return `/cases/${caseId}/consultation/consultees/letters`;
  }

  private page(on: OnConsultation, name: string, data: Readonly<Record<string, unknown>>) {
    return consultationPage(this.office.pool, on, { name, section: 'consultees' }, data);
  }
}

function askedFor({ show, group }: Filter) {
  const ofGroup = group ? { group } : {};
  if (show === 'replied' || show === 'silent') return { ...ofGroup, replied: show === 'replied' };
  if (show === 'corrected') return { ...ofGroup, state: 'failed', corrected: true } as const;
  return show === undefined ? ofGroup : { ...ofGroup, state: show };
}
