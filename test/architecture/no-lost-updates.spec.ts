import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DataSource, EntitySchema } from 'typeorm';
import { freshDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';

const ROOT = resolve(import.meta.dirname, '../..');

/** A row that is read, changed and saved whole, as an ORM would have it. */
interface Clock {
  one: boolean;
  ahead: string;
  movable: boolean;
}
const Clock = new EntitySchema<Clock>({
  name: 'product_clock',
  columns: {
    one: { type: 'boolean', primary: true },
    ahead: { type: 'interval' },
    movable: { type: 'boolean' },
  },
});

describe('updates are not lost in silence', () => {
  let database: TestDatabase;
  let orm: DataSource;
  beforeAll(async () => {
    database = await freshDatabase();
    orm = await new DataSource({
      type: 'postgres',
      url: database.url,
      entities: [Clock],
      installExtensions: false,
    }).initialize();
  });
  afterAll(async () => {
    await orm.destroy();
    await database.drop();
  });

  test('which saving a stale entity would do', async () => {
    const rows = orm.getRepository(Clock);
    const [one, two] = [await rows.findOneByOrFail({ one: true }), await rows.findOneByOrFail({})];
    await rows.save({ ...one, movable: true });
    await rows.save({ ...two, ahead: '1 hour', movable: false });
    expect((await rows.findOneByOrFail({})).movable).toBe(false);
  });

  test('because nothing of ours saves an entity', async () => {
    const files = await sources();
    expect(files.length).toBeGreaterThan(200);
    const saving = files.filter((file) =>
      /getRepository|@InjectRepository|\.manager\.save|repository\.save/i.test(
        readFileSync(file, 'utf8'),
      ),
    );
    expect(saving).toEqual([]);
  });
});

/** What ships: apps and libs without their specs. */
async function sources(): Promise<readonly string[]> {
  const found = await Promise.all(
    ['apps', 'libs'].map(async (folder) => {
      const names = await readdir(join(ROOT, folder), { recursive: true });
      return names.map((name) => join(ROOT, folder, name));
    }),
  );
  return found.flat().filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'));
}
