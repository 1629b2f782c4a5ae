import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ending, live } from '#journey';
import { timeline, verifyCases } from '#cases';
import { CaseDesk } from '../../../test/support/case-desk.js';
import { theTrust } from '../../../test/support/journey-builder.js';

/** Orders of the Secretary of State's own motion, by the acts of a clerk (scenarios 43 to 45). */
describe('orders of own motion', () => {
  let desk: CaseDesk;

  beforeAll(async () => {
    desk = await CaseDesk.open();
    await inJune2026();
  });
  afterAll(() => desk.close());

  /** Before the law changed, whatever day it is on the machine that runs this. */
  const inJune2026 = () => clockAt('2026-06-10T12:00:00.000Z');
  const clockAt = (instant: string) =>
    desk.asOwner(
      `UPDATE product_clock SET movable = true, ahead = '${instant}'::timestamptz - now()`,
    );
  const facts = async (caseId: string) => (await desk.stored(caseId)).snapshot.case.context;
  const brokenBy = async (work: Promise<unknown>): Promise<readonly string[]> =>
    work.then(
      () => [],
      (error: { facts: { explanation: { conditions: { rule: string; verdict: string }[] } } }) =>
        error.facts.explanation.conditions
          .filter(({ verdict }) => verdict === 'unmet')
          .map(({ rule }) => rule),
    );
  const agree = (caseId: string) => desk.send(caseId, 'funding-agreement.signed');

  let saved: string;
  let waiting: string;
  let voluntary: string;

  it('43: an order under the old duty keeps the old rules, and those concerned hear who the sponsor is', async () => {
    await inJune2026();
    saved = await desk.aCase('voluntary-aided-roman-catholic', 'sponsored');
    waiting = await desk.aCase('community', 'sponsored');
    voluntary = await desk.aCase('community');
    await desk.send(saved, 'order.made', { basis: 's.4(A1)' });

    await clockAt('2026-07-06T12:00:00.000Z');
    await desk.send(saved, 'trust.chosen', { trust: theTrust });
    await desk.send(saved, 'trust.consented');
    expect((await facts(saved)).ruleSet).toBe('2021-09-01');
    expect(await brokenBy(agree(saved))).toContain('R45a');
    await desk.send(saved, 'order.consulted', {
      bodies: ['trustee', 'foundation-governor-appointer'],
    });
    expect(await brokenBy(agree(saved))).not.toContain('R45a');
  });

  it('44: newer rules move a school without an order, leave a saved one, and change nothing for a volunteer', async () => {
    const move = { to: '2026-06-29' };
    expect(await brokenBy(desk.send(saved, 'rules.moved-on', move))).toEqual(['R47a']);
    for (const caseId of [waiting, voluntary]) await desk.send(caseId, 'rules.moved-on', move);
    expect((await facts(waiting)).ruleSet).toBe('2026-06-29');

    await desk.send(waiting, 'trust.chosen', { trust: theTrust });
    await desk.send(waiting, 'trust.consented');
    const onDuty = desk.send(waiting, 'order.made', { basis: 's.4(A1)' });
    expect(await brokenBy(onDuty)).toEqual(['R44']);
    await desk.send(waiting, 'order.made', { basis: 's.4(1)(b)' });

    const entries = await timeline(desk.office.pool, desk.clerk, waiting);
    const moved = entries.find(({ entry }) => entry.type === 'rules.moved-on')!.entry;
    expect([moved.kind, moved.rules]).toEqual(['move', '2021-09-01']);
    const opened = entries.at(-1)!.entry;
    expect([opened.type, opened.rules]).toEqual(['case.opened', '2021-09-01']);
  });

  it('45: an order is revoked with a minister’s approval, a letter and a reason from the list', async () => {
    const reasons = ['rated-good-or-outstanding'];
    const revoke = (given: object) => desk.send(waiting, 'order.revoked', given);

    expect(await brokenBy(revoke({ reasons: [] }))).toEqual(['R48a']);
    expect(await brokenBy(revoke({ reasons: ['weather'] }))).toEqual(['R48a']);
    await expect(revoke({ reasons, approval: 'none' })).rejects.toMatchObject({ code: 'invalid' });
    expect(live((await desk.stored(waiting)).snapshot)?.dfe).toBe('ordered');
    await revoke({ reasons });
    expect(ending((await desk.stored(waiting)).snapshot)).toBe('revoked');
    const { faults } = await verifyCases(desk.office.pool, { store: desk.office.documents });
    expect(faults).toEqual([]);
  });
});
