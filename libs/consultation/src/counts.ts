import type { Sql } from '#platform';
import { VIEW_ORDER } from './channels/view-order.js';
import type { Group, ResponseChannel, ResponseForm, Standing, View } from './stakeholders.js';

/**
 * How many responses of a kind; a petition is among them by its form alone, as in the report.
 * `not-asked`: no view was asked for, none was given, or a later one of
 * the same person counts.
 */
export interface Tally {
  readonly responses: number;
  readonly byView: Readonly<Partial<Record<View | 'not-asked', number>>>;
  readonly byGroup: Readonly<Partial<Record<Group | 'unknown', number>>>;
  readonly byChannel: Readonly<Partial<Record<ResponseChannel, number>>>;
  readonly byForm: Readonly<Partial<Record<ResponseForm, number>>>;
  /** How many signed the petitions among them, as stated; they are no responses and no people. */
  readonly signatories: number;
}

export interface Counts {
  /** What counts and came in time. Superseded and withdrawn versions are in no tally. */
  readonly inTime: Tally;
  /** What would count but came at the closing instant or after it. */
  readonly late: Tally;
  /** How many different consultees stand behind `inTime`. */
  readonly people: number;
  /** How many different people and organisations do, on the list or not; petitions are neither. */
  readonly respondents: number;
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
  readonly form: ResponseForm;
  readonly signatories: number;
  readonly responses: number;
}

/** What a consultation has brought in so far; nothing is counted twice and nothing left out. */
export async function counts(sql: Sql, consultation: string): Promise<Counts> {
  const { rows } = await sql.query<Row>(
    `SELECT standing, late, view, "group", channel, form, count(*)::int AS responses,
        coalesce(sum(signatories), 0)::int AS signatories
       FROM (
         SELECT r.standing, r.late, r.channel, r.form, r.signatories,
             coalesce(r.group_name, e.group_name, 'unknown') AS "group",
             CASE WHEN r.standing = 'counted' AND ${VIEW_ORDER} > 1 THEN 'not-asked'
               ELSE coalesce(r.view, 'not-asked') END AS view
           FROM response_standing r LEFT JOIN consultee e ON e.id = r.consultee
          WHERE r.consultation_id = $1) of
      GROUP BY 1, 2, 3, 4, 5, 6`,
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
  const { rows } = await sql.query<Pick<Counts, 'people' | 'respondents' | 'asked' | 'atDesk'>>(
    `SELECT
        (SELECT count(DISTINCT r.respondent)::int FROM response_standing r
           JOIN consultee e ON e.id = r.respondent
          WHERE r.consultation_id = $1 AND standing = 'counted' AND NOT late
            AND form <> 'petition') AS people,
        (SELECT count(DISTINCT respondent)::int FROM response_standing
          WHERE consultation_id = $1 AND standing = 'counted' AND NOT late
            AND form <> 'petition') AS respondents,
        (SELECT count(*)::int FROM consultee
          WHERE consultation_id = $1 AND removed_at IS NULL) AS asked,
        (SELECT count(*)::int FROM desk_standing d JOIN consultation c ON c.case_id = d.case_id
          WHERE c.id = $1 AND d.outcome IS NULL) AS "atDesk"`,
    [consultation],
  );
  return rows[0]!;
}

function tally(rows: readonly Row[]): Tally {
  const of = <K extends string>(some: readonly Row[], key: (row: Row) => K) => {
    const totals: Partial<Record<K, number>> = {};
    for (const row of some) totals[key(row)] = (totals[key(row)] ?? 0) + row.responses;
    return totals;
  };
  const own = rows.filter(({ form }) => form !== 'petition');
  return {
    responses: sum(rows),
    byView: of(own, ({ view }) => view),
    byGroup: of(own, ({ group }) => group),
    byChannel: of(own, ({ channel }) => channel),
    byForm: of(rows, ({ form }) => form),
    signatories: rows.reduce((total, { signatories }) => total + signatories, 0),
  };
}

const sum = (rows: readonly Row[]) => rows.reduce((total, { responses }) => total + responses, 0);
