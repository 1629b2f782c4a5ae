import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { desk, responses } from './index.js';
import { inTransaction } from '#platform';
import { letterBook, writeLetters } from '#mail';
import { startReplying, type Replying } from '../../../test/support/replying.js';

/*
 * Whose a mail is, in every situation that receivers of replies have met: what its address, its
 * references and its sender prove, and where it waits when they do not.
 */

let on: Replying;
let people = 0;

beforeAll(async () => {
  on = await startReplying();
});
afterAll(async () => {
  expect(await on.close()).toEqual([]);
});

/** Somebody new, who was asked. */
async function somebody() {
  people += 1;
  const email = `person${people}@example.org`;
  const asked = await on.ask({ name: `Person ${people}`, email });
  return { ...asked, email, to: on.replyTo(asked) };
}

type Person = Awaited<ReturnType<typeof somebody>>;

/** Sends the person's letter, so to speak: one that has left bears an id by which it is found. */
async function left({ letter }: Person): Promise<string> {
  const number = BigInt(`0x${letter.replaceAll('-', '')}`);
  const id = `<${number.toString(36).padStart(25, '0')}.0123456789@reply.example.org>`;
  await on.owner.query('UPDATE letter SET message_id = $2 WHERE id = $1', [letter, id]);
  return id;
}
const atDesk = async () => (await desk.waiting(on.pool, on.asked.caseId)).map(({ why }) => why);
const COUNTED = [{ standing: 'counted', grade: 'probable' }];
const WAITING = [{ standing: 'waiting', grade: 'unverified' }];

describe('the key in the address', () => {
  it.each([
    ['in capitals', (to: string) => to.toUpperCase()],
    ['with another sign for the plus', (to: string) => to.replace('+', '-')],
    ['without its plus', (to: string) => to.replace('+', '')],
  ])('says whose the answer is %s', async (_, write) => {
    const ann = await somebody();
    await on.send({ to: write(ann.to), from: ann.email });
    expect(await on.responsesBy(ann)).toMatchObject(COUNTED);
  });

  it('says it in Cc as well as in To', async () => {
    const ann = await somebody();
    await on.send({ to: on.generalAddress, cc: ann.to, from: ann.email });
    expect(await on.responsesBy(ann)).toMatchObject(COUNTED);
  });

  it('of two people in one mail is an answer to each letter, for its own person alone', async () => {
    const [ann, bob] = [await somebody(), await somebody()];
    await on.send({ to: `${ann.to}, ${bob.to}`, from: ann.email });
    expect(await on.responsesBy(ann)).toMatchObject(COUNTED);
    expect(await on.responsesBy(bob)).toMatchObject(WAITING);
  });

  it('in the quoted words alone says nothing', async () => {
    const ann = await somebody();
    const text = `Hello!\n\nOn Monday Assent <${ann.to}> wrote:\n> Reply to ${ann.to}\n`;
    await on.send({ to: on.generalAddress, from: 'stranger@example.net', text });
    expect(await on.responsesBy(ann)).toEqual([]);
    expect((await desk.waiting(on.pool, null)).at(-1)).toMatchObject({ why: 'no-letter' });
  });

  it('decides, whatever the subject became', async () => {
    const ann = await somebody();
    await on.send({ to: ann.to, from: ann.email, subject: 'Dinner money' });
    expect(await on.responsesBy(ann)).toMatchObject(COUNTED);
  });

  it('of a letter that was taken back makes nobody certain', async () => {
    const ann = await somebody();
    await on.owner.query(`UPDATE consultee SET removed_at = assent_now() WHERE id = $1`, [
      ann.consultee,
    ]);
    await on.send({ to: ann.to, from: ann.email });
    expect(await on.responsesBy(ann)).toMatchObject(WAITING);
  });
});

describe('a reference', () => {
  it.each([
    ['the only one', (own: string) => [own]],
    ['behind sixty others', (own: string) => [...manyIds(60), own]],
    ['before sixty others', (own: string) => [own, ...manyIds(60)]],
  ])('to our letter finds its person when it is %s, without proof', async (_, write) => {
    const ann = await somebody();
    const references = write(await left(ann));
    await on.send({ to: on.generalAddress, from: ann.email, references });
    expect(await on.responsesBy(ann)).toMatchObject(WAITING);
  });

  it('from somebody else proves nothing either', async () => {
    const ann = await somebody();
    await on.send({
      to: on.generalAddress,
      from: 'eve@example.net',
      references: [await left(ann)],
    });
    expect(await on.responsesBy(ann)).toMatchObject(WAITING);
    expect((await on.toldTo('eve@example.net')).map(({ template }) => template)).toEqual([
      'reply-not-counted',
    ]);
  });

  it('that a relay made anew leaves the sender’s address to guess by', async () => {
    const ann = await somebody();
    const before = (await atDesk()).length;
    await on.send({ to: on.generalAddress, from: ann.email, references: ['<new@relay.example>'] });
    expect((await atDesk()).slice(before)).toEqual(['guessed']);
  });
});

const manyIds = (count: number) => Array.from({ length: count }, (_, n) => `<${n}@other.example>`);

