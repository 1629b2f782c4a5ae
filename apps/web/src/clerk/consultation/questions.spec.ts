import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findConsultation, publication, responses } from '#consultation';
import { launchConsultation, verifyCases } from '#cases';
import { letterBook } from '#mail';
import { inTransaction, now } from '#platform';
import { CaseDesk } from '../../../../../test/support/case-desk.js';
import { anAskedPerson, aReceivedMail } from '../../../../../test/support/consultation.js';
import { theTrust } from '../../../../../test/support/journey-builder.js';
import { aWebServer, formOf, marksIn } from '../../../../../test/support/web.js';
import type { Browser, WebServer } from '../../../../../test/support/web.js';

const { questions } = publication;
const CHOICE = { kind: 'choice', wording: 'What matters most?', options: 'Sport\nMusic\nSport' };

let desk: CaseDesk;
let web: WebServer;
let browser: Browser;
let other: Browser;

beforeAll(async () => {
  desk = await CaseDesk.open();
  web = await aWebServer({ on: desk });
  browser = await web.browserOf(desk.clerk.person);
  other = await web.browserOf(desk.otherClerk.person);
}, 30_000);
afterAll(async () => {
  await web.close();
  await desk.close();
});

async function aCaseWithTrust() {
  const id = await desk.aCase();
  await desk.send(id, 'trust.chosen', { trust: theTrust });
  const { id: consultation } = (await findConsultation(desk.office.pool, { caseId: id }))!;
  const at = (path: string) => `/cases/${id}/consultation/${path}`;
  return { id, consultation, at };
}
type Asked = Awaited<ReturnType<typeof aCaseWithTrust>>;

async function fill(page: string, fields: Record<string, string>, to = page) {
  const { text } = await browser.get(page);
  const [, seen = ''] = /name="seen" value="(\d+)"/.exec(text)!;
  return browser.fill(page, to, { seen, ...fields });
}

const add = ({ at }: Asked, fields: Record<string, string>) => fill(at('questions/new'), fields);

const listOf = async ({ consultation }: Asked) =>
  (await questions.newest(desk.office.pool, consultation)).questions;

async function launch({ id, consultation }: Asked): Promise<void> {
  await desk.writeText(id);
  const document = await desk.file(id, 'consultationDocument');
  const window = { consultation, document, closesOn: '2031-01-31', closesAt: '17:00' };
  await launchConsultation(desk.office, await desk.act(id), window);
}

/** A consultation that asks one question of each kind, and has begun. */
async function anAskingCase() {
  const on = await aCaseWithTrust();
  await add(on, CHOICE);
  await add(on, { kind: 'words', wording: 'What concerns you?' });
  await add(on, { kind: 'position', wording: 'Is Beacon Trust the right one?' });
  await launch(on);
  return on;
}

async function somebody({ id, consultation }: Asked, name: string) {
  const whole = (await findConsultation(desk.office.pool, { id: consultation }))!;
  const email = `${name.toLowerCase()}@example.org`;
  const asked = { caseId: id, clerk: desk.clerk, consultation: whole };
  const given = { name, email };
  const person = await anAskedPerson(desk.office.pool, asked, web.settings.secretKeys, given);
  return { ...person, email };
}

/** Fills in one page of a reply; answers where it leads. */
async function step(visitor: Browser, page: string, fields: Record<string, string>) {
  const { text } = await visitor.get(page);
  const hidden = text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
  const marks = Object.fromEntries([...hidden].map(([, key, value]) => [key!, value!]));
  return (await visitor.post(page, { ...marks, ...fields })).headers.get('location');
}

