import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Pool } from 'pg';
import { markLetter, writeLetters } from '#mail';
import type { LetterFact } from '#mail';
import { inTransaction, newId, now } from '#platform';
import {
  anAskedPerson,
  anOpenConsultation,
  aReceivedMail,
  daysLater,
} from '../../../../test/support/consultation.js';
import type { Asked, AskedCase } from '../../../../test/support/consultation.js';
import { freshDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { consultees, desk, GROUPS, invitations, publication, responses, VIEWS } from '../index.js';
import type { Group, ReportFigures, View } from '../index.js';
import type { ResponseFacts } from '../record-response.js';
import { csvCell } from './csv.js';
import { htmlOf } from './html.js';
import { escaped } from './svg.js';
import { percent } from './percent.js';
import { numbersIn, sumsIn } from './publish.js';

const KEYS = ['a secret of at least thirty-two characters'];
const { report } = publication;

const CAMPAIGN =
  'We ask the governors to keep our school as it is, because the parents of this village built it ' +
  'and a trust that sits forty miles away cannot know what our children need from one day to the next.';

let db: TestDatabase;
let owner: Pool;
let pool: Pool;
let asked: AskedCase;
/** The replies by what became of them. */
const made: Record<string, string> = {};

beforeAll(async () => {
  db = await freshDatabase();
  owner = new Pool({ connectionString: db.url });
  pool = new Pool({ connectionString: db.url, options: '-c role=assent_service' });
  asked = await anOpenConsultation(owner);
  await everythingThatHappens();
}, 60_000);
afterAll(async () => {
  await pool.end();
  await owner.end();
  await db.drop();
});

const ask = (name: string, group: Group, email: string | null = `${name}@example.org`) =>
  anAskedPerson(pool, asked, KEYS, {
    ...{ name: `Person ${name}`, group, email },
    postal: email === null ? '4 Mill Lane' : null,
  });

async function mark(letter: string, ...facts: readonly LetterFact[]): Promise<void> {
  for (const fact of facts) expect(await markLetter(pool, letter, fact)).toBe(true);
}

async function replyOnPage({ letter }: Asked, view: View, words: string): Promise<string> {
  return inTransaction(pool, async (tx) => {
    const { version } = await invitations.save(tx, letter, { version: 0, view, words });
    return (await invitations.send(tx, letter, { nonce: newId(), version })).id;
  });
}

const today = async () => (await now(pool)).toISOString().slice(0, 10);
const enter = async (
  group: Group | null,
  view: View | null,
  words: string,
  more: Pick<ResponseFacts, 'publish' | 'form' | 'signatories'> = {},
) =>
  inTransaction(pool, async (tx) => {
    const { id } = await responses.enter(tx, asked.clerk, {
      ...more,
      ...{ consultation: asked.consultation.id, channel: 'paper', consultee: null, author: null },
      ...{ group, view, words, receivedOn: await today() },
    });
    return id;
  });

async function idOfMail(inbound: string): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    'SELECT id FROM response WHERE inbound_mail = $1',
    [inbound],
  );
  return rows[0]!.id;
}

const decide = (response: string, decision: 'counted' | 'not-counted') =>
  inTransaction(pool, (tx) =>
    responses.decide(tx, asked.clerk, {
      ...{ consultation: asked.consultation.id, response, decision, reason: 'Because.' },
    }),
  );

