import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addCasePerson, answerConsent, correctEntry, furtherPapers, verifyCases } from '#cases';
import type { Answering } from '#cases';
import { papersHash as hashOf } from '#consents';
import { anAskedBody, publishFor } from '../../../../test/support/asked-body.js';
import type { AskedBody } from '../../../../test/support/asked-body.js';
import { CaseDesk } from '../../../../test/support/case-desk.js';
import { submit } from '../../../../test/support/form.js';
import { aWebServer } from '../../../../test/support/web.js';
import type { WebServer } from '../../../../test/support/web.js';

let desk: CaseDesk;
let web: WebServer;
beforeAll(async () => {
  desk = await CaseDesk.open();
  web = await aWebServer({ on: desk });
});
afterAll(async () => {
  await web.close();
  await desk.close();
});

const CONSENT = 'diocesan-authority';
const partOf = async ({ id }: AskedBody) => (await desk.stored(id)).snapshot.consents[CONSENT]!;

async function decide(asked: AskedBody, given: Partial<Answering> = {}): Promise<void> {
  const { papersHash } = (await partOf(asked)).context;
  await answerConsent(desk.office, await desk.act(asked.id, asked.officer), {
    consent: CONSENT,
    answer: 'granted',
    words: '',
    signatory: 'The Director',
    authority: 'Minute 12',
    conditions: [],
    papersHash,
    ...given,
  });
}

/** A diocese that decides twice and has consented in principle. */
async function consentedInPrinciple(): Promise<AskedBody> {
  const asked = await anAskedBody(desk, CONSENT);
  await publishFor(desk, asked, { stages: 'two' });
  await decide(asked, { finality: 'in-principle' });
  return asked;
}

const give = async ({ id }: AskedBody, papers: readonly string[]) =>
  furtherPapers.givePapers(desk.office, await desk.act(id), {
    consent: CONSENT,
    papers,
    message: 'The articles as agreed.',
  });

async function lastDecision({ id }: AskedBody) {
  const { rows } = await desk.office.pool.query<{ data: { papers: string[]; papersHash: string } }>(
    `SELECT entry -> 'data' AS data FROM journal
      WHERE stream = $1 AND type = 'consent.decided' ORDER BY seq DESC LIMIT 1`,
    [`case:${id}`],
  );
  return rows[0]!.data;
}

async function hashesOf(papers: readonly string[]) {
  const { rows } = await desk.office.pool.query<{ id: string; sha256: string }>(
    `SELECT id, encode(sha256, 'hex') AS sha256 FROM document WHERE id = ANY ($1::uuid[])`,
    [papers],
  );
  return papers.map((id) => rows.find((row) => row.id === id)!);
}

describe('a body that consented in principle', () => {
  test('is given new papers by the clerk, by letter and at its desk', async () => {
    const asked = await consentedInPrinciple();
    const email = 'director@diocese.example.org';
    const at = { actor: desk.clerk, caseId: asked.id, part: CONSENT };
    await addCasePerson(desk.office, { ...at, name: 'The Director', email });
    const articles = await desk.file(asked.id, 'articles');
    const clerk = await web.browserOf(desk.clerk.person);
    const page = await clerk.get(`/cases/${asked.id}/consents/${CONSENT}`);
    expect(page.text).toContain('Give the body new papers for its final decision');

    const form = await clerk.get(`/cases/${asked.id}/steps/give-papers:${CONSENT}`);
    expect(form.text).not.toContain(asked.papers[0]);
    const message = 'The articles as agreed.';
    await submit(clerk, await submit(clerk, form, { papers: [articles], message }));
    expect(await partOf(asked)).toMatchObject({
      value: 'conditional',
      context: { papers: [...asked.papers, articles], papersSince: [articles] },
    });
    const { rowCount } = await desk.office.pool.query(
      `SELECT FROM letter WHERE case_id = $1 AND template = 'consent-papers-given'
          AND to_address = $2 AND values ->> 'reason' = $3`,
      [asked.id, email, message],
    );
    expect(rowCount).toBe(1);

    const { text } = await (await web.browserOf(asked.officer.person)).get(asked.path);
    expect(text.match(/New since your consent in principle/g)).toHaveLength(1);
    expect(text).toContain('You were given new papers for your final decision');
    const clerks = await clerk.get(`/cases/${asked.id}/consents/${CONSENT}`);
    expect(clerks.text.match(/New since the consent in principle/g)).toHaveLength(1);
  });

  test('consents finally on all its papers, which the record names with their hash', async () => {
    const asked = await consentedInPrinciple();
    const first = (await partOf(asked)).context.papersHash;
    const articles = await desk.file(asked.id, 'articles');
    await give(asked, [articles]);

    const stale = { finality: 'final', papersHash: first } as const;
    await expect(decide(asked, stale)).rejects.toMatchObject({ code: 'not-now' });
    await decide(asked, { finality: 'final' });
    const papers = [...asked.papers, articles];
    const decided = { papers, papersHash: hashOf(await hashesOf(papers)) };
    expect(await lastDecision(asked)).toMatchObject(decided);
    expect(await partOf(asked)).toMatchObject({ value: 'granted', context: decided });
    expect((await partOf(asked)).context.papersSince).toBeUndefined();
    await expect(give(asked, [await desk.file(asked.id, 'articles')])).rejects.toMatchObject({
      code: 'not-now',
    });
    expect((await verifyCases(desk.office.pool)).faults).toEqual([]);
  });

  test('is not given a paper twice, nor one of another case', async () => {
    const asked = await consentedInPrinciple();
    await expect(give(asked, [asked.papers[0]!])).rejects.toMatchObject({
      facts: { reason: 'given-already' },
    });
    const others = await desk.file((await consentedInPrinciple()).id, 'articles');
    await expect(give(asked, [others])).rejects.toMatchObject({
      facts: { reason: 'not-of-this-case' },
    });
  });

  test('has the papers of before where the giving is struck out as mistaken', async () => {
    const asked = await consentedInPrinciple();
    const before = (await partOf(asked)).context.papersHash;
    const { seq } = await give(asked, [await desk.file(asked.id, 'articles')]);
    const struck = { seq, event: null, reason: 'The wrong draft.' };
    await correctEntry(desk.office, await desk.act(asked.id), struck);

    expect((await partOf(asked)).context.papersHash).toBe(before);
    const { text } = await (await web.browserOf(asked.officer.person)).get(asked.path);
    expect(text).not.toContain('New since your consent in principle');
    await decide(asked, { finality: 'final', papersHash: before });
    expect((await lastDecision(asked)).papers).toEqual(asked.papers);
  });

  test('finds nothing to give where its consent was final from the first', async () => {
    const asked = await anAskedBody(desk, CONSENT);
    await decide(asked);
    await expect(give(asked, [await desk.file(asked.id, 'articles')])).rejects.toMatchObject({
      code: 'not-now',
    });
    const { text } = await (
      await web.browserOf(desk.clerk.person)
    ).get(`/cases/${asked.id}/consents/${CONSENT}`);
    expect(text).not.toContain('Give the body new papers');
    expect(text).toContain('On these papers');
  });
});
