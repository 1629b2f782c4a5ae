import { Refusal } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { append } from '#evidence';
import { SchoolCalendar } from '#register';
import { faultsOfYear, termsOf } from './term-dates.js';
import type { SchoolYear } from './term-dates.js';

export type CalendarKind = 'term-dates' | 'bank-holiday';

/** A day that was proclaimed a bank holiday, or that is none though the rule says so. */
export interface Proclaimed {
  readonly name: string;
  readonly isHoliday: boolean;
}

export interface CalendarValues {
  readonly 'term-dates': SchoolYear;
  readonly 'bank-holiday': Proclaimed;
}

/** A version of what is known of the calendar: what it says, why, where it is written, who set it. */
export interface CalendarDatum<K extends CalendarKind = CalendarKind> {
  readonly kind: K;
  /** '373.2026' is the school year from 2026 of an authority, '123456.2026' of a school; or a day. */
  readonly subject: string;
  readonly version: number;
  readonly value: CalendarValues[K];
  readonly reason: string;
  readonly source: string;
  readonly setBy: string;
  readonly setByName: string | null;
  readonly setAt: Date;
}

export type CalendarGiven<K extends CalendarKind = CalendarKind> = Pick<
  CalendarDatum<K>,
  'kind' | 'subject' | 'value' | 'reason' | 'source'
>;

/** Whose term dates, an authority's code or a school's URN, and the year in which they begin. */
export interface SchoolYearOf {
  readonly owner: string;
  readonly year: number;
}

/** The stream on which every change of the calendar is recorded. */
const STREAM = 'school:calendar';

/**
 * Writes a new version of term dates or of a bank holiday; the earlier ones stay. Refused as
 * `invalid` where terms overlap, leave a gap, end before they begin or lie outside their year.
 */
async function set<K extends CalendarKind>(
  tx: Tx,
  actor: Actor,
  given: CalendarGiven<K>,
  at: Date,
): Promise<{ readonly version: number }> {
  const { kind, subject, value, reason, source } = given;
  refuseBadYear(given);
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('calendar ' || $1 || $2, 0))`, [
    kind,
    subject,
  ]);
  const { rows } = await tx.query<{ version: number }>(
    `INSERT INTO calendar_datum (kind, subject, version, value, reason, source, set_by, set_at)
     SELECT $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6, $7
       FROM calendar_datum WHERE kind = $1 AND subject = $2
     RETURNING version`,
    [kind, subject, JSON.stringify(value), reason, source, actor.person, at],
  );
  const { version } = rows[0]!;
  const data = { kind, subject, version, reason, source, value: JSON.stringify(value) };
  await append(tx, STREAM, { kind: 'act', type: 'calendar.set', actor, data }, at);
  return { version };
}

function refuseBadYear({ kind, subject, value }: CalendarGiven): void {
  const year = kind === 'term-dates' ? schoolYearOf(subject) : null;
  if (year === null || value === null) return;
  const faults = faultsOfYear(year.year, value as NonNullable<SchoolYear>);
  if (Object.keys(faults).length > 0) throw new Refusal('invalid', { termDates: faults });
}

const SELECT = `SELECT d.kind, d.subject, d.version, d.value, d.reason, d.source,
    d.set_by AS "setBy", d.set_at AS "setAt", p.name AS "setByName"
   FROM calendar_datum d LEFT JOIN person p ON p.id::text = d.set_by`;

/** Every version of one subject, the newest first. */
async function versionsOf<K extends CalendarKind>(
  sql: Sql,
  kind: K,
  subject: string,
): Promise<readonly CalendarDatum<K>[]> {
  const { rows } = await sql.query<CalendarDatum<K>>(
    `${SELECT} WHERE d.kind = $1 AND d.subject = $2 ORDER BY d.version DESC LIMIT 1000`,
    [kind, subject],
  );
  return rows;
}

/** The newest version of every subject of a kind. */
async function newest<K extends CalendarKind>(
  sql: Sql,
  kind: K,
): Promise<readonly CalendarDatum<K>[]> {
  const { rows } = await sql.query<CalendarDatum<K>>(
    `SELECT DISTINCT ON (n.subject) n.* FROM (${SELECT} WHERE d.kind = $1) n
      ORDER BY n.subject, n.version DESC LIMIT 2000`,
    [kind],
  );
  return rows;
}

/** A school and its authority, as far as they are known. */
interface Whose {
  readonly urn: string | null;
  readonly laCode: string | null;
}

/**
 * The calendar of a school: its own term dates where it has some for a year, else its authority's,
 * with the bank holidays that were proclaimed. What nobody entered stays unknown.
 */
async function of(sql: Sql, whose: Whose): Promise<SchoolCalendar> {
  const { proclaimed, years } = await knownOf(sql, whose);
  return new SchoolCalendar(proclaimed, termsOf(years));
}

async function knownOf(sql: Sql, { urn, laCode }: Whose) {
  const { rows } = await sql.query<Pick<CalendarDatum, 'kind' | 'subject' | 'value'>>(
    `SELECT DISTINCT ON (kind, subject) kind, subject, value FROM calendar_datum
      WHERE kind = 'bank-holiday' OR split_part(subject, '.', 1) IN ($1, $2)
      ORDER BY kind, subject, version DESC`,
    [urn, laCode],
  );
  const years = new Map<number, NonNullable<SchoolYear>>();
  const known = rows.filter(({ kind, value }) => kind === 'term-dates' && value !== null);
  const isOwn = ({ subject }: { subject: string }) => schoolYearOf(subject)!.owner === urn;
  for (const one of known.toSorted((a, b) => Number(isOwn(a)) - Number(isOwn(b)))) {
    years.set(schoolYearOf(one.subject)!.year, one.value as NonNullable<SchoolYear>);
  }
  const proclaimed = rows.flatMap(({ kind, subject, value }) =>
    kind === 'bank-holiday' ? [{ day: subject, ...(value as Proclaimed) }] : [],
  );
  return { proclaimed, years: [...years.values()] };
}

/** The school days of a school year by itself, to check dates by that were just typed. */
async function schoolDaysIn(sql: Sql, year: NonNullable<SchoolYear>): Promise<number> {
  const { proclaimed } = await knownOf(sql, { urn: null, laCode: null });
  const terms = termsOf([year]);
  const calendar = new SchoolCalendar(proclaimed, terms);
  const { firstDay, lastDay } = terms.years[0]!;
  return (calendar.isSchoolDay(firstDay) ? 1 : 0) + calendar.schoolDaysBetween(firstDay, lastDay)!;
}

/** '373.2026' read; null for what names no school year. */
function schoolYearOf(subject: string): SchoolYearOf | null {
  const [, owner, year] = /^(\d{3}|\d{6})\.(20\d\d)$/.exec(subject) ?? [];
  return owner === undefined ? null : { owner, year: Number(year) };
}

/** What an administrator knows of school years and bank holidays, and the calendars made of it. */
export const calendars = { of, set, newest, versionsOf, schoolYearOf, schoolDaysIn, faultsOfYear };
