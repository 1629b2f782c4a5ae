/** Dates as people in England write them; an instant is shown at the time of London. */
const LONDON = 'Europe/London';
const PLAIN_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** An instant, or a calendar date like '2026-06-04', which has no time zone and is never moved. */
export type When = Date | string;

const formatter = (options: Intl.DateTimeFormatOptions, timeZone = LONDON) =>
  new Intl.DateTimeFormat('en-GB', { ...options, timeZone });

const DAY: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long', year: 'numeric' };
const SHORT: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric' };
const dayFormats = both(DAY);
const shortFormats = both(SHORT);
const weekdayFormats = both({ weekday: 'long', ...DAY });
const clockFormat = formatter({ hour: 'numeric', minute: '2-digit', hourCycle: 'h23' });

/** 4 June 2026 */
export const day = (when: When): string => write(dayFormats, when);
/** 4 Jun 2026, for tables */
export const shortDay = (when: When): string => write(shortFormats, when);
/** Thursday 4 June 2026 */
export const weekday = (when: When): string => write(weekdayFormats, when).replace(',', '');
/** 4 June 2026 at 9:32am */
export const dayTime = (when: When): string => `${day(when)} at ${time(when)}`;
/** An instant that people have to keep, with the clock that it is read from. */
export const closingTime = (when: When): string => `${dayTime(when)}, London time (Europe/London)`;

/** 5pm, 9:32am, midday, midnight */
export function time(when: When): string {
  const [hours, minutes] = clockFormat.format(new Date(when)).split(':').map(Number) as [
    number,
    number,
  ];
  if (minutes === 0 && hours % 12 === 0) return hours === 0 ? 'midnight' : 'midday';
  const past = minutes === 0 ? '' : `:${String(minutes).padStart(2, '0')}`;
  return `${hours % 12 || 12}${past}${hours < 12 ? 'am' : 'pm'}`;
}

/** For the datetime attribute of a time element. */
export const machineTime = (when: When): string =>
  isPlainDate(when) ? when : new Date(when).toISOString();

function both(options: Intl.DateTimeFormatOptions) {
  return { instant: formatter(options), plain: formatter(options, 'UTC') };
}

function write({ instant, plain }: ReturnType<typeof both>, when: When): string {
  return (isPlainDate(when) ? plain : instant).format(new Date(when));
}

function isPlainDate(when: When): when is string {
  return typeof when === 'string' && PLAIN_DATE.test(when);
}
