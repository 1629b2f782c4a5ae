import { createHash } from 'node:crypto';
import type { Sql } from '#platform';

/** Every row of every table but these, in one hash. */
export async function digestOf(
  sql: Sql,
  { but = [] }: { readonly but?: readonly string[] } = {},
): Promise<string> {
  const { rows: tables } = await sql.query<{ name: string }>(
    `SELECT oid::regclass::text AS name FROM pg_class WHERE relkind = 'r'
       AND relnamespace = 'public'::regnamespace AND has_table_privilege(oid, 'SELECT') ORDER BY 1`,
  );
  const hash = createHash('sha256');
  for (const { name } of tables.filter((table) => !but.includes(table.name))) {
    const { rows } = await sql.query<{ all: string }>(
      `SELECT coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS all FROM ${name} t`,
    );
    hash.update(rows[0]!.all);
  }
  return hash.digest('hex');
}
