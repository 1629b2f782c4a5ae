import { describe, expect, it } from '@jest/globals';
import { schools } from '../../../../test/support/journey-builder.js';
import { denominations } from './denominations.js';
import type { Denomination } from './denominations.js';
import { duties } from './duties.js';
import type { School } from './school.js';

/** Domain table: the matrix of categories (journey.md §2), one row for each kind of school. */

const coded = (code: string, name: string) => ({ code, name });
const { community } = schools;
const none = coded('0000', 'Not applicable');
const leeds = coded('CE18', 'Diocese of Leeds');
const lancaster = coded('RC09', 'Diocese of Lancaster');

const types = {
  community: coded('1', 'Community school'),
  communitySpecial: coded('07', 'Community special school'),
  unit: coded('14', 'Pupil referral unit'),
  controlled: coded('03', 'Voluntary controlled school'),
  aided: coded('02', 'Voluntary aided school'),
  foundation: coded('05', 'Foundation school'),
  foundationSpecial: coded('12', 'Foundation special school'),
};
const supported = { trustFlag: coded('1', 'Supported by a trust') };
const unsupported = { trustFlag: coded('2', 'Not supported by a trust') };
const notSaid = { trustFlag: null };

const of = (name: string, diocese = none) => ({
  religiousCharacter: coded(characterCodes[name] ?? '77', name),
  diocese,
});
const characterCodes: Readonly<Record<string, string>> = {
  'Church of England': '02',
  'Roman Catholic': '03',
};

interface Row {
  readonly category: string;
  readonly consents: readonly string[];
  readonly employer: string;
  readonly land: string;
  readonly asks: readonly string[];
}

const ofAuthority = { consents: [], employer: 'local-authority', land: 'lease-from-authority' };
const ofBoard = { employer: 'governing-board', land: 'transfer-of-freehold' };
const aided = { category: 'voluntary-aided', employer: 'governing-board', land: 'trustees' };
const controlled = { ...aided, category: 'voluntary-controlled', employer: 'local-authority' };

const siteAndAppointers = ['trustee: ?', 'appointer: ?'];
const askBoth = ['body', 'body'];
const anglican = [...siteAndAppointers, 'diocese: Diocesan Board of Education, Diocese of Leeds'];
const catholic = [
  'trustee: Diocesan trustees, Diocese of Lancaster',
  'appointer: The bishop, Diocese of Lancaster',
];
const byDeed = { consents: siteAndAppointers, asks: ['religious-body', ...askBoth] };

