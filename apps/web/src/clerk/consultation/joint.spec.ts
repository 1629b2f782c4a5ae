import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { consultees, findConsultation, publication, responses } from '#consultation';
import {
  consultationDesk,
  extendConsultation,
  launchConsultation,
  projectGroups,
  verifyCases,
} from '#cases';
import { inTransaction } from '#platform';
import { CaseDesk } from '../../../../../test/support/case-desk.js';
import { anAskedPerson, aReceivedMail } from '../../../../../test/support/consultation.js';
import { theTrust } from '../../../../../test/support/journey-builder.js';
import { aWebServer } from '../../../../../test/support/web.js';
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

async function aSchool() {
  const id = await desk.aCase();
  await desk.send(id, 'trust.chosen', { trust: theTrust });
  const { id: consultation } = (await findConsultation(desk.office.pool, { caseId: id }))!;
  const { rows } = await desk.office.pool.query<{ name: string }>(
    'SELECT school_name AS name FROM cases WHERE id = $1',
    [id],
  );
  return { id, consultation, name: rows[0]!.name, page: `/cases/${id}/consultation/together` };
}

async function inOneGroup(cases: readonly string[]): Promise<void> {
  const form = async () => (await desk.act(cases[0]!)).form;
  const named = { actor: desk.clerk, kind: 'conversion', name: 'Valley schools' } as const;
  const { id: group } = await projectGroups.make(desk.office, { ...named, form: await form() });
  const joining = { actor: desk.clerk, group, cases, form: await form() };
  await projectGroups.join(desk.office, joining);
}

describe('the page on which a clerk consults together with another school', () => {
  it('joins the lead, shows who takes part to both, and leaves again', async () => {
    const [lead, member] = [await aSchool(), await aSchool()];
    expect((await browser.get(member.page)).text).toContain('No other school of a group');
    await inOneGroup([lead.id, member.id]);
    const none = await browser.fill(member.page, member.page, {});
    expect([none.status, none.text.includes('Select the school that leads.')]).toEqual([422, true]);
    const joined = await browser.fill(member.page, member.page, { lead: lead.consultation });
    expect(joined.status).toBe(303);
    expect((await browser.get(`/cases/${member.id}/consultation`)).text).toContain(lead.name);
    const seen = (await browser.get(lead.page)).text;
    expect(seen).toContain(`<a class="govuk-link" href="/cases/${member.id}/consultation">`);
    expect(seen).toContain('Take out');

    await browser.fill(member.page, `${member.page}/${member.consultation}/leave`, {});
    const { joint } = publication;
    expect(await joint.schools(desk.office.pool, lead.consultation)).toEqual([]);
    for (const page of [lead.page, member.page]) expect((await other.get(page)).status).toBe(404);
  });

  it('tells whoever launches that the lead begins, and then when it ends', async () => {
    const [lead, member] = [await aSchool(), await aSchool()];
    await inOneGroup([lead.id, member.id]);
    await browser.fill(member.page, member.page, { lead: lead.consultation });
    const step = `/cases/${member.id}/steps/launch-consultation`;
    expect((await browser.get(step)).text).toContain('You can launch once');
    await desk.writeText(lead.id);
    const document = await desk.file(lead.id, 'consultationDocument');
    await consultationDesk.orderLaunch(desk.office, await desk.act(lead.id), {
      ...{ consultation: lead.consultation, document, starts: null, gapMinutes: 0 },
      ...{ closesOn: '2031-01-31', closesAt: '17:00' },
    });
    const { text } = await browser.get(step);
    expect(text).toContain('ends with it, on 31 January 2031 at 5pm');
    expect(text).toContain('<input type="hidden" name="closesOn" value="2031-01-31">');
    expect(text).not.toContain('closesOn-day');
  });

  it('shows each reply, and each school’s public page, with the other school’s', async () => {
    const [lead, member] = [await aSchool(), await aSchool()];
    await inOneGroup([lead.id, member.id]);
    await browser.fill(member.page, member.page, { lead: lead.consultation });
    await desk.writeText(lead.id);
    for (const { id, consultation } of [lead, member]) {
      const document = await desk.file(id, 'consultationDocument');
      const window = { consultation, document, closesOn: '2031-01-31', closesAt: '17:00' };
      await launchConsultation(desk.office, await desk.act(id), window);
    }
    const { pool } = desk.office;
    const consultation = (await findConsultation(pool, { id: lead.consultation }))!;
    const asking = { caseId: lead.id, clerk: desk.clerk, consultation };
    const { letter } = await anAskedPerson(pool, asking, web.settings.secretKeys);
    const list = { name: 'Amina Okafor', email: 'amina@example.org', group: 'parent' } as const;
    await inTransaction(pool, (tx) =>
      consultees.add(tx, desk.clerk, member.consultation, [
        { ...list, organisation: null, postal: null },
      ]),
    );
    await aReceivedMail(pool, { from: list.email, letter, answer: 'For both.' });
    const [[here], [there]] = [
      await responses.list(pool, lead.consultation),
      await responses.list(pool, member.consultation),
    ];
    const at = `/cases/${member.id}/consultation/responses/${there!.id}`;
    const { text } = await browser.get(`/cases/${lead.id}/consultation/responses/${here!.id}`);
    expect(text).toContain(`Also recorded for ${member.name}`);
    expect(text).toContain(`href="${at}">R-0001</a>`);
    expect((await browser.get(`/consultations/${member.consultation}`)).text).toContain(
      `href="/consultations/${lead.consultation}">${lead.name}</a>`,
    );
    // More time at the lead is not more time here, until the own clerk gives it.
    const longer = { consultation: lead.consultation, closesOn: '2031-02-14', closesAt: '17:00' };
    await extendConsultation(desk.office, await desk.act(lead.id), longer);
    const overview = (await browser.get(`/cases/${member.id}/consultation`)).text;
    expect(overview).toContain('gives people until 14 February 2031 at 5pm');
    expect(overview).toContain(`/cases/${member.id}/steps/extend-consultation`);

    // What one clerk decides is for one school.
    const decided = { decision: 'not-counted', reason: 'It is about the other school.' };
    await browser.fill(at, `${at}/decide`, decided);
    const counted = async (of: string) => (await responses.counts(pool, of)).inTime.responses;
    expect([await counted(lead.consultation), await counted(member.consultation)]).toEqual([1, 0]);
    const { faults } = await verifyCases(pool, { store: desk.office.documents });
    expect(faults).toEqual([]);
  });
});
