import type { Capacity } from '../terms.js';

/** A body as the duties can name it before anybody has been found to speak for it. */
export interface BodyName {
  readonly kind: 'diocesan-board' | 'bishop' | 'trustees' | 'appointing-body' | 'religious-body';
  readonly code: string | null;
  readonly name: string;
}

/** Which body is expected in which capacity. */
export interface ExpectedBody {
  readonly capacity: Capacity;
  /** The Church whose diocese names the body; null where a diocese does not. */
  readonly church: Church | null;
  /** Its name, with the diocese's for `{diocese}`; null where only the school knows it. */
  readonly body: BodyName | null;
}

/** The Churches that have dioceses, as the register's codes of dioceses begin. */
export type Church = 'CE' | 'RC';

interface DenominationDuties {
  /** What the register calls it, in small letters; parts of a joint character too. */
  readonly names: readonly string[];
  readonly church: Church | null;
  /** Who speaks for it where its own consent is owed; the clerk corrects what is otherwise. */
  readonly body: string | null;
  /**
   * `always`: it consents for any school of its own. `if-joint`: for a school that it shares, since
   * both or all must; for a school of its own the trust deed decides.
   */
  readonly ownConsent: 'always' | 'if-joint';
}

const deed = (names: readonly string[], body: string | null = null): DenominationDuties => ({
  names,
  church: null,
  body,
  ownConsent: 'if-joint',
});

/** The religious characters of maintained schools. Names of bodies are suggestions, never law. */
export const denominations = {
  'church-of-england': {
    names: ['church of england', 'anglican'],
    church: 'CE',
    body: null,
    ownConsent: 'always',
  },
  'roman-catholic': {
    names: ['roman catholic', 'catholic'],
    church: 'RC',
    body: null,
    ownConsent: 'always',
  },
  methodist: {
    names: ['methodist'],
    church: null,
    body: 'The Methodist Church',
    ownConsent: 'always',
  },
  'united-reformed-church': deed(
    ['united reformed church', 'united reform church'],
    'The United Reformed Church',
  ),
  baptist: deed(['baptist', 'reformed baptist']),
  'free-church': deed(['free church', 'congregational church', 'moravian']),
  quaker: deed(['quaker', 'society of friends']),
  'seventh-day-adventist': deed(['seventh day adventist'], 'The British Union Conference'),
  'greek-orthodox': deed(['greek orthodox'], 'The Archdiocese of Thyateira and Great Britain'),
  'other-christian': deed([
    ...['christian', 'evangelical', 'non-denominational', 'protestant', 'christian science'],
    ...['inter- / non- denominational', 'plymouth brethren christian church'],
  ]),
  jewish: deed(['jewish', 'orthodox jewish', 'charadi jewish']),
  muslim: deed(['muslim', 'islam', 'sunni deobandi'], 'The Association of Muslim Schools UK'),
  sikh: deed(['sikh'], 'The Network of Sikh Organisations'),
  hindu: deed(['hindu']),
  'other-religion': deed(['buddhist', 'multi-faith']),
} as const satisfies Readonly<Record<string, DenominationDuties>>;

export type Denomination = keyof typeof denominations;

const table: Readonly<Record<Denomination, DenominationDuties>> = denominations;
const byName = new Map(
  (Object.keys(denominations) as Denomination[]).flatMap((denomination) =>
    table[denomination].names.map((name) => [name, denomination] as const),
  ),
);

/** The denominations in a religious character's name: "Methodist/Church of England" has two. */
export function denominationsNamed(character: string): readonly Denomination[] {
  const read = (name: string) => name.trim().toLowerCase().replaceAll('-day', ' day');
  const whole = byName.get(read(character));
  if (whole !== undefined) return [whole];
  const parts = character.split('/').map((part) => byName.get(read(part)) ?? 'other-religion');
  return [...new Set<Denomination>(parts)];
}

