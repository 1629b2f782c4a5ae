import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { consultees, planConsultation, publication, responses } from '#consultation';
import { markLetter } from '#mail';
import { inTransaction } from '#platform';
import {
  aCaseRow,
  anAskedPerson,
  aReceivedMail,
  launched,
} from '../../../../test/support/consultation.js';
import type { Asked, AskedCase } from '../../../../test/support/consultation.js';
import { aWebServer, marksIn } from '../../../../test/support/web.js';
import type { Browser, WebServer } from '../../../../test/support/web.js';

const HILL = 'Hill School';
const RIVER = 'River School';

let web: WebServer;
let pool: Pool;
let hill: AskedCase;
let river: AskedCase;

beforeAll(async () => {
  web = await aWebServer();
  pool = web.database.pool;
  [hill, river] = await together();
}, 30_000);
afterAll(() => web.close());

/** Two schools of two desks that consult together, Hill School in the lead; both have begun. */
async function together(): Promise<[AskedCase, AskedCase]> {
  const { joint } = publication;
  const [lead, member] = [
    await aCaseRow(pool, { school: HILL }),
    await aCaseRow(pool, { school: RIVER }),
  ];
  const plan = ({ caseId, clerk }: typeof lead) =>
    inTransaction(pool, (tx) => planConsultation(tx, clerk, { caseId, question: 'Should it?' }));
  const led = { lead: (await plan(lead)).id, member: (await plan(member)).id };
  await inTransaction(pool, (tx) => joint.join(tx, member.clerk, led));
  return [
    { ...lead, consultation: await launched(pool, lead) },
    { ...member, consultation: await launched(pool, member) },
  ];
}

const ask = (of: AskedCase, name: string) => {
  const person = { name, email: `${name.toLowerCase()}@example.org` };
  return anAskedPerson(pool, of, web.settings.secretKeys, person);
};

/** Somebody who is on the lists of both schools, with the one letter of the lead. */
async function askedByBoth(name: string): Promise<Asked & { atRiver: string }> {
  const asked = await ask(hill, name);
  const person = { name, email: `${name.toUpperCase()}@example.org`, group: 'parent' } as const;
  const [atRiver] = await inTransaction(pool, (tx) =>
    consultees.add(tx, river.clerk, river.consultation.id, [
      { ...person, organisation: null, postal: null },
    ]),
  );
  return { ...asked, atRiver: atRiver! };
}

const hiddenIn = (html: string) =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
      ([, name, value]) => [name!, value!],
    ),
  );

async function reply(visitor: Browser, schools: readonly AskedCase[], view = 'disagree') {
  const { text } = await visitor.get('/reply/answer');
  const said = { view, words: `I ${view}.`, group: 'parent' };
  await visitor.post('/reply/answer', { ...hiddenIn(text), ...said });
  const check = (await visitor.get('/reply/check')).text;
  const about = schools.map(({ consultation }) => consultation.id);
  const fields = { ...hiddenIn(check), ...marksIn(check), publish: 'no' };
  const [one] = about;
  const sent = await visitor.post('/reply/send', one ? { ...fields, schools: one } : fields);
  expect(sent.headers.get('location')).toBe('/reply/receipt');
  return { check, receipt: (await visitor.get('/reply/receipt')).text };
}

async function arrive({ key }: Asked): Promise<Browser> {
  const visitor = web.browser();
  await visitor.get(`/r/${key}`);
  return visitor;
}

/** Of one school, who said what and how it stands, the first first. */
async function saidTo({ consultation }: AskedCase, name: string) {
  const lines = await responses.list(pool, consultation.id, { most: 200 });
  return lines
    .filter((line) => line.name?.toLowerCase() === name.toLowerCase())
    .map(({ view, standing }) => [view, standing])
    .toReversed();
}

const receiptsTo = async (address: string) => {
  const { rows } = await pool.query<{ values: Record<string, string> }>(
    `SELECT values FROM letter WHERE lower(to_address) = $1 AND template = 'reply-receipt' ORDER BY id`,
    [address],
  );
  return rows.map(({ values }) => values);
};

