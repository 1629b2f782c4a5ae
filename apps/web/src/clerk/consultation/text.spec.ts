import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findConsultation, publication, responses } from '#consultation';
import { boardRoom, launchConsultation, passDeadlines } from '#cases';
import { inTransaction } from '#platform';
import { CaseDesk } from '../../../../../test/support/case-desk.js';
import { theTrust } from '../../../../../test/support/journey-builder.js';
import { aWebServer, marksIn } from '../../../../../test/support/web.js';
import type { Browser, WebServer } from '../../../../../test/support/web.js';

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
  const consultation = (await findConsultation(desk.office.pool, { caseId: id }))!.id;
  const at = (path: string) => `/cases/${id}/consultation/${path}`;
  return { id, consultation, at };
}

/** Fills in the form of a section as its page shows it: with the version that it was made from. */
async function write(page: string, fields: Record<string, string>) {
  const { text } = await browser.get(page);
  const [, version = ''] = /name="version" value="(\d+)"/.exec(text)!;
  return browser.fill(page, page, { version, ...fields });
}

const textOf = (consultation: string) => publication.newest(desk.office.pool, consultation);

async function launch(id: string, consultation: string, closesOn = '2031-01-31') {
  const document = await desk.file(id, 'consultationDocument');
  const window = { consultation, document, closesOn, closesAt: '17:00' };
  await launchConsultation(desk.office, await desk.act(id), window);
  return document;
}

