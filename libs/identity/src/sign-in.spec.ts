import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Pool } from 'pg';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { inTransaction } from '#platform';
import { addPerson } from './people.js';
import { newSecret, readSession } from './session.js';
import { askForSignIn, finishSignIn, finishWithCode, lookAtLink } from './sign-in.js';

const MACHINE = '192.0.2.7';

describe('signing in by a link', () => {
  let db: TestDatabase;
  let sql: Pool;
  let browser: string;

  beforeAll(async () => {
    db = await freshDatabase();
    sql = new Pool({ connectionString: db.url });
    await inTransaction(sql, (tx) =>
      addPerson(tx, { name: 'Ruth Okafor', email: 'Ruth.Okafor@example.org' }),
    );
  });
  beforeEach(async () => {
    await sql.query('DELETE FROM rate_count');
    browser = newSecret();
  });
  afterAll(async () => {
    await sql.end();
    await db.drop();
  });

  async function ask(email: string, from = browser): Promise<string> {
    await inTransaction(sql, (tx) =>
      askForSignIn(tx, { email, browser: from, machine: MACHINE, baseUrl: 'https://assent.test' }),
    );
    const letter = await lastLetter();
    return letter.link.split('/').at(-1)!;
  }

  async function lastLetter() {
    const { rows } = await sql.query<{ status: string; address: string; link: string }>(
      `SELECT status, to_address AS address, values ->> 'link' AS link FROM letter
        ORDER BY written_at DESC, id DESC LIMIT 1`,
    );
    return rows[0]!;
  }

  it('writes the letter to the address as its owner wrote it, whatever case was typed', async () => {
    await ask('ruth.okafor@EXAMPLE.org');
    const letter = await lastLetter();
    expect(letter).toMatchObject({ status: 'queued', address: 'Ruth.Okafor@example.org' });
    expect(letter.link).toMatch(/^https:\/\/assent\.test\/sign-in\/link\/[a-z2-7]{34}$/);
  });

  it('does the same work for a stranger, and sends nothing', async () => {
    const secret = await ask('stranger@example.net');
    const letter = await lastLetter();
    expect(letter).toMatchObject({ status: 'cancelled', address: 'nobody@example.org' });
    await expect(lookAtLink(sql, { secret, browser, machine: MACHINE })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('signs in once in the browser that asked', async () => {
    const secret = await ask('ruth.okafor@example.org');
    expect(await lookAtLink(sql, { secret, browser, machine: MACHINE })).toEqual({
      kind: 'finish',
    });
    const { session } = await finishSignIn(sql, { secret, browser, machine: MACHINE });
    expect((await readSession(sql, session))?.person.name).toBe('Ruth Okafor');
    await expect(finishSignIn(sql, { secret, browser, machine: MACHINE })).rejects.toMatchObject({
      code: 'link-expired',
    });
  });

  it('gives one session to two who press at once', async () => {
    const secret = await ask('ruth.okafor@example.org');
    const press = () => finishSignIn(sql, { secret, browser, machine: MACHINE });
    const results = await Promise.allSettled([press(), press(), press()]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('shows another browser a code and signs nobody in there', async () => {
    const secret = await ask('ruth.okafor@example.org');
    const phone = newSecret();
    const view = await lookAtLink(sql, { secret, browser: phone, machine: MACHINE });
    expect(view).toEqual({ kind: 'code', code: expect.stringMatching(/^\d{6}$/) });
    await expect(
      finishSignIn(sql, { secret, browser: phone, machine: MACHINE }),
    ).rejects.toMatchObject({ code: 'not-allowed' });

    const code = view.kind === 'code' ? view.code : '';
    expect(await finishWithCode(sql, { code, browser: phone, machine: MACHINE })).toBeNull();
    const done = await finishWithCode(sql, { code, browser, machine: MACHINE });
    expect(done && (await readSession(sql, done.session))?.person.name).toBe('Ruth Okafor');
  });

  it('stops the guessing of codes, also of the right one', async () => {
    const secret = await ask('ruth.okafor@example.org');
    const view = await lookAtLink(sql, { secret, browser: null, machine: MACHINE });
    const right = view.kind === 'code' ? view.code : '';
    const wrong = right === '000000' ? '000001' : '000000';
    for (let guess = 0; guess < 5; guess += 1) {
      expect(await finishWithCode(sql, { code: wrong, browser, machine: MACHINE })).toBeNull();
    }
    expect(await finishWithCode(sql, { code: right, browser, machine: MACHINE })).toBeNull();
  });

  it('lets a link lie for ten minutes and no longer', async () => {
    const secret = await ask('ruth.okafor@example.org');
    await sql.query(`UPDATE sign_in_link SET expires_at = now() - interval '1 second'`);
    await expect(lookAtLink(sql, { secret, browser, machine: MACHINE })).rejects.toMatchObject({
      code: 'link-expired',
    });
    const { rows } = await sql.query<{ minutes: number }>(
      `SELECT extract(epoch FROM expires_at - written_at)::int / 60 AS minutes FROM letter
        WHERE lane = 0 ORDER BY id DESC LIMIT 1`,
    );
    expect(rows).toEqual([{ minutes: 10 }]);
  });

  it('does not let a movable clock shorten or lengthen a link', async () => {
    const secret = await ask('ruth.okafor@example.org');
    await sql.query(`UPDATE product_clock SET ahead = '42 days'`);
    try {
      const { session } = await finishSignIn(sql, { secret, browser, machine: MACHINE });
      expect(await readSession(sql, session)).not.toBeNull();
    } finally {
      await sql.query(`UPDATE product_clock SET ahead = '0'`);
    }
  });

  it('reads what mail programs make of a link, and tells a cut one from a wrong one', async () => {
    const secret = await ask('ruth.okafor@example.org');
    const look = (typed: string) => lookAtLink(sql, { secret: typed, browser, machine: MACHINE });
    for (const typed of [
      secret.toUpperCase(),
      `${secret}.`,
      `${secret})`,
      `${secret}>`,
      `${secret}%3D`,
    ]) {
      expect(await look(typed)).toEqual({ kind: 'finish' });
    }
    await expect(look(secret.slice(0, 20))).rejects.toMatchObject({ code: 'link-damaged' });
    const other = secret.startsWith('a') ? 'b' : 'a';
    await expect(look(other + secret.slice(1))).rejects.toMatchObject({ code: 'link-damaged' });
    await expect(look('')).rejects.toMatchObject({ code: 'link-damaged' });
  });

  it('refuses the sixth letter to one address in a quarter of an hour, known or not', async () => {
    for (const email of ['ruth.okafor@example.org', 'stranger@example.net']) {
      for (let time = 0; time < 5; time += 1) await ask(email);
      await expect(ask(email)).rejects.toMatchObject({
        code: 'too-many',
        facts: { retryAfterSeconds: expect.any(Number) },
      });
    }
  });

  it('forgets a person who has left', async () => {
    const { id } = await inTransaction(sql, (tx) =>
      addPerson(tx, { name: 'Left Long-Ago', email: 'left@example.org' }),
    );
    const secret = await ask('left@example.org');
    await sql.query('UPDATE person SET ended_at = now() WHERE id = $1', [id]);
    await expect(finishSignIn(sql, { secret, browser, machine: MACHINE })).rejects.toMatchObject({
      code: 'link-expired',
    });
    await ask('left@example.org');
    expect(await lastLetter()).toMatchObject({ status: 'cancelled' });
  });
});
