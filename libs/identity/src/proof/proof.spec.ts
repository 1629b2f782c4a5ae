import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Pool } from 'pg';
import { codeOn } from '../../../../test/support/authenticator.js';
import { freshDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { inTransaction } from '#platform';
import { addPerson } from '../people.js';
import { openSession, readSession } from '../session.js';
import { proofs, secondFactors } from './index.js';

const KEYS = ['k'.repeat(32)];

describe('a second proof', () => {
  let db: TestDatabase;
  let sql: Pool;
  let person: string;
  let secret: string;
  let cookie: string;
  let session: string;
  let made = 0;

  beforeAll(async () => {
    db = await freshDatabase();
    sql = new Pool({ connectionString: db.url });
  });
  beforeEach(async () => {
    made += 1;
    const email = `ruth${made}@example.org`;
    ({ id: person } = await inTransaction(sql, (tx) => addPerson(tx, { name: 'Ruth', email })));
    cookie = await openSession(sql, { person, openedBy: 'link' });
    session = (await readSession(sql, cookie))!.session.id;
    await inTransaction(sql, (tx) => secondFactors.beginApp(tx, { keys: KEYS, person }));
    secret = (await secondFactors.begunApp(sql, { keys: KEYS, person }))!.secret;
  });
  afterAll(async () => {
    await sql.end();
    await db.drop();
  });

  const confirm = (code: string) =>
    inTransaction(sql, (tx) => secondFactors.confirmApp(tx, { keys: KEYS, person, code }));
  const prove = (code: string) => proofs.byCode(sql, { person, session, keys: KEYS, code });
  const codes = () => inTransaction(sql, (tx) => secondFactors.makeCodes(tx, person));
  async function letters(): Promise<string[]> {
    const { rows } = await sql.query<{ what: string }>(
      `SELECT values ->> 'what' AS what FROM letter WHERE person = $1 ORDER BY written_at, id`,
      [person],
    );
    return rows.map(({ what }) => what);
  }

  it('is an app once a code shows that it has the secret, and its person is told', async () => {
    expect(await confirm('000000')).toBe(false);
    expect((await secondFactors.of(sql, person)).any).toBe(false);
    expect(await confirm(codeOn(secret, -1))).toBe(true);
    expect(await secondFactors.of(sql, person)).toMatchObject({ app: {}, any: true });
    expect(await letters()).toEqual(['An app that shows codes now proves who you are.']);
  });

  it('by a code of the app is good for ten minutes, and gives the session a new secret', async () => {
    await confirm(codeOn(secret, -1));
    expect((await readSession(sql, cookie))?.hasProved).toBe(false);
    const proved = (await prove(codeOn(secret)))!;
    expect(await readSession(sql, cookie)).toBeNull();
    expect((await readSession(sql, proved))?.hasProved).toBe(true);
    await sql.query(`UPDATE session SET proved_at = now() - interval '601 seconds' WHERE id = $1`, [
      session,
    ]);
    expect((await readSession(sql, proved))?.hasProved).toBe(false);
  });

  it('takes a code once, also of two who send it together, and none that is older', async () => {
    await confirm(codeOn(secret, -1));
    const code = codeOn(secret);
    const both = await Promise.all([prove(code), prove(code), prove(code)]);
    expect(both.filter((token) => token !== null)).toHaveLength(1);
    expect(await prove(codeOn(secret, -1))).toBeNull();
    expect(await prove(codeOn(secret, 5))).toBeNull();
  });

  it('keeps the secret sealed, and for its person alone', async () => {
    const { rows } = await sql.query<{ sealed: Buffer }>(
      'SELECT sealed_secret AS sealed FROM authenticator_app WHERE person = $1',
      [person],
    );
    expect(rows[0]!.sealed.toString('latin1')).not.toContain(secret);
    await sql.query(
      `UPDATE authenticator_app SET sealed_secret = (
         SELECT sealed_secret FROM authenticator_app WHERE person <> $1 LIMIT 1) WHERE person = $1`,
      [person],
    );
    await expect(confirm(codeOn(secret))).rejects.toThrow('SECRET_KEYS');
  });

  it('by a recovery code works once, however it is typed, and is told', async () => {
    await confirm(codeOn(secret, -1));
    const [first = '', second = ''] = await codes();
    expect(first).toMatch(/^([a-z2-7]{4}-){5}[a-z2-7]{4}$/);
    expect(await prove(` ${first.toUpperCase().replaceAll('-', ' ')}`)).not.toBeNull();
    expect(await prove(first)).toBeNull();
    expect((await secondFactors.of(sql, person)).codesLeft).toBe(9);
    expect((await letters()).at(-1)).toBe('One of your recovery codes was used. 9 are left.');

    await codes();
    expect(await prove(second)).toBeNull();
    expect((await secondFactors.of(sql, person)).codesLeft).toBe(10);
  });

  it('keeps of recovery codes only hashes', async () => {
    const [code = ''] = await codes();
    const { rows } = await sql.query<{ all: string }>(
      'SELECT json_agg(r)::text AS all FROM recovery_code r',
    );
    expect(rows[0]!.all).not.toContain(code.replaceAll('-', ''));
    expect(rows[0]!.all).not.toContain(code);
  });

  it('stops who guesses, with the right code too, and says when to come back', async () => {
    await confirm(codeOn(secret, -1));
    const wrong = codeOn(secret) === '000000' ? '000001' : '000000';
    for (let guess = 0; guess < 10; guess += 1) expect(await prove(wrong)).toBeNull();
    await expect(prove(codeOn(secret))).rejects.toMatchObject({
      code: 'too-many',
      facts: { retryAfterSeconds: expect.any(Number) },
    });
  });

  it('does not count who is right', async () => {
    const codesOfTen = await codes();
    for (const code of codesOfTen) expect(await prove(code)).not.toBeNull();
    const [one = ''] = await codes();
    expect(await prove(one)).not.toBeNull();
  });

  it('of a removed app is none, and whoever lost all of theirs begins anew', async () => {
    await confirm(codeOn(secret, -1));
    const [code = ''] = await codes();
    await inTransaction(sql, (tx) => secondFactors.removeApp(tx, person));
    expect(await prove(codeOn(secret))).toBeNull();
    await inTransaction(sql, (tx) => secondFactors.removeAll(tx, person));
    expect(await prove(code)).toBeNull();
    expect((await secondFactors.of(sql, person)).any).toBe(false);
    expect(await readSession(sql, cookie)).toBeNull();
    expect((await letters()).at(-1)).toContain('An administrator removed everything');
  });

  it('waits with a form for its own session alone, sealed, and not for ever', async () => {
    const fields = { reason: 'Because of the roof.', _nonce: 'x', kinds: ['a', 'b'] };
    const held = { keys: KEYS, session, path: '/overrides/x', fields };
    const id = await proofs.holdForm(sql, held);
    expect(await proofs.heldForm(sql, { keys: KEYS, session, id })).toEqual({
      path: '/overrides/x',
      fields,
    });
    const other = (await readSession(sql, await openSession(sql, { person, openedBy: 'link' })))!;
    const from = (one: string) => proofs.heldForm(sql, { keys: KEYS, session: one, id });
    await expect(from(other.session.id)).rejects.toMatchObject({ code: 'not-found' });
    const { rows } = await sql.query<{ sealed: Buffer }>(
      'SELECT sealed_fields AS sealed FROM held_form',
    );
    expect(rows[0]!.sealed.toString('latin1')).not.toContain('roof');

    await sql.query(`UPDATE held_form SET held_at = now() - interval '61 minutes'`);
    await expect(from(session)).rejects.toMatchObject({ code: 'not-found' });
    await proofs.forgetOldForms(sql);
    expect((await sql.query('SELECT 1 FROM held_form')).rowCount).toBe(0);
  });
});
