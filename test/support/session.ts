import { openSession } from '#identity';
import type { Sql } from '#platform';

/**
 * The cookie of somebody who signed in and proved who they are a moment ago, so that acts which need
 * a proof are open to them; `isProved: false` leaves the proof out.
 */
export async function aSession(
  sql: Sql,
  person: string,
  { isProved = true }: { isProved?: boolean } = {},
): Promise<string> {
  const provedBy = isProved ? 'example' : null;
  return openSession(sql, { person, openedBy: 'link', provedBy });
}
