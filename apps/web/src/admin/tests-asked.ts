import { boardRoom } from '#cases';
import type { Visitor } from '#identity';
import type { Sql } from '#platform';
import { dayTime } from '../http/dates.js';

/** The tests of federations for which clerks of the administrator's own services wait. */
export async function testsAsked(sql: Sql, who: Visitor) {
  const services = who.bodiesAs('administrator').map(({ id }) => id);
  const asked = await boardRoom.testsAsked(sql, services);
  return asked.map(({ urn, schoolName, askedBy, askedAt }) => ({
    schoolName,
    urn,
    askedBy,
    at: dayTime(askedAt.toISOString()),
    href: `/admin/law/prescribed-governors/${urn}/correct`,
  }));
}
