import { inTransaction, now } from '#platform';
import type { Actor } from '#platform';
import { calendars } from '#law';
import type { SchoolYear } from '#law';
import { londonDate } from '#register';
import type { Pool } from 'pg';

/** The clock of an example moves on, so the years to come are there too. */
const YEARS = 4;
const WHY = {
  reason: 'Made up by a rule, so that school days can be counted in the example.',
  source: 'Nothing: no authority published these dates',
};

/** Term dates for every authority that has a made-up school of the sample. */
export async function enterExampleTerms(pool: Pool, administrator: Actor): Promise<void> {
  const { rows } = await pool.query<{ code: string }>(
    `SELECT DISTINCT la_code AS code FROM school WHERE urn LIKE '9000%' ORDER BY 1`,
  );
  await inTransaction(pool, async (tx) => {
    const at = await now(tx);
    const { year, month } = londonDate(at);
    const first = month < 8 ? year - 1 : year;
    for (const { code } of rows) {
      for (let from = first; from < first + YEARS; from += 1) {
        const given = { kind: 'term-dates', subject: `${code}.${from}`, ...WHY } as const;
        await calendars.set(tx, administrator, { ...given, value: exampleYear(from) }, at);
      }
    }
  });
}

/** A school year as authorities draw them, whose days are found by a rule. */
export function exampleYear(year: number): NonNullable<SchoolYear> {
  const next = year + 1;
  const endOfSpring = from(`${next}-03-27`, FRIDAY);
  return {
    autumn: {
      firstDay: weekdayFrom(`${year}-09-01`),
      lastDay: from(`${year}-12-15`, FRIDAY),
      halfTerm: weekOf(from(`${year}-10-21`, MONDAY)),
    },
    spring: {
      firstDay: weekdayFrom(`${next}-01-04`),
      lastDay: endOfSpring,
      halfTerm: weekOf(from(`${next}-02-12`, MONDAY)),
    },
    summer: {
      firstDay: later(endOfSpring, 17),
      lastDay: from(`${next}-07-16`, FRIDAY),
      halfTerm: weekOf(from(`${next}-05-25`, MONDAY)),
    },
  };
}

const [SUNDAY, MONDAY, FRIDAY, SATURDAY] = [0, 1, 5, 6] as const;

const dayOfWeek = (day: string): number => new Date(day).getUTCDay();

/** The first of this day of the week, on or after a day. */
function from(day: string, weekday: number): string {
  return later(day, (weekday - dayOfWeek(day) + 7) % 7);
}

const weekdayFrom = (day: string): string =>
  dayOfWeek(day) === SATURDAY || dayOfWeek(day) === SUNDAY ? from(day, MONDAY) : day;

const weekOf = (monday: string) => ({ firstDay: monday, lastDay: later(monday, 4) });

function later(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}
