import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SEEDS, SHORT, passageOf } from '../support/fault-desk.js';
import { FaultPost } from '../support/fault-post.js';

jest.setTimeout(240_000);

/** A mailing to 24 people is expanded once, claimed three times or more, and sent one by one. */
const OF_THE_SENDER: readonly (readonly [point: string, passages: number])[] = [
  ['mailing.after-letters', 1],
  ['sender.after-claim', 2],
  ['sender.before-data', 20],
  ['sender.after-accept', 20],
  ['sender.after-mark', 20],
];
const OF_REPLIES: readonly (readonly [point: string, passages: number])[] = [
  ['intake.before-store', 8],
  ['intake.after-store', 8],
  ['reader.after-claim', 4],
  ['reader.before-commit', 4],
  ['reader.after-commit', 4],
];

let post: FaultPost;
beforeEach(async () => {
  post = await FaultPost.open();
});
afterEach(() => post.close());

describe('a worker that is killed at', () => {
  it.each(OF_THE_SENDER)(
    '%s sends every letter, and doubles only what was taken and not yet marked',
    async (point, passages) => {
      for (let seed = 0; seed < SEEDS; seed += 1) {
        await post.tellEverybody();
        const faultPoint = `${point}#${passageOf(point, seed, passages)}`;
        await post.dies({ duties: ['send'], faultPoint });
        expect([faultPoint, await post.broken()]).toEqual([faultPoint, []]);
      }
      await post.sendAll();
      expect(await post.broken()).toEqual([]);
      expect(new Set(post.server.headers('Message-ID')).size).toBe(await post.count('letter'));
    },
  );

  it.each(OF_REPLIES)(
    '%s makes one response of every reply that it said it had',
    async (point, passages) => {
      for (let seed = 0; seed < SEEDS; seed += 1) {
        const faultPoint = `${point}#${passageOf(point, seed, passages)}`;
        await post.replyUntilDeath({ duties: ['take', 'read'], faultPoint });
        expect([faultPoint, await post.broken()]).toEqual([faultPoint, []]);
      }
      await post.takeAll();
      expect(await post.broken()).toEqual([]);
      expect(await post.count(`inbound_mail WHERE outcome = 'counted'`)).toBe(
        post.acknowledged.length,
      );
    },
  );
});

describe('what a worker does as one is missed when it is split:', () => {
  it('letters of a mailing, and that it was expanded', async () => {
    await post.tellEverybody();
    await post.dies({ duties: ['send'], die: { after: 'write_letters', split: true } });
    expect(await post.broken()).not.toEqual([]);
  });

  it('the mark of a letter, and its words', async () => {
    await post.tellEverybody();
    await post.dies({ duties: ['send'], markByHalves: true });
    expect(await post.broken()).not.toEqual([]);
  });

  it.each([
    'INSERT INTO inbound_identity',
    'INSERT INTO response ',
    'response.received',
    '"reply-receipt"',
  ])('a mail, and what it became, after %s', async (after) => {
    const duties = ['take', 'read'] as const;
    if (!SHORT) {
      await post.replyUntilDeath({ duties, die: { after } });
      expect(await post.broken()).toEqual([]);
    }
    await post.replyUntilDeath({ duties, die: { after, split: true } });
    expect(await post.broken()).not.toEqual([]);
  });

  it('the answer 250, and the commit before it', async () => {
    await post.replyUntilDeath({
      duties: ['take'],
      acknowledgeFirst: true,
      faultPoint: 'intake.before-store#6',
    });
    expect(await post.broken()).not.toEqual([]);
  });
});
