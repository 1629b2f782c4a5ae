import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createTransport } from 'nodemailer';
import type { Transporter } from 'nodemailer';
import { consultationDesk, extendConsultation, passDeadlines } from '#cases';
import { invitations, publication, responses } from '#consultation';
import type { Group, ReportFigures, ResponseChannel, View } from '#consultation';
import { inTransaction, newId, now } from '#platform';
import { FaultPost } from '../support/fault-post.js';
import { DAYS, aThousandPeople } from '../support/thousand-people.js';
import type { Answer, Disturbance, OneOfMany } from '../support/thousand-people.js';

jest.setTimeout(600_000);

/*
 * A thousand people in nine groups answer in every way there is, among mischief, absence notes and
 * mail that comes back. Every mail is delivered three times, and the worker is killed meanwhile. The
 * report's numbers are compared with a count that the database has no part in.
 */

const A_DAY_MS = 86_400_000;
const IN_FLIGHT = 12;
/** Where a worker dies, one after another; then one lives. */
const DEATHS = [
  'intake.after-store#90',
  'reader.before-commit#12',
  'intake.before-store#130',
  'reader.after-commit#20',
  'reader.after-claim#14',
];

interface Mail {
  readonly from: string;
  readonly to: string;
  readonly raw: string;
}

/** A reply that counts, as the one who sent it knows it. */
interface Counted {
  readonly consultee: number;
  readonly group: Group;
  readonly channel: ResponseChannel;
  readonly day: string;
  readonly view: View | 'not-asked';
  readonly late: boolean;
  readonly campaign: boolean;
}

const people = aThousandPeople(2027);
const counted: Counted[] = [];
const became = { waiting: 0, withdrawn: 0, superseded: 0, atDesk: 0, failed: 0, refused: 0 };
const mails: Mail[] = [];
/** The key of each person's letter. */
const keys = new Map<number, string>();
let post: FaultPost;
let start: Date;
let lives = 0;

beforeAll(async () => {
  post = await FaultPost.open(people.map(({ draft }) => draft));
});
afterAll(async () => post.close());

const pool = () => post.desk.office.pool;
const londonDay = async () =>
  (await now(pool())).toLocaleDateString('en-CA', { timeZone: 'Europe/London' });
const silent = people.filter(
  ({ answers, disturbances, draft }) =>
    answers.length === 0 && disturbances.length === 0 && draft.email !== null,
);

describe('a thousand people', () => {
  it('are written to, each once, although a sender is killed', async () => {
    start = await now(pool());
    await post.tellEverybody();
    await post.dies({ duties: ['send'], faultPoint: 'sender.after-accept#300' });
    await post.sendAll();

    expect(post.doubled()).toEqual([]);
    expect(await post.lost()).toEqual([]);
    learnKeys();
    expect(keys.size).toBe(people.filter(({ draft }) => draft.email !== null).length);
  });

  it.each(Array.from({ length: DAYS }, (_, day) => day))(
    'answer on day %i, whatever happens to the worker',
    async (day) => {
      await post.desk.moveClock(new Date(start.getTime() + day * A_DAY_MS + 60_000).toISOString());
      const today: Mail[] = [...newBounces()];
      for (const person of people) {
        for (const answer of person.answers.filter((one) => one.day === day))
          today.push(...(await answerOf(person, answer)));
        if (day === 0) today.push(...person.disturbances.flatMap((what) => sendOf(person, what)));
      }
      await deliver(today);
      mails.push(...today);
    },
  );

  it('are given longer, and their mail systems send everything again', async () => {
    const closesOn = springNight(await now(pool()));
    const act = await post.desk.act(post.caseId);
    const window = { consultation: post.consultation, closesOn, closesAt: '02:30' };
    await extendConsultation(post.desk.office, act, window);
    await post.sendAll();
    await deliver([...mails, ...newBounces()]);
  });

  it('answer in the night in which the clocks change, until half past two and not after', async () => {
    const [inTime, late, ...later] = silent;
    const closing = `${springNight(await now(pool()))}T01:30:00.000Z`;
    await post.desk.moveClock(new Date(Date.parse(closing) - 45_000).toISOString());
    const first = [mailOf(inTime!, { words: 'In time.' })];
    await deliver(first);
    await count(inTime!, { channel: 'email', view: 'not-asked', late: false });

    await post.desk.moveClock(closing);
    await passDeadlines(pool(), post.desk.office.baseUrl);
    const forged = people.filter(({ disturbances }) => disturbances.includes('forged date'));
    const after = [late!, ...later.slice(0, 5)].map((one) => mailOf(one, { words: 'Too late.' }));
    const old = forged.map((one) =>
      mailOf(one, { words: 'Long ago.', header: 'Date: Tue, 1 Jan 2019 10:00:00 +0000\r\n' }),
    );
    await deliver([...after, ...old]);
    for (const one of [late!, ...later.slice(0, 5), ...forged])
      await count(one, { channel: 'email', view: 'not-asked', late: true });
    mails.push(...first, ...after, ...old);
    await post.sendAll();
    await deliver([...mails, ...newBounces()]);
  });

  it('are in the report as often as they answered, in every one of its numbers', async () => {
    const { office } = post.desk;
    const asOf = await now(pool());
    const asked = { consultation: post.consultation, asOf, places: 1 } as const;
    // More replies than anybody waits for: the worker compares them first.
    await responses.campaigns.findNew(pool());
    const figures = await publication.report.figures(pool(), asked);
    compare(figures);

    const act = await post.desk.act(post.caseId);
    const fingerprint = publication.report.fingerprint(figures);
    await consultationDesk.issueReport(office, act, { asOf, places: 1, figures: fingerprint });
    const [issued] = await publication.report.issued(pool(), post.consultation);
    const { rows } = await pool().query<{ sha256: string }>(
      `SELECT encode(sha256, 'hex') AS sha256 FROM document WHERE id = $1`,
      [issued!.json],
    );
    expect(await office.documents.isWhole(rows[0]!.sha256)).toBe(true);
    expect(await post.broken()).toEqual([]);
  });
});