describe('a reply where two schools ask together', () => {
  it('is a response of each, with a number, a record and a code of its own, and one receipt', async () => {
    const ann = await askedByBoth('Ann');
    const visitor = await arrive(ann);
    expect((await visitor.get('/reply')).text).toContain('These schools ask together: Hill School');
    const { check, receipt } = await reply(visitor, []);
    expect(check).toContain('Which schools is your reply about?');
    for (const school of [hill, river])
      expect(await saidTo(school, 'Ann')).toEqual([['disagree', 'counted']]);
    const { rows } = await pool.query<{ consultee: string; joint: string | null }>(
      `SELECT consultee, joint FROM response WHERE consultee IN ($1, $2) ORDER BY consultation_id`,
      [ann.consultee, ann.atRiver],
    );
    expect(rows.map(({ consultee }) => consultee).toSorted()).toEqual(
      [ann.consultee, ann.atRiver].toSorted(),
    );
    expect(rows.map(({ joint }) => joint !== null)).toEqual([false, true]);
    for (const name of [HILL, RIVER]) expect(receipt).toContain(`Code for ${name}`);
    const [told, ...more] = await receiptsTo('ann@example.org');
    expect(more).toEqual([]);
    expect(told!['replyNumber']).toMatch(/^R-\d+ \(Hill School\) and R-\d+ \(River School\)$/);
  });

  it('is changed and withdrawn for each, and can be about one of them alone', async () => {
    const bea = await askedByBoth('Bea');
    const visitor = await arrive(bea);
    await reply(visitor, []);
    const before = (await visitor.get('/reply')).text;
    await visitor.post('/reply/change', { ...hiddenIn(before), ...marksIn(before) });
    await reply(visitor, [river], 'agree');
    expect(await saidTo(hill, 'Bea')).toEqual([['disagree', 'withdrawn']]);
    expect(await saidTo(river, 'Bea')).toEqual([
      ['disagree', 'superseded'],
      ['agree', 'counted'],
    ]);
    const after = (await visitor.get('/reply')).text;
    expect(after).toContain('Your reply is recorded for River School as R-');
    const page = /\/reply\/withdraw\?reply=[\w-]+/.exec(after)![0];
    await visitor.fill(page, '/reply/withdraw', hiddenIn((await visitor.get(page)).text));
    expect((await saidTo(river, 'Bea'))[1]).toEqual(['agree', 'withdrawn']);
  });

  it('of somebody on one list alone counts for the other under their name', async () => {
    const cal = await ask(hill, 'Cal');
    await reply(await arrive(cal), [river]);
    expect(await saidTo(hill, 'Cal')).toEqual([]);
    expect(await saidTo(river, 'Cal')).toEqual([['disagree', 'counted']]);
  });

  it('by e-mail is about every school that has its author on its list', async () => {
    const [dot, eve] = [await askedByBoth('Dot'), await ask(river, 'Eve')];
    await aReceivedMail(pool, { from: 'dot@example.org', letter: dot.letter, answer: 'For both.' });
    await aReceivedMail(pool, { from: 'eve@example.org', letter: eve.letter, answer: 'For one.' });
    for (const school of [hill, river])
      expect(await saidTo(school, 'Dot')).toEqual([[null, 'counted']]);
    expect(await saidTo(hill, 'Eve')).toEqual([]);
    expect(await saidTo(river, 'Eve')).toEqual([[null, 'counted']]);
    expect(await receiptsTo('dot@example.org')).toMatchObject([
      { schoolName: 'Hill School and River School', theirWords: 'For both.' },
    ]);
  });

  it('counts in each school’s own numbers, where one letter told them of both', async () => {
    const counts = await responses.counts(pool, hill.consultation.id);
    const others = await responses.counts(pool, river.consultation.id);
    expect([counts.inTime.responses, counts.people]).toEqual([2, 2]);
    expect([others.inTime.responses, others.people]).toEqual([4, 3]);
    const { rows } = await pool.query<{ now: Date }>('SELECT assent_now() AS now');
    const fay = await askedByBoth('Fay');
    await markLetter(pool, fay.letter, 'sent', {});
    const of = { consultation: river.consultation.id, asOf: rows[0]!.now, places: 0 } as const;
    const later = { ...of, asOf: new Date(Date.now() + 60_000) };
    const { reach } = await publication.report.figures(pool, later);
    const before = await publication.report.figures(pool, of);
    expect(reach.all.email - before.reach.all.email).toBe(1);
  });
});
