import { Client } from 'pg';

/**
 * Makes an example installation one: its clock may be moved. Anywhere else the clock stands still
 * where it was found, and nothing is added.
 */
export async function prepareClock(ownerUrl: string, isExample: boolean): Promise<void> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('UPDATE product_clock SET movable = $1 WHERE movable <> $1', [isExample]);
  } finally {
    await client.end();
  }
}