/** Puts the independent count beside the report. */
function compare({ replies, reach, campaigns, atDesk }: ReportFigures): void {
  const inTime = counted.filter(({ late }) => !late);
  const late = counted.filter((one) => one.late);
  expect(replies.standings).toEqual({
    received: counted.length + became.waiting + became.withdrawn + became.superseded,
    ...{ inTime: inTime.length, late: late.length, waiting: became.waiting, notCounted: 0 },
    ...{ superseded: became.superseded, withdrawn: became.withdrawn },
  });
  expect(atDesk).toBe(became.atDesk);
  for (const { group, inTime: own, late: after, views } of replies.groups) {
    const ofGroup = inTime.filter((one) => one.group === group);
    expect([group, own, after]).toEqual([
      ...[group, ofGroup.length],
      late.filter((one) => one.group === group).length,
    ]);
    for (const [view, number] of Object.entries(views))
      expect([group, view, number]).toEqual([
        ...[group, view],
        ofGroup.filter((one) => one.view === view).length,
      ]);
  }
  expect(replies.groups.map(({ group }) => group).toSorted()).toEqual(
    [...new Set(counted.map(({ group }) => group))].toSorted(),
  );
  expect(shareOf(replies.channels, ({ channel }) => channel)).toEqual(
    tally(inTime, ({ channel }) => channel),
  );
  expect(shareOf(replies.days, ({ day }) => day)).toEqual(tally(inTime, ({ day }) => day));
  // Whose mail came back is written to on paper from then on, like those without an address.
  const onPaper = people.filter(({ draft }) => draft.email === null).length;
  expect(reach.all).toMatchObject({ asked: people.length, waiting: onPaper + became.failed });
  expect(campaigns.found.map((one) => one.inTime)).toEqual([
    inTime.filter(({ campaign }) => campaign).length,
  ]);
}

function shareOf<T extends { readonly inTime: number }>(
  rows: readonly T[],
  nameOf: (row: T) => string,
): Record<string, number> {
  return Object.fromEntries(
    rows.filter(({ inTime }) => inTime > 0).map((row) => [nameOf(row), row.inTime]),
  );
}

function tally(all: readonly Counted[], nameOf: (one: Counted) => string): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(all, nameOf)].map(([name, own]) => [name, own.length]));
}

type HowCounted = Pick<Counted, 'channel' | 'view' | 'late'> & { readonly campaign?: boolean };

async function count({ number, draft }: OneOfMany, how: HowCounted): Promise<void> {
  const day = await londonDay();
  counted.push({ consultee: number, group: draft.group, day, campaign: false, ...how });
}

/** Answers in the way that was chosen; by mail, what is still to be sent. */
async function answerOf(person: OneOfMany, answer: Answer): Promise<readonly Mail[]> {
  const { way, view, words, campaign, becomes } = answer;
  if (becomes === 'counted') {
    const channel = way === 'mail' ? 'email' : way;
    await count(person, { channel, view: view ?? 'not-asked', late: false, campaign });
  } else if (becomes !== 'waiting') became[becomes] += 1;
  if (way === 'mail') return [mailOf(person, { words })];
  if (way === 'page') await answerOnPage(person, answer);
  else {
    const receivedOn = await londonDay();
    const { group, name } = person.draft;
    await inTransaction(pool(), (tx) =>
      responses.enter(tx, post.desk.clerk, {
        ...{
          consultation: post.consultation,
          channel: way,
          receivedOn,
          consultee: null,
        },
        ...{ author: name, group, view, words },
      }),
    );
  }
  return [];
}

async function answerOnPage(person: OneOfMany, { view, words, becomes }: Answer): Promise<void> {
  const letter = await invitations.letterOf(pool(), keys.get(person.number)!);
  await inTransaction(pool(), async (tx) => {
    const { draft } = await invitations.open(tx, letter);
    const { version } = await invitations.save(tx, letter, {
      ...{ version: draft?.version ?? 0, view, words },
    });
    const { id } = await invitations.send(tx, letter, { nonce: newId(), version });
    if (becomes === 'withdrawn') await invitations.withdraw(tx, letter, id);
  });
}

