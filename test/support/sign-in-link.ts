import { addPerson } from '#identity';
import { inTransaction } from '#platform';
import type { Answer, Browser, WebServer } from './web.js';

export const EMAIL = 'Ruth.Okafor@example.org';

/** Ruth, whom the service knows; her id. */
export async function ruthOn(server: WebServer): Promise<string> {
  const { pool } = server.database;
  return (await inTransaction(pool, (tx) => addPerson(tx, { name: 'Ruth Okafor', email: EMAIL })))
    .id;
}

/** Asks for a link in this browser; the answer, and the path of the link as its letter has it. */
export async function askForLink(
  server: WebServer,
  browser: Browser,
  email = EMAIL,
): Promise<{ answer: Answer; link: string; path: string }> {
  const answer = await browser.fill('/sign-in', '/sign-in', { email });
  const { rows } = await server.database.pool.query<{ link: string }>(
    `SELECT values ->> 'link' AS link FROM letter WHERE template = 'sign-in'
      ORDER BY written_at DESC, id DESC LIMIT 1`,
  );
  const link = rows[0]!.link;
  return { answer, link, path: new URL(link).pathname };
}

/** Forgets who asked how often, so that a case meets no limit but its own. */
export async function forgetCounts(server: WebServer): Promise<void> {
  await server.database.pool.query('DELETE FROM rate_count');
}

export const isSignedIn = (browser: Browser): boolean => browser.cookies.has('assent-session');
