import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Pool } from 'pg';
import { SYSTEM, inTransaction, now } from '#platform';
import { anOpenConsultation } from '../../../test/support/consultation.js';
import type { AskedCase } from '../../../test/support/consultation.js';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { responses } from './index.js';
import { recordResponse } from './record-response.js';
import type { ResponseFacts } from './record-response.js';

let db: TestDatabase;
let pool: Pool;
let asked: AskedCase;

beforeAll(async () => {
  db = await freshDatabase();
  pool = new Pool({ connectionString: db.url });
  asked = await anOpenConsultation(pool);
});
afterAll(async () => {
  await pool.end();
  await db.drop();
});

const record = (more: Partial<ResponseFacts>) =>
  inTransaction(pool, async (tx) =>
    recordResponse(tx, SYSTEM, {
      consultation: asked.consultation.id,
      consultee: null,
      channel: 'page',
      receivedAt: await now(tx),
      view: 'disagree',
      group: 'parent',
      words: 'Keep our school as it is.',
      grade: 'link',
      ...more,
    }),
  );

it('a response says who speaks in it, and what of it may be printed', async () => {
  const { id } = await record({ publish: 'unnamed' });
  const { id: petition } = await record({ form: 'petition', signatories: 412 });

  const found = await responses.find(pool, asked.consultation.id, id);
  expect(found).toMatchObject({ form: 'individual', signatories: null, publish: 'unnamed' });
  const petitions = await responses.list(pool, asked.consultation.id, {
    filter: { form: 'petition' },
  });
  expect(petitions).toMatchObject([{ id: petition, form: 'petition', signatories: 412 }]);
  const { rows } = await pool.query(
    `SELECT entry -> 'data' AS data FROM journal WHERE entry #>> '{data,response}' = $1`,
    [petition],
  );
  expect(rows).toMatchObject([{ data: { form: 'petition', signatories: 412, publish: null } }]);
});

it('nobody signs what is no petition, and a petition says how many signed', async () => {
  await expect(record({ signatories: 3 })).rejects.toThrow('only_petitions_have_signatories');
  await expect(record({ form: 'petition' })).rejects.toThrow('only_petitions_have_signatories');
});