describe('what people read, at the clerk’s desk', () => {
  it('is a list of sections with the law of each, for the case’s own clerk alone', async () => {
    const { at } = await aCaseWithTrust();
    const { status, text } = await browser.get(at('text'));
    expect(status).toBe(200);
    expect(text).toContain('What else the board considered');
    expect(text.match(/To be written/g)).toHaveLength(12);
    const section = await browser.get(at('text/alternatives'));
    expect(section.text).toContain('R (Moseley) v Haringey');
    expect((await browser.get(at('text/nonsense'))).status).toBe(404);
    for (const path of ['text', 'text/alternatives', 'answers', 'later'])
      expect((await other.get(at(path))).status).toBe(404);
  });

  it('is written a section at a time, and keeps every version', async () => {
    const { at, consultation } = await aCaseWithTrust();
    const page = at('text/alternatives');
    const said = { words: 'To stay as we are.\nTo join <another> trust.' };
    expect((await write(page, said)).status).toBe(303);
    expect(await textOf(consultation)).toMatchObject({
      version: 1,
      sections: { alternatives: said },
      publishedAt: null,
    });
    expect((await browser.get(at('text'))).text.match(/To be written/g)).toHaveLength(11);
    expect((await browser.get(page)).text).toContain('To join &lt;another&gt; trust.');

    expect((await write(page, { words: 'To stay.' })).status).toBe(303);
    expect(await textOf(consultation)).toMatchObject({ version: 2 });
    expect((await write(page, { words: '' })).status).toBe(303);
    expect(await textOf(consultation)).toMatchObject({ version: 3, sections: {} });
    const kept = await desk.office.pool.query(
      'SELECT sections FROM consultation_text WHERE consultation_id = $1 ORDER BY version',
      [consultation],
    );
    expect(kept.rows[0]).toEqual({ sections: JSON.stringify({ alternatives: said }) });
  });

  it('does not overwrite unseen what somebody else wrote meanwhile in the same section', async () => {
    const { at, consultation } = await aCaseWithTrust();
    const page = at('text/drawbacks');
    await write(page, { words: 'The first words.' });
    const late = await write(page, { words: 'Mine.', version: '0' });
    expect(late.status).toBe(422);
    expect(late.text).toContain('Somebody else changed this section meanwhile.');
    expect(late.text).toContain('The first words.');
    expect(late.text).toContain('Mine.');
    expect(await textOf(consultation)).toMatchObject({
      sections: { drawbacks: { words: 'The first words.' } },
    });
    // Another section meanwhile is nobody's business.
    const elsewhere = at('text/reasons');
    expect((await write(elsewhere, { words: 'Why.', version: '0' })).status).toBe(303);
    expect(Object.keys((await textOf(consultation))!.sections)).toEqual(['reasons', 'drawbacks']);
  });

  it('may say where the document has it, and says beside each field what is wrong', async () => {
    const { id, at, consultation } = await aCaseWithTrust();
    const page = at('text/land');
    const document = await desk.file(id, 'consultationDocument');
    const noPlace = await write(page, { document });
    expect(noPlace.text).toContain('Enter the page or the heading');
    expect((await write(page, { place: 'Page 4' })).text).toContain('Select the document.');
    const both = await write(page, { words: 'Here.', document, place: 'Page 4' });
    expect([both.status, both.text.includes('not both')]).toEqual([422, true]);
    const strange = await desk.file(id, 'optionsPaper');
    expect((await write(page, { document: strange, place: 'Page 4' })).status).toBe(404);
    expect((await write(page, { document, place: 'Page 4' })).status).toBe(303);
    expect((await browser.get(at('text'))).text).toContain('In the document');

    // In another document than the one people are given, nobody finds it.
    const facts = await publication.factsOf(desk.office.pool, consultation, document);
    expect(facts.missing).not.toContain('land');
    const another = await desk.file(id, 'consultationDocument');
    const elsewhere = await publication.factsOf(desk.office.pool, consultation, another);
    expect(elsewhere.missing).toContain('land');
  });

  it('states facts beside what people say, each with its source and the day it was read', async () => {
    const { id, at, consultation } = await aCaseWithTrust();
    const page = at('text/facts');
    expect((await browser.get(page)).text).toContain('Begin from facts');
    const ready = (await browser.get(`${page}?ready=yes`)).text;
    expect(ready).toContain('Academies Act 2010, section 12');
    const rows = [...ready.matchAll(/name="claim-(\d+)"/g)].map(([, row]) => Number(row));
    expect(rows).toEqual([0, 1, 2, 3, 4, 5]);
    const empty = rows.flatMap((row) =>
      [...['claim', 'fact', 'source', 'link'], ...['on-day', 'on-month', 'on-year']].map(
        (part) => [part.replace(/^(on|\w+)/, `$1-${row}`), ''] as const,
      ),
    );
    const send = (fields: Record<string, string>) =>
      write(page, { ...Object.fromEntries(empty), ...fields });
    const claimed = { 'claim-2': 'They sell the land.', 'fact-2': 'They <cannot>.' };
    const noSource = await send({ ...claimed, 'link-2': 'javascript:alert(1)' });
    expect(noSource.status).toBe(422);
    for (const fault of ['Enter where you read it.', 'Enter a whole address', 'Enter the day on'])
      expect(noSource.text).toContain(fault);
    expect(noSource.text).toContain('They sell the land.');
    const read = { 'on-2-day': '4', 'on-2-month': '6', 'on-2-year': '2026' };
    const from = { 'source-2': 'Schedule 1', 'link-2': 'https://www.legislation.gov.uk/x' };
    expect((await send({ ...claimed, ...from, ...read })).status).toBe(303);
    expect((await textOf(consultation))!.sections['facts']).toEqual({
      facts: [
        {
          ...{ claim: 'They sell the land.', fact: 'They <cannot>.', source: 'Schedule 1' },
          ...{ link: 'https://www.legislation.gov.uk/x', on: '2026-06-04' },
        },
      ],
    });

    await desk.writeText(id, { without: ['facts'] });
    await launch(id, consultation);
    const shown = (await web.browser().get(`/consultations/${consultation}`)).text;
    expect(shown).toMatch(/They sell the land\.[\s\S]*They &lt;cannot&gt;\.[\s\S]*4 June 2026/);
    expect(shown).toContain('href="https://www.legislation.gov.uk/x"');
  });

  it('cannot go out without such facts, nor with running words in their place', async () => {
    const { id, consultation } = await aCaseWithTrust();
    const { pool } = desk.office;
    await desk.writeText(id, { without: ['facts'] });
    expect((await publication.factsOf(pool, consultation, null)).missing).toEqual(['facts']);
    const seen = (await textOf(consultation))!.version;
    const said = { words: 'Nothing is true.' };
    const written = { consultation, seen, section: 'facts', said };
    await expect(
      inTransaction(pool, (tx) => publication.write(tx, desk.clerk, written)),
    ).rejects.toMatchObject({ code: 'invalid' });
  });

  it('stands on the page of the launch as what is still missing, with the way to write it', async () => {
    const { id } = await aCaseWithTrust();
    await desk.writeText(id, { without: ['alternatives'] });
    const page = `/cases/${id}/steps/launch-consultation`;
    expect((await browser.get(page)).text).toContain('People cannot read yet: “What else the');
    const document = await desk.file(id, 'consultationDocument');
    const answers = {
      ...{
        question: 'Should we?',
        closesAt: '5pm',
        have_document: document,
        seenVersion: String((await desk.stored(id)).version),
      },
      ...{ 'closesOn-day': '31', 'closesOn-month': '1', 'closesOn-year': '2031' },
    };
    const form = new FormData();
    for (const [name, value] of Object.entries(answers)) form.set(name, value);
    const sent = await browser.upload(page, page, form);
    expect(sent.status).toBe(303);
    const { text } = await browser.get(sent.headers.get('location')!);
    expect(text).toContain('People cannot read “What else the board considered”.');
    expect(text).toContain(`/cases/${id}/consultation/text"`);
    expect(text).toContain('ask-override:R27a~consultation.launched~');
  });

  it('is changed after the launch by publishing another version; the first stays readable', async () => {
    const { id, at, consultation } = await aCaseWithTrust();
    await desk.writeText(id);
    await launch(id, consultation);
    const anybody = web.browser();
    const page = at('text/staff');
    await write(page, { words: 'A new word on pensions.' });
    expect((await anybody.get(`/consultations/${consultation}`)).text).not.toContain('pensions');
    const draft = (await textOf(consultation))!;
    expect((await anybody.get(`/consultations/${consultation}/text/${draft.version}`)).status).toBe(
      404,
    );

    expect((await browser.fill(at('text'), at('text'), {})).status).toBe(303);
    const shown = (await anybody.get(`/consultations/${consultation}`)).text;
    expect(shown).toContain('A new word on pensions.');
    const [newest, first] = await publication.versions(desk.office.pool, consultation);
    const older = await anybody.get(`/consultations/${consultation}/text/${first!.version}`);
    expect(older.text).not.toContain('pensions');
    expect(older.text).toContain('A newer version has been published since.');
    expect(older.text).toContain(first!.sha256);
    expect(newest!.version).toBe(draft.version);

    // What people could read is not taken out again.
    await write(page, { words: '' });
    expect((await browser.fill(at('text'), at('text'), {})).status).toBe(409);
  });
});