/** In time, late, unverified, not counted, withdrawn, replaced, on paper; by e-mail and by page. */
async function everythingThatHappens(): Promise<void> {
  const sent = await ask('sent', 'parent');
  await mark(sent.letter, 'sent');
  const bounced = await ask('bounced', 'parent');
  await mark(bounced.letter, 'sent', 'bounced');
  const { caseId, consultation } = asked;
  const [receipt] = await inTransaction(pool, (tx) =>
    writeLetters(tx, [
      {
        ...{ template: 'reply-receipt', caseId, consultationId: consultation.id },
        values: {
          ...{ date: 'Today', replyBy: 'June', replyNumber: 'R-0001', schoolName: 'Hillside' },
          ...{ theirWords: 'No.', trustName: 'Beacon Trust' },
        },
        to: { name: 'Person', address: 'x@example.org', consultee: bounced.consultee },
      },
    ]),
  );
  await mark(receipt!, 'sent');
  const again = await ask('again', 'parent');
  await mark(again.letter, 'sent', 'bounced', 'requeued', 'sent');
  const tried = await ask('tried', 'staff');
  await mark(tried.letter, 'deferred', 'failed');
  await mark((await ask('printed', 'neighbour', null)).letter, 'printed');
  await ask('to print', 'neighbour', null);
  await inTransaction(pool, (tx) =>
    consultees.add(tx, asked.clerk, asked.consultation.id, [
      {
        name: 'No Letter',
        email: 'n@example.org',
        group: 'union',
        organisation: null,
        postal: null,
      },
    ]),
  );
  const gone = await ask('gone', 'other');
  await inTransaction(pool, (tx) =>
    consultees.remove(tx, asked.clerk, {
      ...{ consultation: asked.consultation.id, consultee: gone.consultee },
    }),
  );

  const page = await ask('page', 'parent');
  await mark(page.letter, 'sent');
  made['replaced'] = await replyOnPage(page, 'disagree', 'At first I was against it.');
  made['newer'] = await replyOnPage(page, 'agree', '=1+1 is what it adds up to');
  const back = await ask('back', 'staff');
  await mark(back.letter, 'sent');
  made['withdrawn'] = await replyOnPage(back, 'disagree', 'A word that I take back');
  await inTransaction(pool, (tx) => invitations.withdraw(tx, back.letter, made['withdrawn']!));
  const mailed = await ask('mailed', 'parent');
  await mark(mailed.letter, 'sent');
  const mail = (from: string, answer: string) =>
    aReceivedMail(pool, { from, letter: mailed.letter, answer });
  made['mail'] = await idOfMail(await mail('mailed@example.org', 'The fares are too dear.'));
  made['waiting'] = await idOfMail(await mail('stranger@example.net', 'I am somebody else.'));
  made['trusted'] = await idOfMail(await mail('office@example.net', 'From my office.'));
  await decide(made['trusted'], 'counted');
  made['refused'] = await idOfMail(await mail('hoax@example.net', 'A hoax.'));
  await decide(made['refused'], 'not-counted');
  await aReceivedMail(pool, { from: 'sent@example.org', letter: null, answer: 'To whom?' });
  made['nobody’s mail'] = await aReceivedMail(pool, {
    ...{ from: 'lost@example.net', letter: null, answer: 'Who will have this?' },
  });
  made['paper'] = await enter('neighbour', 'disagree', 'The traffic is bad already.', {
    publish: 'named',
  });
  made['uniform'] = await enter('parent', 'disagree', 'The <uniform> costs too much.', {
    publish: 'unnamed',
  });
  await enter('parent', 'disagree', 'We all sign this.', { form: 'petition', signatories: 412 });
  await enter('parish', 'agree', 'The council is for it.', { form: 'organisation' });
  made['copy'] = await enter('parent', 'agree', CAMPAIGN);
  await enter('parent', 'disagree', `${CAMPAIGN} And the bus is always late.`);
  made['withdrawn copy'] = await enter('parent', 'agree', CAMPAIGN);
  await decide(made['withdrawn copy'], 'not-counted');
  await daysLater(owner, 3);
  await enter('parish', 'neither', 'We shall pray.');
  await enter(null, 'no-opinion', 'Hm.');
  await daysLater(owner, 40);
  await enter('staff', 'disagree', `Dear board. ${CAMPAIGN}`);
  made['late'] = await enter('staff', 'disagree', 'Too late?');
  await replyOnPage(sent, 'agree', 'Late as well.');
}

const figuresNow = async (): Promise<ReportFigures> =>
  report.figures(pool, { consultation: asked.consultation.id, asOf: await now(pool), places: 1 });

