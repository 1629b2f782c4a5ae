import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTransaction } from '#platform';
import {
  anAskedPerson,
  anOpenConsultation,
  daysLater,
} from '../../../test/support/consultation.js';
import { startReplying, type Replying } from '../../../test/support/replying.js';
import { desk, responses } from './index.js';

let on: Replying;

beforeAll(async () => {
  on = await startReplying();
});
afterAll(async () => {
  expect(await on.close()).toEqual([]);
});

describe('an answer by e-mail', () => {
  it('becomes one response with its own words, the whole original, and a receipt', async () => {
    const amina = await on.ask();
    await on.send({
      to: on.replyTo(amina),
      text: 'I am for it, if the uniform stays.\n\nOn Mon, 4 May 2026 at 10:00, Assent <assent@reply.example.org> wrote:\n> Read the proposal and reply\n',
    });

    const [line, ...others] = await on.responsesBy(amina);
    expect(others).toEqual([]);
    const whole = (await responses.find(on.pool, on.asked.consultation.id, line!.id))!;
    expect(whole).toMatchObject({
      channel: 'email',
      grade: 'probable',
      standing: 'counted',
      late: false,
      view: null,
      group: 'parent',
      name: 'Amina Okafor',
    });
    expect(whole.words!.trim()).toBe('I am for it, if the uniform stays.');
    const raw = (await responses.original(on.pool, on.asked.consultation.id, line!.id))!.toString();
    expect(raw).toContain('Read the proposal and reply');
    const [receipt] = await on.toldTo('amina@example.org');
    expect(receipt).toMatchObject({
      template: 'reply-receipt',
      values: { replyNumber: line!.reference, theirWords: 'I am for it, if the uniform stays.' },
    });
  });

  it('is one response however often it is delivered, and another mail with its id is a second', async () => {
    const ben = await on.ask({ name: 'Ben Low', email: 'ben@example.org' });
    const from = 'ben@example.org';
    const mail = { to: on.replyTo(ben), from, messageId: '<same@example.org>' };
    await on.send({ ...mail, text: 'No, thank you.', times: 3 });
    await on.send({ ...mail, text: 'On reflection: yes.' });

    expect((await on.responsesBy(ben)).map(({ opening }) => opening!.trim())).toEqual([
      'On reflection: yes.',
      'No, thank you.',
    ]);
  });

  it('waits at the desk when it comes from another address, and its sender is told once a day', async () => {
    const cara = await on.ask({ name: 'Cara Ng', email: 'cara@example.org' });
    const from = 'stranger@elsewhere.example.org';
    await on.send({ to: on.replyTo(cara), from, text: 'I speak for her.' });
    await on.send({ to: on.replyTo(cara), from, text: 'And again.' });

    expect(await on.responsesBy(cara)).toMatchObject([
      { grade: 'unverified', standing: 'waiting' },
      { grade: 'unverified', standing: 'waiting' },
    ]);
    expect((await on.toldTo(from)).map(({ template }) => template)).toEqual(['reply-not-counted']);
    expect(await on.toldTo('cara@example.org')).toEqual([]);
  });

  it.each([
    [
      'stands behind it',
      'v=spf1 ip4:127.0.0.0/8 ip6:::1 -all',
      { grade: 'verified', standing: 'counted' },
      'reply-receipt',
    ],
    ['says nothing', null, { grade: 'probable', standing: 'counted' }, 'reply-receipt'],
    [
      'disowns it',
      'v=spf1 -all',
      { grade: 'unverified', standing: 'waiting' },
      'reply-not-counted',
    ],
  ] as const)(
    'is graded by the key, the sender and a domain that %s',
    async (_, says, graded, told) => {
      const email = `gil.${told}.${says?.length}@example.org`;
      const gil = await on.ask({ name: 'Gil Roe', email });
      on.spf = says;
      await on.send({ to: on.replyTo(gil), from: email, text: 'Yes.' });
      on.spf = null;

      expect(await on.responsesBy(gil)).toMatchObject([graded]);
      expect((await on.toldTo(email)).map(({ template }) => template)).toEqual([told]);
    },
  );

  it('tells nobody whose name was only used', async () => {
    const ida = await on.ask({ name: 'Ida Moss', email: 'ida@example.org' });
    on.spf = 'v=spf1 -all';
    await on.send({ to: on.replyTo(ida), from: 'victim@example.org', text: 'No.' });
    on.spf = null;

    expect(await on.responsesBy(ida)).toMatchObject([{ grade: 'unverified', standing: 'waiting' }]);
    expect(await on.toldTo('victim@example.org')).toEqual([]);
  });

  it('counts once a clerk says so, with the reason, and the response itself is unchanged', async () => {
    const dan = await on.ask({ name: 'Dan Ely', email: 'dan@example.org' });
    await on.send({ to: on.replyTo(dan), from: 'dan@work.example.org', text: 'From my office.' });
    const [waiting] = await on.responsesBy(dan);
    const decision = {
      consultation: on.asked.consultation.id,
      response: waiting!.id,
      reason: 'He rang to say that it is his.',
    };
    await inTransaction(on.pool, (tx) =>
      responses.decide(tx, on.asked.clerk, { ...decision, decision: 'counted' }),
    );

    const whole = (await responses.find(on.pool, on.asked.consultation.id, waiting!.id))!;
    expect(whole).toMatchObject({
      standing: 'counted',
      reason: decision.reason,
      grade: 'unverified',
    });
    await expect(on.owner.query('UPDATE response SET view = $1', ['agree'])).rejects.toThrow(
      'never changed',
    );
    await expect(on.owner.query('DELETE FROM response_decision')).rejects.toThrow('never changed');
  });

  it('from nobody in particular (two senders) is not anybody’s', async () => {
    const eve = await on.ask({ name: 'Eve Oak', email: 'eve@example.org' });
    await on.send({
      to: on.replyTo(eve),
      from: 'eve@example.org, mallory@example.org',
      text: 'Both of us.',
    });

    expect(await on.responsesBy(eve)).toMatchObject([{ grade: 'unverified', standing: 'waiting' }]);
  });

  it('is filed and not counted when a machine wrote it, and no machine is answered', async () => {
    const fay = await on.ask({ name: 'Fay Unwin', email: 'fay@example.org' });
    await on.send({
      to: on.replyTo(fay),
      from: 'fay@example.org',
      text: 'I am out of the office.',
      headers: { 'Auto-Submitted': 'auto-replied' },
    });

    expect(await on.responsesBy(fay)).toEqual([]);
    expect(await on.toldTo('fay@example.org')).toEqual([]);
    const filed = await desk.writtenByMachines(on.pool, on.asked.caseId);
    expect(filed).toMatchObject([{ from: 'fay@example.org', consulteeName: 'Fay Unwin' }]);

    const { inbound } = filed[0]!;
    await inTransaction(on.pool, (tx) => desk.takeBack(tx, { caseId: on.asked.caseId, inbound }));
    expect(await desk.waiting(on.pool, on.asked.caseId)).toMatchObject([
      { inbound, why: 'automatic' },
    ]);
    const reason = 'It is an out-of-office note.';
    await inTransaction(on.pool, (tx) =>
      desk.putAside(tx, on.asked.clerk, { whose: on.asked.caseId, inbound, reason }),
    );
    expect(await desk.waiting(on.pool, on.asked.caseId)).toEqual([]);
  });

  it('without a letter waits at the desk of whoever asks its sender, or at the installation’s', async () => {
    await on.ask({ name: 'Gus Hill', email: 'gus@example.org' });
    const to = on.generalAddress;
    await on.send({ to, from: 'gus@example.org', text: 'My view, to your general address.' });
    await on.send({ to, from: 'unknown@example.org', text: 'Who are you?' });

    const [known] = await desk.waiting(on.pool, on.asked.caseId);
    expect(known).toMatchObject({ why: 'guessed', consulteeName: 'Gus Hill' });
    const [unknown] = await desk.waiting(on.pool, null);
    expect(unknown).toMatchObject({ why: 'no-letter', from: 'unknown@example.org', caseId: null });
    expect((await responses.counts(on.pool, on.asked.consultation.id)).atDesk).toBe(1);

    const { inbound, consultee } = known!;
    const placed = {
      ...{ whose: on.asked.caseId, inbound, consultation: on.asked.consultation, consultee },
      ...{ author: null, group: null, view: null, words: null },
    };
    const made = await inTransaction(on.pool, (tx) =>
      desk.makeResponse(tx, on.asked.clerk, placed),
    );
    const whole = (await responses.find(on.pool, on.asked.consultation.id, made.id))!;
    expect(whole).toMatchObject({ name: 'Gus Hill', grade: 'entered', standing: 'counted' });
    expect(whole.words).toContain('My view, to your general address.');
    await expect(
      inTransaction(on.pool, (tx) => desk.makeResponse(tx, on.asked.clerk, placed)),
    ).rejects.toMatchObject({ code: 'conflict' });
  });

  it('with only a file is a response too', async () => {
    const hal = await on.ask({ name: 'Hal Ives', email: 'hal@example.org' });
    await on.send({
      to: on.replyTo(hal),
      from: 'hal@example.org',
      text: '',
      attachments: [{ filename: 'my view.txt', content: 'I agree.' }],
    });

    expect(await on.responsesBy(hal)).toHaveLength(1);
    expect((await on.toldTo('hal@example.org'))[0]!.values['theirWords']).toContain('my view.txt');
  });

  it('keeps what Postgres cannot hold as a visible mark', async () => {
    const ida = await on.ask({ name: 'Ida Jay', email: 'ida@example.org' });
    await on.send({ to: on.replyTo(ida), from: 'ida@example.org', text: 'Before\0after' });

    const [line] = await on.responsesBy(ida);
    expect(line!.opening).toMatch(/Before.?after/u);
  });

  it('after closing is kept, marked late and counted apart', async () => {
    const soon = await anOpenConsultation(on.owner, { days: 1, school: 'Mill Lane School' });
    const jo = await anAskedPerson(on.owner, soon, on.secretKeys, {
      name: 'Jo Kay',
      email: 'jo@example.org',
    });
    await daysLater(on.owner, 2);
    await on.send({ to: on.replyTo(jo), from: 'jo@example.org', text: 'I was ill.' });

    expect(await responses.list(on.pool, soon.consultation.id)).toMatchObject([
      { late: true, standing: 'counted', reference: 'R-0001' },
    ]);
    const counted = await responses.counts(on.pool, soon.consultation.id);
    expect(counted).toMatchObject({ inTime: { responses: 0 }, late: { responses: 1 }, people: 0 });
    expect((await on.toldTo('jo@example.org')).map(({ template }) => template)).toEqual([
      'reply-not-counted',
    ]);
  });
});

describe('one address of a household', () => {
  it('keeps two people apart by their keys', async () => {
    const email = 'family@example.org';
    const kim = await on.ask({ name: 'Kim Lee', email });
    const lou = await on.ask({ name: 'Lou Lee', email });
    await on.send({ to: on.replyTo(kim), from: email, text: 'Yes.' });
    await on.send({ to: on.replyTo(lou), from: email, text: 'No.' });

    expect(await on.responsesBy(kim)).toMatchObject([
      { name: 'Kim Lee', opening: expect.stringContaining('Yes.') },
    ]);
    expect(await on.responsesBy(lou)).toMatchObject([
      { name: 'Lou Lee', opening: expect.stringContaining('No.') },
    ]);
  });
});
