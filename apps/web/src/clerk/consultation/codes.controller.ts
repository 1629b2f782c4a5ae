import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Office } from '#cases';
import { responses } from '#consultation';
import type { Code } from '#consultation';
import type { Visitor } from '#identity';
import { inTransaction, Refusal } from '#platform';
import { OFFICE } from '../../http/acts.js';
import { answered, choice, text } from '../../http/answers.js';
import { For, Who } from '../../http/audience.js';
import { seeOther } from '../../http/page.js';
import { codeRows, repliesWith, saidOf } from './code-rows.js';
import { begun, consultationPage, onConsultation } from './on-consultation.js';
import type { OnConsultation } from './on-consultation.js';
import { inWords } from './response-words.js';

const UUID = { schema: z.uuid() };
const SECTION = 'codes';
const Suggested = z.object({ title: z.string().max(100).default('') });
const NewCode = z.strictObject({
  code: text('Enter a code.', { max: 20 })
    .transform((code) => code.toUpperCase())
    .refine((code) => /^[A-Z0-9][A-Z0-9-]*$/.test(code), {
      error: 'A code is letters, figures and hyphens, like BUS or SCHOOL-DAY.',
    }),
  title: text('Enter a title.', { max: 100 }),
  meaning: text('Enter when the code fits.', { max: 1_000 }),
});
const ChangedCode = z.strictObject({
  title: text('Enter a title.', { max: 100 }),
  meaning: text('Enter when the code fits.', { max: 1_000 }),
  use: choice(['yes', 'no'], 'Select whether the code is given from now on.'),
});

/** The codes of a consultation, how many replies have which, and what those replies say. */
@Controller('cases/:id/consultation/codes')
@For('clerk')
export class CodesController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async list(@Param('id', UUID) id: string, @Who() who: Visitor) {
    const on = await this.on(who, id);
    if (!on.consultation?.launchedAt) return this.page(on, 'codes', { rows: [], toCode: 0 });
    const { codes } = await this.frameOf(on);
    const replies = await this.repliesOf(on);
    return this.page(on, 'codes', {
      rows: codeRows(codes, replies),
      toCode: replies.filter(({ coding }) => coding === null).length,
      without: replies.filter(({ coding }) => coding?.marks.length === 0).length,
      replies: replies.length,
    });
  }

  /** `title` is what a suggestion leads with; nothing is a code until the clerk saves it. */
  @Get('new')
  async ask(
    @Param('id', UUID) id: string,
    @Query({ schema: Suggested }) { title }: z.infer<typeof Suggested>,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    begun(on);
    return this.page(on, 'code', { code: null, values: { title } });
  }

  @Get('suggestions')
  async suggestions(@Param('id', UUID) id: string, @Who() who: Visitor) {
    const on = await this.on(who, id);
    const found = await responses.codes.suggested(this.office.pool, begun(on).id);
    const rows = found.map(({ words, replies, group, inGroup, inOthers }) => ({
      ...{ words, title: `${words[0]!.toUpperCase()}${words.slice(1)}`, inGroup, inOthers },
      group: saidOf(group),
      replies: replies.map(({ id: reply, reference }) => ({ id: reply, reference })),
    }));
    return this.page(on, 'suggestions', { rows });
  }

  @Post('new')
  async add(@Param('id', UUID) id: string, @Body() body: unknown, @Who() who: Visitor) {
    const on = await this.on(who, id);
    const { id: consultation } = begun(on);
    return answered(NewCode, body, {
      bad: () => this.page(on, 'code', { code: null }),
      good: async (given) => {
        const written = { consultation, isNew: true, inUse: true, ...given };
        await inTransaction(this.office.pool, (tx) => responses.codes.write(tx, on.actor, written));
        return seeOther(this.home(id), { saying: `The code ${given.code} can be given now.` });
      },
    });
  }

  @Get('to-code')
  async toCode(@Param('id', UUID) id: string, @Who() who: Visitor) {
    const on = await this.on(who, id);
    const left = (await this.repliesOf(on)).filter(({ coding }) => coding === null);
    return this.page(on, 'code-replies', { title: 'Replies to read', lines: left.map(inWords) });
  }

  @Get('none')
  async without(@Param('id', UUID) id: string, @Who() who: Visitor) {
    const on = await this.on(who, id);
    const none = (await this.repliesOf(on)).filter(({ coding }) => coding?.marks.length === 0);
    const title = 'Replies that no code fits';
    return this.page(on, 'code-replies', { title, lines: none.map(inWords) });
  }

  @Get(':code')
  async one(@Param('id', UUID) id: string, @Param('code') code: string, @Who() who: Visitor) {
    const on = await this.on(who, id);
    const found = await this.codeOf(on, code);
    const hidden = await responses.codes.hiddenFrom(
      this.office.pool,
      begun(on).id,
      on.actor.person,
    );
    const replies = await this.repliesOf(on);
    const lines = repliesWith(
      found.code,
      replies.filter((reply) => !hidden.has(reply.id)),
    );
    return this.page(on, 'code-replies', {
      title: `${found.code}: ${found.title}`,
      code: found,
      lines,
      hidden: hidden.size,
    });
  }

  @Get(':code/change')
  async askChange(@Param('id', UUID) id: string, @Param('code') code: string, @Who() who: Visitor) {
    const on = await this.on(who, id);
    return this.form(on, await this.codeOf(on, code));
  }

  @Post(':code/change')
  async change(
    @Param('id', UUID) id: string,
    @Param('code') named: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    const found = await this.codeOf(on, named);
    return answered(ChangedCode, body, {
      bad: () => this.form(on, found),
      good: async ({ use, ...said }) => {
        const { id: consultation } = begun(on);
        const { code } = found;
        const written = { consultation, isNew: false, inUse: use === 'yes', code, ...said };
        await inTransaction(this.office.pool, (tx) => responses.codes.write(tx, on.actor, written));
        return seeOther(`${this.home(id)}/${code}`, { saying: 'This is what the code means now.' });
      },
    });
  }

  private form(on: OnConsultation, code: Code) {
    const values = { ...code, use: code.inUse ? 'yes' : 'no' };
    return this.page(on, 'code', { code, values });
  }

  private async codeOf(on: OnConsultation, code: string): Promise<Code> {
    const found = (await this.frameOf(on)).codes.find((one) => one.code === code);
    if (found === undefined) throw new Refusal('not-found', { code });
    return found;
  }

  private async frameOf({ consultation }: OnConsultation) {
    if (consultation === null) throw new Refusal('not-found');
    return responses.codes.frame(this.office.pool, consultation.id);
  }

  private async repliesOf({ consultation }: OnConsultation) {
    return consultation ? responses.codes.of(this.office.pool, consultation.id) : [];
  }

  private on(who: Visitor, caseId: string): Promise<OnConsultation> {
    return onConsultation(this.office.pool, who, caseId);
  }

  private page(on: OnConsultation, name: string, data: Readonly<Record<string, unknown>>) {
    return consultationPage(this.office.pool, on, { name, section: SECTION }, data);
  }

  private home(caseId: string): string {
    return `/cases/${caseId}/consultation/${SECTION}`;
  }
}
