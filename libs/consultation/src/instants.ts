const DAY = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'Europe/London',
});
const CLOCK = new Intl.DateTimeFormat('en-GB', {
  hour: 'numeric',
  minute: '2-digit',
  hour12: true,
  timeZone: 'Europe/London',
});

/** 4 June 2026 at 5:00pm, in London: as letters say an instant. */
export function inWords(instant: Date): string {
  return `${DAY.format(instant)} at ${CLOCK.format(instant).replace(/\s/g, '').toLowerCase()}`;
}

/** 4 June 2026, of a day such as '2026-06-04'. */
export const dayInWords = (day: string): string => DAY.format(new Date(`${day}T12:00:00Z`));
