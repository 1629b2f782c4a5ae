import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import type { Office } from '#cases';
import { publication, responses } from '#consultation';
import type { WrittenTheme } from '#consultation';
import type { Visitor } from '#identity';
import { answerOnce, inTransaction, Refusal } from '#platform';
import { OFFICE } from '../../http/acts.js';
import { answered, choice, choices, nonceOf, optionalText, text } from '../../http/answers.js';
import { For, Who } from '../../http/audience.js';
import { seeOther } from '../../http/page.js';
import { begun, consultationPage, onConsultation } from './on-consultation.js';
import type { OnConsultation } from './on-consultation.js';

const { report } = publication;
const UUID = { schema: z.uuid() };
const SECTION = 'themes';
/** As many replies are offered to choose from; older ones are named by their numbers. */
const OFFERED = 200;

const REFERENCE = /^r?-?0*(\d{1,6})$/i;
const references = optionalText({ max: 2_000 }).transform((typed, context) => {
  const named = typed.split(/[\s,;]+/).filter((one) => one !== '');
  const numbers = named.map((one) => Number(REFERENCE.exec(one)?.[1]));
  if (numbers.some((number) => !Number.isInteger(number))) {
    context.addIssue({ code: 'custom', message: 'Enter numbers of replies, like R-0007.' });
  }
  return numbers;
});
const Written = z.strictObject({
  seen: z.coerce.number().int().min(0),
  title: text('Enter a title.', { max: 120 }),
  said: text('Enter what was said.', { max: 4_000 }),
  chosen: z.preprocess(
    (given) => (given === undefined ? [] : [given].flat()),
    z.array(z.coerce.number().int().positive()).max(OFFERED),
  ),
  others: references,
  quotes: optionalText({ max: 4_000 }),
  does: choice(report.answers, 'Select what the board does.'),
  why: text('Enter why.', { max: 4_000 }),
  equality: choices(['yes'], ''),
  alternative: choices(['yes'], ''),
});
const TakenOut = z.strictObject({ seen: z.coerce.number().int().min(1) });

/** You said, we did: what replies say, theme by theme, and what the board does about each. */
@Controller('cases/:id/consultation/themes')
@For('clerk')
export class ThemesController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async list(@Param('id', UUID) id: string, @Who() who: Visitor) {
    const on = await this.on(who, id);
    const of = on.consultation?.launchedAt ? on.consultation.id : null;
    const { pool } = this.office;
    const themes = of === null ? [] : await report.themes(pool, of);
    const { does } = report.words();
    return this.page(on, 'themes', {
      isIssued: of !== null && (await report.issued(pool, of)).some(({ stands }) => stands),
      themes: themes.map((theme) => ({ ...theme, does: does[theme.does] })),
    });
  }

  @Get('new')
  async ask(@Param('id', UUID) id: string, @Who() who: Visitor) {
    return this.form(await this.on(who, id), null);
  }

  @Post('new')
  async add(@Param('id', UUID) id: string, @Body() body: unknown, @Who() who: Visitor) {
    return this.write(await this.on(who, id), null, body);
  }

  @Get(':number')
  async askAgain(
    @Param('id', UUID) id: string,
    @Param('number') number: string,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    return this.form(on, await this.themeOf(on, number));
  }

  @Post(':number')
  async change(
    @Param('id', UUID) id: string,
    @Param('number') number: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    return this.write(on, await this.themeOf(on, number), body);
  }

  @Get(':number/take-out')
  async askTakeOut(
    @Param('id', UUID) id: string,
    @Param('number') number: string,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    return this.page(on, 'theme-take-out', { theme: await this.themeOf(on, number) });
  }

  @Post(':number/take-out')
  async takeOut(
    @Param('id', UUID) id: string,
    @Param('number') number: string,
    @Body() body: unknown,
    @Who() who: Visitor,
  ) {
    const on = await this.on(who, id);
    const theme = await this.themeOf(on, number);
    return answered(TakenOut, body, {
      bad: () => this.page(on, 'theme-take-out', { theme }),
      good: async ({ seen }) => {
        const given = { consultation: begun(on).id, number: theme.number, seen };
        await inTransaction(this.office.pool, (tx) => report.takeOutTheme(tx, on.actor, given));
        return seeOther(this.home(id), { saying: `“${theme.title}” is taken out.` });
      },
    });
  }

  private write(on: OnConsultation, before: WrittenTheme | null, body: unknown) {
    const { id: consultation } = begun(on);
    return answered(Written, body, {
      bad: () => this.form(on, before),
      good: async ({ chosen, others, quotes, equality, alternative, ...said }) => {
        const given = {
          ...{ ...said, consultation, number: before?.number ?? null },
          equality: equality.length > 0,
          alternative: alternative.length > 0,
          replies: [...new Set([...chosen, ...others])],
          quotes: quotes.split('\n').flatMap((line) => line.trim() || []),
        };
        const form = { nonce: nonceOf(body), person: on.actor.person, content: body };
        await inTransaction(this.office.pool, (tx) =>
          answerOnce(tx, form, async () => ({
            number: await report.writeTheme(tx, on.actor, given),
          })),
        );
        return seeOther(this.home(on.view.id), { saying: `“${said.title}” is saved.` });
      },
    });
  }

  private async themeOf({ consultation }: OnConsultation, number: string): Promise<WrittenTheme> {
    const all = consultation && (await report.themes(this.office.pool, consultation.id));
    const found = all?.find((one) => String(one.number) === number);
    if (found === undefined) throw new Refusal('not-found', { number });
    return found;
  }

  private async form(on: OnConsultation, before: WrittenTheme | null) {
    const { id } = begun(on);
    const lines = await responses.list(this.office.pool, id, {
      filter: { standing: 'counted' },
      most: OFFERED + 1,
    });
    const offered = lines.slice(0, OFFERED);
    const { does } = report.words();
    return this.page(on, 'theme', {
      theme: before,
      replyItems: offered.map(({ number, reference, opening }) => ({
        value: String(number),
        text: `${reference}: ${opening || 'No words'}`,
      })),
      isMore: lines.length > OFFERED,
      doesItems: report.answers.map((value) => ({ value, text: does[value] })),
      values: before && (await this.valuesOf(id, before, offered)),
    });
  }

  private async valuesOf(
    consultation: string,
    theme: WrittenTheme,
    offered: readonly { readonly id: string; readonly number: number }[],
  ) {
    const isOffered = (id: string) => offered.some((one) => one.id === id);
    const older = theme.responses.filter((id) => !isOffered(id));
    const named = await Promise.all(
      older.map((id) => responses.find(this.office.pool, consultation, id)),
    );
    return {
      ...theme,
      chosen: offered
        .filter(({ id }) => theme.responses.includes(id))
        .map(({ number }) => String(number)),
      // One that counts no longer is left out: it could not be saved again.
      others: named.flatMap((one) => (one?.standing === 'counted' ? one.reference : [])).join(', '),
      quotes: theme.quoted.map(({ words }) => words).join('\n'),
      equality: theme.equality ? ['yes'] : [],
      alternative: theme.alternative ? ['yes'] : [],
    };
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
