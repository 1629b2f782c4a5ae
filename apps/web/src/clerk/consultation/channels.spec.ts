import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { publication, responses } from '#consultation';
import { verifyCases } from '#cases';
import { addMembership, addPerson } from '#identity';
import { inTransaction } from '#platform';
import { CaseDesk } from '../../../../../test/support/case-desk.js';
import {
  anAskedPerson,
  aReceivedMail,
  launched,
} from '../../../../../test/support/consultation.js';
import type { AskedCase } from '../../../../../test/support/consultation.js';
import { aPdf, dateBoxes } from '../../../../../test/support/form.js';
import { aWebServer, formOf } from '../../../../../test/support/web.js';
import type { Answer, Browser, WebServer } from '../../../../../test/support/web.js';

let cases: CaseDesk;
let web: WebServer;
let pool: Pool;
let browser: Browser;
let colleague: Browser;
let other: Browser;
let asked: AskedCase;
let today: string;

beforeAll(async () => {
  cases = await CaseDesk.open();
  web = await aWebServer({ on: cases });
  pool = web.database.pool;
  const { clerk } = cases;
  browser = await web.browserOf(clerk.person);
  other = await web.browserOf(cases.otherClerk.person);
  const second = await inTransaction(pool, async (tx) => {
    const person = await addPerson(tx, { name: 'Second Clerk', email: 'second@example.org' });
    await addMembership(tx, { person: person.id, body: clerk.body!, role: 'clerk' });
    return person;
  });
  colleague = await web.browserOf(second.id);
  const caseId = await cases.aCase();
  asked = { caseId, clerk, consultation: await launched(pool, { caseId, clerk }) };
  const { rows } = await pool.query<{ today: string }>(
    `SELECT to_char(assent_now() AT TIME ZONE 'Europe/London', 'YYYY-MM-DD') AS today`,
  );
  today = rows[0]!.today;
}, 30_000);
afterAll(async () => {
  await web.close();
  await cases.close();
});

const at = (path: string) => `/cases/${asked.caseId}/consultation/${path}`;
const received = () => dateBoxes('receivedOn', today);
const newest = async () => (await responses.list(pool, asked.consultation.id, { most: 1 }))[0]!;
const counts = () => responses.counts(pool, asked.consultation.id);

async function enter(
  fields: Record<string, string>,
  { kind = '', file }: { kind?: string; file?: File } = {},
): Promise<Answer> {
  const page = at(`responses/enter${kind}`);
  return browser.upload(page, page, formOf({ ...received(), ...fields }, file));
}

/** Nothing of the record is broken by what was done. */
async function verified(): Promise<void> {
  expect(await faults()).toEqual([]);
}

async function faults() {
  const stream = `consultation:${asked.consultation.id}`;
  const streams = [stream, `documents:${stream}`];
  return (await verifyCases(cases.database.pool, { streams })).faults;
}

describe('a petition', () => {
  it('15: of 200 names is one reply with the number as stated, never 200 people', async () => {
    const before = await counts();
    const petition = {
      title: 'Keep Hillside as it is',
      author: 'Dana Fox',
      signatories: '200',
      view: 'disagree',
      words: 'We ask the board not to join a trust.',
    };
    const bare = await enter(petition, { kind: '/petition' });
    expect(bare.status).toBe(422);
    expect(bare.text).toContain('Choose the file.');
    const scan = aPdf('petition.pdf');
    const few = await enter({ ...petition, signatories: '0' }, { kind: '/petition', file: scan });
    expect(few.text).toContain('as a whole number');
    expect((await enter(petition, { kind: '/petition', file: scan })).status).toBe(303);

    const line = await newest();
    expect(line).toMatchObject({ form: 'petition', signatories: 200, name: 'Dana Fox' });
    const after = await counts();
    expect(after.inTime.responses - before.inTime.responses).toBe(1);
    expect(after.inTime.byForm).toMatchObject({ petition: 1 });
    expect(after.inTime.signatories).toBe(200);
    expect(after.inTime.byView).toEqual(before.inTime.byView);
    expect([after.people, after.respondents]).toEqual([before.people, before.respondents]);

    const shown = await browser.get(at(`responses/${line.id}`));
    expect(shown.text).toContain('Keep Hillside as it is');
    expect(shown.text).toContain('200 signatures as stated');
    const list = await browser.get(at('responses?form=petition'));
    expect(list.text).toContain('with 200 signatures as stated. They are counted as no people');
    await verified();
  });
});