const matrix: Readonly<Record<string, readonly [Partial<School>, Row]>> = {
  community: [{}, { category: 'community', ...ofAuthority, asks: [] }],
  'community with the ethos of a Church': [
    { religiousCharacter: coded('00', 'Does not apply') },
    { category: 'community', ...ofAuthority, asks: [] },
  ],
  'community special': [
    { type: types.communitySpecial },
    { category: 'community-special', ...ofAuthority, asks: [] },
  ],
  'pupil referral unit': [
    { type: types.unit },
    { category: 'pupil-referral-unit', ...ofAuthority, asks: [] },
  ],
  'voluntary controlled, Church of England': [
    { type: types.controlled, ...of('Church of England', leeds) },
    { ...controlled, consents: anglican, asks: askBoth },
  ],
  'voluntary controlled, Methodist': [
    { type: types.controlled, ...of('Methodist') },
    {
      ...controlled,
      consents: [...siteAndAppointers, 'religious: The Methodist Church'],
      asks: askBoth,
    },
  ],
  'voluntary controlled, of no religious character': [
    { type: types.controlled },
    { ...controlled, consents: siteAndAppointers, asks: askBoth },
  ],
  'voluntary aided, Church of England': [
    { type: types.aided, ...of('Church of England', leeds) },
    { ...aided, consents: anglican, asks: askBoth },
  ],
  'voluntary aided, Church of England, without a diocese in the register': [
    { type: types.aided, ...of('Church of England') },
    {
      ...aided,
      consents: [...siteAndAppointers, 'diocese: ?'],
      asks: ['diocese', ...askBoth, 'body'],
    },
  ],
  'voluntary aided, Church of England, under the code of a Catholic diocese': [
    { type: types.aided, ...of('Church of England', coded('RC20', 'Archdiocese of Southwark')) },
    {
      ...aided,
      consents: [...siteAndAppointers, 'diocese: ?'],
      asks: ['diocese', ...askBoth, 'body'],
    },
  ],
  'voluntary aided, Catholic': [
    { type: types.aided, ...of('Roman Catholic', lancaster) },
    { ...aided, consents: catholic, asks: [] },
  ],
  'voluntary aided, Church of England and Methodist': [
    { type: types.aided, ...of('Church of England/Methodist', leeds) },
    { ...aided, consents: [...anglican, 'religious: The Methodist Church'], asks: askBoth },
  ],
  'voluntary controlled, Methodist and Church of England': [
    { type: types.controlled, ...of('Methodist/Church of England', leeds) },
    { ...controlled, consents: [...anglican, 'religious: The Methodist Church'], asks: askBoth },
  ],
  'voluntary aided, of four Churches': [
    {
      type: types.aided,
      ...of('Church of England/Methodist/United Reform Church/Baptist', leeds),
    },
    {
      ...aided,
      consents: [
        ...anglican,
        ...['religious: The Methodist Church', 'religious: The United Reformed Church'],
        'religious: ?',
      ],
      asks: [...askBoth, 'body'],
    },
  ],
  'voluntary aided, Roman Catholic and Church of England': [
    { type: types.aided, ...of('Roman Catholic/Church of England', lancaster) },
    {
      ...aided,
      consents: [
        ...['trustee: ?', 'trustee: Diocesan trustees, Diocese of Lancaster'],
        ...['appointer: ?', 'appointer: The bishop, Diocese of Lancaster', 'diocese: ?'],
      ],
      asks: ['diocese', ...askBoth, 'body'],
    },
  ],
  'voluntary aided, Church of England and Free Church': [
    { type: types.aided, ...of('Church of England/Free Church', leeds) },
    { ...aided, consents: [...anglican, 'religious: ?'], asks: [...askBoth, 'body'] },
  ],
  'voluntary aided, of no religious character': [
    { type: types.aided },
    { ...aided, consents: siteAndAppointers, asks: askBoth },
  ],
  'voluntary aided, of a religious character that is blank': [
    { type: types.aided, religiousCharacter: coded('99', '') },
    { ...aided, consents: siteAndAppointers, asks: ['religious-character', ...askBoth] },
  ],
  ...Object.fromEntries(
    [
      ...['Jewish', 'Orthodox Jewish', 'Charadi Jewish', 'Muslim', 'Islam', 'Sikh', 'Hindu'],
      ...['Seventh Day Adventist', 'Seventh-day Adventist', 'Greek Orthodox', 'Quaker'],
      ...['United Reformed Church', 'Free Church', 'Christian', 'Christian/Evangelical'],
      ...['Inter- / non- denominational', 'Moravian', 'Multi-faith', 'A religion not heard of'],
    ].map((name) => [
      `voluntary aided, ${name}`,
      [
        { type: types.aided, ...of(name) },
        { ...aided, ...byDeed },
      ] as const,
    ]),
  ),
  'foundation without a foundation': [
    { type: types.foundation, ...unsupported },
    { category: 'foundation-without-foundation', ...ofBoard, consents: [], asks: [] },
  ],
  'trust school: foundation with a foundation': [
    { type: types.foundation, ...supported },
    {
      category: 'foundation-with-foundation',
      ...ofBoard,
      consents: siteAndAppointers,
      asks: askBoth,
    },
  ],
  'foundation, Church of England': [
    { type: types.foundation, ...of('Church of England', leeds), ...unsupported },
    { category: 'foundation-with-foundation', ...ofBoard, consents: anglican, asks: askBoth },
  ],
  'foundation, of which the register does not say': [
    { type: types.foundation, ...notSaid },
    {
      category: 'foundation',
      ...ofBoard,
      consents: siteAndAppointers,
      asks: ['foundation', ...askBoth],
    },
  ],
  'foundation special without a foundation': [
    { type: types.foundationSpecial, ...unsupported },
    { category: 'foundation-special-without-foundation', ...ofBoard, consents: [], asks: [] },
  ],
  'foundation special with a foundation': [
    { type: types.foundationSpecial, ...supported },
    {
      category: 'foundation-special-with-foundation',
      ...ofBoard,
      consents: siteAndAppointers,
      asks: askBoth,
    },
  ],
  'foundation special, of which the register does not say': [
    { type: types.foundationSpecial, ...notSaid },
    {
      category: 'foundation-special',
      ...ofBoard,
      consents: siteAndAppointers,
      asks: ['foundation', ...askBoth],
    },
  ],
  'in a federation, by its own category': [
    { type: types.aided, ...of('Roman Catholic', lancaster), inFederation: true },
    { ...aided, consents: catholic, asks: [] },
  ],
  'community of which nobody knows whether it is in a federation': [
    { inFederation: null },
    { category: 'community', ...ofAuthority, asks: ['federation'] },
  ],
};