async function reply(key: string, answers: Record<string, string>) {
  const visitor = web.browser();
  await visitor.get(`/r/${key}`);
  const said = { view: 'disagree', words: 'Too far.', group: 'parent', ...answers };
  expect(await step(visitor, '/reply/answer', said)).toBe('/reply/check');
  const check = (await visitor.get('/reply/check')).text;
  const marks = [...check.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  await visitor.post('/reply/send', {
    ...Object.fromEntries(marks.map(([, name, value]) => [name!, value!])),
    ...{ ...marksIn(check), publish: 'no' },
  });
  return { check, visitor, receipt: (await visitor.get('/reply/receipt')).text };
}

async function mailed(on: Asked, name: string, answer: string): Promise<string> {
  const { letter, email } = await somebody(on, name);
  await aReceivedMail(desk.office.pool, { from: email, letter, answer });
  const [line] = await responses.list(desk.office.pool, on.consultation, { most: 1 });
  return line!.id;
}

describe('the questions of a consultation, at the clerk’s desk', () => {
  it('are written, ordered and taken out before the launch, for the own clerk alone', async () => {
    const on = await aCaseWithTrust();
    const page = on.at('questions');
    const first = await browser.get(page);
    expect(first.text).toContain(`agree that it should be ${theTrust.name}?`);
    expect((await browser.get(`${page}/new?ready=concerns`)).text).toContain('What concerns you');
    await add(on, { kind: 'words', wording: 'What concerns you?' });
    expect((await add(on, CHOICE)).status).toBe(303);
    expect((await listOf(on)).map(({ id, options }) => [id, options.length])).toEqual([
      ['q1', 0],
      ['q2', 2],
    ]);

    await fill(page, { by: 'up' }, `${page}/q2/move`);
    expect((await listOf(on)).map(({ id }) => id)).toEqual(['q2', 'q1']);
    await fill(`${page}/q1`, { kind: 'position', wording: 'Agreed?' });
    expect((await listOf(on))[1]!.options).toHaveLength(4);
    await fill(`${page}/q2`, {}, `${page}/q2/take-out`);
    await add(on, { kind: 'words', wording: 'Anything else?' });
    expect((await listOf(on)).map(({ id }) => id)).toEqual(['q1', 'q3']);
    expect((await browser.get(`/cases/${on.id}/consultation`)).text).toContain(
      'The proposal and 2 more',
    );
    for (const path of ['questions', 'questions/new', 'questions/q1'])
      expect((await other.get(on.at(path))).status).toBe(404);
  });

  it('say beside the field what is wrong, and overwrite nobody unseen', async () => {
    const on = await aCaseWithTrust();
    const page = on.at('questions');
    const lone = await add(on, { kind: 'choice', wording: 'Which?', options: 'One' });
    expect([lone.status, lone.text.includes('at least two answers')]).toEqual([422, true]);
    await add(on, { kind: 'words', wording: 'First?' });
    const late = await fill(`${page}/new`, { kind: 'words', wording: 'Mine?', seen: '0' });
    expect([late.status, late.text.includes('saved by somebody else')]).toEqual([422, true]);
    expect(late.text).toContain('Mine?');
    expect(await listOf(on)).toHaveLength(1);
  });

  it('are asked at the launch with their hash in the record, and never changed again', async () => {
    const on = await anAskingCase();
    const { pool } = desk.office;
    const { rows } = await pool.query<{ data: { version: number; questions: number } }>(
      `SELECT entry -> 'data' AS data FROM journal
        WHERE stream = $1 AND type = 'consultation.questions-asked'`,
      [`consultation:${on.consultation}`],
    );
    expect(rows).toMatchObject([{ data: { version: 3, questions: 3 } }]);
    expect((await browser.get(on.at('questions'))).text).not.toContain('Add a question');
    expect((await browser.get(on.at('questions/new'))).status).toBe(409);
    expect((await web.browser().get(`/consultations/${on.consultation}`)).text).toContain(
      'What matters most? (Sport; Music)',
    );
    const given = { kind: 'words', wording: 'Late?', options: [] } as const;
    const adding = { consultation: on.consultation, seen: 3, given };
    await expect(
      inTransaction(pool, (tx) => questions.add(tx, desk.clerk, adding)),
    ).rejects.toMatchObject({ code: 'not-now' });
    await expect(
      pool.query(
        `INSERT INTO consultation_questions SELECT consultation_id, 4, body, sha256, written_by,
           written_at FROM consultation_questions WHERE consultation_id = $1 AND version = 3`,
        [on.consultation],
      ),
    ).rejects.toThrow('asked already');
  });

  it('are held against the record when it is verified', async () => {
    const on = await anAskingCase();
    const faults = async () => (await verifyCases(desk.office.pool)).faults;
    const before = await faults();
    await desk.asOwner(
      'ALTER TABLE consultation_questions DISABLE TRIGGER consultation_questions_is_append_only',
      `UPDATE consultation_questions SET body = replace(body, 'Sport', 'Chess'),
         sha256 = sha256(convert_to(replace(body, 'Sport', 'Chess'), 'UTF8'))
        WHERE consultation_id = '${on.consultation}' AND version = 3`,
      'ALTER TABLE consultation_questions ENABLE TRIGGER consultation_questions_is_append_only',
    );
    const found = (await faults()).filter(
      (fault) => !before.some((one) => JSON.stringify(one) === JSON.stringify(fault)),
    );
    expect(found).toMatchObject([{ stream: `consultation:${on.consultation}` }]);
  });
});

describe('answers to the questions', () => {
  it('are given on the page behind a letter, checked, sent with a receipt, and changed', async () => {
    const on = await anAskingCase();
    const { key } = await somebody(on, 'Nadia');
    const said = { 'answer-q1': 'o2', 'answer-q2': 'The bus.', 'answer-q3': 'none' };
    const { check, receipt, visitor } = await reply(key, said);
    expect(check).toMatch(/What matters most\?[\s\S]*Music[\s\S]*The bus\./);
    expect(receipt).toContain('The bus.');
    const letter = await letterWith(on, 'reply-receipt');
    expect(letter).toContain('What matters most?\nMusic');
    expect(letter).toContain('Is Beacon Trust the right one?\nDid not say');

    expect(await step(visitor, '/reply', {})).toBeNull();
    const again = (await visitor.get('/reply')).text;
    const marks = {
      ...marksIn(again),
      invitation: /name="invitation" value="([^"]+)"/.exec(again)![1]!,
    };
    await visitor.post('/reply/change', marks);
    expect((await visitor.get('/reply/answer')).text).toContain('The bus.');
    const [line] = await responses.list(desk.office.pool, on.consultation);
    const page = (await browser.get(on.at(`responses/${line!.id}`))).text;
    expect(page).toMatch(/What concerns you\?[\s\S]*The bus\.[\s\S]*right one\?[\s\S]*Did not say/);
    expect((await browser.get(on.at(`responses/${line!.id}/answers`))).status).toBe(404);
  });

  it('stand in the entry as options, and words only as a commitment that can be erased', async () => {
    const on = await anAskingCase();
    const { key } = await somebody(on, 'Omar');
    await reply(key, { 'answer-q1': 'o1', 'answer-q2': 'A secret canary.' });
    const { pool } = desk.office;
    const { rows } = await pool.query<{ entry: { data: object; texts: object } }>(
      `SELECT entry FROM journal WHERE stream = $1 AND type = 'response.received'`,
      [`consultation:${on.consultation}`],
    );
    expect(rows[0]!.entry.data).toMatchObject({
      answers: [
        { question: 'q1', asked: true, option: 'o1' },
        { question: 'q2', asked: true, option: null },
        { question: 'q3', asked: true, option: null },
      ],
    });
    expect(rows[0]!.entry.texts).toHaveProperty('answer-q2');
    expect(JSON.stringify(rows)).not.toContain('canary');
  });

  it('refuses an answer that the question does not have', async () => {
    const on = await anAskingCase();
    const { key } = await somebody(on, 'Petra');
    const visitor = web.browser();
    await visitor.get(`/r/${key}`);
    const wrong = { view: 'agree', group: 'parent', 'answer-q1': 'o9' };
    expect(await step(visitor, '/reply/answer', wrong)).toBeNull();
    const typed = { q1: 'o9' };
    await expect(
      questions.answersTo(desk.office.pool, on.consultation, typed, { asked: true }),
    ).rejects.toMatchObject({ code: 'invalid' });
  });

  it('of a mail are never guessed: a clerk marks what its own words say', async () => {
    const on = await anAskingCase();
    const id = await mailed(on, 'Quentin', 'I agree.\nMusic  above all,\nand the bus worries me.');
    const page = on.at(`responses/${id}`);
    expect((await browser.get(page)).text.match(/Not asked/g)!.length).toBeGreaterThanOrEqual(3);
    const marking = (fields: Record<string, string>) =>
      browser.fill(`${page}/answers`, `${page}/answers`, fields);
    const wrong = await marking({ 'answer-q2': 'the train worries me' });
    expect([wrong.status, wrong.text.includes('Copy the words exactly')]).toEqual([422, true]);
    await marking({ 'answer-q1': 'o2', 'answer-q2': 'Music above all, and the bus' });
    const text = (await browser.get(page)).text;
    expect(text).toMatch(/What matters most\?[\s\S]*Music[\s\S]*Marked by Clerk of/);
    expect((await other.get(`${page}/answers`)).status).toBe(404);

    await marking({ 'answer-q1': 'none', 'answer-q2': 'Music above all, and the bus' });
    const [first] = await questions.counts(desk.office.pool, on.consultation);
    expect(first!.inTime).toMatchObject({ answered: 0, silent: 0, unasked: 1 });
    const { rows } = await desk.office.pool.query(
      'SELECT question, seq, asked, option FROM response_answer WHERE response = $1 ORDER BY 1, 2',
      [id],
    );
    expect(rows).toEqual([
      { question: 'q1', seq: 1, asked: false, option: 'o2' },
      { question: 'q1', seq: 2, asked: false, option: null },
      { question: 'q2', seq: 1, asked: false, option: null },
    ]);
  });

  it('are counted with the base named: asked differs from answered, and from not asked', async () => {
    const on = await anAskingCase();
    const { key } = await somebody(on, 'Rosa');
    await reply(key, { 'answer-q1': 'o1', 'answer-q3': 'none' });
    const mail = await mailed(on, 'Sven', 'Sport. Nothing else matters.');
    const page = on.at(`responses/${mail}/answers`);
    await browser.fill(page, page, { 'answer-q1': 'o1' });
    await mailed(on, 'Tara', 'No.');
    for (const onForm of ['yes', '']) {
      await enter(on, { words: 'On paper.', ...(onForm && { onForm }), 'answer-q3': 'agree' });
    }
    const [choice, words, position] = await questions.counts(desk.office.pool, on.consultation);
    expect(choice!.inTime).toEqual({
      ...{ answered: 2, silent: 1, unasked: 2, marked: 1 },
      byOption: { o1: 2 },
    });
    expect(words!.inTime).toMatchObject({ answered: 0, silent: 2, unasked: 3 });
    expect(position!.inTime).toMatchObject({ answered: 2, silent: 1, byOption: { agree: 2 } });
    const asOf = await now(desk.office.pool);
    const asked = { consultation: on.consultation, asOf, places: 1 } as const;
    const { questions: reported } = await publication.report.figures(desk.office.pool, asked);
    expect(reported[0]).toMatchObject({
      options: [
        { text: 'Sport', inTime: 2, late: 0 },
        { text: 'Music', inTime: 0, late: 0 },
      ],
      ...{ answered: { inTime: 2, late: 0 }, silent: { inTime: 1 }, unasked: { inTime: 2 } },
    });
    expect((await browser.get(on.at('report'))).text).toContain('“What matters most?”');
    expect((await browser.get(on.at('questions'))).text).toContain(
      'Base: replies that count and answered this question (2 in time). Asked and did not say, in time: 1. Not asked, in time: 2.',
    );
  });
});

async function enter({ at }: Asked, fields: Record<string, string>) {
  const page = at('responses/enter');
  const today = (await desk.today()).split('-').map(Number) as [number, number, number];
  const [year, month, day] = today.map(String) as [string, string, string];
  const typed = {
    ...{ channel: 'paper', author: '', group: '', view: '' },
    ...{ 'receivedOn-day': day, 'receivedOn-month': month, 'receivedOn-year': year },
    ...fields,
  };
  const answer = await browser.upload(page, page, formOf(typed));
  expect(answer.status).toBe(303);
}

async function letterWith({ id }: Asked, template: string): Promise<string> {
  const { rows } = await desk.office.pool.query<{ id: string }>(
    'SELECT id FROM letter WHERE case_id = $1 AND template = $2 ORDER BY id DESC LIMIT 1',
    [id, template],
  );
  const { secretKeys } = web.settings;
  const printed = await letterBook.print(desk.office.pool, rows[0]!.id, {
    ...{ secretKeys, publicBaseUrl: 'https://assent.example.org' },
  });
  return printed.text;
}
