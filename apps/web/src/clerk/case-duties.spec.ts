import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CaseDesk } from '../../../../test/support/case-desk.js';
import { aPdf, submit } from '../../../../test/support/form.js';
import { schools } from '../../../../test/support/journey-builder.js';
import { aWebServer } from '../../../../test/support/web.js';
import type { Answer, Browser, WebServer } from '../../../../test/support/web.js';

let desk: CaseDesk;
let web: WebServer;
let clerk: Browser;
beforeAll(async () => {
  desk = await CaseDesk.open();
  web = await aWebServer({ on: desk });
  clerk = await web.browserOf(desk.clerk.person);
});
afterAll(async () => {
  await web.close();
  await desk.close();
});

const anglican = 'voluntary-aided-church-of-england';
const step = (id: string) => `/cases/${id}/steps/settle-duties`;

/** Everything the form asks of a voluntary aided school of the Church of England. */
async function answers(changes: Readonly<Record<string, string | readonly string[]>> = {}) {
  const [year = '', month = '', day = ''] = (await desk.today()).split('-');
  return {
    'on-day': day,
    'on-month': month,
    'on-year': year,
    reason: 'The instrument of government of 2019 names them.',
    category: 'voluntary-aided',
    denominations: ['church-of-england'],
    dioceseCE: 'CE18',
    inFederation: 'no',
    pfi: 'no',
    ...changes,
  };
}

const paper = () => ({ have_shownBy: aPdf('instrument.pdf') });

async function settle(
  id: string,
  changes: Readonly<Record<string, string | readonly string[]>>,
): Promise<{ check: Answer; done: Answer }> {
  const check = await submit(clerk, await clerk.get(step(id)), await answers(changes), paper());
  expect([check.status, check.text.match(/govuk-error-message[^]*?<\/p>/)?.[0]]).toEqual([
    200,
    undefined,
  ]);
  return { check, done: await submit(clerk, check) };
}

