import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FaultDesk } from '../support/fault-desk.js';
import { CONSULTEES, FaultPost } from '../support/fault-post.js';
import { nothingBroken } from '../support/nothing-broken.js';

jest.setTimeout(120_000);

const LEASE_MS = 1_500;

describe('two processes at once', () => {
  let desk: FaultDesk;
  beforeEach(async () => {
    desk = await FaultDesk.open();
  });
  afterEach(() => desk.close());

  it('that are sent the same forms do each act once, and answer alike', async () => {
    const both = [desk.begin({ cases: 4 }), desk.begin({ cases: 4 })];
    expect(await Promise.all(both.map(({ ended }) => ended))).toEqual([0, 0]);
    expect(desk.refused).toEqual([]);
    expect(await desk.broken()).toEqual([]);
    expect(both[0]!.said.filter(({ answer }) => answer).length).toBeGreaterThan(20);
  });

  it('pass each deadline once', async () => {
    expect(await desk.live({ cases: 4 })).toBe(0);
    await desk.letDaysPass(30);
    const life = { cases: 4, again: true, deadlines: true };
    const both = [desk.begin(life), desk.begin(life)];
    expect(await Promise.all(both.map(({ ended }) => ended))).toEqual([0, 0]);
    expect(await desk.broken()).toEqual([]);
    const { rows } = await desk.desk.office.pool.query<{ closed: number }>(
      `SELECT count(*)::int AS closed FROM journal WHERE type = 'consultation.closed' AND kind = 'move'`,
    );
    expect(rows[0]!.closed).toBe(4);
  });
});

describe('two workers at once', () => {
  let post: FaultPost;
  beforeEach(async () => {
    post = await FaultPost.open();
  });
  afterEach(() => post.close());

  it('send every letter once', async () => {
    await post.tellEverybody();
    await post.tellEverybody();
    post.begin({ duties: ['send'] });
    post.begin({ duties: ['send'] });
    await post.quiet();
    expect(await post.broken()).toEqual([]);
    expect(post.server.taken).toHaveLength(2 * CONSULTEES);
  });

  it('make one response of every reply', async () => {
    await post.reply({ duties: ['take'] }, 12);
    const rival = post.begin({ duties: ['read'] });
    await post.takeAll();
    await rival.kill();
    expect(await post.broken()).toEqual([]);
    expect(await post.count('response')).toBe(12);
  });

  it('do not undo each other when one was frozen beyond its lease and goes on', async () => {
    await post.tellEverybody();
    const frozen = post.begin({ duties: ['expand', 'send-briefly'], leaseMs: LEASE_MS });
    await post.until(() => post.server.taken.length >= 2, 'the first letters are taken');
    frozen.signal('SIGSTOP');
    await pause(LEASE_MS + 500);
    await post.sendAll();
    frozen.signal('SIGCONT');
    await pause(1_000);

    const { pool, documents } = post.desk.office;
    expect(await nothingBroken(pool, documents)).toEqual([]);
    expect(await post.lost()).toEqual([]);
    // What it was just handing over when it was frozen, by the same Message-ID.
    expect(post.server.taken.length - CONSULTEES).toBeLessThanOrEqual(1);
    expect(new Set(post.server.headers('Message-ID')).size).toBe(CONSULTEES);
    expect(await post.count(`letter_fact WHERE fact = 'sent'`)).toBe(CONSULTEES);
  });
});
