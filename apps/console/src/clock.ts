import { inWords } from '#cases';
import { Refusal, WrongSetting, moveClockTo, now } from '#platform';
import type { Sql } from '#platform';
import { closingInstant } from '#register';
import { BadUsage, readArguments } from './command.js';
import type { Command, Desk } from './command.js';
import { prepareClock } from './examples.js';

const A_DAY_MS = 86_400_000;

export const clock: Command = {
  usage: '[--to 2027-01-31T17:00 | --days N]',
  does: 'shows the product’s clock, and on an example installation moves it on (London time)',
  run: async (args, desk) => {
    const { options } = readArguments(args, ['to', 'days']);
    const { pool, ownerUrl } = await desk.openDatabase();
    const { to, days } = options;
    const instant = await instantOf(pool, to, days);
    if (instant !== null) {
      if (await isNewExample(desk, pool)) await prepareClock(ownerUrl, true);
      await moveTo(pool, instant);
    }
    await tell(desk, pool);
    return 0;
  },
};

async function instantOf(
  sql: Sql,
  to: string | true | undefined,
  days: string | true | undefined,
): Promise<Date | null> {
  if (to !== undefined && days !== undefined) throw new BadUsage('Give --to or --days, not both.');
  if (typeof days === 'string') {
    if (!/^\d{1,4}$/.test(days)) throw new BadUsage('--days must be a whole number of days.');
    return new Date((await now(sql)).getTime() + Number(days) * A_DAY_MS);
  }
  if (typeof to !== 'string') return null;
  const [, day, time = '00:00'] = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}))?$/.exec(to) ?? [];
  if (day === undefined) throw new BadUsage('--to must look like 2027-01-31T17:00.');
  try {
    return new Date(closingInstant(day, time));
  } catch {
    throw new BadUsage(`There is no ${to}.`);
  }
}

async function moveTo(sql: Sql, instant: Date): Promise<void> {
  if ((await moveClockTo(sql, instant)) !== null) return;
  const { movable, at } = await read(sql);
  if (!movable) {
    throw new WrongSetting(
      'This is no example installation: its clock is the real one, and stays.',
    );
  }
  throw new Refusal('invalid', { field: 'to', reason: 'not-later', now: at.toISOString() });
}

/** Nobody real has ever been here, and nothing says that somebody might: the clock may be moved. */
async function isNewExample({ settings }: Desk, sql: Sql): Promise<boolean> {
  if (!settings.isExample) return false;
  const { rowCount } = await sql.query(
    `SELECT FROM person WHERE email NOT LIKE '%@example.org' LIMIT 1`,
  );
  return rowCount === 0;
}

async function read(sql: Sql): Promise<{ at: Date; movable: boolean; aheadMs: number }> {
  const { rows } = await sql.query<{ at: Date; movable: boolean; aheadMs: number }>(
    `SELECT assent_now() AS at, movable, round(extract(epoch FROM ahead) * 1000)::float8 AS "aheadMs"
       FROM product_clock`,
  );
  return rows[0]!;
}

async function tell({ json, out }: Desk, sql: Sql): Promise<void> {
  const { at, movable, aheadMs } = await read(sql);
  if (json) return out(JSON.stringify({ now: at.toISOString(), movable, aheadMs }));
  const days = Math.round(aheadMs / A_DAY_MS);
  out(
    `It is ${inWords.instant(at.toISOString())} in London${days > 0 ? `, ${days} days ahead` : ''}.`,
  );
  if (!movable) out('It is the real time and cannot be moved.');
}
