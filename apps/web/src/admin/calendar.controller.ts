import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { Refusal, answerOnce, fill, inTransaction, now } from '#platform';
import type { Office } from '#cases';
import type { Visitor } from '#identity';
import { calendars } from '#law';
import type { CalendarGiven, CalendarKind, SchoolYear, SchoolYearOf } from '#law';
import { areas, school } from '#register';
import { OFFICE } from '../http/acts.js';
import { answered, nonceOf } from '../http/answers.js';
import { For, Who } from '../http/audience.js';
import { day, dayTime, weekday } from '../http/dates.js';
import { page, seeOther } from '../http/page.js';
import {
  BANK_HOLIDAY_FORM,
  DAY_FORM,
  bankHolidayOf,
  termDatesForm,
  termDatesOf,
  termFields,
  typedAgain,
} from './calendar-forms.js';
import { calendarPage, yearForm } from './calendar-page.js';
import { calendarWords, saysLines, yearsOf } from './calendar-words.js';
import { sentAgain } from '../http/sent-again.js';

const KIND = { schema: z.enum(['term-dates', 'bank-holiday']) };
const SUBJECT = { schema: z.string().max(40) };

/** What a calendar is asked about: a school year of somebody, or one day. */
interface Asked {
  readonly kind: CalendarKind;
  readonly subject: string;
  readonly title: string;
  readonly path: string;
  readonly year: SchoolYearOf | null;
}

