import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { correctEntry, schoolFindings } from '#cases';
import { settlement } from '#journey';
import type { School } from '#journey';
import { CaseDesk } from '../../../../test/support/case-desk.js';
import { submit } from '../../../../test/support/form.js';
import { schools } from '../../../../test/support/journey-builder.js';
import { aWebServer } from '../../../../test/support/web.js';
import type { Browser, WebServer } from '../../../../test/support/web.js';

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

const KINDS = {
  trustee: 'trustees',
  'foundation-governor-appointer': 'appointing-body',
  'diocesan-authority': 'diocesan-board',
} as const;
type Held = keyof typeof KINDS;
const REASON = 'Clause 4 of the instrument of government.';

async function settle(id: string, bodies: readonly (readonly [Held, string])[]) {
  const { snapshot } = await desk.stored(id);
  return schoolFindings.settle(desk.office, await desk.act(id), {
    school: settlement.schoolOf(snapshot.case.context),
    bodies: bodies.map(([capacity, name]) => ({ capacity, kind: KINDS[capacity], name })),
    on: await desk.today(),
    shownBy: await desk.file(id, 'instrumentOfGovernment'),
    reason: REASON,
  });
}

async function holders(id: string) {
  const { rows } = await desk.office.pool.query<{ part: string; name: string; body: string }>(
    `SELECT w.part, b.name, b.id AS body FROM case_body w JOIN body b ON b.id = w.body
      WHERE w.case_id = $1 AND w.until IS NULL AND w.part <> 'local-authority'`,
    [id],
  );
  return rows;
}

const named = async (id: string) =>
  Object.fromEntries((await holders(id)).map(({ part, name }) => [part, name]));

const BOARD = 'Diocesan Board of Education, Diocese of Leeds';

/** A school whose bodies a clerk found on a case that was withdrawn since. */
async function aSchoolKnown(school: School = schools['voluntary-aided-church-of-england']) {
  const urn = await desk.aSchool(school);
  const id = await desk.openCase(urn);
  const settled = await settle(id, [
    ['trustee', 'The Hill Trustees'],
    ['foundation-governor-appointer', 'Thorpe Parish Council'],
    ['foundation-governor-appointer', 'The dean and chapter'],
    ['diocesan-authority', BOARD],
  ]);
  return { urn, id, seq: settled.seq };
}

const opening = (urn: string) => clerk.get(`/cases/open/${urn}/check?route=join`);

async function openWith(urn: string, earlier: readonly string[]): Promise<string> {
  const search = new URLSearchParams([
    ['checked', '1'],
    ['route', 'join'],
    ...earlier.map((body) => ['earlier', body]),
  ]);
  const check = await clerk.get(`/cases/open/${urn}/check?${search.toString()}`);
  await submit(clerk, check);
  const { rows } = await desk.office.pool.query<{ id: string }>(
    'SELECT id FROM cases WHERE urn = $1 AND ended_at IS NULL',
    [urn],
  );
  return rows[0]!.id;
}

describe('the bodies of a school that a clerk found', () => {
  test('are offered for its next case, with who found them, when and why, and the register beside', async () => {
    const { urn, id } = await aSchoolKnown();
    await desk.send(id, 'case.withdrawn');
    const { text } = await opening(urn);
    expect(text).toContain('The Hill Trustees, as ');
    expect(text).toContain('Thorpe Parish Council, as ');
    expect(text).toContain('Clerk of Northern Clerks found it on ');
    expect(text).toContain(REASON);
    expect(text).toContain('The register names nobody.');
    // What the register says itself is no choice.
    expect(text).not.toContain(`${BOARD}, as `);
  });

  test('are taken over as the same bodies, so that their officers have the new case', async () => {
    const { urn, id } = await aSchoolKnown();
    const earlier = (await holders(id)).filter(({ part }) => part !== 'diocesan-authority');
    await desk.send(id, 'case.withdrawn');
    const next = await openWith(
      urn,
      earlier.map(({ body }) => body),
    );
    expect(await named(next)).toEqual(await named(id));
    const bodies = async (of: string) => (await holders(of)).map(({ body }) => body).toSorted();
    expect(await bodies(next)).toEqual(await bodies(id));
  });

  test('are left where the clerk does not choose them', async () => {
    const { urn, id } = await aSchoolKnown();
    await desk.send(id, 'case.withdrawn');
    const next = await openWith(urn, []);
    expect(await named(next)).toEqual({ 'diocesan-authority': BOARD });
    const step = await clerk.get(`/cases/${next}/steps/settle-duties`);
    expect(step.text).toContain('The Hill Trustees, as ');
    await settle(next, [
      ['trustee', 'the hill trustees'],
      ['diocesan-authority', BOARD],
    ]);
    const trustee = async (of: string) =>
      (await holders(of)).find(({ part }) => part === 'trustee')?.body;
    expect(await trustee(next)).toBe(await trustee(id));
  });

  test('take the place of the register’s where it was found to be wrong', async () => {
    const urn = await desk.aSchool('voluntary-aided-roman-catholic');
    const id = await desk.openCase(urn);
    const { trustee, 'foundation-governor-appointer': bishop } = await named(id);
    await settle(id, [
      ['trustee', 'The Sisters of Mercy'],
      ['foundation-governor-appointer', bishop!],
      ['foundation-governor-appointer', 'Thorpe Parish Council'],
    ]);
    const earlier = await holders(id);
    await desk.send(id, 'case.withdrawn');
    const { text } = await opening(urn);
    expect(text).toContain(`The register and its law name ${trustee}`);
    const next = await openWith(
      urn,
      earlier.filter(({ name }) => name !== bishop).map(({ body }) => body),
    );
    expect(await named(next)).toEqual({
      trustee: 'The Sisters of Mercy',
      'foundation-governor-appointer': bishop,
      'foundation-governor-appointer-2': 'Thorpe Parish Council',
    });
  });

  test('are not offered where the finding was struck out, nor for another school', async () => {
    const { urn, id, seq } = await aSchoolKnown();
    const strike = { seq, event: null, reason: 'It was another school.' };
    await correctEntry(desk.office, await desk.act(id), strike);
    await desk.send(id, 'case.withdrawn');
    expect((await opening(urn)).text).not.toContain('The Hill Trustees');

    const other = await desk.aSchool('voluntary-aided-church-of-england');
    const { id: known } = await aSchoolKnown();
    expect((await opening(other)).text).not.toContain('found before');
    const theirs = (await holders(known)).map(({ body }) => body);
    expect(await named(await openWith(other, theirs))).toEqual({ 'diocesan-authority': BOARD });
  });
});
