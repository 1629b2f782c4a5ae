import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inTransaction, now } from '#platform';
import { correctDatum } from '#law';
import { sampleExtracts } from '#register';
import { CaseDesk } from '../../../test/support/case-desk.js';
import { runConsole } from './console.js';

let desk: CaseDesk;
let varDir: string;
let caseId: string;

beforeAll(async () => {
  desk = await CaseDesk.open();
  varDir = await mkdtemp(join(tmpdir(), 'assent-console-'));
  caseId = await desk.aCase();
});

afterAll(async () => {
  await desk.close();
  await rm(varDir, { recursive: true });
});

/** The command line on the specs' own database, which counts as a real one. */
async function run(words: string, environment: Record<string, string> = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runConsole(words.split(' ').filter(Boolean), {
    environment: {
      VAR_DIR: varDir,
      DATABASE_URL: desk.test.url,
      DOCUMENTS_DIR: desk.folder,
      ...environment,
    },
    out: (line) => out.push(line),
    err: (line) => err.push(line),
  });
  const answers = () => out.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { code, out, err, answers };
}

describe('the console', () => {
  it.each(['', 'nonsense', 'constructor'])(
    'says its commands for “%s” and exits 2',
    async (word) => {
      const { code, out } = await run(word);

      expect(code).toBe(2);
      expect(out.filter((line) => /^ {2}[a-z]/.test(line)).length).toBeGreaterThanOrEqual(7);
    },
  );

  it('says how a command is written when an option is not its own', async () => {
    const { code, err } = await run('verify --everything');

    expect(code).toBe(2);
    expect(err.at(-1)).toBe('Write: npm run console -- verify [--case REF]');
  });

  it('says in one sentence what a wrong setting is', async () => {
    const { code, err } = await run('verify', { DATABASE_URL: 'nowhere' });

    expect(code).toBe(1);
    expect(err).toEqual([expect.stringMatching(/^DATABASE_URL must be/)]);
  });
});

describe('verify', () => {
  it('answers with the counts and no faults for a sound record', async () => {
    const { code, answers } = await run('verify --json');

    expect(answers()).toEqual([{ cases: 1, entries: expect.any(Number), ok: true, faults: [] }]);
    expect(code).toBe(0);
  });

  it('names the case by its reference, and exits 1, when an entry was changed', async () => {
    const other = await desk.aCase();
    await desk.asOwner(
      'ALTER TABLE journal DISABLE TRIGGER journal_is_append_only',
      `UPDATE journal SET entry = replace(entry::text, 'case.opened', 'case.closed')::json
        WHERE stream = 'case:${other}' AND seq = 1`,
    );
    const { code, answers } = await run('verify --json');
    const [{ ok, faults }] = answers() as [{ ok: boolean; faults: Record<string, unknown>[] }];

    expect(code).toBe(1);
    expect(ok).toBe(false);
    expect(faults[0]).toMatchObject({
      case: expect.stringMatching(/^\d{4}-\d{4}$/),
      seq: 1,
      what: expect.stringContaining('its hash differs'),
    });
    expect((await run(`verify --case ${caseId} --json`)).code).toBe(0);
    expect((await run('verify --case 1999-0001')).code).toBe(1);
  });
});

describe('duties', () => {
  const schools = sampleExtracts().find((file) => file.includes('schools'))!;
  const keys = [
    ...['urn', 'category', 'ruleSet', 'mustConsent', 'mustConsult', 'employer', 'land'],
    ...['documents', 'unknown'],
  ];

  it('reads a school of an extract that was never imported, without a database', async () => {
    const urn = await firstUrn(schools, 'Community school');
    const words = `duties --urn ${urn} --register ${schools} --json`;
    const { code, answers, err } = await run(words, { DATABASE_URL: '' });

    expect(code).toBe(0);
    expect(err).toEqual([expect.stringContaining('From the register alone')]);
    expect(Object.keys(answers()[0]!)).toEqual(keys);
    expect(answers()[0]).toMatchObject({ urn, category: 'community', mustConsent: [] });
  });

  it('answers for every row of an extract, and counts what is not known', async () => {
    const { code, answers, err } = await run(`duties ${schools} --json`);
    const rows = answers().slice(0, -1);
    const total = answers().at(-1)!;

    expect([code, err]).toEqual([0, []]);
    expect(rows).toHaveLength(114);
    expect(rows.every(({ urn }) => /^\d{6}$/.test(String(urn)))).toBe(true);
    expect(total).toMatchObject({ schools: 114, refused: 0, outOfScope: 26, settled: 37 });
    expect((total['unknown'] as Record<string, number>)['pfi']).toBe(88);
  });

  it('says with a database what an administrator has corrected, from its day on', async () => {
    const board = { subject: 'CE23', value: { body: 'The London Board for Schools' } };
    const why = { countsFrom: '2026-02-01', reason: 'It was renamed.', source: 'Its letter' };
    const actor = { person: desk.clerk.person, role: 'administrator', body: null } as const;
    await inTransaction(desk.office.pool, async (tx) =>
      correctDatum(tx, actor, { kind: 'religious-authority', ...board, ...why }, await now(tx)),
    );
    const words = `duties ${schools} --urn 100492`;
    const told = async (after: string, environment = {}) =>
      (await run(`${words}${after}`, environment)).out.join(' ');
    expect(await told('')).toContain('The London Board for Schools, as diocesan-authority');
    expect(await told(' --on 2026-01-31')).toContain('Diocesan Board of Education, Diocese of');
    expect(await told('', { DATABASE_URL: '' })).toContain('Diocesan Board of Education');
    const { out, err } = await run(`duties ${schools}`);
    expect(err).toEqual([]);
    expect(out.find((line) => line.startsWith('100492 '))).toContain('The London Board for');
  });

  it('says that a database which does not answer does not', async () => {
    const { code, err } = await run(`duties ${schools} --urn 100492`, {
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    });
    expect([code, err[0]]).toEqual([1, expect.stringContaining('no database answers there')]);
  });

  it('says the same in words, a line for each school', async () => {
    const { out } = await run(`duties ${schools} --on 2026-01-31`);

    expect(out.find((line) => line.startsWith('100492 '))).toBe(
      "100492 St Thomas' CofE Primary School: voluntary-aided. consents: trustee not known; foundation-governor-appointer not known; Diocesan Board of Education, Diocese of London. to find out: pfi, body",
    );
    expect(out.at(-4)).toBe('114 schools, 0 rows refused, 26 not carried by this journey');
    expect(out.at(-1)).toMatch(/^not known: pfi 88, /);
  });

  it('takes one row of a file by its URN, and one file at a time', async () => {
    const { answers } = await run(`duties ${schools} --urn 100492 --json`);

    expect(answers()).toMatchObject([{ urn: '100492', category: 'voluntary-aided' }]);
    expect((await run('duties one.csv two.csv')).code).toBe(2);
  });

  it('names each capacity, though the body is not known', async () => {
    const urn = await desk.aSchool('foundation-with-foundation');
    const { answers } = await run(`duties --urn ${urn} --on 2026-09-01 --json`);

    expect(answers()[0]).toMatchObject({
      ruleSet: '2026-06-29',
      mustConsent: [
        { body: null, capacity: 'trustee', basis: 'Academies Act 2010 s.3(4)(a)' },
        { body: null, capacity: 'foundation-governor-appointer' },
      ],
    });
  });

  it('refuses a school that is not in the register, and a day that is none', async () => {
    const unknown = await run('duties --urn 999999 --json');

    expect(unknown.code).toBe(1);
    expect(unknown.answers()).toEqual([{ refused: 'not-found', urn: '999999' }]);
    expect((await run('duties --urn 999999 --on 2026-02-30')).code).toBe(2);
  });
});

