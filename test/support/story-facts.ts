import type { FormAnswers } from './newcomer.js';

const A_DAY_MS = 86_400_000;

/** The product's days in a story: today, moved on as its clock is. */
export class ProductDays {
  private today = Date.parse(londonDay(new Date()));

  pass(days: number): void {
    this.today += days * A_DAY_MS;
  }

  /** The day so many days from the product's today. */
  day(from: number): string {
    return new Date(this.today + from * A_DAY_MS).toISOString().slice(0, 10);
  }

  /** The first of the month that lies so many months after today's. */
  firstOfMonth(months: number): string {
    const date = new Date(this.today);
    return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1))
      .toISOString()
      .slice(0, 10);
  }
}

const londonDay = (at: Date): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(at);

/** A vote that carries: nine of twelve governors present, seven for and one against. */
export function aVoteOf(
  days: ProductDays,
  {
    noticeDaysAgo,
    heldDaysAgo,
    papers = ['Options paper'],
    votes = { for: '7', against: '1' },
  }: {
    noticeDaysAgo: number;
    heldDaysAgo: number;
    papers?: readonly string[];
    votes?: { for: string; against: string };
  },
): FormAnswers {
  return {
    heldOn: days.day(-heldDaysAgo),
    noticeOn: days.day(-noticeDaysAgo),
    withPapers: 'yes',
    fullBoard: 'full-board',
    inPost: '12',
    present: '9',
    interestsDeclared: 'yes',
    withdrew: '0',
    votesFor: votes.for,
    votesAgainst: votes.against,
    abstained: '1',
    casting: 'none',
    wording: 'The resolution as it stands in the minutes.',
    circulated: papers,
  };
}

/** A union that stands for the staff, as the page asks for it. */
export const aUnion: FormAnswers = {
  name: 'National Education Union',
  person: 'Nia Evans',
  email: 'nia.evans@example.org',
};