describe('the duties of a case', () => {
  test('say who must consent, by which law, how it stands, and what nobody knows', async () => {
    const id = await desk.aCase({ ...schools[anglican], inFederation: null });
    const { text } = await clerk.get(`/cases/${id}/duties`);

    expect(text).toContain('Diocesan Board of Education, Diocese of Leeds');
    expect(text).toContain('Diocesan Boards of Education Measure 2021 s.8(3)');
    expect(text).toContain('Not asked yet');
    expect(text).toContain('Whether it is in a federation');
    expect(text).toContain('private finance contract');
    expect(text).toContain(step(id));
  });

  test('are corrected by a form that begins with what is known', async () => {
    const id = await desk.aCase(anglican);
    const { text } = await clerk.get(step(id));

    expect(text).toMatch(/<option value="voluntary-aided" selected>/);
    expect(text).toMatch(/value="church-of-england" checked/);
    expect(text).toMatch(/<option value="CE18" selected>\s*Diocese of Leeds/);
    expect(text).toContain('Diocesan Board of Education, Diocese of Leeds</textarea>');
  });

  test('name a parish council that appoints a governor, and the record keeps why', async () => {
    const id = await desk.aCase(anglican);
    const appointers = `The foundation-governor-appointer of ${id.slice(0, 8)}\nThorpe Parish Council`;
    const { check } = await settle(id, { 'bodies-foundation-governor-appointer': appointers });

    expect(check.text).toContain('These consents are owed from now on: Thorpe Parish Council.');
    const duties = await clerk.get(`/cases/${id}/duties`);
    expect(duties.text).toContain('Thorpe Parish Council');
    expect(duties.text).not.toContain('To find out');
    const timeline = await clerk.get(`/cases/${id}/timeline`);
    expect(timeline.text).toContain('The instrument of government of 2019 names them.');
    const entry = await clerk.get(`/cases/${id}/timeline/2`);
    expect(entry.text).toContain('Thorpe Parish Council (Appoints foundation governors)');
    const people = await clerk.get(`/cases/${id}/people`);
    expect(people.text).toContain('Thorpe Parish Council');
  });

  test('of a joint school ask for the body of the other Church', async () => {
    const id = await desk.aCase(anglican);
    const { check } = await settle(id, { denominations: ['church-of-england', 'methodist'] });
    expect(check.text).toContain('owed from now on: the school’s religious body');
    expect((await desk.stored(id)).snapshot.consents).toHaveProperty('religious-body');
    expect((await clerk.get(step(id))).text).toContain('Which religious bodies consent?');
  });

  test('say before it is done which consents would no longer be owed', async () => {
    const id = await desk.aCase(anglican);
    await settle(id, { denominations: ['church-of-england', 'methodist'] });
    const check = await submit(
      clerk,
      await clerk.get(step(id)),
      await answers({ denominations: [], category: 'foundation' }),
      paper(),
    );
    expect(check.text).toContain('These consents are no longer owed');
  });

  test('do not take a religious character and none at once', async () => {
    const id = await desk.aCase(anglican);
    const both = await answers({ denominations: ['none', 'methodist'] });
    const again = await submit(clerk, await clerk.get(step(id)), both, paper());

    expect(again.status).toBe(422);
    expect(again.text).toContain('Choose religious characters, or that there is none.');
  });

  test('are short for a school that needs nobody’s consent', async () => {
    const id = await desk.aCase();
    const { text } = await clerk.get(step(id));

    expect(text).not.toContain('religious character');
    expect(text).toContain('Does a private finance contract cover its buildings?');
    expect((await clerk.get(`/cases/${id}/duties`)).text).toContain('Nobody outside');
  });

  test('of a school of which nobody knows the kind are asked, and follow the answer', async () => {
    const school = { ...schools.community, type: null, religiousCharacter: null };
    const urn = await desk.aSchool(school);
    expect((await clerk.get(`/cases/open/${urn}`)).text).toContain('The kind of school');
    const id = await desk.aCase(school);
    expect((await clerk.get(`/cases/${id}/duties`)).text).toContain('Kind of school not known');

    const check = await submit(
      clerk,
      await clerk.get(step(id)),
      await answers({ category: 'community', denominations: ['none'], dioceseRC: '' }),
      paper(),
    );
    expect(check.text).toContain('These consents are no longer owed');
    await submit(clerk, check);
    const { snapshot } = await desk.stored(id);
    expect(snapshot.case.context).toMatchObject({ category: 'community', unknown: [] });
    expect((await clerk.get(`/cases/${id}/duties`)).text).toContain('Nobody outside');
  });

  test('are linked from the step that they hold up, and from the people', async () => {
    const id = await desk.aCase({ ...schools.community, inFederation: null });

    expect((await clerk.get(`/cases/${id}/tasks`)).text).toContain(`/cases/${id}/duties`);
    expect((await clerk.get(`/cases/${id}/people`)).text).toContain(`/cases/${id}/duties`);
  });

  test('name the body behind a consent, on the record, and unlock the asking', async () => {
    const urn = await desk.aSchool(anglican);
    const opened = await clerk.fill(`/cases/open/${urn}/check?checked=1`, `/cases/open/${urn}`, {
      desk: desk.clerk.body!,
    });
    const path = opened.headers.get('location')!;
    const id = path.split('/').at(-1)!;
    expect((await clerk.get(`${path}/tasks`)).text).toContain(`href="${step(id)}"`);
    await settle(id, { 'bodies-trustee': 'The site trustees of St Mary' });

    expect((await clerk.get(`${path}/tasks`)).text).toContain(
      'Ask The site trustees of St Mary for its consent',
    );
    expect((await clerk.get(`/cases/${id}/people/trustee/body`)).status).toBe(404);
    expect((await clerk.get(`/cases/${id}/people`)).text).toContain(step(id));
  });
});
