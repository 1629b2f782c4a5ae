import type { Sql } from '#platform';
import { closingAsOf } from '../consultation.js';
import { referenceOf } from '../record-response.js';
import { CHANNELS, FORMS, GROUPS, VIEWS } from '../stakeholders.js';
import type {
  Group,
  Publish,
  ResponseChannel,
  ResponseForm,
  Standing,
  View,
} from '../stakeholders.js';

/** A reply as it stood at an instant, without its words and without whose it is. */
export interface Reply {
  readonly id: string;
  readonly number: number;
  readonly standing: Standing;
  readonly late: boolean;
  readonly view: View | 'not-asked';
  readonly group: Group | 'unknown';
  readonly channel: ResponseChannel;
  readonly form: ResponseForm;
  readonly signatories: number | null;
  readonly publish: Publish | null;
  /** The day in London on which it came. */
  readonly day: string;
  readonly consultee: string | null;
}

/** Every reply that had come by an instant, in the order of their numbers. */
export async function repliesAt(
  sql: Sql,
  consultation: string,
  asOf: Date,
): Promise<readonly Reply[]> {
  const { rows } = await sql.query<Reply>(REPLIES, [consultation, asOf]);
  return rows;
}

// As the view response_standing has it, of what was known at that instant. One person has one view
// among those in time: the latest; `consultee` is who of the list they are.
const REPLIES = `
SELECT id, number, late, standing, "group", channel, form, signatories, publish, day, consultee,
    CASE WHEN standing = 'counted' AND row_number() OVER (
        PARTITION BY respondent, late, standing, view IS NULL
        ORDER BY received_at DESC, number DESC) > 1 THEN 'not-asked'
      ELSE coalesce(view, 'not-asked') END AS view
  FROM (
    SELECT r.id, r.number, r.received_at >= ${closingAsOf('c', '$2')} AS late, r.received_at, r.view, r.channel,
        CASE
          WHEN d.decision = 'withdrawn' THEN 'withdrawn'
          WHEN EXISTS (SELECT FROM response newer
            WHERE newer.supersedes = r.id AND newer.recorded_at <= $2) THEN 'superseded'
          WHEN d.decision IS NOT NULL THEN d.decision
          WHEN r.grade = 'unverified' THEN 'waiting'
          ELSE 'counted'
        END AS standing,
        coalesce(r.group_name, e.group_name, 'unknown') AS "group", r.form, r.signatories, r.publish,
        to_char(r.received_at AT TIME ZONE 'Europe/London', 'YYYY-MM-DD') AS day,
        coalesce(p.respondent, r.consultee, r.id) AS respondent,
        (SELECT o.id FROM consultee o WHERE o.consultation_id = r.consultation_id
          AND o.id = coalesce(p.respondent, r.consultee)) AS consultee
      FROM response r
      JOIN consultation c ON c.id = r.consultation_id
      LEFT JOIN consultee e ON e.id = r.consultee
      LEFT JOIN LATERAL (SELECT decision FROM response_decision
        WHERE response = r.id AND at <= $2 ORDER BY seq DESC LIMIT 1) d ON true
      LEFT JOIN LATERAL (SELECT respondent FROM response_respondent
        WHERE response = r.id AND at <= $2 ORDER BY seq DESC LIMIT 1) p ON true
     WHERE r.consultation_id = $1 AND r.recorded_at <= $2) of
 ORDER BY number`;

/** The views that were given, and last how many were asked for none or gave none. */
export type ByView<N = number> = Readonly<Record<View | 'not-asked', N>>;

/** Replies that count, in time and late. */
export interface InTimeAndLate<N = number> {
  readonly inTime: N;
  readonly late: N;
}

/** The same with the views of those in time. */
export interface WithViews<N = number> extends InTimeAndLate<N> {
  readonly views: ByView<N>;
}

