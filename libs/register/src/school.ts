import type { Sql } from '#platform';
import { selectList } from './layout.js';
import { SCHOOL_FIELDS } from './school-layout.js';
import type { School } from './school-layout.js';
import { TODAY } from './search-names.js';
import { TRUST_FIELDS } from './trust-layout.js';
import type { Trust } from './trust-layout.js';

/** Another school that GIAS links to this one: "the `type` of this school is that one". */
export interface SchoolLink {
  readonly urn: string;
  readonly type: string;
  /** As the link's extract names it, which may be an older name. */
  readonly name: string | null;
  /** The old school's close, the new one's open, or neither: GIAS does not say which. */
  readonly established: string | null;
}

/** A school with its links, as they stand in the register now. */
export interface RegisteredSchool extends School {
  readonly closed: boolean;
  readonly links: readonly SchoolLink[];
}

const SCHOOL = `
  SELECT ${selectList(SCHOOL_FIELDS)}, rest, coalesce(closed_from <= ${TODAY}, false) AS closed,
         (SELECT coalesce(json_agg(json_build_object('urn', link_urn, 'type', type, 'name', link_name,
                   'established', established) ORDER BY established, link_urn, type), '[]')
            FROM school_link WHERE school_link.urn = school.urn) AS links
    FROM school WHERE urn = $1`;
const TRUST = `
  SELECT ${selectList(TRUST_FIELDS)}, coalesce(closed_from <= ${TODAY}, false) AS closed
    FROM trust WHERE uid = $1`;

/** The school with a URN, open or closed, with its predecessors and successors; null if there is none. */
export async function school(sql: Sql, urn: string): Promise<RegisteredSchool | null> {
  const { rows } = await sql.query<RegisteredSchool>(SCHOOL, [urn]);
  return rows[0] ?? null;
}

/** The trust or other group with a UID, open or closed; null if there is none. */
export async function trust(sql: Sql, uid: string): Promise<Trust | null> {
  const { rows } = await sql.query<Trust>(TRUST, [uid]);
  return rows[0] ?? null;
}
