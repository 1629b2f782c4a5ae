import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CaseDesk } from '../../../test/support/case-desk.js';
import { schools, theTrust } from '../../../test/support/journey-builder.js';
import { YEARS, enterTermDates, enterYear } from '../../../test/support/term-dates.js';
import { extendConsultation, launchConsultation } from './consult.js';
import { countWindow } from './count-window.js';
import { timeline } from './timeline.js';
import { verifyCases } from './verify-cases.js';

let desk: CaseDesk;
beforeAll(async () => {
  desk = await CaseDesk.open();
  await enterTermDates(desk, schools.community.localAuthority!.code);
  await desk.moveClock('2040-06-29T09:00:00Z');
});
afterAll(() => desk.close());

/** A case whose people are asked from Friday 29 June 2040 until a day at five. */
async function launched(id: string, closesOn: string): Promise<string> {
  await desk.send(id, 'trust.chosen', { trust: theTrust });
  const consultation = await desk.writeText(id);
  const document = await desk.file(id, 'consultationDocument');
  const window = { consultation, closesOn, closesAt: '17:00', document };
  await launchConsultation(desk.office, await desk.act(id), window);
  return consultation;
}

async function entryOf(caseId: string, type: string) {
  const entries = await timeline(desk.office.pool, desk.clerk, caseId);
  return entries.find(({ entry }) => entry.type === type)!.entry;
}

describe('the launch of a consultation', () => {
  it('10: of which three weeks of six are summer holiday warns, and shows the school days', async () => {
    const id = await desk.aCase('community');
    await launched(id, '2040-08-10');
    const entry = await entryOf(id, 'consultation.launched');
    expect(entry.data).toMatchObject({ window: { days: 42, workingDays: 30, schoolDays: 15 } });
    expect(entry.verdicts).toMatchObject({ R25a: 'warned', R25b: 'warned', R25c: 'met' });
    const { consultation } = (await desk.stored(id)).snapshot.case.context;
    expect(consultation?.window?.schoolDays).toBe(15);
    expect((await verifyCases(desk.office.pool)).faults).toEqual([]);
  });

  it('in term for long enough warns of nothing, and an extension counts the whole window', async () => {
    const id = await desk.aCase('community');
    const consultation = await launched(id, '2040-10-05');
    const verdicts = (await entryOf(id, 'consultation.launched')).verdicts;
    expect(verdicts).toMatchObject({ R25a: 'met', R25b: 'met', R25c: 'met' });
    await extendConsultation(desk.office, await desk.act(id), {
      ...{ consultation, closesOn: '2040-10-12', closesAt: '17:00' },
    });
    const window = { days: 105, workingDays: 74, schoolDays: 45 };
    expect((await entryOf(id, 'consultation.extended')).data).toMatchObject({ window });
    const { context } = (await desk.stored(id)).snapshot.case;
    expect(context.consultation).toMatchObject({ closesAt: '2040-10-12T16:00:00.000Z', window });
  });

  it('where no term dates are held says so, and guesses nothing', async () => {
    const elsewhere = { ...schools.community, localAuthority: { code: '999', name: 'Nowhere' } };
    const id = await desk.aCase(elsewhere);
    await launched(id, '2040-08-10');
    const entry = await entryOf(id, 'consultation.launched');
    expect(entry.data).toMatchObject({ window: { days: 42, workingDays: 30, schoolDays: null } });
    expect(entry.verdicts).toMatchObject({ R25a: 'met', R25b: 'met', R25c: 'warned' });
  });

  it('beyond the years that are held is not known either', async () => {
    const id = await desk.aCase('community');
    await launched(id, '2041-08-20');
    expect((await entryOf(id, 'consultation.launched')).verdicts).toMatchObject({ R25c: 'warned' });
  });

  it('is counted by the school’s own dates where it has some', async () => {
    const urn = await desk.aSchool('community');
    const { summer } = YEARS[2039];
    const shorter = { ...YEARS[2039], summer: { ...summer, lastDay: '2040-07-13' } };
    await enterYear(desk, `${urn}.2039`, shorter);
    const id = await desk.openCase(urn);
    await launched(id, '2040-08-10');
    const entry = await entryOf(id, 'consultation.launched');
    expect(entry.data).toMatchObject({ window: { schoolDays: 10 } });

    // Taken back, they are the authority's again; the record keeps what it was judged by.
    await enterYear(desk, `${urn}.2039`, null);
    const span = { opensAt: '2040-06-29T09:00:00Z', closesAt: '2040-08-10T16:00:00Z' };
    expect((await countWindow(desk.office.pool, urn, span)).schoolDays).toBe(15);
    const again = await entryOf(id, 'consultation.launched');
    expect(again.data).toMatchObject({ window: { schoolDays: 10 } });
  });

  it('from before the count was kept still follows, and warns that nobody counted', async () => {
    const id = await desk.aCase('community');
    await desk.send(id, 'trust.chosen', { trust: theTrust });
    await desk.send(id, 'consultation.launched', {
      ...{ consultation: id, closesAt: '2040-08-10T16:00:00.000Z' },
    });
    const entry = await entryOf(id, 'consultation.launched');
    expect(entry.verdicts).toMatchObject({ R25a: 'met', R25c: 'warned' });
    const faults = (await verifyCases(desk.office.pool, { caseId: id })).faults;
    expect(faults).toEqual([]);
  });
});
