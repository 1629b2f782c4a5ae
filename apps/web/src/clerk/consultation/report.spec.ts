import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findConsultation, publication, responses } from '#consultation';
import type { EnteredResponse, Publish } from '#consultation';
import { correctEntry, launchConsultation, passDeadlines, verifyCases } from '#cases';
import { inTransaction } from '#platform';
import { CaseDesk } from '../../../../../test/support/case-desk.js';
import { readPdf } from '../../../../../test/support/read-pdf.js';
import { theTrust } from '../../../../../test/support/journey-builder.js';
import { aWebServer, marksIn } from '../../../../../test/support/web.js';
import type { Browser, WebServer } from '../../../../../test/support/web.js';

const { report } = publication;

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

/** A case whose consultation began on 6 January of a year. */
async function consulting(year: number) {
  await desk.moveClock(`${year}-01-06T09:00:00Z`);
  const id = await desk.aCase();
  await desk.send(id, 'trust.chosen', { trust: theTrust });
  const consultation = await desk.writeText(id);
  const document = await desk.file(id, 'consultationDocument');
  const window = { consultation, document, closesOn: `${year}-02-17`, closesAt: '17:00' };
  await launchConsultation(desk.office, await desk.act(id), window);
  const at = (path: string) => `/cases/${id}/consultation/${path}`;
  const close = async () => {
    await desk.moveClock(`${year}-02-20T09:00:00Z`);
    await passDeadlines(desk.office.pool, desk.office.baseUrl);
  };
  const reply = (
    words: string,
    given: Partial<EnteredResponse> & { readonly publish?: Publish } = {},
  ) =>
    inTransaction(desk.office.pool, (tx) =>
      responses.enter(tx, desk.clerk, {
        ...{ consultation, receivedOn: `${year}-01-06`, channel: 'paper', consultee: null },
        ...{ author: 'Nora Orr', group: 'parent', view: 'disagree', words },
        ...given,
      }),
    );
  return { id, consultation, at, close, reply };
}

const UNIFORM = {
  title: 'What the <uniform> costs',
  ...{ said: 'It is dear.', does: 'accepted', why: 'It stays for three years.' },
};

describe('you said, we did, at the clerk’s desk', () => {
  it('is written theme by theme from replies that count, and says what is wrong', async () => {
    const { at, reply, id, consultation } = await consulting(2041);
    expect((await browser.get(at('themes'))).text).toContain('No theme is written down yet.');
    await reply('The uniform costs too much.', { publish: 'unnamed' });
    const page = at('themes/new');
    const empty = await browser.fill(page, page, { seen: '0' });
    expect(empty.status).toBe(422);
    for (const fault of ['Enter a title.', 'Select what the board does.', 'Enter why.'])
      expect(empty.text).toContain(fault);
    const strange = { ...UNIFORM, seen: '0', chosen: '1', quotes: 'It costs nothing.' };
    const refused = await browser.fill(page, page, strange);
    expect([refused.status, refused.text.includes('None of the replies has these')]).toEqual([
      422,
      true,
    ]);

    const given = { ...strange, quotes: 'costs too much', equality: 'yes' };
    const twice = { ...marksIn((await browser.get(page)).text), ...given };
    expect((await browser.post(page, twice)).status).toBe(303);
    expect((await browser.post(page, twice)).status).toBe(303);
    expect(await report.themes(desk.office.pool, consultation)).toMatchObject([
      { number: 1, version: 1, equality: true, quoted: [{ words: 'costs too much' }] },
    ]);
    const list = await browser.get(at('themes'));
    expect(list.text).toContain('What the &lt;uniform&gt; costs');

    const form = await browser.get(at('themes/1'));
    expect(form.text).toMatch(/value="1"[^>]*checked/);
    expect(form.text).toContain('costs too much</textarea>');
    const changed = { ...UNIFORM, seen: '1', chosen: '1', does: 'not' };
    expect((await browser.fill(at('themes/1'), at('themes/1'), changed)).status).toBe(303);
    // Somebody who still has the first version before them overwrites nothing.
    const stale = await browser.fill(at('themes/1'), at('themes/1'), changed);
    expect(stale.text).toContain('Somebody else changed this theme meanwhile.');

    const out = at('themes/1/take-out');
    expect((await browser.fill(out, out, { seen: '2' })).status).toBe(303);
    expect(await report.themes(desk.office.pool, consultation)).toEqual([]);
    expect((await browser.get(at('themes/1'))).status).toBe(404);
    expect((await findConsultation(desk.office.pool, { caseId: id }))!.id).toBe(consultation);
  });
});

