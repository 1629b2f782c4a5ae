import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { consultees, findConsultation, GROUPS } from '#consultation';
import { launchConsultation, timeline, verifyCases } from '#cases';
import { inTransaction } from '#platform';
import { CaseDesk } from '../../../../../test/support/case-desk.js';
import { theTrust } from '../../../../../test/support/journey-builder.js';
import { aWebServer } from '../../../../../test/support/web.js';
import type { Browser, WebServer } from '../../../../../test/support/web.js';

let desk: CaseDesk;
let web: WebServer;
let browser: Browser;

beforeAll(async () => {
  desk = await CaseDesk.open();
  web = await aWebServer({ on: desk });
  browser = await web.browserOf(desk.clerk.person);
}, 30_000);
afterAll(async () => {
  await web.close();
  await desk.close();
});

async function aCaseWithAParent() {
  const id = await desk.aCase();
  await desk.send(id, 'trust.chosen', { trust: theTrust });
  const consultation = (await findConsultation(desk.office.pool, { caseId: id }))!.id;
  await inTransaction(desk.office.pool, (tx) =>
    consultees.add(tx, desk.clerk, consultation, [
      {
        ...{ name: 'Amina Okafor', email: 'amina@example.org', group: 'parent' as const },
        ...{ organisation: null, postal: null },
      },
    ]),
  );
  return { id, consultation, page: `/cases/${id}/consultation/consultees/groups` };
}

async function launch(id: string, consultation: string) {
  await desk.writeText(id);
  const document = await desk.file(id, 'consultationDocument');
  const window = { consultation, document, closesOn: '2031-01-31', closesAt: '17:00' };
  await launchConsultation(desk.office, await desk.act(id), window);
  const entries = await timeline(desk.office.pool, desk.clerk, id);
  return entries.find(({ entry }) => entry.type === 'consultation.launched')!.entry;
}

describe('who is asked and why', () => {
  it('is said group by group in versions, and is on the public page', async () => {
    const { id, consultation, page } = await aCaseWithAParent();
    const before = await browser.get(page);
    expect(before.text.match(/Nobody asked, no reason/g)).toHaveLength(GROUPS.length - 1);
    const said = { pupil: 'The <school> council speaks for them.', parent: 'It is their school.' };
    expect((await browser.fill(page, page, said)).status).toBe(303);
    const emptied = await browser.fill(page, page, { ...said, pupil: '' });
    expect([emptied.status, emptied.text.includes('not be taken out')]).toEqual([422, true]);
    const changed = { ...said, pupil: 'Their teachers ask them.' };
    expect((await browser.fill(page, page, changed)).status).toBe(303);
    const { rows } = await desk.office.pool.query(
      `SELECT group_name, max(version) AS versions FROM consultation_group_reason
        WHERE consultation_id = $1 GROUP BY group_name ORDER BY group_name`,
      [consultation],
    );
    expect(rows).toEqual([
      { group_name: 'parent', versions: 1 },
      { group_name: 'pupil', versions: 2 },
    ]);

    const others = GROUPS.filter((group) => !['parent', 'pupil'].includes(group));
    const entry = await launch(id, consultation);
    expect(entry.data).toMatchObject({ unexplained: others });
    expect(entry.verdicts).toMatchObject({ R27b: 'warned' });
    const { text } = await web.browser().get(`/consultations/${consultation}`);
    expect(text).toContain('Parent or carer: It is their school.');
    expect(text).toContain('Pupil: Their teachers ask them.');
    expect(text).not.toContain('Trade union');
    expect(text).not.toContain('Amina');
  });

  it('warns of nothing once every group is asked or left out for a reason', async () => {
    const { id, consultation, page } = await aCaseWithAParent();
    const reasons = Object.fromEntries(GROUPS.map((group) => [group, `Why ${group}.`]));
    expect((await browser.fill(page, page, reasons)).status).toBe(303);
    const entry = await launch(id, consultation);
    expect(entry.data).toMatchObject({ unexplained: [] });
    expect(entry.verdicts).toMatchObject({ R27b: 'met' });
    expect((await verifyCases(desk.office.pool)).faults).toEqual([]);
    await desk.asOwner(
      'ALTER TABLE consultation_group_reason DISABLE TRIGGER USER',
      `UPDATE consultation_group_reason SET reason = 'Another.', sha256 = sha256('Another.')
        WHERE consultation_id = '${consultation}' AND group_name = 'pupil'`,
    );
    expect((await verifyCases(desk.office.pool)).faults).toHaveLength(1);
    const stranger = await web.browserOf(desk.otherClerk.person);
    expect((await stranger.get(page)).status).toBe(404);
  });
});
