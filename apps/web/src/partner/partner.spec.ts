import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addCasePerson, nameCaseBody } from '#cases';
import { CaseDesk } from '../../../../test/support/case-desk.js';
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

/** A case with a union on it, and the person who speaks for the union. */
async function caseWithUnion(name: string): Promise<{ id: string; person: string }> {
  const caseId = await desk.aCase();
  const on = { actor: desk.clerk, caseId, part: 'union' };
  await nameCaseBody(desk.office, { ...on, kind: 'union', name });
  const email = `${name.toLowerCase().replace(/\W/g, '')}@example.org`;
  await addCasePerson(desk.office, { ...on, name: `Officer of ${name}`, email });
  const { rows } = await desk.office.pool.query<{ id: string }>(
    'SELECT id FROM person WHERE email = $1',
    [email],
  );
  return { id: caseId, person: rows[0]!.id };
}

describe('a partner’s pages', () => {
  test('show a union its case and the letter on measures, and no other paper', async () => {
    const { id, person } = await caseWithUnion('Union One');
    await desk.send(id, 'options.presented');
    await desk.send(id, 'tupe.representatives-named', { representatives: ['union-1'] });
    await desk.send(id, 'tupe.informed');
    const union = await web.browserOf(person);

    const shown = await union.get(`/partner/cases/${id}`);
    expect(shown.status).toBe(200);
    expect(shown.text).toContain('A paper: tupeMeasuresLetter');
    expect(shown.text).not.toContain('A paper: optionsPaper');
    const { rows } = await desk.office.pool.query<{ id: string; kind: string }>(
      'SELECT id, kind FROM document WHERE stream = $1',
      [`case:${id}`],
    );
    for (const { id: document, kind } of rows) {
      const taken = await union.get(`/partner/cases/${id}/papers/${document}`);
      expect([kind, taken.status]).toEqual([kind, kind === 'tupeMeasuresLetter' ? 200 : 404]);
    }
    expect((await union.get('/partner')).text).toContain('Hillside');
  });

  test('do not show another union’s case, nor anything of the clerk’s', async () => {
    const own = await caseWithUnion('Union Two');
    const other = await caseWithUnion('Union Three');
    const union = await web.browserOf(own.person);
    expect((await union.get(`/partner/cases/${other.id}`)).status).toBe(404);
    expect((await union.get(`/cases/${own.id}`)).status).toBe(403);
  });
});