async function firstUrn(file: string, type: string): Promise<string> {
  const text = await readFile(file, 'latin1');
  const row = text.split('\n').find((line) => line.includes(type));
  return /\d{6}/.exec(row!)![0];
}

describe('clock', () => {
  it('shows the time, and does not move that of a real installation', async () => {
    const shown = await run('clock --json');
    expect(shown.answers()).toEqual([{ now: expect.any(String), movable: false, aheadMs: 0 }]);

    const { code, err } = await run('clock --days 3');
    expect(code).toBe(1);
    expect(err[0]).toMatch(/no example installation/);
  });

  it('moves a movable one to an instant in London, and never back', async () => {
    await desk.asOwner('UPDATE product_clock SET movable = true');

    const moved = await run('clock --to 2099-07-01T17:00 --json');
    expect(moved.answers()[0]).toMatchObject({ now: expect.stringMatching(/^2099-07-01T16:00:0/) });
    expect((await run('clock --to 2027-01-31T17:00')).code).toBe(1);
    expect((await run('clock --to 2027-13-31T17:00')).code).toBe(2);
  });
});

describe('invite', () => {
  it('gives an administrator their role once, with a letter each time', async () => {
    const words = 'invite jo.bell@school.example.com --role administrator --body Northern';
    const first = await run(`${words} --json`);
    const again = await run(`${words} --json`);

    expect(first.answers()).toEqual([
      {
        email: 'jo.bell@school.example.com',
        role: 'administrator',
        body: 'Northern',
        person: expect.any(String),
        letter: expect.any(String),
      },
    ]);
    expect(again.answers()[0]).toMatchObject({ person: first.answers()[0]!['person'] });
    const { rows } = await desk.office.pool.query(
      `SELECT p.name, b.name AS body, m.role, l.to_address FROM membership m
         JOIN person p ON p.id = m.person JOIN body b ON b.id = m.body
         JOIN letter l ON l.person = p.id WHERE lower(p.email) = 'jo.bell@school.example.com'`,
    );
    expect(rows).toEqual(
      Array(2).fill({
        name: 'Jo Bell',
        body: 'Northern',
        role: 'administrator',
        to_address: 'jo.bell@school.example.com',
      }),
    );
  });

  it.each([
    'invite --role clerk --body Northern',
    'invite not-an-address --role clerk --body Northern',
    'invite jo@school.example.com --role chair --body Northern',
    'invite jo@school.example.com --role clerk',
  ])('does not understand “%s”', async (words) => {
    expect((await run(words)).code).toBe(2);
  });
});

describe('doctor', () => {
  it('finds what is missing, and gives the records of the mail domain', async () => {
    const { code, answers } = await run('doctor --json', {
      SMTP_URL: 'smtp://relay.example.com:25',
      MAIL_FROM: 'assent@example.com',
    });
    const findings = answers();

    expect(code).toBe(1);
    expect(findings.map(({ check, fine }) => [check, fine])).toEqual([
      ['settings', false],
      ['migrations', true],
      ['database', true],
      ['mail', false],
      ['documents', true],
    ]);
    expect(findings[3]!['records']).toEqual(
      expect.arrayContaining([
        'example.com. TXT "v=spf1 a:relay.example.com -all"',
        expect.stringMatching(/^_dmarc\.example\.com\. TXT "v=DMARC1/),
      ]),
    );
  });
});
