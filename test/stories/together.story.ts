import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { findConsultation, responses } from '#consultation';
import { launchConsultation, projectGroups } from '#cases';
import { CaseDesk } from '../support/case-desk.js';
import { checkPage, contextOf, openChromium } from '../support/browser.js';
import { anAskedPerson } from '../support/consultation.js';
import { theTrust } from '../support/journey-builder.js';
import { aSession } from '../support/session.js';
import { aWebServer } from '../support/web.js';
import type { WebServer } from '../support/web.js';

let desk: CaseDesk;
let server: WebServer;
let chromium: Browser;

beforeAll(async () => {
  desk = await CaseDesk.open();
  server = await aWebServer({ on: desk });
  chromium = await openChromium();
}, 60_000);
afterAll(async () => {
  await chromium.close();
  await server.close();
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
  return { id, consultation, name: rows[0]!.name, base: `/cases/${id}/consultation` };
}

async function launch({ id, consultation }: Awaited<ReturnType<typeof aSchool>>): Promise<void> {
  const document = await desk.file(id, 'consultationDocument');
  const window = { consultation, document, closesOn: '2031-01-31', closesAt: '17:00' };
  await launchConsultation(desk.office, await desk.act(id), window);
}

const press = (page: Page, name: string) => page.getByRole('button', { name }).press('Enter');

describe('two schools that consult together', () => {
  it('are joined, asked about and answered by keyboard, without scripts and without a fault', async () => {
    const { pool } = desk.office;
    const [lead, member] = [await aSchool(), await aSchool()];
    const form = async () => (await desk.act(lead.id)).form;
    const named = { actor: desk.clerk, kind: 'conversion', name: 'Valley schools' } as const;
    const { id: group } = await projectGroups.make(desk.office, { ...named, form: await form() });
    const cases = [lead.id, member.id];
    const joining = { actor: desk.clerk, group, cases, form: await form() };
    await projectGroups.join(desk.office, joining);
    const session = await aSession(pool, desk.clerk.person);
    const clerk = await (
      await contextOf(chromium, server.url, { session, script: false })
    ).newPage();
    const look = await (await contextOf(chromium, server.url, { session })).newPage();
    const check = async (path: string, name: string) => {
      expect([path, (await look.goto(path))?.status()]).toEqual([path, 200]);
      await checkPage(look, `together-${name}`);
    };

    await check(`${member.base}/together`, 'choose');
    await clerk.goto(`${member.base}/together`);
    await clerk.getByLabel(lead.name).press('Space');
    await press(clerk, 'Consult together');
    await clerk.getByText('You consult together.').waitFor();
    await desk.writeText(lead.id);
    await check(`${member.base}/together`, 'member');
    await check(`${lead.base}/together`, 'lead');
    await check(`/cases/${member.id}/steps/launch-consultation`, 'launch');
    await launch(lead);
    await launch(member);

    const consultation = (await findConsultation(pool, { id: lead.consultation }))!;
    const asking = { caseId: lead.id, clerk: desk.clerk, consultation };
    const { key } = await anAskedPerson(pool, asking, server.settings.secretKeys);
    const visitors = await contextOf(chromium, server.url);
    const amina = await visitors.newPage();
    await amina.goto(`/r/${key}`);
    await checkPage(amina, 'together-invited');
    await amina.getByRole('button', { name: 'Start' }).press('Enter');
    await amina.getByLabel('I disagree').press('Space');
    await amina.getByLabel('Parent or carer').press('Space');
    await press(amina, 'Continue');
    await checkPage(amina, 'together-check');
    await amina.getByRole('radio', { name: 'No', exact: true }).press('Space');
    await press(amina, 'Send your reply');
    await amina.getByText('It was recorded for each school that it is about.').waitFor();
    await checkPage(amina, 'together-receipt');

    const [reply] = await responses.list(pool, member.consultation);
    await check(`${member.base}/responses/${reply!.id}`, 'reply');
    await check(`/consultations/${member.consultation}`, 'public');
    expect(await look.getByRole('link', { name: lead.name }).count()).toBe(1);
  }, 300_000);
});
