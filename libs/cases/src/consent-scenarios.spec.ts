import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Refusal } from '#platform';
import type { Actor } from '#platform';
import type { ConditionDue, JourneyEvent } from '#journey';
import { CaseDesk } from '../../../test/support/case-desk.js';
import { aCase } from '../../../test/support/journey-builder.js';
import type { CaseStory, SchoolKind } from '../../../test/support/journey-builder.js';
import { replayStory } from '../../../test/support/replay-story.js';
import { acceptCondition, answerConsent } from './answer-consent.js';
import type { Answering } from './answer-consent.js';
import { askConsent } from './ask-consent.js';
import { nameCaseBody } from './case-parts.js';
import { addCasePerson } from './case-people.js';
import { timeline } from './timeline.js';
import { verifyCases } from './verify-cases.js';

let desk: CaseDesk;
beforeAll(async () => {
  desk = await CaseDesk.open();
  await desk.moveClock('2027-06-01T09:00:00Z');
});
afterAll(() => desk.close());

const ANGLICAN = 'voluntary-aided-church-of-england';
const ALL = ['trustee', 'foundation-governor-appointer', 'diocesan-authority'] as const;

/** A case taken this far by everybody's own acts; consents are those of the story. */
async function aCaseAt(tell: (story: CaseStory) => CaseStory, kind: SchoolKind = ANGLICAN) {
  const id = await desk.aCase(kind);
  await replayStory(desk, id, tell(aCase(kind)));
  return id;
}

/** All that an application needs, but the consents. */
const resolved = (story: CaseStory) =>
  story.withTrust().withFoundationConsulted().withResolutionToApply().withTrustConsent();

async function ask(id: string, consent: string): Promise<void> {
  const papers = [await desk.file(id, 'optionsPaper')];
  await askConsent(desk.office, await desk.act(id), { consent, papers, message: 'Please.' });
}

async function answer(id: string, consent: string, given: Partial<Answering>): Promise<void> {
  const { papersHash } = (await desk.stored(id)).snapshot.consents[consent]!.context;
  await answerConsent(desk.office, await desk.act(id, await desk.officerOf(id, consent)), {
    consent,
    answer: 'granted',
    words: '',
    signatory: 'The Director',
    authority: 'Minute 12',
    conditions: [],
    papersHash,
    ...given,
  });
}

async function giveAll(id: string, due: Partial<Record<string, ConditionDue>> = {}) {
  for (const consent of ALL) {
    const at = due[consent];
    await ask(id, consent);
    const conditions = at === undefined ? [] : [{ words: 'Keep the Church majority.', due: at }];
    await answer(id, consent, { conditions });
  }
}

async function accept(id: string, consent: string): Promise<void> {
  const act = await desk.act(id, await desk.officerOf(id, consent));
  const [condition] = (await desk.stored(id)).snapshot.consents[consent]!.context.conditions;
  const evidence = await desk.file(id, 'articles');
  await acceptCondition(desk.office, act, { consent, condition: condition!.id, evidence });
}

/** The rules that stop an event, tried as the act that it is; none where it goes through. */
async function stops(
  id: string,
  type: JourneyEvent['type'],
  facts: object,
  actor: Actor = desk.clerk,
): Promise<readonly string[]> {
  try {
    await desk.send(id, type, facts, actor);
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { conditions } = error.facts['explanation'] as {
      conditions: { rule: string; verdict: string; effect: string }[];
    };
    return conditions
      .filter(({ verdict, effect }) => verdict === 'unmet' && effect === 'block')
      .map(({ rule }) => rule);
  }
}

const apply = async (id: string) =>
  stops(id, 'application.submitted', { reference: 'A2B_1043' }, await desk.chairOf(id));
const agree = (id: string) => stops(id, 'funding-agreement.signed', {});
const withdraw = (id: string, consent: string) =>
  answer(id, consent, { answer: 'withdrawn', words: 'The trust changed its plans.' });

