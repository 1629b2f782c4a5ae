import { describe, expect, it } from '@jest/globals';
import { aCase, anEvent } from '../../../../test/support/journey-builder.js';
import type { CaseStory, SchoolKind } from '../../../../test/support/journey-builder.js';
import { ending } from '../snapshot.js';
import { whatWouldChange } from '../what-would-change.js';

/** Scenarios 42 to 45: orders of the Secretary of State's own motion, and rules that move on. */

const aided = 'voluntary-aided-church-of-england';
const agree = anEvent('funding-agreement.signed');
const attempt = { now: '2026-07-01T12:00:00.000Z', actor: { role: 'clerk' } };

const sponsored = (kind: SchoolKind, on?: string): CaseStory =>
  aCase(kind, { route: 'sponsored', ...(on === undefined ? {} : { on }) });
const agreedTrust = (story: CaseStory) => story.withTrust().withTrustConsent();

const consulted = anEvent('order.consulted', { on: '2026-10-01' });
const discretionary = anEvent('order.made', { on: '2026-11-02', basis: 's.4(1)(b)' });
const underDuty = anEvent('order.made', { on: '2026-06-15', basis: 's.4(A1)' });
const movingOn = anEvent('rules.moved-on', { on: '2026-07-01', to: '2026-06-29' });

describe('42: an order at discretion', () => {
  it('needs no consultation of the board, no application, and no consents', () => {
    const story = agreedTrust(sponsored(aided)).with(consulted).with(discretionary).withDocuments();

    expect(story.regions).toMatchObject({ consultation: 'notApplicable', dfe: 'ordered' });
    expect(story.explain(anEvent('application.submitted')).possible).toBe(false);
    expect(story.blocks(agree)).toEqual([]);
    expect(Object.values(story.snapshot.consents).map(({ value }) => value)).toContain(
      'notRequested',
    );
  });

  it('comes after trustees, appointers and religious body were consulted, on the record', () => {
    const story = agreedTrust(sponsored(aided));

    expect(story.blocks(discretionary)).toEqual(['R45']);
    const tooLate = anEvent('order.consulted', { on: discretionary.on });
    expect(agreedTrust(sponsored(aided)).with(tooLate).blocks(discretionary)).toEqual(['R45']);
    expect(story.with(consulted).blocks(discretionary)).toEqual([]);
    expect(story.snapshot.case.context.orderConsulted?.letter).toBe(consulted.letter);
  });

  it('names each body that was left out, and takes one letter after another', () => {
    const to = (...bodies: readonly string[]) =>
      anEvent('order.consulted', { on: consulted.on, bodies });
    const story = agreedTrust(sponsored(aided)).with(to('trustee', 'diocesan-authority'));

    expect(story.blocks(discretionary)).toEqual(['R45']);
    const { conditions } = story.explain(discretionary);
    expect(conditions.find(({ rule }) => rule === 'R45')?.missing).toEqual({
      consents: ['foundation-governor-appointer'],
    });
    expect(story.with(to('foundation-governor-appointer')).blocks(discretionary)).toEqual([]);
  });

  it('consults nobody for a school without a foundation', () => {
    expect(agreedTrust(sponsored('community')).blocks(discretionary)).toEqual([]);
  });

  it('waits for the trust’s agreement', () => {
    expect(sponsored('community').withTrust().blocks(discretionary)).toEqual(['R44b']);
  });

  it('still owes the staff their consultation, and the legal documents', () => {
    const story = agreedTrust(sponsored('community')).with(discretionary);

    expect(story.blocks(agree)).toEqual(['R28', 'R29']);
    const ready = story.withDocuments().agreed().dated().named().insured().withConditionsMet();
    expect(ready.blocks(anEvent('school.opened'))).toEqual(['R13']);
    expect(ending(ready.withTupe().opened().snapshot)).toBe('converted');
  });

  it('rests on section 4(1)(b) alone', () => {
    const story = agreedTrust(sponsored('community'));
    const { basis: _, ...none } = discretionary;

    expect(story.blocks({ ...discretionary, basis: 's.4(A1)' })).toEqual(['R44']);
    expect(story.blocks({ ...discretionary, basis: 's.4(1)(a)' })).toEqual(['R44']);
    expect(story.blocks(none)).toEqual(['R44']);
  });
});