describe('a letter of a union', () => {
  it('is one reply of an organisation that says whom it speaks for', async () => {
    const before = await counts();
    const letter = {
      ...{ author: 'National Education Union', speaksFor: 'its 14 members at the school' },
      ...{ group: 'union', view: 'disagree', words: 'Our members fear for their terms.' },
    };
    expect((await enter({ ...letter, speaksFor: '' }, { kind: '/organisation' })).text).toContain(
      'Enter whom it says it speaks for.',
    );
    expect((await enter(letter, { kind: '/organisation' })).status).toBe(303);

    const line = await newest();
    expect(line).toMatchObject({ form: 'organisation', group: 'union', notYetChecked: false });
    expect((await browser.get(at(`responses/${line.id}`))).text).toContain(
      'its 14 members at the school',
    );
    expect((await counts()).respondents).toBe(before.respondents + 1);
  });
});

describe('a ballot that others held', () => {
  it('is evidence with its document, and no reply', async () => {
    const before = await counts();
    const ballot = {
      ...{ ranBy: 'Hands Off Hillside', question: 'Are you against?', asked: '300', voted: '' },
      ...{ result: '212 against, 9 for', ...dateBoxes('heldOn', today) },
    };
    const page = at('ballots');
    expect((await browser.upload(page, page, formOf(ballot))).text).toContain('Choose the file.');
    const kept = await browser.upload(page, page, formOf(ballot, aPdf('count.pdf')));
    expect(kept.status).toBe(303);

    const { text } = await browser.get(page);
    expect(text).toContain('Ballot by Hands Off Hillside');
    expect(text).toContain('Not stated');
    const link = /[^"]+\/file/.exec(text)![0];
    expect((await browser.get(link)).text).toContain('%PDF');
    expect((await other.get(link)).status).toBe(404);
    expect(await counts()).toEqual(before);
    expect((await browser.get(at('').slice(0, -1))).text).toContain('Ballots that others held');

    await verified();
    await cases.asOwner(
      'ALTER TABLE outside_ballot DISABLE TRIGGER USER',
      `UPDATE outside_ballot SET body = replace(body, '212', '2'),
         sha256 = sha256(convert_to(replace(body, '212', '2'), 'UTF8'))`,
    );
    expect(await faults()).toMatchObject([{ stream: `consultation:${asked.consultation.id}` }]);
    await cases.asOwner(
      `UPDATE outside_ballot SET body = replace(body, '2 against', '212 against'),
         sha256 = sha256(convert_to(replace(body, '2 against', '212 against'), 'UTF8'))`,
      'ALTER TABLE outside_ballot ENABLE TRIGGER USER',
    );
    await verified();
  });
});

describe('what was typed from a scan', () => {
  const letter = { channel: 'paper', author: 'Ms Ode', view: 'agree', words: 'I am for it.' };

  it('counts and is marked until somebody else has held it against the scan', async () => {
    expect((await enter(letter, { file: aPdf('letter.pdf') })).status).toBe(303);
    const line = await newest();
    expect(line).toMatchObject({ notYetChecked: true, standing: 'counted' });
    expect((await browser.get(at('responses'))).text).toContain('not yet checked against a scan');
    const look = at(`responses/${line.id}/look`);
    expect((await browser.get(look)).text).toContain('You typed these words yourself');
    const own = await browser.fill(at('consultees/new'), look, { outcome: 'same' });
    expect(own.status).toBe(409);
    expect(own.text).toContain('Somebody else must look at this');

    const { text } = await colleague.get(look);
    expect((await colleague.get(/[^"]+\/files\/[^"]+/.exec(text)![0])).text).toContain('%PDF');
    expect((await colleague.fill(look, look, { outcome: 'same' })).status).toBe(303);
    expect(await newest()).toMatchObject({ id: line.id, notYetChecked: false });
    expect((await browser.get(at(`responses/${line.id}`))).text).toContain('Second Clerk held');
    expect((await colleague.fill(at('consultees/new'), look, { outcome: 'same' })).status).toBe(
      409,
    );
  });

  it('is corrected as a version of its own, which somebody else checks again', async () => {
    await enter({ ...letter, words: 'I am form it.' }, { file: aPdf('letter-2.pdf') });
    const typed = await newest();
    const look = at(`responses/${typed.id}/look`);
    const empty = await colleague.fill(look, look, { outcome: 'not-same', words: '' });
    expect(empty.text).toContain('Enter the words as the scan has them.');
    const words = 'I am for it, firmly.';
    expect((await colleague.fill(look, look, { outcome: 'not-same', words })).status).toBe(303);

    const corrected = await newest();
    expect(corrected).toMatchObject({ opening: words, name: 'Ms Ode', notYetChecked: true });
    const { replaced } = (await responses.find(pool, asked.consultation.id, corrected.id))!;
    expect(replaced?.id).toBe(typed.id);
    const waiting = await responses.secondLooks.waiting(pool, asked.consultation.id);
    expect(waiting.map(({ id }) => id)).toContain(corrected.id);
    const again = at(`responses/${corrected.id}/look`);
    expect((await browser.fill(again, again, { outcome: 'same' })).status).toBe(303);
    await verified();
  });

  it('is checked by nobody who typed it, whatever the program says', async () => {
    await enter(letter, { file: aPdf('letter-3.pdf') });
    const { id } = await newest();
    const look = pool.query(
      `INSERT INTO second_look (response, entered_by, outcome, by, at, record_seq)
       SELECT id, entered_by, 'same', entered_by, assent_now(), 1 FROM response WHERE id = $1`,
      [id],
    );
    await expect(look).rejects.toThrow('nobody_checks_their_own_typing');
    const named = pool.query(
      `INSERT INTO second_look (response, entered_by, outcome, by, at, record_seq)
       SELECT id, 'somebody else', 'same', entered_by, assent_now(), 1 FROM response WHERE id = $1`,
      [id],
    );
    await expect(named).rejects.toThrow('foreign key');
  });
});

describe('a call', () => {
  it('is a reply by telephone, sent twice it is one', async () => {
    const page = at('responses/enter');
    const form = () => formOf({ channel: 'telephone', words: 'She is against.', ...received() });
    const { text } = await browser.get(page);
    const nonce = /name="_nonce" value="([^"]+)"/.exec(text)![1]!;
    const token = /_token=([^"&]+)/.exec(text)![1]!;
    const before = (await counts()).inTime.responses;
    for (const body of [form(), form()]) {
      body.set('_nonce', nonce);
      const sent = await browser.send(`${page}?_token=${token}`, { method: 'POST', body });
      expect(sent.status).toBe(303);
    }
    expect(await newest()).toMatchObject({ channel: 'telephone', grade: 'entered' });
    expect((await counts()).inTime.responses).toBe(before + 1);
  });
});

describe('a meeting', () => {
  it('13: is named once, and each view spoken there is a reply by channel meeting', async () => {
    const page = at('responses/meetings');
    const meeting = {
      ...{ place: 'School hall', audience: 'Parents of Year 6, about 40', notedBy: 'Ann Lot' },
      ...dateBoxes('heldOn', today),
    };
    const early = { ...meeting, ...dateBoxes('heldOn', '2020-01-01') };
    expect((await browser.fill(page, page, early)).text).toContain('consultation opened or later');
    const named = await browser.fill(page, page, meeting);
    expect(named.status).toBe(303);
    const one = named.headers.get('location')!;

    for (const words of ['Will the uniform change?', 'I like our head.']) {
      const spoken = { author: '', group: 'parent', view: '', words };
      expect((await browser.fill(one, one, spoken)).status).toBe(303);
    }
    const meetings = await responses.meetings.of(pool, asked.consultation.id);
    const { number } = meetings[0]!;
    const filter = { meeting: number };
    const said = await responses.list(pool, asked.consultation.id, { filter });
    expect(said.map(({ channel, opening }) => [channel, opening])).toEqual([
      ['meeting', 'I like our head.'],
      ['meeting', 'Will the uniform change?'],
    ]);
    expect((await counts()).inTime.byChannel).toMatchObject({ meeting: 2 });
    const shown = await browser.get(at(`responses/${said[0]!.id}`));
    expect(shown.text).toContain('School hall');
    expect((await browser.get(page)).text).toContain('2 views entered');
    expect((await other.get(one)).status).toBe(404);
    await verified();
  });
});

describe('the same person', () => {
  it('12: by e-mail and on paper is one respondent, both texts kept', async () => {
    const { secretKeys } = web.settings;
    const person = { name: 'Ben Low', email: 'ben@example.org' };
    const ben = await anAskedPerson(pool, asked, secretKeys, person);
    const before = await counts();
    await aReceivedMail(pool, { from: 'ben@example.org', letter: ben.letter, answer: 'By mail.' });
    const paper = { channel: 'paper', consultee: ben.consultee, view: 'agree', words: 'On paper.' };
    expect((await enter(paper)).status).toBe(303);

    const after = await counts();
    expect(after.inTime.responses - before.inTime.responses).toBe(2);
    expect(after.respondents - before.respondents).toBe(1);
    expect(after.people - before.people).toBe(1);
    const { id } = await newest();
    const all = await responses.samePerson.all(pool, asked.consultation.id, id);
    expect(all.map(({ viewCounts }) => viewCounts)).toEqual([false, true]);
    const { text } = await browser.get(at(`responses/${id}`));
    expect(text).toContain('They are one respondent.');
    for (const page of ['responses', '']) {
      expect((await browser.get(at(page).replace(/\/$/, ''))).text).toContain(
        'their latest view counts',
      );
    }
  });

  it('is found out by a clerk with a reason: the latest view counts, and it can be undone', async () => {
    const letter = { channel: 'paper', author: 'K Lee', words: 'First.', view: 'agree' };
    await enter(letter);
    const first = await newest();
    await enter({ ...letter, author: 'Kim Lee', words: 'Then.', view: 'disagree' });
    const then = await newest();
    const before = await counts();
    const page = at(`responses/${first.id}/same-person`);
    const join = { as: then.reference, reason: 'She told me so.' };
    expect((await browser.fill(page, page, { ...join, as: 'R-9999' })).text).toContain(
      'Enter the number of another reply',
    );
    expect((await browser.fill(page, page, { ...join, reason: '' })).status).toBe(422);
    expect((await browser.fill(page, page, join)).status).toBe(303);

    const joined = await counts();
    expect(joined.respondents).toBe(before.respondents - 1);
    expect(joined.inTime.responses).toBe(before.inTime.responses);
    expect(joined.inTime.byView.agree).toBe(before.inTime.byView.agree! - 1);
    expect(joined.inTime.byView.disagree).toBe(before.inTime.byView.disagree);
    expect((await browser.get(at(`responses/${first.id}`))).text).toContain(
      'the view given here is not the latest',
    );
    expect((await browser.fill(page, page, join)).text).toContain('of one person already');

    const apart = at(`responses/${first.id}/not-same-person`);
    const reason = 'They are sisters.';
    expect((await browser.fill(page, apart, { reason })).status).toBe(303);
    expect(await counts()).toEqual(before);
    expect((await browser.fill(page, apart, { reason })).status).toBe(409);
    expect((await browser.fill(page, page, join)).status).toBe(303);
    await verified();
  });

  it('has one view in the report too, whose numbers are those of the page', async () => {
    const { rows } = await pool.query<{ now: Date }>('SELECT assent_now() AS now');
    const of = { consultation: asked.consultation.id, asOf: rows[0]!.now, places: 0 } as const;
    const { replies, ballots, petitions } = await publication.report.figures(pool, of);
    const { inTime, people } = await counts();
    expect(replies.views.inTime.agree).toBe(inTime.byView.agree);
    expect(replies.views.inTime.disagree).toBe(inTime.byView.disagree);
    expect(replies.people).toBe(people);
    expect(petitions).toMatchObject([{ signatories: 200 }]);
    expect(ballots).toMatchObject([{ ranBy: 'Hands Off Hillside', voted: null }]);
    const agreeing = await responses.list(pool, asked.consultation.id, {
      ...{ filter: { view: 'agree', standing: 'counted', late: false }, most: 500 },
    });
    expect(agreeing).toHaveLength(inTime.byView.agree!);
    const page = await browser.get(at('report'));
    expect(page.text).toContain('their latest view counts');
    expect(page.text).toContain('Hands Off Hillside');
  });

  it('is no matter of a petition, nor of a reply on another desk', async () => {
    const petitions = await responses.list(pool, asked.consultation.id, {
      filter: { form: 'petition' },
    });
    const { id } = await newest();
    const page = at(`responses/${id}/same-person`);
    const join = { as: petitions[0]!.reference, reason: 'The same name.' };
    expect((await browser.fill(page, page, join)).text).toContain('both of an organisation');
    expect((await other.get(page)).status).toBe(404);
  });
});
