import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { Refusal, answerOnce, fill, inTransaction, now } from '#platform';
import type { Office } from '#cases';
import type { Visitor } from '#identity';
import { correctDatum, dataOf } from '#law';
import type { Datum, DatumGiven, DatumKind } from '#law';
import { londonDate, school } from '#register';
import { OFFICE } from '../http/acts.js';
import { again, answered, nonceOf } from '../http/answers.js';
import { For, Who } from '../http/audience.js';
import { day, dayTime } from '../http/dates.js';
import { page, seeOther } from '../http/page.js';
import { parts } from '../views/journey-words.js';
import { testsAsked } from './tests-asked.js';
import { FORMS, givenOf, valuesOf } from './law-forms.js';
import {
  EVERY_FEDERATION,
  correctable,
  diocesanBodies,
  lawWords,
  valueLines,
} from './law-words.js';
import { sentAgain } from '../http/sent-again.js';

const KIND = { schema: z.enum(['religious-authority', 'prescribed-governors']) };
const SUBJECT = { schema: z.string().max(60) };
const SEARCH = z.object({
  urn: z.string().trim().max(20).default(''),
  diocese: z.string().max(40).optional(),
});

/** What the law leaves doubtful, as dated data: an administrator sees it and corrects it. */
@Controller('admin/law')
@For('administrator')
export class LawDataController {
  constructor(@Inject(OFFICE) private readonly office: Office) {}

  @Get()
  async all(
    @Query({ schema: SEARCH }) { urn, diocese }: z.infer<typeof SEARCH>,
    @Who() who: Visitor,
  ) {
    const { pool } = this.office;
    const today = await this.today();
    const dioceses = diocesanBodies();
    if (diocese !== undefined && dioceses.has(diocese)) {
      return seeOther(`/admin/law/religious-authority/${diocese}/correct`);
    }
    if (urn !== '') {
      const found = /^\d{6}$/.test(urn) ? await school(pool, urn) : null;
      if (found !== null) return seeOther(`/admin/law/prescribed-governors/${urn}/correct`);
    }
    const kinds = Object.keys(lawWords().kinds) as DatumKind[];
    const groups = await Promise.all(
      kinds.map(async (kind) => {
        const versions = await dataOf(pool, kind);
        const subjects = subjectsOf(kind, versions);
        const rows = subjects.map(async (subject) => ({
          title: await this.titleOf(kind, subject),
          href: `/admin/law/${kind}/${subject}`,
          ...standingOf(kind, subject, versions, today),
        }));
        return { kind, ...lawWords().kinds[kind], rows: await Promise.all(rows) };
      }),
    );
    const shown = page('admin/law', {
      groups,
      asked: await testsAsked(pool, who),
      dioceses: [...dioceses].map(([value, text]) => ({ value, text })),
      values: { urn },
    });
    if (diocese !== undefined)
      return again(shown, { diocese: lawWords().dioceseNotKnown }, { urn });
    if (urn === '') return shown;
    return again(shown, { urn: 'No school of the register has this number.' }, { urn });
  }

  @Get(':kind/:subject')
  async datum(@Param('kind', KIND) kind: DatumKind, @Param('subject', SUBJECT) subject: string) {
    const title = await this.titleOf(kind, subject);
    const versions = await dataOf(this.office.pool, kind, subject);
    const today = await this.today();
    return page('admin/datum', {
      title,
      kind: lawWords().kinds[kind],
      path: `/admin/law/${kind}/${subject}`,
      back: { href: '/admin/law', text: 'Facts of law' },
      button: 'Correct it',
      nothing: 'Nobody has corrected it.',
      ...standingOf(kind, subject, versions, today),
      versions: versions.map((one) => ({
        version: one.version,
        lines: valueLines(one).join('\n'),
        from: day(one.countsFrom),
        reason: one.reason,
        source: one.source,
        by: one.setByName ?? lawWords().bySystem,
        at: dayTime(one.setAt.toISOString()),
      })),
    });
  }

  @Get(':kind/:subject/correct')
  async correct(@Param('kind', KIND) kind: DatumKind, @Param('subject', SUBJECT) subject: string) {
    const versions = await dataOf(this.office.pool, kind, subject);
    return this.formPage(kind, subject, valuesOf(kind, versions[0], await this.today()));
  }

