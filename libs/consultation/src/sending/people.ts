import type { Sql } from '#platform';
import { GROUPS } from '../stakeholders.js';
import type { Group } from '../stakeholders.js';
import { PEOPLE_AND_WAYS, WAYS } from './ways.js';
import type { Way } from './ways.js';

/** Somebody who is asked, and how a letter would come to them. */
export interface PersonAndWay {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly postal: string | null;
  readonly group: Group;
  readonly organisation: string | null;
  readonly way: Way;
}

/** Of one group, how many a letter would reach in each way. */
export interface GroupByWay extends Readonly<Record<Way, number>> {
  readonly group: Group;
  readonly people: number;
}

/** By group, how a letter to everybody would come. */
export async function byGroup(sql: Sql, consultation: string): Promise<readonly GroupByWay[]> {
  const counts = WAYS.map(
    (way) => `(count(*) FILTER (WHERE w.way = '${way}'))::int AS "${way}"`,
  ).join(', ');
  const { rows } = await sql.query<GroupByWay>(
    `SELECT w."group", count(*)::int AS people, ${counts} FROM (${PEOPLE_AND_WAYS}) w
      GROUP BY w."group"`,
    [consultation],
  );
  return rows.toSorted((a, b) => GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group));
}

export interface WayFilter {
  readonly group?: Group;
  readonly way?: Way;
  readonly after?: { readonly name: string; readonly id: string } | null;
  readonly most?: number;
}

/** Who they are, by name. */
export async function people(
  sql: Sql,
  consultation: string,
  { group, way, after, most = 100 }: WayFilter = {},
): Promise<readonly PersonAndWay[]> {
  const { rows } = await sql.query<PersonAndWay>(
    `SELECT id, name, email, postal, "group", organisation, way FROM (${PEOPLE_AND_WAYS}) w
      WHERE ($2::text IS NULL OR w."group" = $2) AND ($3::text IS NULL OR w.way = $3)
        AND ($4::text IS NULL OR (w.name, w.id) > ($4, $5::uuid))
      ORDER BY w.name, w.id LIMIT $6`,
    [consultation, group ?? null, way ?? null, after?.name ?? null, after?.id ?? null, most],
  );
  return rows;
}

/** One of them, or the first by name; with their neighbours in the list. */
export async function personAmong(
  sql: Sql,
  consultation: string,
  id: string | null,
): Promise<
  (PersonAndWay & { readonly previous: string | null; readonly next: string | null }) | null
> {
  const { rows } = await sql.query<
    PersonAndWay & { readonly previous: string | null; readonly next: string | null }
  >(
    `SELECT * FROM (
       SELECT id, name, email, postal, "group", organisation, way,
           lag(id) OVER (ORDER BY name, id) AS previous, lead(id) OVER (ORDER BY name, id) AS next
         FROM (${PEOPLE_AND_WAYS}) w) listed
      WHERE $2::uuid IS NULL OR id = $2 ORDER BY name, id LIMIT 1`,
    [consultation, id],
  );
  return rows[0] ?? null;
}

/** How many would get a letter. */
export async function countRecipients(sql: Sql, consultation: string): Promise<number> {
  const groups = await byGroup(sql, consultation);
  return groups.reduce((total, one) => total + one.people - one.duplicate - one.joint, 0);
}