describe('the report of a consultation, at the clerk’s desk', () => {
  it('can be read before the closing, and not be issued', async () => {
    const { at, reply } = await consulting(2042);
    await reply('No.');
    const { status, text } = await browser.get(at('report'));
    expect(status).toBe(200);
    expect(text).toContain('Views in replies that came in time');
    expect(text).toContain('rounded half up to one digit');
    expect(text).toContain('100.0%');
    expect((await browser.get(at('report?places=0'))).text).not.toContain('100.0%');
    expect(text).not.toContain('Issue this report');
    expect(text).not.toContain('Nora Orr');
    const file = await browser.get(at('report/file'));
    expect(file.headers.get('content-disposition')).toMatch(/^attachment;.*\.html/);
    expect(file.text).toMatch(/^<!doctype html>/);
    for (const [form, start] of [
      ['pdf', '%PDF-1.7'],
      ['docx', 'PK'],
    ] as const) {
      const draft = await browser.get(at(`report/file?form=${form}`));
      expect(draft.headers.get('content-disposition')).toContain(`.${form}`);
      expect(draft.text.startsWith(start)).toBe(true);
    }
  });

  it('is for the case’s own clerk alone', async () => {
    const { at } = await consulting(2043);
    for (const path of ['report', 'report/file', 'themes', 'themes/new']) {
      expect((await browser.get(at(path))).status).toBe(200);
      expect((await other.get(at(path))).status).toBe(404);
    }
    const marks = marksIn((await other.get('/groups/new')).text);
    expect((await other.post(at('report'), marks)).status).toBe(404);
  });

  it('is issued as it was read: five documents with their hashes, and the case moves on', async () => {
    const { id, at, reply, close, consultation } = await consulting(2044);
    await reply('The uniform costs too much.', { publish: 'unnamed' });
    const theme = { ...UNIFORM, seen: '0', chosen: '1', quotes: 'costs too much' };
    await browser.fill(at('themes/new'), at('themes/new'), theme);
    await close();
    await reply('Late.', { receivedOn: '2044-02-19' });
    const shown = await browser.get(at('report?places=2'));
    const form = hiddenIn(shown.text);
    // The clerk sees every number, and each leads to the replies behind it.
    expect(shown.text).toContain('100.00%');
    const [, path] = /href="[^"]*(responses\?[^"]*group=parent[^"]*view=disagree[^"]*)"/.exec(
      shown.text,
    )!;
    expect((await browser.get(at(path!.replaceAll('&amp;', '&')))).text).toContain('R-0001');
    expect(shown.text).toContain('<svg xmlns');

    // Meanwhile somebody else enters a reply: what would be issued is not what was read.
    await reply('Another late one.', { receivedOn: '2044-02-19' });
    const stale = await browser.post(at('report'), form);
    expect(stale.status).toBe(422);
    expect(stale.text).toContain('Something changed since you opened this page.');
    expect((await desk.stored(id)).snapshot.case.context.consultationReport).toBeUndefined();

    const again = hiddenIn((await browser.get(at('report?places=2'))).text);
    expect(again['figures']).not.toBe(form['figures']);
    const forged = await browser.post(at('report'), { ...again, places: '1' });
    expect(forged.status).toBe(422);
    for (let click = 1; click <= 2; click += 1)
      expect((await browser.post(at('report'), again)).status).toBe(303);

    const [issued, ...more] = await report.issued(desk.office.pool, consultation);
    expect(more).toEqual([]);
    const { context } = (await desk.stored(id)).snapshot.case;
    expect(context.consultationReport).toMatchObject({
      report: issued!.html,
      replies: { last: 3, inTime: 1, late: 2, waiting: [] },
    });

    // From the record alone the same bytes come again, long afterwards.
    await desk.moveClock('2044-04-01T09:00:00Z');
    const { asOf, places } = issued!;
    const files = report.render(
      await report.figures(desk.office.pool, { consultation, asOf, places }),
    );
    const { rows } = await desk.office.pool.query<{ data: Record<string, string> }>(
      `SELECT entry -> 'data' AS data FROM journal
        WHERE stream = $1 AND entry ->> 'type' = 'consultation.report-issued'`,
      [`consultation:${consultation}`],
    );
    for (const type of ['html', 'csv', 'json'] as const) {
      const kept = await browser.get(`/cases/${id}/documents/${issued![type]}/file`);
      expect(kept.headers.get('content-disposition')).toMatch(
        new RegExp(`^attachment;.*\\.${type}`),
      );
      expect(kept.headers.get('content-security-policy')).toContain('sandbox');
      // Whoever reads text takes off the byte order mark; the hash of the file is held below.
      expect(kept.text).toBe(files[type].replace(/^\uFEFF/, ''));
      expect(rows[0]!.data[type]).toBe(sha256(files[type]));
    }
    // The papers are frozen with them; a PDF made again is the same, a Word document says the same.
    const figures = await report.figures(desk.office.pool, { consultation, asOf, places });
    const { pdf } = await report.papers(figures);
    expect(rows[0]!.data['pdf']).toBe(sha256(pdf));
    for (const type of ['pdf', 'docx'] as const) {
      const kept = await browser.get(`/cases/${id}/documents/${issued![type]!}/file`);
      expect(kept.headers.get('content-disposition')).toMatch(
        new RegExp(`^attachment;.*\\.${type}`),
      );
      const { rows: papers } = await desk.office.pool.query<{ sha256: string }>(
        `SELECT encode(sha256, 'hex') AS sha256 FROM document WHERE id = $1`,
        [issued![type]],
      );
      expect(rows[0]!.data[type]).toBe(papers[0]!.sha256);
    }
    expect(readPdf(pdf).outline).toContain('You said, we did');
    expect(files.html).not.toContain('100.00%');
    expect(files.html).toContain('Numbers from 1 to 4 are not shown');

    const after = await browser.get(at('report'));
    expect(after.text).toContain('The report was issued on');
    expect(after.text).not.toContain('Issue this report');
    expect((await browser.get(at('themes'))).text).toContain('its themes stay as they are');
    const late = { ...UNIFORM, seen: '0' };
    expect((await browser.fill(at('themes/new'), at('themes/new'), late)).status).toBe(409);
  });

  it('finds a theme that was changed behind the service’s back', async () => {
    const { at, consultation } = await consulting(2045);
    await browser.fill(at('themes/new'), at('themes/new'), { ...UNIFORM, seen: '0' });
    expect((await verifyCases(desk.office.pool)).faults).toEqual([]);
    await desk.asOwner(
      'ALTER TABLE consultation_theme DISABLE TRIGGER consultation_theme_is_append_only',
      `UPDATE consultation_theme SET body = 'null', sha256 = sha256('null')
        WHERE consultation_id = '${consultation}'`,
    );
    expect((await verifyCases(desk.office.pool)).faults).toMatchObject([
      { what: 'what was published is not what the record has a hash of' },
    ]);
  });

  it('finds codes and codings that were changed, and a report that names another paper', async () => {
    const { at, consultation, reply, close } = await consulting(2046);
    const { id: response } = await reply('The uniform costs too much.');
    const { pool } = desk.office;
    await inTransaction(pool, async (tx) => {
      const code = { code: 'COST', title: 'What it costs', meaning: 'Prices.' };
      await responses.codes.write(tx, desk.clerk, {
        ...{ consultation, isNew: true, inUse: true, ...code },
      });
      const of = { consultation, response, span: null };
      await responses.codes.give(tx, desk.clerk, { ...of, codes: ['COST'] });
    });
    await close();
    const form = hiddenIn((await browser.get(at('report'))).text);
    expect((await browser.post(at('report'), form)).status).toBe(303);
    const faults = async () =>
      (await verifyCases(pool)).faults.map(({ stream, what }) => [stream, what]);
    const before = await faults();
    const found = [`consultation:${consultation}`, expect.stringContaining('what was published')];
    const [issued] = await report.issued(pool, consultation);
    const changed = async (table: string, change: string, back: string) => {
      await desk.asOwner(
        `ALTER TABLE ${table} DISABLE TRIGGER ${table}_is_append_only`,
        `UPDATE ${table} SET ${change} WHERE consultation_id = '${consultation}'`,
      );
      const after = await faults();
      await desk.asOwner(`UPDATE ${table} SET ${back} WHERE consultation_id = '${consultation}'`);
      return after;
    };
    const frame = (from: string, to: string) => {
      const codes = `replace(codes, '${from}', '${to}')`;
      return `codes = ${codes}, sha256 = sha256(convert_to(${codes}, 'UTF8'))`;
    };
    const flipped = frame('costs', 'co5ts');
    expect(await changed('code_frame', flipped, frame('co5ts', 'costs'))).toEqual([
      ...before,
      found,
    ]);
    const marks = (code: string) => `marks = '[{"code": "${code}", "span": null}]'`;
    expect(await changed('response_coding', marks('OTHER'), marks('COST'))).toEqual([
      ...before,
      found,
    ]);
    const paper = await changed(
      'consultation_report',
      `pdf = '${issued!.html}'`,
      `pdf = '${issued!.pdf!}'`,
    );
    expect(paper).toEqual([...before, found]);
    expect(await faults()).toEqual(before);
  });

  it('is issued a second time where its step was struck out, with the themes as they are then', async () => {
    const { id, at, consultation, reply, close } = await consulting(2047);
    await reply('The uniform costs too much.');
    await close();
    const issue = async () => {
      const form = hiddenIn((await browser.get(at('report'))).text);
      expect((await browser.post(at('report'), form)).status).toBe(303);
    };
    await issue();
    const { pool } = desk.office;
    const { rows } = await pool.query<{ seq: number }>(
      `SELECT seq FROM journal WHERE stream = $1 AND entry ->> 'type' = 'consultation.reported'`,
      [`case:${id}`],
    );
    const strike = { seq: rows[0]!.seq, event: null, reason: 'A theme was missing.' };
    await correctEntry(desk.office, await desk.act(id), strike);
    const struck = await browser.get(at('report'));
    expect(struck.text).toContain('stands no more');
    const themes = at('themes/new');
    expect((await browser.fill(themes, themes, { ...UNIFORM, seen: '0' })).status).toBe(303);
    await issue();

    const [second, first] = await report.issued(pool, consultation);
    expect([second!.number, first!.number]).toEqual([2, 1]);
    const { context } = (await desk.stored(id)).snapshot.case;
    expect(context.consultationReport).toMatchObject({
      report: second!.html,
      forms: [second!.pdf, second!.docx],
    });
    expect((await browser.get(at('themes'))).text).toContain('its themes stay as they are');
    expect((await verifyCases(pool, { caseId: id })).faults).toEqual([]);
  });
});

const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');

/** Everything that the form of the report carries unseen. */
function hiddenIn(text: string): Record<string, string> {
  const [, form = ''] = /<form class="app-form"[^>]*\/report"([\s\S]*?)<\/form>/.exec(text)!;
  const found = form.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g);
  return Object.fromEntries([...found].map(([, name, value]) => [name!, value!]));
}
