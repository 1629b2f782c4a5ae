import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Pool } from 'pg';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { inTransaction } from '#platform';
import {
  addBody,
  addMembership,
  addPerson,
  endMembership,
  membershipsOf,
  peopleOf,
  peopleWithRoles,
  personOf,
} from './people.js';
import { openSession, readSession, sessions } from './session.js';

describe('people, bodies and sessions', () => {
  let db: TestDatabase;
  let sql: Pool;

  beforeAll(async () => {
    db = await freshDatabase();
    sql = new Pool({ connectionString: db.url });
  });
  afterAll(async () => {
    await sql.end();
    await db.drop();
  });

  const person = (name: string, email: string) =>
    inTransaction(sql, (tx) => addPerson(tx, { name, email }));

  it('finds a person again by their address in any case, with the name they have', async () => {
    const first = await person('Grace Lee', 'Grace.Lee@example.org');
    const again = await person('G. Lee', 'grace.lee@EXAMPLE.org');
    expect(again).toEqual(first);
    expect(await personOf(sql, first.id)).toEqual(first);
  });

  it('adds one person when two add them at once', async () => {
    const both = await Promise.all([
      person('Sam Hill', 'sam@example.org'),
      person('Sam Hill', 'SAM@example.org'),
    ]);
    expect(both[0]).toEqual(both[1]);
  });

  it('finds a body again by its code, and makes a new one where there is none', async () => {
    const add = (code: string | null) =>
      inTransaction(sql, (tx) =>
        addBody(tx, { kind: 'diocesan-board', name: 'Diocese of Northmere', code }),
      );
    expect(await add('CE99')).toEqual(await add('CE99'));
    expect((await add(null)).id).not.toBe((await add(null)).id);
  });

  it('gives a role, ends it, and gives it again; a session sees each at once', async () => {
    const { id } = await person('Chidi Eze', 'chidi@example.org');
    const body = await inTransaction(sql, (tx) =>
      addBody(tx, { kind: 'clerking-service', name: 'Northmere Governance' }),
    );
    const membership = { person: id, body: body.id, role: 'clerk' as const };
    const open = () => openSession(sql, { person: id, openedBy: 'link' });
    let session = await open();
    const roles = async () =>
      (await readSession(sql, session))?.memberships.map(({ role }) => role);

    expect(await roles()).toEqual([]);
    await inTransaction(sql, (tx) => addMembership(tx, membership));
    expect(await roles()).toEqual(['clerk']);
    expect(await membershipsOf(sql, id)).toEqual([{ role: 'clerk', body }]);
    expect(await peopleOf(sql, body.id, 'clerk')).toMatchObject([{ id }]);
    expect((await peopleWithRoles(sql)).map(({ name }) => name)).toContain('Chidi Eze');
    expect((await readSession(sql, session))?.actorAs('clerk')).toEqual({
      person: id,
      role: 'clerk',
      body: body.id,
    });

    await inTransaction(sql, (tx) => endMembership(tx, membership));
    expect(await readSession(sql, session)).toBeNull();
    session = await open();
    expect(await roles()).toEqual([]);
    expect(await peopleOf(sql, body.id, 'clerk')).toEqual([]);
    const visitor = await readSession(sql, session);
    expect(() => visitor?.actorAs('clerk')).toThrow('not-allowed');

    await inTransaction(sql, (tx) => addMembership(tx, membership));
    expect(await roles()).toEqual(['clerk']);
  });

  it('acts only for a body in which the role is held', async () => {
    const { id } = await person('Two Desks', 'two@example.org');
    const [north, south, other] = await inTransaction(sql, async (tx) => {
      const desks = [];
      for (const name of ['North', 'South', 'Other']) {
        desks.push(await addBody(tx, { kind: 'clerking-service', name }));
      }
      for (const body of desks.slice(0, 2)) {
        await addMembership(tx, { person: id, body: body.id, role: 'clerk' });
      }
      return desks;
    });
    const visitor = (await readSession(
      sql,
      await openSession(sql, { person: id, openedBy: 'link' }),
    ))!;
    expect(visitor.actorAs('clerk', south!.id).body).toBe(south!.id);
    expect(visitor.bodiesAs('clerk').map(({ id: body }) => body)).toEqual([north!.id, south!.id]);
    expect(() => visitor.actorAs('clerk', other!.id)).toThrow('not-allowed');
    expect(() => visitor.actorAs('chair', north!.id)).toThrow('not-allowed');
  });

  it('ends a session on signing out, by idling, by age and with the person', async () => {
    const { id } = await person('Ends', 'ends@example.org');
    const open = () => openSession(sql, { person: id, openedBy: 'link' });
    const isOver = async (session: string) => (await readSession(sql, session)) === null;

    const signedOut = await open();
    await sessions.end(sql, signedOut);
    expect(await isOver(signedOut)).toBe(true);

    const idle = await open();
    await sql.query(
      `UPDATE session SET seen_at = now() - interval '8 hours 1 second' WHERE ended_at IS NULL AND person = $1`,
      [id],
    );
    expect(await isOver(idle)).toBe(true);

    const old = await open();
    await sql.query(
      `UPDATE session SET created_at = now() - interval '24 hours 1 second', seen_at = now() WHERE person = $1`,
      [id],
    );
    expect(await isOver(old)).toBe(true);

    const [one, two] = [await open(), await open()];
    await sessions.endAllOf(sql, id);
    expect([await isOver(one), await isOver(two)]).toEqual([true, true]);

    const left = await open();
    await sql.query('UPDATE person SET ended_at = now() WHERE id = $1', [id]);
    expect(await isOver(left)).toBe(true);
    expect(await isOver('made up')).toBe(true);
  });

  it('keeps a session alive while it is used', async () => {
    const { id } = await person('Busy', 'busy@example.org');
    const session = await openSession(sql, { person: id, openedBy: 'link' });
    await sql.query(
      `UPDATE session SET seen_at = now() - interval '7 hours 59 minutes' WHERE person = $1`,
      [id],
    );
    await readSession(sql, session);
    const { rows } = await sql.query<{ fresh: boolean }>(
      `SELECT seen_at > now() - interval '5 seconds' AS fresh FROM session WHERE person = $1`,
      [id],
    );
    expect(rows).toEqual([{ fresh: true }]);
  });
});
