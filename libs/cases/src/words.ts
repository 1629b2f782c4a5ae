const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'Europe/London',
});
const clock = new Intl.DateTimeFormat('en-GB', {
  hour: 'numeric',
  minute: '2-digit',
  hour12: true,
  timeZone: 'Europe/London',
});

const days = new Map<string, string>();
const MOST_DAYS = 1_000;

/** Days and instants as people in England write them: "4 June 2026", "4 June 2026 at 5pm". */
export const inWords = {
  day: (iso: string): string => {
    const known = days.get(iso);
    if (known !== undefined) return known;
    const words = day.format(new Date(iso.length === 10 ? `${iso}T12:00Z` : iso));
    // Letters of one time name few days; to put one into words costs as much as a machine's step.
    if (days.size >= MOST_DAYS) days.clear();
    days.set(iso, words);
    return words;
  },
  /** '17:30' as "5:30pm": a time of London's clocks, on whatever day. */
  time: (clock: string): string => {
    const [hour = 0, minute = 0] = clock.split(':').map(Number);
    const minutes = minute === 0 ? '' : `:${String(minute).padStart(2, '0')}`;
    return `${((hour + 11) % 12) + 1}${minutes}${hour < 12 ? 'am' : 'pm'}`;
  },
  instant: (iso: string): string => {
    const at = new Date(iso);
    const time = clock.format(at).replace(':00', '').replace(/\s/g, '').toLowerCase();
    return `${day.format(at)} at ${time}`;
  },
};