const shortOf: Readonly<Record<string, string>> = {
  trustee: 'trustee',
  'foundation-governor-appointer': 'appointer',
  'diocesan-authority': 'diocese',
  'religious-body': 'religious',
};

const ask = (school: Partial<School>) =>
  duties({ school: { ...community, ...school }, bodies: [], route: 'join', on: '2026-09-01' });

describe('the duties of every kind of school', () => {
  it.each(Object.entries(matrix))('%s', (_, [school, expected]) => {
    const { category, mustConsent, employer, land, unknown, mustConsult } = ask(school);
    const consents = mustConsent.map(
      ({ capacity, body }) => `${shortOf[capacity]}: ${body?.name ?? '?'}`,
    );
    const asks = unknown.map(({ what }) => what);

    expect({ category, consents, employer, land, asks }).toEqual(expected);
    expect(mustConsult.some(({ basis }) => basis === 'Academies Act 2010 s.3(3)')).toBe(
      expected.consents.length > 0,
    );
    expect(new Set(mustConsent.map(({ id }) => id)).size).toBe(mustConsent.length);
  });

  it('has a row for every denomination', () => {
    const named = Object.values(matrix).map(([school]) => school.religiousCharacter?.name ?? '');
    const read = named.flatMap((name) => name.toLowerCase().replaceAll('-day', ' day').split('/'));
    const missing = (Object.keys(denominations) as Denomination[]).filter(
      (one) => !(denominations[one].names as readonly string[]).some((name) => read.includes(name)),
    );
    expect(missing).toEqual([]);
  });

  it.each([true, false])('a trust deed that names a religious body: %s', (says) => {
    const jewish = { ...community, type: types.aided, ...of('Jewish') };
    const { mustConsent, unknown } = duties({
      school: jewish,
      found: { deedNamesReligiousBody: says },
      bodies: [],
      route: 'join',
      on: '2026-09-01',
    });

    expect(mustConsent.map(({ capacity }) => capacity)).toEqual([
      'trustee',
      'foundation-governor-appointer',
      ...(says ? ['religious-body'] : []),
    ]);
    expect(unknown.map(({ what }) => what)).not.toContain('religious-body');
  });

  it('knows two Churches with a diocese of one name apart by the code', () => {
    const named = (code: string, character: string) =>
      ask({
        type: types.aided,
        ...of(character, coded(code, 'Diocese of Southwark')),
      }).mustConsent.map(({ body }) => [body?.kind, body?.code]);

    expect(named('CE36', 'Church of England')).toContainEqual(['diocesan-board', 'CE36']);
    expect(named('RC19', 'Roman Catholic')).toContainEqual(['bishop', 'RC19']);
  });

  it('of a joint school are not met by the bodies that the clerk knows alone', () => {
    const joint = { ...community, type: types.aided, ...of('Church of England/Methodist', leeds) };
    const board = { kind: 'trustees' as const, code: null, name: 'The managing trustees' };
    const { mustConsent } = duties({
      school: joint,
      bodies: [{ capacity: 'trustee', body: board }],
      route: 'join',
      on: '2026-09-01',
    });

    expect(mustConsent.map(({ id }) => id)).toEqual([
      ...['trustee', 'foundation-governor-appointer', 'diocesan-authority', 'religious-body'],
    ]);
  });

  it('of a school under a private finance contract need its agreements', () => {
    const ids = (pfi: boolean | null) =>
      ask({ pfi }).documents.filter(({ id }) => id.startsWith('pfi-'));

    expect(ids(true).map(({ id }) => id)).toEqual([
      ...['pfi-deed-of-variation', 'pfi-lease', 'pfi-principal-agreement'],
      'pfi-school-agreement',
    ]);
    expect(ids(false)).toEqual([]);
    expect(ids(null)).toEqual([]);
  });

  it('of a school that no trust can take are none, with the reason', () => {
    for (const [code, name] of [
      ['15', 'Local authority nursery school'],
      ['08', 'Non-maintained special school'],
      ['34', 'Academy converter'],
      ['30', 'Welsh establishment'],
    ] as const) {
      const { category, outOfScope, mustConsent } = ask({ type: coded(code, name) });
      expect([category, mustConsent]).toEqual([null, []]);
      expect(outOfScope).toContain(name);
    }
  });
});
