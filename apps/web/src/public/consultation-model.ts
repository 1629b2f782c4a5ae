import { content, fill } from '#platform';
import type { Outcome, PublishedConsultation } from '#cases';
import { publication, VIEWS, wording } from '#consultation';
import type { Gathering } from '#consultation';
import { londonDate } from '#register';
import { day, dayTime, time, weekday } from '../http/dates.js';
import { sectionsShown } from '../views/consultation-text.js';

interface Words {
  readonly together: string;
  readonly standings: Readonly<Record<string, string>>;
  readonly replying: Readonly<Record<string, string>>;
  readonly window: Readonly<Record<'days' | 'known' | 'unknown', string>>;
  readonly closed: Readonly<Record<string, string>>;
  readonly outcome: Readonly<Record<string, string>> & {
    readonly does: Readonly<Record<'accepted' | 'partly' | 'not', string>>;
  };
  readonly gatherings: Readonly<Record<string, string>>;
  readonly forthcoming: Readonly<Record<string, string>>;
  readonly paper: Readonly<Record<string, string>>;
}

export const publicWords = (): Words => content<Words>('public/consultation');

/** How long people have: “Closes today”, “1 day left”. */
export function daysLeft({ now, closesAt, isOpen }: PublishedConsultation): string | null {
  if (!isOpen) return null;
  const days = londonDate(now).until(londonDate(closesAt)).days;
  if (days === 0) return 'It closes today.';
  return days === 1 ? '1 day is left.' : `${days} days are left.`;
}

/** The same days that the clerk sees; what nobody knows of them is said not to be known. */
export function windowWords({ window }: PublishedConsultation): string {
  const words = publicWords().window;
  const { days, workingDays, schoolDays } = window;
  const school =
    schoolDays === null
      ? fill(words.unknown, { workingDays })
      : fill(words.known, { workingDays, schoolDays });
  return `${fill(words.days, { days })}\n${school}`;
}

/** Links from the page's own words to the section that says more, where it was written. */
export function sectionTitle({ texts }: PublishedConsultation, id: string): string | null {
  const isThere = texts[0]?.sections[id] !== undefined;
  return isThere ? (publication.sections().find((one) => one.id === id)?.title ?? null) : null;
}

/** Meetings and drop-ins as rows: when, where, for whom, and what they were before. */
export function gatheringRows(gatherings: readonly Gathering[]) {
  const { changed } = publicWords().gatherings;
  return gatherings.map(({ startsAt, endsAt, earlier, writtenAt, ...rest }) => {
    const [before] = earlier;
    const note =
      before === undefined || rest.calledOff
        ? null
        : fill(changed!, {
            at: day(writtenAt),
            before: `${before.place}, ${whenOf(before)}`,
          });
    return { ...rest, when: whenOf({ startsAt, endsAt }), note };
  });
}

/** Thursday 4 June 2026, 6pm to 7:30pm */
function whenOf({ startsAt, endsAt }: Pick<Gathering, 'startsAt' | 'endsAt'>): string {
  const [from, to] = [new Date(startsAt), new Date(endsAt)];
  return `${weekday(from)}, ${time(from)} to ${time(to)}`;
}

/** What people said and what the board does, once its report is issued. */
export function outcomeModel({ report, decision, repliesShown }: Outcome) {
  const { outcome: words } = publicWords();
  return {
    repliesShown,
    decision: decision && {
      wording: decision.wording,
      text: fill(words['decided']!, { day: day(decision.on) }),
    },
    report: report && {
      text: fill(words['report']!, {
        issued: dayTime(report.issuedAt),
        inTime: report.inTime === 1 ? '1 reply' : `${report.inTime ?? words['some']} replies`,
        late: report.late ?? words['some'],
      }),
      hasHidden: [report.inTime, report.late, ...Object.values(report.views)].includes(null),
      views: [...VIEWS, 'not-asked' as const].map((view) => ({
        label: view === 'not-asked' ? words['notAsked']! : wording().views[view],
        count: report.views[view],
        hidden: words['notShown'],
      })),
      total: report.inTime,
      themes: report.themes.map((theme) => ({ ...theme, does: words.does[theme.does] })),
    },
  };
}

/** A form for those who reply by hand: the same questions, with boxes to tick and lines to write on. */
export function paperForm(consultation: PublishedConsultation) {
  const words = publicWords();
  const { ownViews, groups, publish } = wording();
  return {
    ...{ consultation, words, publish: Object.values(publish), groups: Object.values(groups) },
    views: VIEWS.map((view) => ownViews[view]),
    closes: fill(words.paper['closes']!, { closes: dayTime(consultation.closesAt) }),
    answering: sectionsShown(consultation.texts[0]).find(({ id }) => id === 'answering') ?? null,
  };
}
