import type { Visitor } from '#identity';
import type { Actor, Sql } from '#platform';

/**
 * Mail that names no case may be anybody's: administrators open it, or the clerks where one
 * clerking service is all there is. Null: not this visitor.
 */
export async function opensUnmatched(sql: Sql, who: Visitor): Promise<Actor | null> {
  if (who.holds('administrator')) return who.actorAs('administrator');
  if (!who.holds('clerk')) return null;
  const { rows } = await sql.query<{ services: number }>(
    `SELECT count(*)::int AS services FROM body WHERE kind = 'clerking-service'`,
  );
  return rows[0]!.services > 1 ? null : who.actorAs('clerk');
}
