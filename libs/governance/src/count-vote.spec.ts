import { describe, expect, it } from '@jest/globals';
import { countVote, governorsOf, mustWithdraw, sittingOf } from './count-vote.js';
import type { Attendance, Category, Ledger, Seated, VoteLine } from './count-vote.js';

const members = (category: Category, count: number, school: string | null = null): Seated[] =>
  Array.from({ length: count }, (_, at) => ({ id: `${category}-${at}`, category, school }));

type Vote = VoteLine['vote'];
const line = (member: string, vote: Vote, more: Partial<VoteLine> = {}): VoteLine => ({
  member,
  interest: 'none',
  withdrew: false,
  vote,
  ...more,
});

/** All present in person; everybody votes as `vote` says. */
function aLedger(seated: readonly Seated[], more: Partial<Ledger> = {}): Ledger {
  return {
    seated,
    attendance: everybody(seated),
    chair: seated[0]?.id ?? null,
    lines: seated.map(({ id }) => line(id, 'for')),
    casting: null,
    urn: '100001',
    test: null,
    ...more,
  };
}

const everybody = (
  seated: readonly Seated[],
  how: Attendance = 'in-person',
): Record<string, Attendance> => Object.fromEntries(seated.map(({ id }) => [id, how]));

const cast = (seated: readonly Seated[], votes: readonly Vote[]): VoteLine[] =>
  seated.map(({ id }, at) => line(id, votes[at] ?? null));

describe('a vote that is counted from its ledger', () => {
  it('16: leaves vacancies out, and six of thirteen in post are no quorum', () => {
    const seated = members('parent', 13);
    const attendance = { ...everybody(seated, 'apologies'), ...everybody(seated.slice(0, 6)) };

    expect(countVote(aLedger(seated, { attendance }))).toMatchObject({
      inPost: 13,
      present: 6,
      quorum: 7,
      quorate: false,
    });
  });

  it('17: takes those who withdrew out of the quorum of the item alone', () => {
    const seated = members('co-opted', 12);
    const attendance = { ...everybody(seated, 'absent'), ...everybody(seated.slice(0, 7)) };
    const conflict = { interest: 'trust-office', withdrew: true } as const;
    const lines = seated
      .slice(0, 7)
      .map(({ id }, at) => (at < 2 ? line(id, null, conflict) : line(id, 'for')));
    const count = countVote(aLedger(seated, { attendance, lines }));

    expect(count).toMatchObject({ present: 7, withdrew: 2, quorum: 6, quorate: false });
    expect(countVote(aLedger(seated, { attendance })).quorate).toBe(true);
  });

  it('18: lets the chair cast on equal votes, and only a chair who is a governor', () => {
    const seated = [...members('parent', 4), ...members('associate', 1)];
    const lines = cast(seated, ['for', 'for', 'against', 'against']);
    const of = (chair: string | null) => countVote(aLedger(seated, { lines, chair }));

    expect(of('parent-0')).toMatchObject({ isEqual: true, castByGovernor: true });
    expect(of('associate-0').castByGovernor).toBe(false);
    expect(of(null).castByGovernor).toBe(false);
    expect(countVote(aLedger(seated, { lines: cast(seated, ['for']) })).isEqual).toBe(false);
  });

  it('19: counts no associate member, neither in post nor for a vote', () => {
    const seated = [...members('parent', 3), ...members('associate', 2)];

    expect(countVote(aLedger(seated))).toMatchObject({ inPost: 3, votes: { for: 3 } });
    expect(countVote(aLedger(members('head-in-attendance', 1))).votes.for).toBe(0);
  });

  it('22: asks a member with the interest of all staff to stay, and one promised a post to leave', () => {
    expect(mustWithdraw('general')).toBe(false);
    expect(mustWithdraw('promised-post')).toBe(true);
    const seated = [...members('staff', 1), ...members('head', 1), ...members('parent', 2)];
    const lines = [
      line('staff-0', 'for', { interest: 'general' }),
      line('head-0', 'for', { interest: 'promised-post' }),
      line('parent-0', 'for'),
      line('parent-1', 'against'),
    ];

    const count = countVote(aLedger(seated, { lines }));
    expect(count.conflictedStayed).toBe(1);
    expect(count.votes).toMatchObject({ for: 2, against: 1 });
  });

  it('counts by category, and adds up', () => {
    const seated = [...members('parent', 2), ...members('staff', 1)];
    const lines = cast(seated, ['for', 'against', 'abstained']);

    expect(countVote(aLedger(seated, { lines })).ledger).toEqual({
      parent: { for: 1, against: 1, abstained: 0 },
      staff: { for: 0, against: 0, abstained: 1 },
    });
  });

  it('counts nobody who was not there, and says who took part from elsewhere', () => {
    const seated = members('parent', 3);
    const attendance = { 'parent-0': 'in-person', 'parent-1': 'remote' } as const;

    expect(countVote(aLedger(seated, { attendance }))).toMatchObject({
      present: 2,
      remote: 1,
      votes: { for: 2 },
    });
  });

  it('leaves suspended governors out of those in post', () => {
    const seated = members('parent', 4);
    const attendance = { ...everybody(seated), 'parent-3': 'suspended' } as const;

    expect(countVote(aLedger(seated, { attendance }))).toMatchObject({ inPost: 3, quorum: 2 });
  });
});

