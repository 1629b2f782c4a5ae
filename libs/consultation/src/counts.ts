import type { Sql } from '#platform';
import type { Group, ResponseChannel, Standing, View } from './stakeholders.js';

/** How many responses of a kind; `not-asked`: no view was asked for, or none given. */
export interface Tally {
  readonly responses: number;
  readonly byView: Readonly<Partial<Record<View | 'not-asked', number>>>;
  readonly byGroup: Readonly<Partial<Record<Group | 'unknown', number>>>;
  readonly byChannel: Readonly<Partial<Record<ResponseChannel, number>>>;
}

export interface Counts {
  /** What counts and came in time. Superseded and withdrawn versions are in no tally. */
  readonly inTime: Tally;
  /** What would count but came at the closing instant or after it. */
  readonly late: Tally;
  /** How many different consultees stand behind `inTime`. */
  readonly people: number;
  readonly asked: number;
  readonly waiting: number;
  readonly notCounted: number;
  readonly superseded: number;
  readonly withdrawn: number;
  /** Mails at the case's desk of which no response was made yet. */
  readonly atDesk: number;
}

interface Row {
  readonly standing: Standing;
  readonly late: boolean;
  readonly view: View | 'not-asked';
  readonly group: Group | 'unknown';
  readonly channel: ResponseChannel;
  readonly responses: number;
}

/** What a consultation has brought in so far; nothing is counted twice and nothing left out. */
export async function counts(sql: Sql, consultation: string): Promise<Counts> {
  const { rows } = await sql.query<Row>(
    `SELECT r.standing, r.late, coalesce(r.view, 'not-asked') AS view,
        coalesce(r.group_name, e.group_name, 'unknown') AS "group", r.channel,
        count(*)::int AS responses
       FROM response_standing r LEFT JOIN consultee e ON e.id = r.consultee
      WHERE r.consultation_id = $1 GROUP BY 1, 2, 3, 4, 5`,
    [consultation],
  );
  const counted = rows.filter(({ standing }) => standing === 'counted');
  const standing = (wanted: Standing) => sum(rows.filter((row) => row.standing === wanted));
  return {
    inTime: tally(counted.filter(({ late }) => !late)),
    late: tally(counted.filter(({ late }) => late)),
    waiting: standing('waiting'),
    notCounted: standing('not-counted'),
    superseded: standing('superseded'),
    withdrawn: standing('withdrawn'),
    ...(await people(sql, consultation)),
  };
}

async function people(sql: Sql, consultation: string) {
  const { rows } = await sql.query<{ people: number; asked: number; atDesk: number }>(
    `SELECT
        (SELECT count(DISTINCT consultee)::int FROM response_standing
          WHERE consultation_id = $1 AND standing = 'counted' AND NOT late) AS people,
        (SELECT count(*)::int FROM consultee
          WHERE consultation_id = $1 AND removed_at IS NULL) AS asked,
        (SELECT count(*)::int FROM desk_standing d JOIN consultation c ON c.case_id = d.case_id
          WHERE c.id = $1 AND d.outcome IS NULL) AS "atDesk"`,
    [consultation],
  );
  return rows[0]!;
}

function tally(rows: readonly Row[]): Tally {
  const by = <K extends string>(key: (row: Row) => K) => {
    const totals: Partial<Record<K, number>> = {};
    for (const row of rows) totals[key(row)] = (totals[key(row)] ?? 0) + row.responses;
    return totals;
  };
  return {
    responses: sum(rows),
    byView: by(({ view }) => view),
    byGroup: by(({ group }) => group),
    byChannel: by(({ channel }) => channel),
  };
}

const sum = (rows: readonly Row[]) => rows.reduce((total, { responses }) => total + responses, 0);
