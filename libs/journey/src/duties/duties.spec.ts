import { describe, expect, it } from '@jest/globals';
import { schools } from '../../../../test/support/journey-builder.js';
import type { SchoolKind } from '../../../../test/support/journey-builder.js';
import { duties } from './duties.js';
import type { DutiesQuestion } from './duties.js';
import { isEssential } from './documents.js';
import type { School } from './school.js';

const ask = (school: School, bodies: DutiesQuestion['bodies'] = []) =>
  duties({ school, bodies, route: 'join', on: '2026-09-01' });

describe('the duties of a school', () => {
  it('name the law of each consent', () => {
    const { mustConsent } = ask(schools['voluntary-aided-church-of-england']);

    expect(mustConsent.map(({ basis }) => basis)).toEqual([
      'Academies Act 2010 s.3(4)(a)',
      'Academies Act 2010 s.3(4)(b)',
      'Diocesan Boards of Education Measure 2021 s.8(3)',
    ]);
  });

  it('consult the foundation only where there is one, and people and unions everywhere', () => {
    const bases = (kind: SchoolKind) => ask(schools[kind]).mustConsult.map(({ basis }) => basis);

    expect(bases('community')).toEqual(['Academies Act 2010 s.5(1)', 'TUPE 2006 reg 13']);
    expect(bases('foundation-with-foundation')[0]).toBe('Academies Act 2010 s.3(3)');
  });

  it('ask for a church agreement of church schools alone', () => {
    const has = (kind: SchoolKind) =>
      ask(schools[kind]).documents.some(({ id }) => id === 'church-supplemental-agreement');

    expect(has('voluntary-aided-roman-catholic')).toBe(true);
    expect(has('voluntary-controlled-church-of-england')).toBe(true);
    expect(has('community')).toBe(false);
    expect(has('foundation-with-foundation')).toBe(false);
  });

  it('keep two bodies in one capacity apart, and forget none that is known', () => {
    const body = (name: string) => ({ kind: 'religious-body' as const, code: null, name });
    const { mustConsent } = ask(schools['voluntary-aided-roman-catholic'], [
      { capacity: 'foundation-governor-appointer', body: body('The bishop') },
      { capacity: 'foundation-governor-appointer', body: body('The parish council') },
      { capacity: 'religious-body', body: body('The Order') },
      { capacity: 'religious-body', body: body('The Synod') },
    ]);

    expect(mustConsent.map(({ id }) => id)).toEqual([
      'trustee',
      'foundation-governor-appointer',
      'foundation-governor-appointer-2',
      'religious-body',
      'religious-body-2',
    ]);
    expect(mustConsent.at(-1)).toMatchObject({
      body: { name: 'The Synod' },
      basis: 'Academies Act 2010 s.3(4), with the trust deed',
    });
  });
});

describe('what the register does not say', () => {
  const { community } = schools;

  it('is asked, never taken for no', () => {
    const what = ask({
      ...community,
      type: { code: '05', name: 'Foundation school' },
      religiousCharacter: null,
      trustFlag: null,
      inFederation: null,
    });

    expect(what.category).toBe('foundation');
    expect(what.unknown.map((one) => one.what)).toEqual([
      'foundation',
      'religious-character',
      'federation',
      'body',
      'body',
    ]);
    expect(what.mustConsent).toHaveLength(2);
  });

  it('names the diocese that is missing, and takes "0000" for none', () => {
    const aided = schools['voluntary-aided-church-of-england'];
    const { unknown, mustConsent } = ask({
      ...aided,
      diocese: { code: '0000', name: 'Not applicable' },
    });

    expect(unknown.map(({ what }) => what)).toContain('diocese');
    expect(mustConsent.find(({ capacity }) => capacity === 'diocesan-authority')?.body).toBeNull();
  });

  it('lets the trust deed say whether a religious body consents, and names the usual one', () => {
    const { unknown } = ask({
      ...schools['voluntary-aided-church-of-england'],
      religiousCharacter: { code: '08', name: 'Muslim' },
    });
    expect(unknown[0]).toMatchObject({
      what: 'religious-body',
      why: expect.stringContaining('the Association of Muslim Schools UK'),
    });
  });

  it('asks what kind of school it is, where the register does not say', () => {
    for (const type of [null, { code: '', name: '' }]) {
      const what = ask({ ...community, type });

      expect(what).toMatchObject({ category: 'unknown', employer: 'unknown', outOfScope: null });
      expect(what.unknown[0]?.what).toBe('type');
      expect(what.mustConsent).toHaveLength(2);
    }
  });

  it('takes the kind of school by its name only where there is no code', () => {
    const named = (code: string) =>
      ask({ ...community, type: { code, name: 'Voluntary aided school' } }).category;

    expect([named(''), named('01')]).toEqual(['voluntary-aided', 'community']);
  });

  it('asks whether a private finance contract covers the buildings', () => {
    const { unknown } = ask({ ...community, pfi: null });
    expect(unknown.map(({ what }) => what)).toEqual(['pfi']);
  });

  it('reads codes padded or not', () => {
    for (const code of ['02', '2', ' 2 '])
      expect(ask({ ...community, type: { code, name: 'Voluntary aided' } }).category).toBe(
        'voluntary-aided',
      );
  });

  it.each(['00', '06'])('knows religious character %s for none', (code) => {
    const character = { code, name: code === '00' ? 'Does not apply' : 'None' };
    const { unknown } = ask({ ...community, religiousCharacter: character });
    expect(unknown).toEqual([]);
  });

  it('turns away a school for which this journey is not made, with the reason', () => {
    const { outOfScope, category, documents } = ask({
      ...community,
      type: { code: '34', name: 'Academy converter' },
    });

    expect([category, documents]).toEqual([null, []]);
    expect(outOfScope).toContain('Academy converter');
  });
});

describe('a document that is essential', () => {
  it.each([
    ['commercial-transfer-agreement', true],
    ['church-supplemental-agreement', true],
    ['land-questionnaire', true],
    ['supplemental-funding-agreement', true],
    ['master-funding-agreement', false],
    ['lease-125-years', false],
    ['unheard-of', false],
  ])('%s: %s', (id, essential) => {
    expect(isEssential(id)).toBe(essential);
  });
});

it('a religious character whose code is blank is not known, and never none', () => {
  const school = {
    ...schools['voluntary-aided-church-of-england'],
    religiousCharacter: { code: '', name: 'Church of England' },
  };
  const { unknown } = duties({ school, bodies: [], route: 'join', on: '2026-09-01' });
  expect(unknown.map(({ what }) => what)).toContain('religious-character');
});
