import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inTransaction, now } from '#platform';
import { publishPolicy } from '#consents';
import { settlement } from '#journey';
import type { JourneyEvent } from '#journey';
import { aPolicy } from '../../../test/support/asked-body.js';
import { CaseDesk } from '../../../test/support/case-desk.js';
import { nameCaseBody } from './case-parts.js';
import { addCasePerson } from './case-people.js';
import { chooseTrust } from './choose-trust.js';
import { correctEntry } from './correct-entry.js';
import { nameRepresentative } from './name-representative.js';
import { previewCorrection } from './preview-correction.js';
import { schoolFindings } from './settle-duties.js';
import { verifyCases } from './verify-cases.js';
import { viewCase } from './view-case.js';

let desk: CaseDesk;
beforeAll(async () => {
  desk = await CaseDesk.open();
});
afterAll(() => desk.close());

const view = (id: string) => viewCase(desk.office.pool, desk.clerk, id);

async function holders(id: string): Promise<Readonly<Record<string, string>>> {
  return Object.fromEntries((await view(id)).bodies.map(({ part, name }) => [part, name]));
}

/** Settles that these hold the land and appoint, and answers the entry. */
async function settle(id: string, trustees: string, appointers: readonly string[]) {
  const { snapshot } = await desk.stored(id);
  const named = [
    { capacity: 'trustee', kind: 'trustees', name: trustees } as const,
    ...appointers.map(
      (name) =>
        ({ capacity: 'foundation-governor-appointer', kind: 'appointing-body', name }) as const,
    ),
  ];
  return schoolFindings.settle(desk.office, await desk.act(id), {
    school: settlement.schoolOf(snapshot.case.context),
    bodies: named,
    on: await desk.today(),
    shownBy: await desk.file(id, 'instrumentOfGovernment'),
    reason: 'The deed says so.',
  });
}

async function eventAt(id: string, seq: number): Promise<JourneyEvent> {
  const { rows } = await desk.office.pool.query<{
    entry: { type: string; on: string; data: object };
  }>('SELECT entry FROM journal WHERE stream = $1 AND seq = $2', [`case:${id}`, seq]);
  const { type, on, data } = rows[0]!.entry;
  return { type, on, ...data } as JourneyEvent;
}

const correct = async (id: string, seq: number, event: JourneyEvent | null) =>
  correctEntry(desk.office, await desk.act(id), { seq, event, reason: 'It was another school.' });

const name = (caseId: string, trustees: string) =>
  nameCaseBody(desk.office, {
    ...{ actor: desk.clerk, caseId, part: 'trustee' },
    ...{ kind: 'trustees', name: trustees },
  });

const OPENED = 'foundation-with-foundation';

