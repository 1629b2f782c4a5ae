import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { live } from '#journey';
import type { RefusalCode } from '#platform';
import { caseDocuments, projectGroups, submitApplication, verifyCases } from '#cases';
import { CaseDesk } from '../../../../test/support/case-desk.js';
import { aVote, theTrust } from '../../../../test/support/journey-builder.js';

describe('schools that go together', () => {
  let desk: CaseDesk;

  beforeAll(async () => {
    desk = await CaseDesk.open();
  });
  afterAll(() => desk.close());

  const form = (actor = desk.clerk) => {
    const nonce = randomUUID();
    return { nonce, person: actor.person, content: { nonce } };
  };
  const aGroup = async (
    cases: readonly string[],
    kind: 'conversion' | 'formation' = 'conversion',
  ) => {
    const made = { actor: desk.clerk, form: form(), kind, name: 'Valley schools' };
    const { id } = await projectGroups.make(desk.office, made);
    await projectGroups.join(desk.office, { actor: desk.clerk, form: form(), group: id, cases });
    return id;
  };
  const depend = async (group: string, caseId: string, dependsOn: readonly string[]) =>
    projectGroups.depend(desk.office, await desk.act(caseId), {
      group,
      dependsOn,
      reason: 'They share a head teacher.',
    });
  const regions = async (caseId: string) => live((await desk.stored(caseId)).snapshot);
  const factsOf = async (caseId: string) => (await desk.stored(caseId)).snapshot.case.context;
  const urnOf = async (caseId: string) => (await factsOf(caseId)).urn;
  const refusal = async (work: Promise<unknown>): Promise<RefusalCode | null> =>
    work.then(
      () => null,
      (error: { code: RefusalCode }) => error.code,
    );
  const blockedBy = async (work: Promise<unknown>): Promise<readonly string[]> =>
    work.then(
      () => [],
      (error: { facts: { explanation: { conditions: { rule: string; verdict: string }[] } } }) =>
        error.facts.explanation.conditions
          .filter(({ verdict }) => verdict === 'unmet')
          .map(({ rule }) => rule),
    );

  async function readyToApply(caseId: string): Promise<void> {
    await desk.send(caseId, 'trust.chosen', { trust: theTrust });
    await desk.send(caseId, 'trust.consented');
    await desk.send(caseId, 'equality.assessed');
    await desk.send(caseId, 'board.resolved', aVoteOf(await desk.today()));
  }
  const apply = async (caseId: string, reference: string) => {
    const chair = await desk.chairOf(caseId);
    const application = { reference, form: await desk.file(caseId, 'applicationForm'), texts: {} };
    return submitApplication(desk.office, await desk.act(caseId, chair), application);
  };

  it('46: B leaves; C, which depends on it, reviews the group first, and A goes on', async () => {
    const [a, b, c] = [await desk.aCase(), await desk.aCase(), await desk.aCase()];
    const group = await aGroup([a, b, c]);
    await depend(group, c, [await urnOf(b)]);
    await Promise.all([a, c].map(readyToApply));

    await desk.send(b, 'case.withdrawn');
    expect((await regions(a))?.group).toBe('together');
    expect((await regions(c))?.group).toBe('reviewDue');
    expect((await factsOf(c)).membersLeft).toEqual([expect.stringContaining('Hillside Primary')]);

    expect(await blockedBy(apply(c, 'A2B-C'))).toContain('R46');
    await apply(a, 'A2B-A');
    expect((await regions(a))?.dfe).toBe('applied');

    await desk.send(c, 'group.reviewed', { group });
    await apply(c, 'A2B-C');
    expect((await regions(c))?.dfe).toBe('applied');
    const { faults } = await verifyCases(desk.office.pool, { store: desk.office.documents });
    expect(faults).toEqual([]);
  });

  it('tell of a school that the Department declined, and of one that left the group alone', async () => {
    const [a, b, c] = [await desk.aCase(), await desk.aCase(), await desk.aCase()];
    const group = await aGroup([a, b, c]);
    await depend(group, c, [await urnOf(a), await urnOf(b)]);
    await readyToApply(a);
    await apply(a, 'A2B-2');
    await desk.send(a, 'dfe.decided', {
      outcome: 'declined',
      decidedBy: 'RegionalDirectorForRegion',
      reasons: ['Finance'],
      detailed: true,
    });
    expect((await regions(c))?.group).toBe('reviewDue');

    await desk.send(b, 'group.left', { group });
    expect((await regions(b))?.group).toBe('alone');
    expect((await factsOf(c)).membersLeft).toHaveLength(2);
    const { members } = await projectGroups.read(desk.office.pool, desk.clerk, group);
    expect(members.filter(({ until }) => until !== null).map(({ caseId }) => caseId)).toEqual([b]);
  });

  it('two that leave at once tell the third twice, and nobody waits for ever', async () => {
    const [a, b, c] = [await desk.aCase(), await desk.aCase(), await desk.aCase()];
    const group = await aGroup([a, b, c]);
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      await depend(group, one, [await urnOf(other)]);
    }
    await depend(group, c, [await urnOf(a), await urnOf(b)]);
    const papers = [await desk.file(a, 'minuteExtract'), await desk.file(b, 'minuteExtract')];
    const acts = [await desk.act(a), await desk.act(b)];
    const left = await Promise.allSettled(
      acts.map((act, at) => desk.sendAs(act, 'case.withdrawn', { minutes: papers[at]! })),
    );
    // The slower one may see that its case moved meanwhile: it was told of the other first.
    const slower = left.filter(({ status }) => status === 'rejected');
    for (const one of slower) expect(one).toMatchObject({ reason: { code: 'conflict' } });
    expect((await factsOf(c)).membersLeft).toHaveLength(2 - slower.length);
  });

  it('are in one group at a time, each once, on the desk that leads them', async () => {
    const [a, b] = [await desk.aCase(), await desk.aCase()];
    const group = await aGroup([a]);
    const join = (to: string, caseId: string, actor = desk.clerk) =>
      projectGroups.join(desk.office, { actor, form: form(actor), group: to, cases: [caseId] });

    const { version } = await desk.stored(a);
    await join(group, a);
    expect((await desk.stored(a)).version).toBe(version);
    expect(await refusal(aGroup([a]))).toBe('in-another-group');
    expect(await refusal(join(group, b, desk.otherClerk))).toBe('not-found');
    expect(await refusal(projectGroups.read(desk.office.pool, desk.otherClerk, group))).toBe(
      'not-found',
    );
    expect(await refusal(depend(group, a, [await urnOf(b)]))).toBe('invalid');
    expect(await blockedBy(depend(group, a, [await urnOf(a)]))).toEqual(['R95']);
    expect(await blockedBy(aGroup([b], 'formation'))).toEqual(['R94']);
  });

  it('47: two schools in one application to join a trust are refused, each with its own pass', async () => {
    const [a, b] = [await desk.aCase(), await desk.aCase()];
    await aGroup([a, b]);
    await Promise.all([a, b].map(readyToApply));
    await apply(a, 'A2B-77');

    expect(await blockedBy(apply(b, ' a2b-77 '))).toEqual(expect.arrayContaining(['R92']));
    await apply(b, 'A2B-78');
    expect((await regions(b))?.dfe).toBe('applied');
  });

  it('that form a trust stand in one application, where they are of one group', async () => {
    const cases = await Promise.all([1, 2, 3].map(() => desk.aCase('community', 'form')));
    const [a, b, stranger] = cases as [string, string, string];
    await aGroup([a, b], 'formation');
    for (const caseId of cases) {
      await readyToApply(caseId);
      expect(await blockedBy(apply(caseId, `X-${caseId.slice(0, 6)}`))).toContain('R91');
      await desk.send(caseId, 'formation.presented');
    }
    await apply(a, 'A2B-90');
    await apply(b, 'A2B-90');
    expect((await factsOf(b)).application?.together).toHaveLength(1);
    expect(await blockedBy(apply(stranger, 'A2B-90'))).toContain('R93');
  });

  it('hold a paper once, and each school’s case rests on it by its own act and hash', async () => {
    const [a, b, stranger] = [await desk.aCase(), await desk.aCase(), await desk.aCase()];
    const group = await aGroup([a, b]);
    const filed = { actor: desk.clerk, form: form(), group };
    const paper = await desk.paper('dueDiligenceOfTrust');
    const { document } = await projectGroups.filePapers(desk.office, { ...filed, paper });

    for (const caseId of [a, b]) {
      await desk.send(caseId, 'trust.chosen', { trust: theTrust });
      await desk.send(caseId, 'diligence.reported', { of: 'trust', report: document });
      const shown = await caseDocuments(desk.office.pool, desk.clerk, caseId, [document]);
      expect(shown.map(({ sha256 }) => sha256)).toEqual([paper.file.sha256]);
    }
    await desk.send(stranger, 'trust.chosen', { trust: theTrust });
    expect(
      await refusal(desk.send(stranger, 'diligence.reported', { of: 'trust', report: document })),
    ).toBe('invalid');

    const uses = await projectGroups.uses(desk.office.pool, desk.clerk, group);
    expect(uses.map(({ caseId, own }) => [caseId, own?.type])).toEqual(
      expect.arrayContaining([
        [a, 'diligence.reported'],
        [b, 'diligence.reported'],
      ]),
    );
    await desk.send(a, 'group.left', { group });
    // What it rested on stays readable; nothing new can rest on it.
    expect(await caseDocuments(desk.office.pool, desk.clerk, a, [document])).toHaveLength(1);
    const later = { ...filed, form: form(), paper: await desk.paper('optionsPaper') };
    const { document: unseen } = await projectGroups.filePapers(desk.office, later);
    expect(await caseDocuments(desk.office.pool, desk.clerk, a, [unseen])).toEqual([]);
    expect(await caseDocuments(desk.office.pool, desk.clerk, b, [unseen])).toHaveLength(1);
    expect(
      await refusal(desk.send(a, 'diligence.reported', { of: 'trust', report: document })),
    ).not.toBeNull();
    const { faults } = await verifyCases(desk.office.pool, { store: desk.office.documents });
    expect(faults).toEqual([]);
  });

  describe('on several desks', () => {
    const invited = async (group: string, asked: string): Promise<string> => {
      const inviting = { actor: desk.clerk, form: form(), group, asked };
      return (await projectGroups.invite(desk.office, inviting)).id;
    };
    const accept = async (invitation: string, caseId: string, actor = desk.otherClerk) =>
      projectGroups.acceptInvitation(desk.office, await desk.act(caseId, actor), invitation);
    const openTo = (actor: typeof desk.clerk) =>
      projectGroups.invitationsTo(desk.office.pool, [actor.body!]);

    it('are asked by number, and answered once, by the desk of the case alone', async () => {
      const [a, b] = [await desk.aCase(), await desk.aCaseOf(desk.otherClerk)];
      const group = await aGroup([a]);
      const invitation = await invited(group, await urnOf(b));
      expect(await refusal(invited(group, await urnOf(b)))).toBe('invalid');
      expect((await openTo(desk.otherClerk)).map(({ caseId }) => caseId)).toContain(b);
      expect(await openTo(desk.clerk)).toEqual([]);
      expect(await refusal(accept(invitation, a, desk.clerk))).toBe('not-found');
      const elsewhere = await desk.aCaseOf(desk.otherClerk);
      expect(await refusal(accept(invitation, elsewhere))).toBe('not-found');

      const twice = await Promise.allSettled([accept(invitation, b), accept(invitation, b)]);
      expect(twice.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      expect((await regions(b))?.group).toBe('together');
      const { faults } = await verifyCases(desk.office.pool, { store: desk.office.documents });
      expect(faults).toEqual([]);
    });

    it('answers while the invitation is taken back: one of the two is refused', async () => {
      const b = await desk.aCaseOf(desk.otherClerk);
      const group = await aGroup([await desk.aCase()]);
      const invitation = await invited(group, await urnOf(b));
      const back = { actor: desk.clerk, form: form(), group, invitation };
      const [accepted, taken] = await Promise.allSettled([
        accept(invitation, b),
        projectGroups.takeInvitationBack(desk.office, back),
      ]);
      expect([accepted.status, taken.status].toSorted()).toEqual(['fulfilled', 'rejected']);
      expect((await regions(b))?.group).toBe(
        accepted.status === 'fulfilled' ? 'together' : 'alone',
      );
    });

    it('find a case that is opened later, and none that has ended or goes with others', async () => {
      const group = await aGroup([await desk.aCase()]);
      const urn = await desk.aSchool('community');
      const invitation = await invited(group, urn);
      expect((await openTo(desk.otherClerk)).map(({ id }) => id)).not.toContain(invitation);
      const later = await desk.openCase(urn, 'join', desk.otherClerk);
      expect((await openTo(desk.otherClerk)).map(({ id }) => id)).toContain(invitation);
      await desk.send(later, 'case.withdrawn', {}, desk.otherClerk);
      expect(await refusal(accept(invitation, later))).toBe('not-found');

      const b = await desk.aCaseOf(desk.otherClerk);
      const first = await invited(group, await urnOf(b));
      const second = await invited(await aGroup([await desk.aCase()]), await urnOf(b));
      await accept(first, b);
      expect(await refusal(accept(second, b))).toBe('in-another-group');
    });

    it('see of each other what the group shares, and nothing of a school that left', async () => {
      const [a, b] = [await desk.aCase(), await desk.aCaseOf(desk.otherClerk)];
      const group = await aGroup([a]);
      await accept(await invited(group, await urnOf(b)), b);
      const seenBy = async (actor: typeof desk.clerk, caseId: string) =>
        (await projectGroups.read(desk.office.pool, actor, group)).members.find(
          (one) => one.caseId === caseId,
        )!;
      expect(await seenBy(desk.clerk, b)).toMatchObject({ own: null, stage: 'exploring' });
      expect((await seenBy(desk.otherClerk, b)).own?.snapshot).toBeDefined();
      await desk.send(b, 'group.left', { group }, desk.otherClerk);
      const left = { own: null, stage: null, dependence: null };
      expect(await seenBy(desk.clerk, b)).toMatchObject(left);
      expect(await refusal(seenBy(desk.otherClerk, b))).toBe('not-found');
      const later = await desk.aCaseOf(desk.otherClerk);
      await desk.send(a, 'group.left', { group });
      await accept(await invited(group, await urnOf(later)), later);
      expect(await seenBy(desk.otherClerk, a)).toBeDefined();
    });

    it('see nothing of a school that left before they came', async () => {
      const [before, b] = [await desk.aCase(), await desk.aCaseOf(desk.otherClerk)];
      const group = await aGroup([before, await desk.aCase()]);
      await desk.send(before, 'group.left', { group });
      await accept(await invited(group, await urnOf(b)), b);
      const seen = async (actor: typeof desk.clerk) =>
        (await projectGroups.read(desk.office.pool, actor, group)).members.length;
      expect([await seen(desk.clerk), await seen(desk.otherClerk)]).toEqual([3, 2]);
    });

    it('can only be added and invited by the desk that leads', async () => {
      const b = await desk.aCaseOf(desk.otherClerk);
      const group = await aGroup([await desk.aCase()]);
      await accept(await invited(group, await urnOf(b)), b);
      const more = await desk.aCaseOf(desk.otherClerk);
      const [actor, asked] = [desk.otherClerk, '2026-0001'];
      const own = form(actor);
      const refused = await Promise.all([
        refusal(projectGroups.join(desk.office, { actor, form: own, group, cases: [more] })),
        refusal(projectGroups.invite(desk.office, { actor, form: form(actor), group, asked })),
      ]);
      expect(refused).toEqual(['not-allowed', 'not-allowed']);
    });
  });
});

function aVoteOf(on: string): object {
  const { minutes: _, ...vote } = aVote({ on });
  return vote;
}
