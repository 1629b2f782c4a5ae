import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Refusal, inTransaction, now } from '#platform';
import type { Actor } from '#platform';
import { readStream, readTexts } from '#evidence';
import type { Entry } from '#evidence';
import { settlement } from '#journey';
import { correctDatum } from '#law';
import type { BodyName, Capacity, SchoolFacts } from '#journey';
import { CaseDesk } from '../../../test/support/case-desk.js';
import { schools, theTrust } from '../../../test/support/journey-builder.js';
import { addCasePerson } from './case-people.js';
import { schoolFindings } from './settle-duties.js';
import { verifyCases } from './verify-cases.js';
import { viewCase } from './view-case.js';

let desk: CaseDesk;
beforeAll(async () => {
  desk = await CaseDesk.open();
});
afterAll(() => desk.close());

const anglican = 'voluntary-aided-church-of-england';
const KINDS: Readonly<Record<Capacity, BodyName['kind']>> = {
  trustee: 'trustees',
  'foundation-governor-appointer': 'appointing-body',
  'diocesan-authority': 'diocesan-board',
  'religious-body': 'religious-body',
};

const known = async (id: string): Promise<SchoolFacts> =>
  settlement.schoolOf((await desk.stored(id)).snapshot.case.context);

/** The names of the bodies on a case, by their parts. */
async function holders(id: string): Promise<Readonly<Record<string, string>>> {
  const { bodies } = await viewCase(desk.office.pool, desk.clerk, id);
  return Object.fromEntries(bodies.map(({ part, name }) => [part, name]));
}

interface Given {
  readonly school?: Partial<SchoolFacts>;
  /** Names by capacity; without it those who are on the case stay. */
  readonly bodies?: Partial<Record<Capacity, readonly string[]>>;
  readonly actor?: Actor;
  readonly shownBy?: string;
}

async function settle(id: string, { school, bodies = {}, actor, shownBy }: Given) {
  const { snapshot } = await desk.stored(id);
  const on = await holders(id);
  const named = Object.entries(snapshot.consents).flatMap(([part, { context, value }]) =>
    on[part] === undefined || value === 'notNeeded' || context.capacity in bodies
      ? []
      : [{ capacity: context.capacity, kind: KINDS[context.capacity], name: on[part] }],
  );
  const others = Object.entries(bodies).flatMap(([capacity, names]) =>
    names.map((name) => ({
      capacity: capacity as Capacity,
      kind: KINDS[capacity as Capacity],
      name,
    })),
  );
  return schoolFindings.settle(desk.office, await desk.act(id, actor), {
    school: { ...(await known(id)), ...school },
    bodies: [...named, ...others],
    on: await desk.today(),
    shownBy: shownBy ?? (await desk.file(id, 'instrumentOfGovernment')),
    reason: 'The clerk to the governors read the instrument of government.',
  });
}

const lastEntry = async (id: string): Promise<Entry> =>
  (await readStream(desk.office.pool, `case:${id}`, { newestFirst: true, limit: 1 }))[0]!;

const faults = async () => (await verifyCases(desk.office.pool)).faults;

