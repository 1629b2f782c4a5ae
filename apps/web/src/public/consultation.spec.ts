import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findConsultation } from '#consultation';
import { launchConsultation } from '#cases';
import { CaseDesk } from '../../../../test/support/case-desk.js';
import { theTrust } from '../../../../test/support/journey-builder.js';
import { aWebServer } from '../../../../test/support/web.js';
import type { WebServer } from '../../../../test/support/web.js';

let desk: CaseDesk;
let web: WebServer;
beforeAll(async () => {
  desk = await CaseDesk.open();
  web = await aWebServer({ on: desk });
});
afterAll(async () => {
  await web.close();
  await desk.close();
});

describe('the public page of a consultation', () => {
  test('is there once it was launched, with its document, and names nobody', async () => {
    const id = await desk.aCase();
    await desk.send(id, 'trust.chosen', { trust: theTrust });
    const consultation = (await findConsultation(desk.office.pool, { caseId: id }))!.id;
    const anybody = web.browser();
    expect((await anybody.get(`/consultations/${consultation}`)).status).toBe(404);

    await desk.writeText(id);
    const document = await desk.file(id, 'consultationDocument');
    const window = { consultation, document, closesOn: '2031-01-31', closesAt: '17:00' };
    await launchConsultation(desk.office, await desk.act(id), window);

    const shown = await anybody.get(`/consultations/${consultation}`);
    expect(shown.status).toBe(200);
    expect(shown.text).toContain('31 January 2031');
    expect(shown.text).not.toContain('example.org');
    const downloaded = await anybody.get(`/consultations/${consultation}/document`);
    expect(downloaded.headers.get('content-disposition')).toContain('attachment');
  });

  test('is not found for a consultation that is none', async () => {
    const answer = await web.browser().get('/consultations/00000000-0000-4000-8000-000000000000');
    expect(answer.status).toBe(404);
  });
});