/** Every number of replies that a report says; a petition is none of them. */
export interface ReplyNumbers<N = number> {
  /** By standing, of all that came; `inTime` and `late` together are those that count. */
  readonly standings: Readonly<
    Record<
      'received' | 'inTime' | 'late' | 'waiting' | 'notCounted' | 'superseded' | 'withdrawn',
      N
    >
  >;
  /** How many different people of the list stand behind those in time. */
  readonly people: N;
  readonly views: InTimeAndLateOf<ByView<N>>;
  /** How many gave a view: the base of its percentages. */
  readonly given: InTimeAndLate<N>;
  /** A group is there when somebody of it replied. */
  readonly groups: readonly (WithViews<N> & { readonly group: Group | 'unknown' })[];
  readonly forms: readonly (WithViews<N> & { readonly form: ResponseForm })[];
  readonly channels: readonly (InTimeAndLate<N> & { readonly channel: ResponseChannel })[];
  readonly days: readonly (InTimeAndLate<N> & { readonly day: string })[];
}

type InTimeAndLateOf<T> = Readonly<Record<'inTime' | 'late', T>>;

/** A petition is one paper, however many signed it, and stands apart from every other number. */
export interface Petition<N = number> {
  readonly reference: string;
  readonly signatories: N;
  readonly view: View | 'not-asked';
  readonly standing: 'inTime' | 'late' | 'waiting' | 'notCounted';
}

const isPetition = ({ form }: Reply): boolean => form === 'petition';

/** Those that count and are nobody's petition: what every number below is of. */
export const countedOf = (replies: readonly Reply[]): readonly Reply[] =>
  replies.filter((reply) => reply.standing === 'counted' && !isPetition(reply));

/** Counts replies; each that counts is in every breakdown once. */
export function numbersOf(all: readonly Reply[]): ReplyNumbers {
  const replies = all.filter((reply) => !isPetition(reply));
  const counted = countedOf(replies);
  const inTime = counted.filter(({ late }) => !late);
  const late = counted.filter((reply) => reply.late);
  const standing = (wanted: Standing) => replies.filter((one) => one.standing === wanted).length;
  const present = <T extends string>(values: readonly T[], of: (reply: Reply) => T) =>
    values
      .map((value) => [value, counted.filter((reply) => of(reply) === value)] as const)
      .filter(([, own]) => own.length > 0);
  const views = { inTime: byView(inTime), late: byView(late) };
  const days = [...new Set(counted.map(({ day }) => day))].toSorted();
  return {
    standings: {
      received: replies.length,
      inTime: inTime.length,
      late: late.length,
      waiting: standing('waiting'),
      notCounted: standing('not-counted'),
      superseded: standing('superseded'),
      withdrawn: standing('withdrawn'),
    },
    people: new Set(inTime.flatMap(({ consultee }) => consultee ?? [])).size,
    views,
    given: { inTime: givenIn(views.inTime), late: givenIn(views.late) },
    groups: present([...GROUPS, 'unknown'], ({ group }) => group).map(([group, own]) => ({
      ...{ group, ...withViews(own) },
    })),
    forms: present(FORMS, ({ form }) => form).map(([form, own]) => ({ form, ...withViews(own) })),
    channels: present(CHANNELS, ({ channel }) => channel).map(([channel, own]) => ({
      ...{ channel, ...inTimeAndLate(own) },
    })),
    days: present(days, ({ day }) => day).map(([day, own]) => ({ day, ...inTimeAndLate(own) })),
  };
}

export function inTimeAndLate(replies: readonly Reply[]): InTimeAndLate {
  const late = replies.filter((reply) => reply.late).length;
  return { inTime: replies.length - late, late };
}

export const withViews = (replies: readonly Reply[]): WithViews => ({
  ...inTimeAndLate(replies),
  views: byView(replies.filter(({ late }) => !late)),
});

/** The petitions that their bringers neither withdrew nor replaced. */
export function petitionsIn(replies: readonly Reply[]): readonly Petition[] {
  return replies.filter(isPetition).flatMap(({ number, signatories, view, late, standing }) => {
    if (standing === 'superseded' || standing === 'withdrawn') return [];
    const counted = late ? 'late' : 'inTime';
    const stands = { counted, waiting: 'waiting', 'not-counted': 'notCounted' } as const;
    const reference = referenceOf(number);
    return [{ reference, signatories: signatories ?? 0, view, standing: stands[standing] }];
  });
}

/** How many replies give each view. */
const byView = (replies: readonly Reply[]): ByView =>
  Object.fromEntries(
    ([...VIEWS, 'not-asked'] as const).map((view) => [
      view,
      replies.filter((reply) => reply.view === view).length,
    ]),
  ) as ByView;

const givenIn = (views: ByView): number => VIEWS.reduce((total, view) => total + views[view], 0);