describe('what is found out about the school of a case', () => {
  test('is not known at the opening, which its record says too', async () => {
    const id = await desk.aCase({ ...schools.community, inFederation: null });

    expect((await desk.stored(id)).snapshot.case.context.unknown).toEqual(['federation', 'pfi']);
    expect(await faults()).toEqual([]);
  });

  test('goes on the record with its paper and its reason, and the documents follow', async () => {
    const id = await desk.aCase();
    await settle(id, { school: { pfi: true } });

    const { snapshot } = await desk.stored(id);
    const entry = await lastEntry(id);
    expect(snapshot.case.context.unknown).toEqual([]);
    expect(snapshot.documents['pfi-lease']?.value).toBe('awaited');
    expect(entry).toMatchObject({ type: 'duties.settled', data: { school: { pfi: true } } });
    expect(entry.evidence?.map(({ as }) => as)).toEqual(['instrumentOfGovernment']);
    expect(JSON.stringify(entry)).not.toContain('The clerk to the governors');
    const texts = await readTexts(desk.office.pool, Object.values(entry.texts ?? {}));
    expect([...texts.values()]).toEqual([
      'The clerk to the governors read the instrument of government.',
    ]);
    expect(await faults()).toEqual([]);
  });

  test('adds a body that appoints governors, whose officer then has the case', async () => {
    const id = await desk.aCase(anglican);
    const before = await holders(id);
    const appointers = [before['foundation-governor-appointer']!, 'Thorpe Parish Council'];
    await settle(id, { bodies: { 'foundation-governor-appointer': appointers } });

    expect(await holders(id)).toEqual({
      ...before,
      'foundation-governor-appointer-2': 'Thorpe Parish Council',
    });
    const parish = await desk.officerOf(id, 'foundation-governor-appointer-2');
    expect((await viewCase(desk.office.pool, parish, id)).id).toBe(id);
    const entry = await lastEntry(id);
    expect(entry.data['consents']).toContainEqual({
      id: 'foundation-governor-appointer-2',
      capacity: 'foundation-governor-appointer',
      body: parish.body,
    });
    expect(JSON.stringify(entry)).not.toContain('Thorpe');
  });

  test('takes a body that was named wrongly off the case, with its officers', async () => {
    const id = await desk.aCase(anglican);
    const wrong = await desk.officerOf(id, 'trustee');
    const [name, email] = ['Wrong Officer', 'wrong.officer@example.org'];
    await addCasePerson(desk.office, {
      actor: desk.clerk,
      caseId: id,
      part: 'trustee',
      name,
      email,
    });
    await settle(id, { bodies: { trustee: ['The Hillside Foundation'] } });

    expect((await holders(id))['trustee']).toBe('The Hillside Foundation');
    await expect(viewCase(desk.office.pool, wrong, id)).rejects.toMatchObject({
      code: 'not-found',
    });
    const { people } = await viewCase(desk.office.pool, desk.clerk, id);
    expect(people.map((person) => person.email)).not.toContain(email);
  });

  test('knows a diocese’s board by the code of the diocese, whoever names it', async () => {
    const id = await desk.aCase({ ...schools[anglican], diocese: null });
    const leeds = { code: 'CE18', name: 'Diocese of Leeds' };
    const board = 'Diocesan Board of Education, Diocese of Leeds';
    await settle(id, {
      school: { dioceses: [leeds] },
      bodies: { 'diocesan-authority': [board] },
    });
    const other = await desk.aCase(anglican);

    const bodyOf = async (of: string) => (await desk.officerOf(of, 'diocesan-authority')).body;
    expect(await bodyOf(id)).toBe(await bodyOf(other));
    expect((await known(id)).dioceses).toEqual([leeds]);
  });

  test('knows a diocese’s board by that code too where an administrator has corrected its name', async () => {
    const name = 'The Board for Church Schools in Leeds';
    const datum = { kind: 'religious-authority', subject: 'CE18', value: { body: name } } as const;
    const why = { countsFrom: '2020-01-01', reason: 'Its new name.', source: 'Its scheme' };
    const actor = { ...desk.clerk, role: 'administrator' } as const;
    await inTransaction(desk.office.pool, async (tx) =>
      correctDatum(tx, actor, { ...datum, ...why }, await now(tx)),
    );
    const id = await desk.aCase({ ...schools[anglican], diocese: null });
    await settle(id, {
      school: { dioceses: [{ code: 'CE18', name: 'Diocese of Leeds' }] },
      bodies: { 'diocesan-authority': [name] },
    });
    const other = await desk.aCase(anglican);
    const bodyOf = async (of: string) => (await desk.officerOf(of, 'diocesan-authority')).body;
    expect(await bodyOf(id)).toBe(await bodyOf(other));
    expect((await holders(other))['diocesan-authority']).toBe(name);
  });

  test('relieves a school that has no foundation, and owes again what turns out to be owed', async () => {
    const id = await desk.aCase('foundation-with-foundation');
    await settle(id, { school: { category: 'foundation-without-foundation' } });
    const states = async () =>
      Object.values((await desk.stored(id)).snapshot.consents).map(({ value }) => value);

    expect(await states()).toEqual(['notNeeded', 'notNeeded']);
    expect(Object.keys(await holders(id))).toEqual(['local-authority']);
    await settle(id, { school: { category: 'foundation-with-foundation' } });
    expect(await states()).toEqual(['notRequested', 'notRequested']);
    expect(await faults()).toEqual([]);
  });
});

describe('a finding is refused', () => {
  const refusal = async (given: Promise<unknown>): Promise<Refusal> =>
    given.then(
      () => Promise.reject(new Error('It was not refused.')),
      (error: Refusal) => error,
    );

  test('that leaves out a body which refused, naming the rule; nothing of it is kept', async () => {
    const id = await desk.aCase('foundation-with-foundation');
    await desk.send(id, 'trust.chosen', { trust: theTrust });
    const officer = await desk.officerOf(id, 'trustee');
    const on = `${await desk.today()}T00:00:00.000Z`;
    const papers = [await desk.file(id, 'optionsPaper')];
    await desk.move(id, {
      type: 'consent.requested',
      on,
      consent: 'trustee',
      papers,
      papersHash: 'h',
    });
    await desk.move(
      id,
      {
        type: 'consent.decided',
        on,
        consent: 'trustee',
        decision: 'refused',
        conditions: [],
        papersHash: 'h',
      },
      officer,
    );
    const before = await holders(id);
    const refused = await refusal(settle(id, { bodies: { trustee: ['Somebody kinder'] } }));

    expect(refused.code).toBe('not-now');
    expect(JSON.stringify(refused.facts)).toContain('"R42"');
    expect(await holders(id)).toEqual(before);
  });

  test('of another desk’s case, which does not exist', async () => {
    const id = await desk.aCase();
    const refused = await refusal(settle(id, { actor: desk.otherClerk }));
    expect(refused.code).toBe('not-found');
  });

  test('that no fitting paper shows', async () => {
    const id = await desk.aCase();
    const shownBy = await desk.file(id, 'optionsPaper');
    expect(await refusal(settle(id, { shownBy }))).toMatchObject({ code: 'invalid' });
  });
});