describe('a settlement of duties that is struck out', () => {
  test('gives each part back to the body that held it, and again when it is put back', async () => {
    const id = await desk.aCase(OPENED);
    const before = await holders(id);
    const appointer = before['foundation-governor-appointer']!;
    const first = await settle(id, 'The Hill Trustees', [appointer, 'Thorpe Parish Council']);
    const settled = await holders(id);
    expect(settled['trustee']).toBe('The Hill Trustees');
    expect(settled['foundation-governor-appointer-2']).toBe('Thorpe Parish Council');
    const event = await eventAt(id, first.seq);

    await correct(id, first.seq, null);
    expect(await holders(id)).toEqual(before);
    await correct(id, first.seq, event);
    expect(await holders(id)).toEqual(settled);
    await correct(id, first.seq, null);
    expect(await holders(id)).toEqual(before);
    expect((await verifyCases(desk.office.pool)).faults).toEqual([]);
  });

  test('leaves the parts to those whom the settlement before it named', async () => {
    const id = await desk.aCase(OPENED);
    const appointer = (await holders(id))['foundation-governor-appointer']!;
    const first = await settle(id, 'The Hill Trustees', [appointer]);
    const second = await settle(id, 'The Dale Trustees', [appointer]);
    await correct(id, second.seq, null);
    expect((await holders(id))['trustee']).toBe('The Hill Trustees');
    await correct(id, first.seq, null);
    expect((await holders(id))['trustee']).toContain('The trustee of');
  });

  test('changes nothing that a later settlement or a clerk has said since', async () => {
    const id = await desk.aCase(OPENED);
    const appointer = (await holders(id))['foundation-governor-appointer']!;
    const first = await settle(id, 'The Hill Trustees', [appointer]);
    const second = await settle(id, 'The Dale Trustees', [appointer]);
    await correct(id, first.seq, null);
    expect((await holders(id))['trustee']).toBe('The Dale Trustees');
    await name(id, 'The Moor Trustees');
    await correct(id, second.seq, null);
    expect((await holders(id))['trustee']).toBe('The Moor Trustees');
  });

  test('takes the desk from the officers of the wrong body and gives it back to the right ones', async () => {
    const id = await desk.aCase(OPENED);
    const right = await desk.officerOf(id, 'trustee');
    const at = { actor: desk.clerk, caseId: id, part: 'trustee' };
    const email = 'right.officer@example.org';
    await addCasePerson(desk.office, { ...at, name: 'Right Officer', email });
    const appointer = (await holders(id))['foundation-governor-appointer']!;
    const { seq } = await settle(id, 'The Hill Trustees', [appointer]);
    const wrong = await desk.officerOf(id, 'trustee');
    const emails = async () => (await view(id)).people.map((person) => person.email);
    expect(await emails()).not.toContain(email);

    await correct(id, seq, null);
    expect(await emails()).toContain(email);
    expect((await viewCase(desk.office.pool, right, id)).id).toBe(id);
    await expect(viewCase(desk.office.pool, wrong, id)).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('lets the policy of the body that has the part again count', async () => {
    const id = await desk.aCase(OPENED);
    const officer = await desk.officerOf(id, 'trustee');
    const appointer = (await holders(id))['foundation-governor-appointer']!;
    const { seq } = await settle(id, 'The Hill Trustees', [appointer]);
    const speaker = { ...officer, body: officer.body! };
    await inTransaction(desk.office.pool, async (tx) =>
      publishPolicy(tx, speaker, { ...aPolicy, silenceDays: 33 }, await now(tx)),
    );
    await correct(id, seq, null);
    const { context } = (await desk.stored(id)).snapshot.consents['trustee']!;
    expect(context.policy?.silenceRefusesAfterDays).toBe(33);
  });

  test('says before it is struck out who would hold the parts', async () => {
    const id = await desk.aCase(OPENED);
    const before = await holders(id);
    const appointer = before['foundation-governor-appointer']!;
    const { seq } = await settle(id, 'The Hill Trustees', [appointer, 'Thorpe Parish Council']);
    const preview = await previewCorrection(desk.office.pool, desk.clerk, id, { seq, event: null });
    expect(preview).toMatchObject({ ok: true });
    if (!preview.ok) return;
    expect(preview.holders).toEqual([
      { part: 'trustee', names: [before['trustee']] },
      { part: 'foundation-governor-appointer-2', names: [] },
    ]);
    expect((await holders(id))['trustee']).toBe('The Hill Trustees');
  });
});

describe('a choice of trust that is struck out', () => {
  test('gives the case back to the trust of before, with its name, and again when put back', async () => {
    const id = await desk.aCase();
    await desk.office.pool.query(
      `INSERT INTO trust (uid, name, name_key) VALUES ('7001', 'Oak Trust', 'oak trust'),
         ('7002', 'Elm Trust', 'elm trust')`,
    );
    const on = await desk.today();
    const choose = async (uid: string) => chooseTrust(desk.office, await desk.act(id), { uid, on });
    await choose('7001');
    const { seq } = await choose('7002');
    const event = await eventAt(id, seq);
    const trusts = async () => {
      const { trustName } = await view(id);
      return [trustName, (await holders(id))['trust']];
    };
    expect(await trusts()).toEqual(['Elm Trust', 'Elm Trust']);
    await correct(id, seq, null);
    expect(await trusts()).toEqual(['Oak Trust', 'Oak Trust']);
    await correct(id, seq, event);
    expect(await trusts()).toEqual(['Elm Trust', 'Elm Trust']);
  });
});

describe('a representative of the staff whose naming is struck out', () => {
  test('has no part in the case any more, and the others stay', async () => {
    const id = await desk.aCase();
    const nameOne = async (union: string) =>
      nameRepresentative(desk.office, await desk.act(id), {
        name: union,
        person: `Officer of ${union}`,
        email: `${union.toLowerCase()}@example.org`,
        on: await desk.today(),
      });
    await nameOne('NEU');
    const { seq } = await nameOne('UNISON');
    const staff = async () =>
      (await view(id)).bodies.flatMap(({ part, name: of }) => (part === 'staff' ? [of] : []));
    expect(await staff()).toEqual(['NEU', 'UNISON']);
    await correct(id, seq, null);
    expect(await staff()).toEqual(['NEU']);
    expect((await view(id)).people.map(({ email }) => email)).not.toContain('unison@example.org');
  });

  test('is written to on paper no more, and again where the naming is put back', async () => {
    const id = await desk.aCase();
    const given = { person: 'Bill Post', email: null, postalAddress: '4 Mill Lane, Leeds' };
    const { seq } = await nameRepresentative(desk.office, await desk.act(id), {
      ...{ name: 'Elected by the cooks', on: await desk.today() },
      ...given,
    });
    const event = await eventAt(id, seq);
    const onPaper = async () =>
      (await view(id)).people.flatMap(({ name: of, email }) => (email === null ? [of] : []));
    expect(await onPaper()).toEqual(['Bill Post']);
    await correct(id, seq, null);
    expect(await onPaper()).toEqual([]);
    await correct(id, seq, event);
    expect(await onPaper()).toEqual(['Bill Post']);
  });

  test('cannot be somebody whom no letter would reach', async () => {
    const id = await desk.aCase();
    const nobody = { name: 'NEU', person: 'Nobody', email: null, on: await desk.today() };
    await expect(nameRepresentative(desk.office, await desk.act(id), nobody)).rejects.toMatchObject(
      { facts: { reason: 'no-address' } },
    );
    expect((await view(id)).bodies.map(({ part }) => part)).not.toContain('staff');
  });
});