interface Saying {
  readonly words: string;
  readonly header?: string;
  readonly from?: string;
  readonly to?: string;
  readonly envelopeFrom?: string;
}

let sent = 0;

function mailOf(person: OneOfMany, saying: Saying): Mail {
  sent += 1;
  const own = person.draft.email!;
  const { words, header = '', from = own, envelopeFrom = own } = saying;
  const to = saying.to ?? `reply+${keys.get(person.number)!}@reply.example.org`;
  const raw =
    `From: ${from}\r\nTo: ${to}\r\nMessage-ID: <${sent}@example.org>\r\nSubject: Re: Your view\r\n` +
    `${header}\r\n${words}\r\n`;
  return { from: envelopeFrom, to, raw };
}

const bounced = new Set<string>();

/** Every letter to an address that is no more comes back, each to its own return path. */
function newBounces(): readonly Mail[] {
  const names = post.server.headers('To');
  return post.server.headers('Reply-To').flatMap((address, index) => {
    const number = Number(/Person (\d+)/.exec(names[index]!)?.[1]);
    const person = people[number];
    if (!person?.disturbances.includes('bounce') || bounced.has(address)) return [];
    bounced.add(address);
    const to = `bounce+${/reply\+([a-z2-7]+)@/.exec(address)![1]!}@reply.example.org`;
    return [mailOf(person, { words: 'No such mailbox here.', envelopeFrom: '', to })];
  });
}

const BOMB = Array.from(
  { length: 2_000 },
  (_, level) => `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}\r\n`,
).join('');

/** What is sent about a person, and what it must come to. */
function sendOf(person: OneOfMany, what: Disturbance): readonly Mail[] {
  if (person.draft.email === null) return [];
  const words = `I speak for number ${person.number}, in words of my own: ${what}.`;
  const absent = { words: 'I am away until Monday.', header: 'Auto-Submitted: auto-replied\r\n' };
  switch (what) {
    case 'absence note':
      return [mailOf(person, absent)];
    case 'bounce':
      became.failed += 1;
      return [];
    case 'stranger':
      became.waiting += 1;
      return [mailOf(person, { words, from: 'stranger@elsewhere.example' })];
    case 'two senders':
      became.waiting += 1;
      return [mailOf(person, { words, from: `${person.draft.email}, eve@elsewhere.example` })];
    case 'bomb':
      became.atDesk += 1;
      return [mailOf(person, { words: `\r\nx`, header: BOMB })];
    case 'a megabyte of newlines':
      void count(person, { channel: 'email', view: 'not-asked', late: false });
      return [mailOf(person, { words: `${words}${'\r\n'.repeat(500_000)}The end.` })];
    case 'loop':
      return [mailOf(person, { words, header: `X-Assent-Letter: ${person.number}\r\n` })];
    case 'unknown key':
      became.refused += 1;
      return [mailOf(person, { words, to: `reply+${'a'.repeat(27)}@reply.example.org` })];
    case 'forged date':
      return [];
  }
}

/** Delivers every mail until it is taken or refused, by workers that die; then all of it is read. */
async function deliver(all: readonly Mail[]): Promise<void> {
  const pending = [...all];
  while (pending.length > 0) {
    const faultPoint = DEATHS[lives] ?? '';
    lives += 1;
    const worker = post.begin({ duties: ['take', 'read'], faultPoint });
    const { port } = await worker.until((line) => line.port !== undefined);
    let died = false;
    void worker.ended.then(() => (died = true));
    const transport = createTransport({
      ...{ pool: true, maxConnections: IN_FLIGHT, host: '127.0.0.1', port: port! },
      ignoreTLS: true,
    });
    while (pending.length > 0 && !died) {
      const now = pending.splice(0, IN_FLIGHT);
      const taken = await Promise.all(now.map((mail) => isTaken(transport, mail)));
      pending.push(...now.filter((_, index) => !taken[index]));
      if (taken.includes(false)) await Promise.race([worker.ended, pause()]);
    }
    transport.close();
    await worker.kill();
    await post.endLeases();
  }
  await post.takeAll();
}

const pause = () => new Promise((done) => setTimeout(done, 200));

async function isTaken(transport: Transporter, { from, to, raw }: Mail): Promise<boolean> {
  try {
    await transport.sendMail({ envelope: { from, to: [to] }, raw });
    return true;
  } catch (error) {
    return (error as { responseCode?: number }).responseCode === 550;
  }
}

function learnKeys(): void {
  const names = post.server.headers('To');
  const addresses = post.server.headers('Reply-To');
  addresses.forEach((address, index) => {
    const number = Number(/Person (\d+)/.exec(names[index]!)![1]);
    keys.set(number, /reply\+([a-z2-7]+)@/.exec(address)![1]!);
  });
}

/** The night to the last Sunday of the next March. */
function springNight(from: Date): string {
  const ofYear = (year: number) => {
    const last = new Date(Date.UTC(year, 2, 31));
    return new Date(last.getTime() - last.getUTCDay() * A_DAY_MS);
  };
  const year = from.getUTCFullYear();
  const night = ofYear(year).getTime() > from.getTime() ? ofYear(year) : ofYear(year + 1);
  return night.toISOString().slice(0, 10);
}