/** Term dates and bank holidays: an administrator sees what is held, enters more and corrects it. */
@Controller('admin/calendar')
@For('administrator')
export class CalendarController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async all() {
    return calendarPage(this.office.pool);
  }

  /** Leads to the form of the school year that was chosen. */
  @Get('term-dates')
  async chooseYear(@Query() sought: unknown) {
    const { pool } = this.office;
    return answered(await yearForm(pool), sought, {
      good: async ({ owner, urn, year }) => {
        const isKnown = urn === '' || (await this.nameOf(urn)) !== null;
        if (!isKnown) throw new Refusal('invalid', { faults: { urn: calendarWords().search.urn } });
        return seeOther(`/admin/calendar/term-dates/${urn || owner}.${year}/correct`);
      },
      bad: () => calendarPage(pool),
    });
  }

  @Get('bank-holiday')
  async chooseDay(@Query() sought: unknown) {
    return answered(DAY_FORM, sought, {
      good: (found) => seeOther(`/admin/calendar/bank-holiday/${found.day}/correct`),
      bad: () => calendarPage(this.office.pool),
    });
  }

  @Get(':kind/:subject')
  async datum(@Param('kind', KIND) kind: CalendarKind, @Param('subject', SUBJECT) subject: string) {
    const asked = await this.asked(kind, subject);
    const versions = await calendars.versionsOf(this.office.pool, kind, subject);
    const words = calendarWords().kinds[kind];
    return page('admin/datum', {
      title: asked.title,
      kind: words,
      path: asked.path,
      back: BACK,
      button: words.button,
      nothing: words.none,
      says: versions[0] === undefined ? await this.saysRule(asked) : saysLines(versions[0]),
      versions: versions.map((one) => ({
        version: one.version,
        lines: saysLines(one),
        from: day(one.setAt),
        reason: one.reason,
        source: one.source,
        by: one.setByName ?? one.setBy,
        at: dayTime(one.setAt),
      })),
    });
  }

  @Get(':kind/:subject/correct')
  async correct(
    @Param('kind', KIND) kind: CalendarKind,
    @Param('subject', SUBJECT) subject: string,
  ) {
    const asked = await this.asked(kind, subject);
    const [latest] = await calendars.versionsOf(this.office.pool, kind, subject);
    return formPage(asked, typedAgain(latest));
  }

  /** Shows what would be recorded; nothing is kept before the next page's button. */
  @Post(':kind/:subject/check')
  async check(
    @Param('kind', KIND) kind: CalendarKind,
    @Param('subject', SUBJECT) subject: string,
    @Body() sent: unknown,
  ) {
    const asked = await this.asked(kind, subject);
    return readGiven(asked, sent, async (given) => {
      const { effects } = calendarWords();
      return page('admin/check', {
        title: asked.title,
        path: asked.path,
        rows: [
          { key: 'What it says', lines: saysLines(given) },
          ...(await this.schoolDaysRow(given)),
          { key: 'Reason', lines: given.reason },
          { key: 'Source', value: given.source },
        ],
        effects: [effects.counts, effects.past, effects.record],
        sent: sentAgain(sent),
      });
    });
  }

  @Post(':kind/:subject')
  async record(
    @Param('kind', KIND) kind: CalendarKind,
    @Param('subject', SUBJECT) subject: string,
    @Body() sent: unknown,
    @Who() who: Visitor,
  ) {
    const asked = await this.asked(kind, subject);
    return readGiven(asked, sent, async (given) => {
      const actor = who.actorAs('administrator');
      const content = { kind, subject, sent };
      const form = { nonce: nonceOf(sent), person: who.person.id, content };
      await inTransaction(this.office.pool, (tx) =>
        answerOnce(tx, form, async () => calendars.set(tx, actor, given, await now(tx))),
      );
      return seeOther(asked.path, { saying: calendarWords().recorded });
    });
  }

  /** What is asked about, in words; refused as `not-found` for what no calendar has. */
  private async asked(kind: CalendarKind, subject: string): Promise<Asked> {
    const path = `/admin/calendar/${kind}/${subject}`;
    const asked = { kind, subject, path };
    if (kind === 'bank-holiday') {
      if (!DAY.safeParse(subject).success) throw new Refusal('not-found', { subject });
      return { ...asked, title: weekday(subject), year: null };
    }
    const year = calendars.schoolYearOf(subject);
    const owner = year === null ? null : await this.nameOf(year.owner);
    if (year === null || owner === null) throw new Refusal('not-found', { subject });
    const title = fill(calendarWords().subject, { owner, years: yearsOf(year.year) });
    return { ...asked, title, year };
  }

  /** An authority by its code of three digits, a school by its URN of six. */
  private async nameOf(owner: string): Promise<string | null> {
    const { pool } = this.office;
    if (owner.length === 3) {
      const known = await areas.authorities(pool);
      return known.find(({ code }) => code === owner)?.name ?? null;
    }
    const found = /^\d{6}$/.test(owner) ? await school(pool, owner) : null;
    return found && fill(calendarWords().ofSchool, { school: found.name, urn: owner });
  }

  /** What holds while nobody has entered anything. */
  private async saysRule({ kind, subject }: Asked): Promise<string> {
    const words = calendarWords();
    if (kind === 'term-dates') return words.notKnown;
    const calendar = await calendars.of(this.office.pool, { urn: null, laCode: null });
    const name = calendar.bankHoliday(subject);
    return name === null ? words.plainDay : fill(words.byRule, { name });
  }

  private async schoolDaysRow({ kind, value }: CalendarGiven) {
    if (kind === 'bank-holiday' || value === null) return [];
    const count = await calendars.schoolDaysIn(this.office.pool, value as NonNullable<SchoolYear>);
    return [{ key: 'School days in the year', value: fill(calendarWords().schoolDays, { count }) }];
  }
}

const DAY = z.iso.date().refine((text) => text >= '2000' && text < '2100');
const BACK = { href: '/admin/calendar', text: 'School calendar' };

/** Reads what was typed about a year or a day; what is wrong is shown beside it, with what was typed. */
function readGiven<R>(asked: Asked, sent: unknown, good: (given: CalendarGiven) => Promise<R>) {
  const { subject, year } = asked;
  const bad = () => formPage(asked, {});
  return year === null
    ? answered(BANK_HOLIDAY_FORM, sent, {
        good: async (answers) => good(bankHolidayOf(subject, answers)),
        bad,
      })
    : answered(termDatesForm(year.year), sent, {
        good: async (answers) => good(termDatesOf(subject, answers)),
        bad,
      });
}

function formPage({ kind, title, path }: Asked, values: object) {
  const { kinds, isHoliday } = calendarWords();
  return page('admin/calendar-form', {
    title,
    kind: kinds[kind],
    path,
    terms: kind === 'term-dates' ? termFields() : null,
    choices: Object.entries(isHoliday).map(([value, text]) => ({ value, text })),
    values,
  });
}