describe('43: an order under the old duty, not yet carried out', () => {
  const ordered = (on: string) => sponsored(aided, on).with(underDuty);

  it.each([
    ['opened before the law changed', '2026-06-10', '2021-09-01'],
    ['opened after it', '2026-07-03', '2026-06-29'],
  ])('keeps the old rules, with section 5A, when %s', (_, on, ruleSet) => {
    const story = ordered(on).with(anEvent('trust.chosen')).withTrustConsent().withDocuments();

    expect(story.snapshot.case.context.ruleSet).toBe(ruleSet);
    expect(story.blocks(agree)).toEqual(['R45a']);
    expect(story.with(consulted).blocks(agree)).toEqual([]);
  });

  it('asks again about another sponsor', () => {
    const early = anEvent('order.consulted', { on: '2026-07-20' });
    const story = ordered('2026-06-10').with(early).withTrust().withTrustConsent().withDocuments();

    expect(early.on < story.snapshot.case.context.trust!.on).toBe(true);
    expect(story.blocks(agree)).toEqual(['R45a']);
  });

  it('asks nobody who does not exist', () => {
    const story = sponsored('community', '2026-06-10').with(underDuty);
    expect(agreedTrust(story).withDocuments().blocks(agree)).toEqual([]);
  });
});

describe('44: the rules of 29 June 2026 come into force', () => {
  it('change nothing for a school that applies of its own will', () => {
    for (const kind of ['community', aided, 'voluntary-aided-roman-catholic'] as const) {
      const story = aCase(kind, { on: '2026-06-01' }).readyToApply();
      expect(whatWouldChange(story.snapshot, '2026-06-29', attempt)).toEqual([]);
    }
  });

  it('move a failing school without an order to the discretionary route', () => {
    const story = agreedTrust(sponsored('community', '2026-06-01'));
    const { basis } = underDuty;
    const late = { ...discretionary, basis };

    expect(whatWouldChange(story.snapshot, '2026-06-29', attempt)).toEqual([
      { gate: 'order.made', rule: 'R44a', change: 'goes', was: 'asked', becomes: null },
      { gate: 'order.made', rule: 'R44', change: 'comes', was: null, becomes: 'asked' },
      {
        gate: 'funding-agreement.signed',
        rule: 'R45a',
        change: 'goes',
        was: 'met',
        becomes: null,
      },
    ]);
    expect(story.blocks(late)).toEqual(['R44a']);
    story.with(movingOn);
    expect(story.blocks(late)).toEqual(['R44']);
    expect(story.blocks(discretionary)).toEqual([]);
  });

  it('leave a school whose order is saved where it is', () => {
    const story = sponsored(aided, '2026-06-10').with(underDuty);

    expect(story.blocks(movingOn)).toEqual(['R47a']);
    expect(() => story.with(movingOn)).toThrow('R47a');
    expect(story.snapshot.case.context.ruleSet).toBe('2021-09-01');
  });

  it('are moved to by an entry of the case’s own, which leaves the past as it was judged', () => {
    const story = aCase('community', { on: '2026-06-01' }).withTrust().with(movingOn);

    expect(story.record.at(-1)?.event).toEqual(movingOn);
    expect(story.snapshot.case.context.ruleSet).toBe('2026-06-29');
  });

  it('are not moved to before their day, nor twice, nor back', () => {
    const story = aCase('community', { on: '2026-06-01' });
    const early = anEvent('rules.moved-on', { on: '2026-06-28', to: '2026-06-29' });
    const unknown = anEvent('rules.moved-on', { on: '2026-07-01', to: '2026-06-30' });

    expect(story.blocks(early)).toEqual(['R47']);
    expect(story.blocks(unknown)).toEqual(['R47']);
    expect(story.with(movingOn).blocks(movingOn)).toEqual(['R47']);
    expect(story.blocks({ ...movingOn, to: '2021-09-01' })).toEqual(['R47']);
  });
});

describe('45: an order is revoked', () => {
  const ordered = () => agreedTrust(sponsored('community')).with(discretionary);
  const revoked = anEvent('order.revoked');

  it('only with a minister’s approval, a letter and a reason from the list', () => {
    const { approval: _, ...unapproved } = revoked;

    expect(ordered().blocks(unapproved)).toEqual(['R48b']);
    expect(ordered().blocks({ ...revoked, letter: '' })).toEqual(['R48b']);
    expect(ordered().blocks({ ...revoked, reasons: [] })).toEqual(['R48a']);
    expect(ordered().blocks({ ...revoked, reasons: ['weather'] })).toEqual(['R48a']);
    expect(ending(ordered().with(revoked).snapshot)).toBe('revoked');
  });

  it('only when it was the Secretary of State’s own; one on an application is rescinded', () => {
    const rescinded = anEvent('order.rescinded');
    const voluntary = aCase('community').readyToApply().applied().ordered();

    expect(voluntary.blocks(revoked)).toEqual(['R48']);
    expect(voluntary.blocks(rescinded)).toEqual([]);
    expect(ordered().blocks(rescinded)).toEqual(['R49']);
  });
});