describe('the body that sits', () => {
  it('is the interim executive board, alone, where there is one', () => {
    const seated = [...members('parent', 9), ...members('interim-executive', 3)];

    expect(sittingOf(seated)).toBe('interim-executive-board');
    expect(governorsOf(seated).map(({ category }) => category)).toEqual(
      Array.from({ length: 3 }, () => 'interim-executive'),
    );
  });

  it('is the management committee of a pupil referral unit, with all its members', () => {
    const seated = [...members('management-committee', 5), ...members('staff', 1)];

    expect(sittingOf(seated)).toBe('management-committee');
    expect(governorsOf(seated)).toHaveLength(6);
  });
});

describe('the test of prescribed governors', () => {
  const test = { id: 'test-1', descriptions: ['staff'], minFor: 1, minPercent: null } as const;

  it('39: falls where a prescribed governor is against, whatever the majority', () => {
    const seated = [...members('co-opted', 13), ...members('staff', 1)];
    const lines = seated.map(({ id }, at) => line(id, at < 12 ? 'for' : 'against'));
    const { votes, prescribed } = countVote(aLedger(seated, { lines, test }));

    expect(votes).toMatchObject({ for: 12, against: 2 });
    expect(prescribed).toEqual({ for: 0, needed: 1, test: 'test-1', lacking: ['staff'] });
  });

  it('41: is met by nine where six are needed, counted for the one school', () => {
    const seated = [
      ...members('parent', 9, '100001'),
      ...members('authority', 8),
      ...members('foundation', 3, '100002'),
    ];
    const six = { id: 'test-2', minFor: 6, minPercent: null } as const;
    const lines = seated.map(({ id }, at) => line(id, at < 16 ? 'for' : 'abstained'));
    const descriptions = ['parent', 'foundation'] as const;
    const count = countVote(aLedger(seated, { lines, test: { ...six, descriptions } }));

    expect(count.prescribed).toEqual({ for: 9, needed: 6, test: 'test-2', lacking: [] });
  });

  it('takes a share of those in post, rounded up', () => {
    const seated = members('parent', 5);
    const share = { id: 't', descriptions: ['parent'], minFor: null, minPercent: 50 } as const;
    const lines = cast(seated, ['for', 'for']);

    expect(countVote(aLedger(seated, { lines, test: share })).prescribed).toMatchObject({
      for: 2,
      needed: 3,
    });
  });
});