describe('questions and answers', () => {
  it('are on the public page at once, each with what was published before', async () => {
    const { id, at, consultation } = await aCaseWithTrust();
    expect((await browser.get(at('answers/new'))).status).toBe(409);
    await desk.writeText(id);
    await launch(id, consultation);
    const page = at('answers/new');
    const empty = await browser.fill(page, page, {});
    expect(empty.text).toContain('Enter the question.');
    const first = { question: 'Will the uniform change?', answer: 'No.' };
    const twice = { ...marksIn((await browser.get(page)).text), ...first };
    expect((await browser.post(page, twice)).status).toBe(303);
    expect((await browser.post(page, twice)).status).toBe(303);
    const again = { ...first, answer: 'No, not for three years.' };
    expect((await browser.fill(at('answers/1'), at('answers/1'), again)).status).toBe(303);

    const { text } = await web.browser().get(`/consultations/${consultation}`);
    expect(text).toContain('Questions that people asked');
    expect(text.indexOf('No, not for three years.')).toBeLessThan(
      text.indexOf('What was published before'),
    );
    expect(await publication.answers(desk.office.pool, consultation)).toMatchObject([
      { number: 1, answer: again.answer, earlier: [{ answer: 'No.' }] },
    ]);
    expect((await browser.get(at('answers/2'))).status).toBe(404);
  });
});

describe('replies after the report', () => {
  it('wait with their words until the clerk says what became of each, and the board sees it', async () => {
    await desk.moveClock('2051-01-09T09:00:00Z');
    const { id, at, consultation } = await aCaseWithTrust();
    expect((await browser.get(at('later'))).text).toContain('No report is issued yet.');
    await desk.writeText(id);
    await launch(id, consultation, '2051-02-20');
    await desk.moveClock('2051-02-22T09:00:00Z');
    await passDeadlines(desk.office.pool, desk.office.baseUrl);
    await desk.send(id, 'consultation.reported');
    expect((await browser.get(at('later'))).text).toContain('Every reply that came is in the');

    const { id: reply } = await inTransaction(desk.office.pool, (tx) =>
      responses.enter(tx, desk.clerk, {
        ...{ consultation, receivedOn: '2051-02-21', channel: 'paper', consultee: null },
        ...{ author: 'Tom Reed', group: 'neighbour', view: 'disagree', words: 'Too <late>?' },
      }),
    );
    const waiting = await browser.get(at('later'));
    expect(waiting.text).toContain('Too &lt;late&gt;?');
    expect(waiting.text).toContain('Nothing decided');
    const step = await browser.get(`/cases/${id}/steps/decide-finally`);
    expect(step.text).toContain('Replies that came after the report and wait for you: 1.');
    const { board } = await boardRoom.boardOf(desk.office.pool, desk.clerk, id);
    const governor = await web.browserOf((await desk.memberOf(board, 'chair')).person);
    const before = await governor.get(`/board/cases/${id}/papers`);
    expect(before.text).toContain('Too &lt;late&gt;?');
    expect(before.text).not.toContain('Tom Reed');

    const page = at(`later/${reply}`);
    const empty = await browser.fill(page, page, {});
    expect(empty.text).toContain('Select whether the board considered it.');
    expect(empty.text).toContain('Enter the reason.');
    const decided = { decision: 'considered', reason: 'Read out at the meeting.' };
    expect((await browser.fill(page, page, decided)).status).toBe(303);
    for (const shown of [
      await browser.get(at('later')),
      await governor.get(`/board/cases/${id}/papers`),
    ]) {
      expect(shown.text).toContain('Read out at the meeting.');
      expect(shown.text).not.toContain('Nothing decided');
    }
    expect((await other.get(page)).status).toBe(404);
  });
});
