import type { Sql } from '#platform';
import { diocesesOf } from './dioceses.js';

/** A local authority as the register's schools name it. */
export interface Authority {
  readonly code: string;
  readonly name: string;
}

/** Every local authority that has a school in the register, by its name. */
async function authorities(sql: Sql): Promise<readonly Authority[]> {
  const { rows } = await sql.query<Authority>(
    `SELECT la_code AS code, min(la_name) AS name FROM school
      WHERE la_code IS NOT NULL AND la_name IS NOT NULL GROUP BY la_code ORDER BY 2, 1`,
  );
  return rows;
}

/** Whose area schools lie in: the dioceses of one Church, and the local authorities. */
export const areas = { diocesesOf, authorities };