  /** Shows what would be recorded; nothing is kept before the next page's button. */
  @Post(':kind/:subject/check')
  async check(
    @Param('kind', KIND) kind: DatumKind,
    @Param('subject', SUBJECT) subject: string,
    @Body() sent: unknown,
  ) {
    const title = await this.titleOf(kind, subject);
    return answered(FORMS[kind], sent, {
      good: (answers) => {
        const given = givenOf(kind, subject, answers);
        const { effects } = lawWords();
        return page('admin/check', {
          title,
          path: `/admin/law/${kind}/${subject}`,
          rows: [
            { key: 'What it says', lines: valueLines(given).join('\n') },
            { key: 'Counts from', value: day(given.countsFrom) },
            { key: 'Reason', lines: given.reason },
            { key: 'Source', value: given.source },
          ],
          effects: [
            fill(effects.counts, { date: day(given.countsFrom) }),
            effects.past,
            effects.record,
          ],
          sent: sentAgain(sent),
        });
      },
      bad: () => this.formPage(kind, subject, {}),
    });
  }

  @Post(':kind/:subject')
  async record(
    @Param('kind', KIND) kind: DatumKind,
    @Param('subject', SUBJECT) subject: string,
    @Body() sent: unknown,
    @Who() who: Visitor,
  ) {
    await this.titleOf(kind, subject);
    return answered(FORMS[kind], sent, {
      good: async (answers) => {
        const given = givenOf(kind, subject, answers);
        await this.write(who, given, sent);
        const date = day(given.countsFrom);
        const saying = fill(lawWords().corrected, { date });
        return seeOther(`/admin/law/${kind}/${subject}`, { saying });
      },
      bad: () => this.formPage(kind, subject, {}),
    });
  }

  private async write(who: Visitor, given: DatumGiven, sent: unknown): Promise<void> {
    const actor = who.actorAs('administrator');
    const content = { kind: given.kind, subject: given.subject, sent };
    const form = { nonce: nonceOf(sent), person: who.person.id, content };
    await inTransaction(this.office.pool, (tx) =>
      answerOnce(tx, form, async () => correctDatum(tx, actor, given, await now(tx))),
    );
  }

  private async formPage(kind: DatumKind, subject: string, values: object) {
    return page('admin/correct', {
      title: await this.titleOf(kind, subject),
      kind,
      path: `/admin/law/${kind}/${subject}`,
      descriptions: Object.entries(lawWords().descriptions).map(([value, text]) => ({
        value,
        text,
      })),
      values,
    });
  }

  /** What a datum is about, in words; refused as `not-found` for what nobody can correct. */
  private async titleOf(kind: DatumKind, subject: string): Promise<string> {
    if (kind === 'religious-authority') {
      const ofDiocese = diocesanBodies().get(subject);
      if (ofDiocese !== undefined) return ofDiocese;
      if (correctable().includes(subject)) return parts().denominations[subject]!;
      throw new Refusal('not-found', { subject });
    }
    if (subject === EVERY_FEDERATION) return lawWords().everyFederation;
    const found = /^\d{6}$/.test(subject) ? await school(this.office.pool, subject) : null;
    if (found === null) throw new Refusal('not-found', { subject });
    return fill(lawWords().ofSchool, { school: found.name, urn: subject });
  }

  private async today(): Promise<string> {
    return londonDate(await now(this.office.pool)).toString();
  }
}

/** Every subject that has or can have a version: what was never corrected is listed too. */
function subjectsOf(kind: DatumKind, versions: readonly Datum[]): readonly string[] {
  const known = versions.map(({ subject }) => subject);
  if (kind === 'religious-authority') {
    const dioceses = diocesanBodies();
    return [...correctable(), ...new Set(known.filter((subject) => dioceses.has(subject)))];
  }
  return [...new Set([EVERY_FEDERATION, ...known])];
}

/** What counts today of a subject: the newest version that somebody set and that has begun. */
function standingOf(kind: DatumKind, subject: string, versions: readonly Datum[], today: string) {
  const own = versions.filter((one) => one.subject === subject && one.setBy !== 'system');
  const current = own.find(({ countsFrom }) => countsFrom <= today);
  const next = own.find(({ countsFrom }) => countsFrom > today);
  return {
    says: current === undefined ? lawWords().notSaid[kind] : valueLines(current).join('; '),
    since: current === undefined ? null : day(current.countsFrom),
    next:
      next === undefined ? null : `${valueLines(next).join('; ')}, from ${day(next.countsFrom)}`,
  };
}