describe('a consent, by the acts of those who give and need it', () => {
  test('28: of the diocesan board does not stand for that of the site’s trustees', async () => {
    const id = await aCaseAt(resolved);
    for (const consent of ALL.filter((one) => one !== 'trustee')) {
      await ask(id, consent);
      await answer(id, consent, {});
    }
    expect(await apply(id)).toEqual(['R2']);
    await ask(id, 'trustee');
    expect(await apply(id)).toEqual(['R2']);
    await answer(id, 'trustee', {});
    expect(await apply(id)).toEqual([]);
  });

  test('29: on a condition stops the step by which the condition is due, and no earlier one', async () => {
    const id = await aCaseAt(resolved);
    await giveAll(id, { trustee: 'application', 'diocesan-authority': 'funding-agreement' });
    expect(await apply(id)).toEqual(['R2']);
    await accept(id, 'trustee');
    expect(await apply(id)).toEqual([]);
    expect(await agree(id)).toContain('R4');
    await accept(id, 'diocesan-authority');
    expect(await agree(id)).not.toContain('R4');
  });

  test('30: withdrawn after the application stops the funding agreement, and all are told', async () => {
    const id = await aCaseAt((story) => story.readyToApply().applied());
    const people = { 'regional-director': 'dfe', trust: 'trust', 'governing-board': 'chair' };
    for (const [part, name] of Object.entries(people)) {
      const on = { actor: desk.clerk, caseId: id, part };
      if (part === 'regional-director' || part === 'trust') {
        await nameCaseBody(desk.office, { ...on, kind: part, name: `The ${part}` });
      }
      await addCasePerson(desk.office, { ...on, name, email: `${name}@example.org` });
    }
    await withdraw(id, 'trustee');
    expect(await agree(id)).toContain('R2');
    const { rows } = await desk.office.pool.query<{ to: string }>(
      `SELECT to_address AS to FROM letter
        WHERE case_id = $1 AND template = 'consent-withdrawn' AND to_address LIKE '%@example.org'`,
      [id],
    );
    const told = rows.map(({ to }) => to);
    for (const name of Object.values(people)) expect(told).toContain(`${name}@example.org`);

    await ask(id, 'trustee');
    expect(await agree(id)).toContain('R2');
    await answer(id, 'trustee', {});
    expect(await agree(id)).not.toContain('R2');
    const types = (await timeline(desk.office.pool, desk.clerk, id, { limit: 200 })).map(
      ({ entry }) => entry.type,
    );
    expect(types).toContain('consent.withdrawn');
    expect(types.filter((type) => type === 'consent.decided').length).toBe(4);
  });

  test('31: cannot be withdrawn from a school that has opened', async () => {
    const id = await aCaseAt((story) => story.readyToOpen().opened());
    const before = await desk.stored(id);
    await expect(withdraw(id, 'trustee')).rejects.toMatchObject({ code: 'not-now' });
    expect(await desk.stored(id)).toEqual(before);
    const { rowCount } = await desk.office.pool.query(
      `SELECT FROM consent_answer a JOIN consent_request r ON r.id = a.request
        WHERE r.case_id = $1 AND a.answer = 'withdrawn'`,
      [id],
    );
    expect(rowCount).toBe(0);
  });

  test('35: refused by a trust school’s own trust stops the application, and names the lawful way', async () => {
    const id = await aCaseAt(resolved, 'foundation-with-foundation');
    const [consent] = Object.keys((await desk.stored(id)).snapshot.consents);
    await ask(id, consent!);
    await answer(id, consent!, { answer: 'refused', words: 'We keep the school.' });
    const chair = await desk.chairOf(id);
    const refused = await desk
      .send(id, 'application.submitted', { reference: 'A2B_1043' }, chair)
      .catch((error: unknown) => error as Refusal);
    const { conditions } = (refused as Refusal).facts['explanation'] as {
      conditions: { rule: string; verdict: string; effect: string; remedy: string }[];
    };
    const alternative = conditions.find(({ rule }) => rule === 'R69');
    expect(alternative).toMatchObject({ verdict: 'unmet', effect: 'warn' });
    expect(alternative!.remedy).toContain('the statutory way to remove the foundation');
    expect(await apply(id)).toEqual(expect.arrayContaining(['R2']));
    await desk.send(id, 'equality.assessed');
    expect(await apply(id)).toEqual(expect.arrayContaining(['R2']));
  });

  test('leaves a record that replays to where each case stands', async () => {
    expect((await verifyCases(desk.office.pool)).faults).toEqual([]);
  });
});
