import type { Sql } from '#platform';
import { CHANNELS, GROUPS, VIEWS } from '../stakeholders.js';
import type { Group, ResponseChannel, Standing, View } from '../stakeholders.js';

/** A reply as it stood at an instant, without its words and without whose it is. */
export interface Reply {
  readonly id: string;
  readonly number: number;
  readonly standing: Standing;
  readonly late: boolean;
  readonly view: View | 'not-asked';
  readonly group: Group | 'unknown';
  readonly channel: ResponseChannel;
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

// As the view response_standing has it, of what was known at that instant.
const REPLIES = `
SELECT r.id, r.number, r.received_at >= c.closes_at AS late,
    CASE
      WHEN d.decision = 'withdrawn' THEN 'withdrawn'
      WHEN EXISTS (SELECT FROM response newer
        WHERE newer.supersedes = r.id AND newer.recorded_at <= $2) THEN 'superseded'
      WHEN d.decision IS NOT NULL THEN d.decision
      WHEN r.grade = 'unverified' THEN 'waiting'
      ELSE 'counted'
    END AS standing,
    coalesce(r.view, 'not-asked') AS view, coalesce(r.group_name, e.group_name, 'unknown') AS "group",
    r.channel, to_char(r.received_at AT TIME ZONE 'Europe/London', 'YYYY-MM-DD') AS day, r.consultee
  FROM response r
  JOIN consultation c ON c.id = r.consultation_id
  LEFT JOIN consultee e ON e.id = r.consultee
  LEFT JOIN LATERAL (SELECT decision FROM response_decision
    WHERE response = r.id AND at <= $2 ORDER BY seq DESC LIMIT 1) d ON true
 WHERE r.consultation_id = $1 AND r.recorded_at <= $2
 ORDER BY r.number`;

/** The views that were given, and last how many were asked for none or gave none. */
export type ByView = Readonly<Record<View | 'not-asked', number>>;

/** Every number of replies that a report says. `inTime` and `late` are replies that count. */
export interface ReplyNumbers {
  /** By standing, of all that came; `inTime` and `late` together are those that count. */
  readonly standings: Readonly<
    Record<
      'received' | 'inTime' | 'late' | 'waiting' | 'notCounted' | 'superseded' | 'withdrawn',
      number
    >
  >;
  /** How many different people of the list stand behind those in time. */
  readonly people: number;
  readonly views: { readonly inTime: ByView; readonly late: ByView };
  /** Of those in time; a group is there when somebody of it replied. */
  readonly groups: readonly ({
    readonly group: Group | 'unknown';
    readonly inTime: number;
    readonly late: number;
  } & { readonly views: ByView })[];
  readonly channels: readonly {
    readonly channel: ResponseChannel;
    readonly inTime: number;
    readonly late: number;
  }[];
  readonly days: readonly {
    readonly day: string;
    readonly inTime: number;
    readonly late: number;
  }[];
}

/** Counts replies; each that counts is in every breakdown once. */
export function numbersOf(replies: readonly Reply[]): ReplyNumbers {
  const counted = replies.filter(({ standing }) => standing === 'counted');
  const inTime = counted.filter(({ late }) => !late);
  const late = counted.filter((reply) => reply.late);
  const standing = (wanted: Standing) => replies.filter((one) => one.standing === wanted).length;
  const both = (is: (reply: Reply) => boolean) => ({
    inTime: inTime.filter(is).length,
    late: late.filter(is).length,
  });
  const present = <T extends string>(all: readonly T[], of: (reply: Reply) => T) =>
    all.filter((one) => counted.some((reply) => of(reply) === one));
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
    views: { inTime: byView(inTime), late: byView(late) },
    groups: present([...GROUPS, 'unknown'], ({ group }) => group).map((group) => ({
      group,
      ...both((reply) => reply.group === group),
      views: byView(inTime.filter((reply) => reply.group === group)),
    })),
    channels: present(CHANNELS, ({ channel }) => channel).map((channel) => ({
      channel,
      ...both((reply) => reply.channel === channel),
    })),
    days: [...new Set(counted.map(({ day }) => day))].toSorted().map((day) => ({
      day,
      ...both((reply) => reply.day === day),
    })),
  };
}

/** How many replies give each view. */
export const byView = (replies: readonly Reply[]): ByView =>
  Object.fromEntries(
    ([...VIEWS, 'not-asked'] as const).map((view) => [
      view,
      replies.filter((reply) => reply.view === view).length,
    ]),
  ) as ByView;