describe('an answer to another letter of ours', () => {
  it.each(['reply-receipt', 'consultation-closing-soon', 'consultation-extended'])(
    'of the same consultation (%s) is an answer to the consultation',
    async (template) => {
      const ann = await somebody();
      const [id] = await inTransaction(on.pool, (tx) =>
        writeLetters(tx, [
          {
            template,
            to: { name: 'Ann', address: ann.email, consultee: ann.consultee },
            caseId: on.asked.caseId,
            consultationId: on.asked.consultation.id,
            values: {
              ...{ schoolName: 'Hillside', trustName: 'Beacon', replyBy: 'Friday' },
              ...{ date: 'Monday', replyNumber: 'R-0001', theirWords: 'Yes', reference: '2026-1' },
              ...{ onBehalfOf: 'the board', toName: 'Ann', closedFormerly: 'Monday' },
              ...{ earlierDate: 'Monday', replyByBefore: 'Monday', before: 'Monday' },
            },
          },
        ]),
      );
      const printed = await letterBook.print(on.pool, id!, {
        secretKeys: on.secretKeys,
        publicBaseUrl: 'https://assent.example.org',
      });
      const key = /\/r\/([a-z2-7]+)/.exec(printed.text)![1]!;
      await on.send({ to: on.replyTo({ key }), from: ann.email });
      expect(await on.responsesBy(ann)).toMatchObject(COUNTED);
    },
  );

  it('that follows an earlier answer is a second one: both are kept, the person is one', async () => {
    const ann = await somebody();
    await on.send({ to: ann.to, from: ann.email, text: 'Yes.' });
    await on.send({ to: ann.to, from: ann.email, text: 'On reflection, no.' });
    expect(await on.responsesBy(ann)).toHaveLength(2);
    const { people: counted, inTime } = await responses.counts(on.pool, on.asked.consultation.id);
    expect(counted).toBeLessThan(inTime.responses);
  });
});

describe('the sender', () => {
  it.each([
    ['another address of theirs', (own: string) => own.replace('@', '@work.')],
    ['a plus address', (own: string) => own.replace('@', '+school@')],
    ['a domain that looks like theirs', (own: string) => own.replace('example', 'ex\u0430mple')],
    ['somebody of the household', () => 'spouse@example.org'],
    ['a list that put itself in their place', () => 'parents-list@lists.example'],
  ])('that is %s waits for a person, and the words are kept', async (_, write) => {
    const ann = await somebody();
    await on.send({ to: ann.to, from: write(ann.email), text: 'I agree, as she does.' });
    expect(await on.responsesBy(ann)).toMatchObject([
      { ...WAITING[0]!, opening: expect.stringContaining('I agree, as she does.') },
    ]);
  });

  it('in capitals is the same', async () => {
    const ann = await somebody();
    await on.send({ to: ann.to, from: ann.email.toUpperCase() });
    expect(await on.responsesBy(ann)).toMatchObject(COUNTED);
  });

  it('is not made certain by Reply-To or by a list’s own fields', async () => {
    const ann = await somebody();
    const headers = { 'Reply-To': ann.email, 'X-Original-From': ann.email };
    await on.send({ to: ann.to, from: 'eve@example.net', headers });
    expect(await on.responsesBy(ann)).toMatchObject(WAITING);
  });

  it('may have forwarded the letter, in any language: it is not theirs', async () => {
    const ann = await somebody();
    for (const subject of ['Fwd: Your view', 'WG: Ihre Meinung', 'TR: Votre avis', 'VS: Mening'])
      await on.send({ to: ann.to, from: 'friend@example.net', subject, text: `I: ${subject}` });
    expect(await on.responsesBy(ann)).toHaveLength(4);
    expect((await on.responsesBy(ann)).every(({ standing }) => standing === 'waiting')).toBe(true);
  });
});

describe('a machine that does not say that it is one', () => {
  it('is stopped by how often it writes: no answer goes out, and nothing is lost', async () => {
    const bot = await somebody();
    for (let n = 1; n <= 22; n += 1)
      await on.send({ to: bot.to, from: bot.email, text: `Thank you, ticket ${n}.` });

    expect(await on.responsesBy(bot)).toHaveLength(20);
    expect(await on.toldTo(bot.email)).toHaveLength(20);
    const waiting = await desk.waiting(on.pool, on.asked.caseId);
    expect(waiting.filter(({ from }) => from === bot.email)).toMatchObject([
      { why: 'automatic' },
      { why: 'automatic' },
    ]);
  });
});

describe('the time', () => {
  it.each([
    'Tue, 1 Jan 2019 10:00:00 +0000',
    'Fri, 1 Jan 2100 10:00:00 +0000',
    'last week, I think',
  ])('of receipt is our clock’s, whatever the sender’s date says: %s', async (date) => {
    const ann = await somebody();
    const { rows } = await on.pool.query<{ now: Date }>('SELECT assent_now() AS now');
    await on.send({ to: ann.to, from: ann.email, headers: { Date: date } });
    const [line] = await on.responsesBy(ann);
    expect(line!.receivedAt.getTime() - rows[0]!.now.getTime()).toBeGreaterThanOrEqual(0);
    expect(line!.late).toBe(false);
  });
});