/** How many rows a condition leaves, of replies joined with who was asked. */
async function count(where: string): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM response_standing r LEFT JOIN consultee e ON e.id = r.consultee
      WHERE r.consultation_id = $1 AND r.form <> 'petition' AND (${where})`,
    [asked.consultation.id],
  );
  return rows[0]!.n;
}
const COUNTS = `r.standing = 'counted'`;
const IN_TIME = `${COUNTS} AND r.received_at < (SELECT closes_at FROM consultation WHERE id = $1)`;
const LATE = `${COUNTS} AND r.received_at >= (SELECT closes_at FROM consultation WHERE id = $1)`;
const both = async (where: string) => ({
  inTime: await count(`${IN_TIME} AND ${where}`),
  late: await count(`${LATE} AND ${where}`),
});
async function viewsWhere(where: string): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const view of VIEWS) found[view] = await count(`${where} AND r.view = '${view}'`);
  return { ...found, 'not-asked': await count(`${where} AND r.view IS NULL`) };
}

describe('the figures of a report', () => {
  it('say of replies what a query for each number says', async () => {
    const { replies, atDesk } = await figuresNow();
    expect(replies.standings).toEqual({
      received: await count('true'),
      inTime: await count(IN_TIME),
      late: await count(LATE),
      waiting: await count(`r.standing = 'waiting'`),
      notCounted: await count(`r.standing = 'not-counted'`),
      superseded: await count(`r.standing = 'superseded'`),
      withdrawn: await count(`r.standing = 'withdrawn'`),
    });
    expect(replies.views).toEqual({
      inTime: await viewsWhere(IN_TIME),
      late: await viewsWhere(LATE),
    });
    for (const { group, inTime, late, views } of replies.groups) {
      const own =
        group === 'unknown'
          ? 'coalesce(r.group_name, e.group_name) IS NULL'
          : `coalesce(r.group_name, e.group_name) = '${group}'`;
      expect({ group, inTime, late }).toEqual({ group, ...(await both(own)) });
      expect(views).toEqual(await viewsWhere(`${IN_TIME} AND ${own}`));
    }
    for (const { form, views, ...numbers } of replies.forms) {
      expect(numbers).toEqual(await both(`r.form = '${form}'`));
      expect(views).toEqual(await viewsWhere(`${IN_TIME} AND r.form = '${form}'`));
    }
    expect(replies.given).toEqual(await both('r.view IS NOT NULL'));
    for (const { channel, ...numbers } of replies.channels)
      expect(numbers).toEqual(await both(`r.channel = '${channel}'`));
    for (const { day, ...numbers } of replies.days)
      expect(numbers).toEqual(
        await both(`(r.received_at AT TIME ZONE 'Europe/London')::date = '${day}'`),
      );
    const { inTime, late, people } = { ...replies.standings, people: replies.people };
    for (const breakdown of [replies.groups, replies.channels, replies.days, replies.forms]) {
      expect(breakdown.reduce((sum, one) => sum + one.inTime, 0)).toBe(inTime);
      expect(breakdown.reduce((sum, one) => sum + one.late, 0)).toBe(late);
    }
    const known = await pool.query(
      `SELECT DISTINCT consultee FROM response_standing WHERE consultation_id = $1
          AND standing = 'counted' AND NOT late AND consultee IS NOT NULL`,
      [asked.consultation.id],
    );
    expect([people, atDesk]).toEqual([known.rowCount, 1]);
    // Every kind is in these facts, or the comparison would show nothing.
    expect(Object.values(replies.standings).every((number) => number > 0)).toBe(true);
    expect(replies.standings).toMatchObject({ inTime: 10, late: 3, superseded: 1, withdrawn: 1 });
  });

  it('keep campaigns apart, each reply with its own view, and only those that count', async () => {
    const { campaigns } = await figuresNow();
    const copies = `(SELECT text FROM private_text WHERE commitment = r.words_commitment)
      LIKE '%a trust that sits forty miles away%'`;
    const views = await viewsWhere(`${IN_TIME} AND ${copies}`);
    const rest = `NOT (${copies.replaceAll('\n', ' ')})`;
    expect(campaigns).toEqual({
      found: [{ ...(await both(copies)), views }],
      outside: { ...(await both(rest)), views: await viewsWhere(`${IN_TIME} AND ${rest}`) },
    });
    expect(campaigns.found).toMatchObject([
      { inTime: 2, late: 1, views: { agree: 1, disagree: 1 } },
    ]);
    const { html } = report.render(await figuresNow());
    expect(html).toContain('Campaign 1');
    expect(html).not.toContain('forty miles');
  });

  it('say of each group how everybody in it was reached, as the letters stand', async () => {
    const { reach } = await figuresNow();
    const { rows } = await pool.query<{ group: Group; status: string | null; channel: string }>(
      `SELECT e.group_name AS "group", e.channel, (SELECT l.status FROM letter l
          WHERE l.consultee = e.id AND l.template = 'consultation-launched') AS status
         FROM consultee e WHERE e.consultation_id = $1 AND e.removed_at IS NULL`,
      [asked.consultation.id],
    );
    const of = (group: Group, channel: string, ...statuses: readonly (string | null)[]) =>
      rows.filter(
        (row) => row.group === group && row.channel === channel && statuses.includes(row.status),
      ).length;
    const replied = await pool.query<{ group: Group; people: number }>(
      `SELECT e.group_name AS "group", count(DISTINCT r.consultee)::int AS people
         FROM response r JOIN consultee e ON e.id = r.consultee
        WHERE r.consultation_id = $1 GROUP BY 1`,
      [asked.consultation.id],
    );
    const groups = GROUPS.filter((group) => rows.some((row) => row.group === group));
    expect(reach.groups).toEqual(
      groups.map((group) => ({
        group,
        other: 0,
        asked: rows.filter((row) => row.group === group).length,
        email: of(group, 'email', 'sent', 'replied'),
        post: of(group, 'post', 'sent', 'replied'),
        failed: of(group, 'email', 'bounced', 'failed', 'expired'),
        waiting: of(group, 'email', 'queued', 'deferred') + of(group, 'post', 'held'),
        none: of(group, 'email', null) + of(group, 'post', null),
        replied: replied.rows.find((row) => row.group === group)?.people ?? 0,
      })),
    );
    const total = (key: 'email' | 'post' | 'failed' | 'waiting' | 'none') => reach.all[key];
    expect(reach.all.asked).toBe(rows.length);
    expect((['email', 'post', 'failed', 'waiting', 'none'] as const).map(total)).toEqual([
      ...[5, 1, 2, 1, 1],
    ]);
    const receipts = await pool.query(
      `SELECT FROM letter WHERE consultation_id = $1 AND template = 'reply-receipt'`,
      [asked.consultation.id],
    );
    expect(receipts.rowCount).toBeGreaterThan(0);
  });

  it('have petitions apart: one paper each, whoever signed it', async () => {
    const { petitions, replies } = await figuresNow();
    const { rows } = await pool.query<{ number: number; signatories: number }>(
      `SELECT number, signatories FROM response WHERE consultation_id = $1 AND form = 'petition'`,
      [asked.consultation.id],
    );
    expect(rows).toMatchObject([{ signatories: 412 }]);
    const reference = `R-${String(rows[0]!.number).padStart(4, '0')}`;
    const petition = { reference, signatories: 412, view: 'disagree', standing: 'inTime' };
    expect(petitions).toEqual([petition]);
    expect(replies.forms.map(({ form }) => form)).toEqual(['individual', 'organisation']);
    const { html } = report.render(await figuresNow());
    expect(html).toContain(`<th scope="row">${reference}</th><td>412</td>`);
  });

  it('count replies by what they speak of, by the codes as they stood', async () => {
    const { id: consultation } = asked.consultation;
    const write = (code: string, title: string) =>
      inTransaction(pool, (tx) =>
        responses.codes.write(tx, asked.clerk, {
          ...{ consultation, code, title, meaning: 'When it fits.', inUse: true, isNew: true },
        }),
      );
    const give = (response: string, ...codes: readonly string[]) =>
      inTransaction(pool, (tx) =>
        responses.codes.give(tx, asked.clerk, { consultation, response, span: null, codes }),
      );
    expect((await figuresNow()).codes).toMatchObject({ frame: 0, read: 0, codes: [] });
    await write('COST', 'What it costs');
    await write('ROAD', 'Traffic');
    await give(made['uniform']!, 'COST');
    await give(made['paper']!, 'ROAD');
    await give(made['late']!, 'COST', 'ROAD');
    await give(made['refused']!, 'COST');
    await inTransaction(pool, (tx) =>
      responses.codes.noneFits(tx, asked.clerk, { consultation, response: made['newer']! }),
    );
    const before = await figuresNow();
    const having = (code: string) =>
      both(`(SELECT marks FROM response_coding WHERE response = r.id ORDER BY seq DESC LIMIT 1)
        @> '[{"code": "${code}"}]'`);
    expect(before.codes).toEqual({
      ...{ frame: 2, read: 4, noneFits: 1 },
      codes: [
        { code: 'COST', title: 'What it costs', ...(await having('COST')) },
        { code: 'ROAD', title: 'Traffic', ...(await having('ROAD')) },
      ],
    });
    expect(before.codes.codes).toMatchObject([
      { inTime: 1, late: 1 },
      { inTime: 1, late: 1 },
    ]);
    await write('BUS', 'The bus');
    await give(made['copy']!, 'BUS');
    const asOf = new Date(before.asOf);
    const then = await report.figures(pool, { consultation, asOf, places: 1 });
    expect(then.codes).toEqual(before.codes);
  });

  it('of an instant stay the same whatever comes after it, to the byte', async () => {
    const first = await figuresNow();
    const again = async () =>
      report.figures(pool, {
        ...{ consultation: asked.consultation.id, asOf: new Date(first.asOf), places: 1 },
      });
    const files = report.render(first);
    await daysLater(owner, 1);
    const newcomer = await ask('newcomer', 'pupil');
    await mark(newcomer.letter, 'sent');
    const { rows } = await pool.query<{ id: string }>(
      `SELECT id FROM letter WHERE consultation_id = $1 AND status = 'sent' AND channel = 'email'
        ORDER BY id LIMIT 1`,
      [asked.consultation.id],
    );
    await mark(rows[0]!.id, 'bounced');
    await enter('pupil', 'agree', 'Me too.');
    await decide(made['waiting']!, 'counted');
    await decide(made['paper']!, 'not-counted');
    await write({ title: 'Later', replies: [], quotes: [] });
    const { caseId, clerk } = asked;
    await inTransaction(pool, (tx) =>
      desk.handOver(tx, clerk, { inbound: made['nobody’s mail']!, caseId }),
    );
    await pool.query(`UPDATE cases SET trust_name = 'Another Trust' WHERE id = $1`, [caseId]);

    expect(report.render(await again())).toEqual(files);
    const later = await figuresNow();
    expect(later.atDesk).toBe(first.atDesk + 1);
    expect(later.replies.standings.received).toBe(first.replies.standings.received + 1);
    expect(report.fingerprint({ ...later, asOf: first.asOf })).not.toBe(report.fingerprint(first));
    await decide(made['paper']!, 'counted');
    await takeOut('Later');
  });

  it('are refused before there is anything to report', async () => {
    await expect(
      report.figures(pool, {
        ...{ consultation: asked.consultation.id, asOf: new Date('2001-01-01'), places: 0 },
      }),
    ).rejects.toMatchObject({ code: 'not-now' });
  });
});

interface Little {
  readonly title: string;
  readonly replies: readonly string[];
  readonly quotes: readonly string[];
  readonly number?: number;
  readonly seen?: number;
  readonly said?: string;
}

async function numberOf(id: string): Promise<number> {
  const { number } = (await responses.find(pool, asked.consultation.id, id))!;
  return number;
}

async function write({ replies, number, seen, ...given }: Little): Promise<number> {
  const numbers = await Promise.all(replies.map(numberOf));
  return inTransaction(pool, (tx) =>
    report.writeTheme(tx, asked.clerk, {
      ...{ consultation: asked.consultation.id, number: number ?? null, seen: seen ?? 0 },
      ...{ said: 'People say it.', does: 'partly', why: 'It is dear.', equality: true },
      alternative: given.title === 'Roads',
      ...given,
      replies: numbers,
    }),
  );
}

async function takeOut(title: string): Promise<void> {
  const themes = await report.themes(pool, asked.consultation.id);
  const { number, version: seen } = themes.find((theme) => theme.title === title)!;
  const consultation = asked.consultation.id;
  await inTransaction(pool, (tx) =>
    report.takeOutTheme(tx, asked.clerk, { consultation, number, seen }),
  );
}

describe('you said, we did', () => {
  it('rests on replies that count, and quotes their very words alone', async () => {
    const missing = { title: 'Costs', replies: [made['uniform']!], quotes: ['too cheap'] };
    await expect(write(missing)).rejects.toMatchObject({
      facts: { faults: { quotes: expect.stringContaining('too cheap') } },
    });
    await expect(
      write({ title: 'Costs', replies: [made['withdrawn']!], quotes: [] }),
    ).rejects.toMatchObject({ facts: { faults: { replies: expect.stringContaining('R-') } } });
    const [uniform, late] = [made['uniform']!, made['late']!];
    // Whoever answered by mail was not asked whether it may be printed.
    await expect(
      write({ title: 'Fares', replies: [made['mail']!], quotes: ['too dear'] }),
    ).rejects.toMatchObject({ facts: { faults: { quotes: expect.stringContaining('printed') } } });
    const costs = {
      title: 'Costs',
      replies: [late, uniform],
      quotes: ['<uniform> costs too much'],
    };
    const number = await write(costs);
    const { themes } = await figuresNow();
    expect(themes).toMatchObject([
      {
        ...{ number, title: 'Costs', does: 'partly', equality: true, count: 2 },
        replies: [await referenceOf(uniform), await referenceOf(late)],
        quotes: [{ reference: await referenceOf(uniform), words: '<uniform> costs too much' }],
      },
    ]);

    // A second writer who saw the same version is told; every version is kept.
    await write({ ...costs, number, seen: 1, said: 'More of them say it.' });
    await expect(write({ ...costs, number, seen: 1 })).rejects.toMatchObject({ code: 'invalid' });
    const kept = await pool.query('SELECT FROM consultation_theme WHERE number = $1', [number]);
    expect(kept.rowCount).toBe(2);
  });

  it('quotes a reply no more that counts no longer, or whose words were erased', async () => {
    await decide(made['uniform']!, 'not-counted');
    const [without] = (await figuresNow()).themes;
    expect(without).toMatchObject({ quotes: [], replies: [await referenceOf(made['late']!)] });
    await decide(made['uniform']!, 'counted');
    expect((await figuresNow()).themes[0]!.quotes).toHaveLength(1);

    const paper = { title: 'Roads', replies: [made['paper']!], quotes: ['The traffic is bad'] };
    const number = await write(paper);
    await owner.query(
      `UPDATE private_text SET text = NULL, salt = NULL, erased_at = now() WHERE commitment =
         (SELECT words_commitment FROM response WHERE id = $1)`,
      [made['paper']],
    );
    const roads = (await figuresNow()).themes.find((theme) => theme.number === number);
    expect(roads).toMatchObject({ quotes: [], replies: [await referenceOf(made['paper']!)] });
  });

  async function referenceOf(id: string): Promise<string> {
    return (await responses.find(pool, asked.consultation.id, id))!.reference;
  }
});

describe('what is published', () => {
  it('has no small number in any file, nor one from which it follows', async () => {
    const figures = await figuresNow();
    const numbers = numbersIn(figures);
    for (const { total, parts } of sumsIn(figures))
      expect([total, parts.reduce((sum, part) => sum + numbers.get(part)!, 0)]).toEqual([
        ...[total, numbers.get(total)],
      ]);
    const small = [...numbers.values()].filter((value) => value > 0 && value < 5);
    expect(small.length).toBeGreaterThan(50);

    const { html, csv, json } = report.render(figures);
    const shown = numbersIn(report.published(figures));
    expect([...shown.values()].filter((value) => value !== null && value > 0 && value < 5)).toEqual(
      [],
    );
    expect(html).not.toMatch(/<td>[1-4]</);
    expect(csv).not.toMatch(/,[1-4](,|\r)/);
    expect(json).not.toMatch(/"(inTime|late|agree|disagree|asked|email|count)": [1-4],?\n/);
    expect(html).toContain('Numbers from 1 to 4 are not shown');
    expect(html).toContain('<td>[c]</td>');
    expect(htmlOf(report.model(figures))).not.toContain('[c]');
    expect(htmlOf(report.model(figures))).toMatch(/<td>[1-4]</);
  });

  it('draws no number that it does not show, and no two parts alike', async () => {
    const figures = report.published(await figuresNow());
    const { sections } = report.model(figures);
    const pictures = sections.flatMap(({ tables }) =>
      tables.flatMap(({ picture }) => picture ?? []),
    );
    expect(pictures.map(({ id }) => id)).toEqual([
      ...['reach', 'views', 'lateViews', 'groups', 'channels', 'days', 'codes'],
    ]);
    for (const picture of pictures) {
      const svg = report.picture(picture);
      expect(picture.series.length).toBeLessThanOrEqual(6);
      expect(svg).toContain(`<title id="picture-${picture.id}">`);
      for (const { label, values } of picture.rows) {
        if (picture.kind === 'columns') continue;
        const sum = values.includes(null)
          ? 'not shown'
          : values.reduce((all, one) => all! + one!, 0);
        expect(svg).toContain(`>${escaped(label)}: ${sum}<`);
      }
    }
    expect(
      report.picture(pictures.find(({ id }) => id === 'groups')!).match(/<rect/g),
    ).toHaveLength(5);
  });

  it('says of a theme whether it suggests another way, and what the board does about it', async () => {
    const { html } = report.render(await figuresNow());
    expect(html).toContain('“Roads”: People say it. Accepted in part. It is dear.');
    expect(html).not.toContain('“Costs”: People say it.');
  });
});

describe('the files of a report', () => {
  it('name nobody, and hold no word that the clerk did not choose', async () => {
    const figures = await figuresNow();
    const { html, csv, json } = report.render(figures);
    const { rows } = await pool.query<{ name: string; email: string | null }>(
      'SELECT name, email FROM consultee WHERE consultation_id = $1',
      [asked.consultation.id],
    );
    expect(rows.length).toBeGreaterThan(8);
    const words = ['To whom', 'I am somebody else', 'take back', 'Too late?', 'At first', 'A hoax'];
    for (const file of [html, csv, json]) {
      for (const { name, email } of rows) {
        expect(file).not.toContain(name);
        if (email !== null) expect(file).not.toContain(email);
      }
      for (const word of words) expect(file).not.toContain(word);
      expect(file).toContain('costs too much');
    }
    expect(JSON.parse(json)).toEqual(report.published(figures));
    expect(html).toContain('&lt;uniform&gt; costs too much');
    expect(html).not.toMatch(/<script|<link|<img| on\w+=/);
    expect(html).toContain('rounded half up to one digit');
    const whole = htmlOf(report.model(figures));
    expect(whole).toContain('Base: replies in time that gave a view (8).');
  });

  it('carry no formula into a spreadsheet, in whatever field it stands', async () => {
    const given = { replies: [made['newer']!], quotes: [], said: '@SUM(A1)' };
    await write({ title: '=HYPERLINK("http://evil.example")', ...given });
    const { csv } = report.render(await figuresNow());
    expect(csv).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
    expect(csv).toContain(`'@SUM(A1)`);
    for (const row of csv.replace(/^\uFEFF/, '').split('\r\n'))
      for (const cell of row.split(',')) expect(cell).not.toMatch(/^"?[=+\-@\t]/);

    for (const start of ['=', '+', '-', '@', '\t', '\r', '\uFF1D']) {
      expect(csvCell(`${start}1`).replace(/^"/, '')).toBe(`'${start}1${start === '\r' ? '"' : ''}`);
    }
    expect(['1', 'a,b', 'say "no"', 'two\nlines', ''].map(csvCell)).toEqual([
      ...['1', '"a,b"', '"say ""no"""', '"two\nlines"', ''],
    ]);
  });

  it('round half up, exactly, and give no percentage without a base', () => {
    expect([percent(1, 3, 0), percent(1, 3, 1), percent(1, 3, 2)]).toEqual([
      ...['33%', '33.3%', '33.33%'],
    ]);
    expect([percent(1, 8, 0), percent(1, 8, 1), percent(3, 8, 0)]).toEqual(['13%', '12.5%', '38%']);
    // 1.005 cannot be held by a float: 201 of 20,000 is exactly that much.
    expect(percent(201, 20_000, 2)).toBe('1.01%');
    expect([percent(0, 5, 1), percent(5, 5, 1), percent(0, 0, 1)]).toEqual([
      '0.0%',
      '100.0%',
      null,
    ]);
  });

  it('use the numbers of digits that were chosen', async () => {
    const figures = await figuresNow();
    const { html } = report.render({ ...figures, places: 0 });
    expect(html).toContain('rounded half up to no digit');
    expect(html).not.toMatch(/>\d+\.\d+%</);
  });
});