export const churchOf = (denomination: Denomination): Church | null => table[denomination].church;

/**
 * Bodies that an administrator has named in place of the usual ones: by denomination, or, where the
 * diocese names the body, by `authorityOf` it.
 */
export type Authorities = Readonly<Partial<Record<string, string>>>;

/** What stands for a body of a diocese among the authorities: 'CE18', 'RC09-bishop'. */
const authorityOf = (diocese: string, { kind }: Pick<BodyName, 'kind'>): string =>
  kind === 'diocesan-board' ? diocese : `${diocese}-${kind}`;

/** The body of a diocese: whom an administrator has named, else the usual one under its code. */
export function bodyOfDiocese(
  usual: BodyName,
  { code, name }: { readonly code: string; readonly name: string },
  authorities: Authorities = {},
): BodyName {
  const corrected = authorities[authorityOf(code, usual)];
  if (corrected === undefined) {
    return { ...usual, code, name: usual.name.replace('{diocese}', name) };
  }
  // Another body than the usual one, and the same for every school of the diocese.
  return { ...usual, code: `${code} ${corrected.toLowerCase()}`, name: corrected };
}

/** Who usually speaks for a denomination; null where that differs from school to school. */
export const usualBodyOf = (
  denomination: Denomination,
  authorities: Authorities = {},
): string | null => authorities[denomination] ?? table[denomination].body;

/** Whether a trust deed has to be read to know if the school's religious body consents. */
export const isForDeedToSay = (all: readonly Denomination[]): boolean =>
  all.length === 1 && table[all[0]!].ownConsent === 'if-joint';

const siteTrustees: ExpectedBody = { capacity: 'trustee', church: null, body: null };
const appointers: ExpectedBody = {
  capacity: 'foundation-governor-appointer',
  church: null,
  body: null,
};
const diocesanBoard: ExpectedBody = {
  capacity: 'diocesan-authority',
  church: 'CE',
  body: { kind: 'diocesan-board', code: null, name: 'Diocesan Board of Education, {diocese}' },
};
const diocesanTrustees: ExpectedBody = {
  ...siteTrustees,
  church: 'RC',
  body: { kind: 'trustees', code: null, name: 'Diocesan trustees, {diocese}' },
};
const bishop: ExpectedBody = {
  ...appointers,
  church: 'RC',
  body: { kind: 'bishop', code: null, name: 'The bishop, {diocese}' },
};
const religiousBody = (name: string | null): ExpectedBody => ({
  capacity: 'religious-body',
  church: null,
  body: name === null ? null : { kind: 'religious-body', code: null, name },
});

/**
 * The bodies that consent for a school with a foundation: the trustees of its land, those who
 * appoint its foundation governors, and every denomination's own, where it has several all of them.
 */
export function bodiesExpected(
  all: readonly Denomination[],
  deedNamesReligiousBody: boolean | null,
  authorities: Authorities = {},
): readonly ExpectedBody[] {
  const isCatholicAlone = all.length === 1 && all[0] === 'roman-catholic';
  const ofSite = isCatholicAlone ? [] : [siteTrustees];
  const ofGovernors = isCatholicAlone ? [] : [appointers];
  const isCatholic = all.includes('roman-catholic');
  return [
    ...ofSite,
    ...(isCatholic ? [diocesanTrustees] : []),
    ...ofGovernors,
    ...(isCatholic ? [bishop] : []),
    ...(all.includes('church-of-england') ? [diocesanBoard] : []),
    ...all
      .filter(hasOwnBody(all, deedNamesReligiousBody))
      .map((one) => religiousBody(usualBodyOf(one, authorities))),
  ];
}

const hasOwnBody =
  (all: readonly Denomination[], deedNamesReligiousBody: boolean | null) =>
  (one: Denomination): boolean =>
    churchOf(one) === null &&
    (table[one].ownConsent === 'always' || all.length > 1 || deedNamesReligiousBody === true);
