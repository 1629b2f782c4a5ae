import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inTransaction, now } from '#platform';
import { answerConsent, clerkDesk, nameCaseBody } from '#cases';
import type { Answering } from '#cases';
import { addCommitteeDate } from '#consents';
import { anAskedBody, publishFor, publishOnly } from '../../../../../test/support/asked-body.js';
import type { AskedBody } from '../../../../../test/support/asked-body.js';
import { CaseDesk } from '../../../../../test/support/case-desk.js';
import { theTrust } from '../../../../../test/support/journey-builder.js';
import { dateBoxes, submit } from '../../../../../test/support/form.js';
import { aWebServer } from '../../../../../test/support/web.js';
import type { WebServer } from '../../../../../test/support/web.js';

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

const CONSENT = 'trustee';
const partOf = async (id: string) => (await desk.stored(id)).snapshot.consents[CONSENT]!;
const clerkBrowser = () => web.browserOf(desk.clerk.person);

/** The trustees of a school, asked under a policy of their own. */
async function askedUnder(given: Parameters<typeof publishFor>[2]): Promise<AskedBody> {
  const asked = await anAskedBody(desk, CONSENT);
  await publishFor(desk, asked, given);
  return asked;
}

async function grant({ id, officer }: AskedBody, given: Partial<Answering>): Promise<void> {
  const { papersHash } = (await partOf(id)).context;
  await answerConsent(desk.office, await desk.act(id, officer), {
    consent: CONSENT,
    answer: 'granted',
    words: '',
    signatory: 'Canon Ruth Ely, Secretary',
    authority: 'Minute 12',
    conditions: [],
    papersHash,
    ...given,
  });
}

describe('the page of a consent, at the clerk’s desk', () => {
  test('shows what was decided, for what, until when, on which conditions, and who signed', async () => {
    const asked = await askedUnder({ stages: 'two' });
    await grant(asked, {
      finality: 'in-principle',
      validUntil: '2090-08-31',
      conditions: [{ words: 'Keep the Church majority.', due: 'funding-agreement' }],
    });
    const clerk = await clerkBrowser();
    const all = await clerk.get(`/cases/${asked.id}/consents`);
    expect(all.text).toContain('Given in principle');
    expect(all.text).toContain('1 of 1 conditions open');
    expect((await clerk.get(`/cases/${asked.id}`)).text).toContain('Consent ends: The trustee');
    const { rows } = await desk.office.pool.query<{ seq: number }>(
      `SELECT seq FROM journal WHERE stream = $1 AND entry ->> 'type' = 'consent.decided'`,
      [`case:${asked.id}`],
    );
    const entry = await clerk.get(`/cases/${asked.id}/timeline/${rows[0]!.seq}`);
    expect(entry.text).toContain('31 August 2090');
    const { text } = await clerk.get(`/cases/${asked.id}/consents/${CONSENT}`);
    for (const words of [
      'In principle',
      'Oak Learning Trust',
      'No articles were chosen',
      '31 August 2090',
      'Canon Ruth Ely, Secretary',
      'Minute 12',
      'Keep the Church majority.',
      'decides once more, finally',
    ]) {
      expect(text).toContain(words);
    }
  });

  test('shows the body’s policy for this school and its articles, and when it meets', async () => {
    const asked = await askedUnder({
      accepts: { 'voluntary-aided': { majority: 'possibly' }, 'voluntary-controlled': {} },
      silenceDays: 30,
    });
    const { officer } = asked;
    const date = { meetsOn: '2090-03-01', papersBy: '2090-02-20' };
    const body = officer.body!;
    await inTransaction(desk.office.pool, async (tx) =>
      addCommitteeDate(tx, { ...officer, body }, date, await now(tx)),
    );
    const clerk = await clerkBrowser();
    const path = `/cases/${asked.id}/consents/${CONSENT}`;
    expect((await clerk.get(path)).text).toContain('No articles are chosen yet');
    await desk.send(asked.id, 'articles.chosen', { model: 'majority' });
    const { text } = await clerk.get(path);
    expect(text).toContain('Church majority articles, for a school of this kind: Possibly');
    expect(text).toContain('A request that has no answer after 30 days counts as refused.');
    expect(text).toContain('1 March 2090, papers by 20 February 2090');
    expect(text).not.toContain('Voluntary controlled schools');
  });

  test('is asked for with the papers that the body’s policy wants, and not without', async () => {
    const id = await desk.aCase('voluntary-aided-church-of-england');
    const officer = await desk.officerOf(id, CONSENT);
    const asked = { id, officer, papers: [], path: `/desk/cases/${id}/${CONSENT}` };
    const required = ['optionsPaper', 'consultationReport'];
    await publishFor(desk, asked, { required, wantsMembersAgreement: true });
    await desk.send(id, 'trust.chosen', { trust: theTrust });
    const options = await desk.file(id, 'optionsPaper');
    const others = [
      await desk.file(id, 'consultationReport'),
      await desk.file(id, 'membersAgreement'),
    ];

    const clerk = await clerkBrowser();
    const form = await clerk.get(`/cases/${id}/steps/request-consent:${CONSENT}`);
    expect(form.text).toContain(
      'Its policy asks that a request brings these papers: Options paper,',
    );
    const message = 'Will you consent?';
    const without = await submit(clerk, form, { papers: [options], message });
    expect(without.text).toContain('This cannot be recorded yet');
    const check = await submit(clerk, form, { papers: [options, ...others], message });
    expect(check.text).not.toContain('This cannot be recorded yet');
    await submit(clerk, check);
    expect((await partOf(id)).value).toBe('requested');
  });

  test('says what a newer policy changes, and moves the consent to it', async () => {
    const asked = await askedUnder({ silenceDays: null });
    await publishOnly(desk, asked, { silenceDays: 28 });
    const clerk = await clerkBrowser();
    const all = await clerk.get(`/cases/${asked.id}/consents`);
    expect(all.text).toContain('The body’s policy changed since this consent was requested.');
    const shown = await clerk.get(`/cases/${asked.id}/consents/${CONSENT}`);
    expect(shown.text).toContain('since this consent was requested: Version 2');
    expect(shown.text).toContain('After 28 days');
    expect((await partOf(asked.id)).context.policy?.silenceRefusesAfterDays).toBeNull();

    const step = await clerk.get(`/cases/${asked.id}/steps/move-policy-on:${CONSENT}`);
    expect(step.text).toContain(
      'Silence refuses: Never: silence means nothing becomes After 28 days',
    );
    await submit(clerk, await submit(clerk, step, dateBoxes('on', await desk.today())));
    expect((await partOf(asked.id)).context.policy?.silenceRefusesAfterDays).toBe(28);
    expect((await clerk.get(`/cases/${asked.id}/consents/${CONSENT}`)).text).toContain(
      'silence refuses this request on',
    );
    const moved = await clerk.get(`/cases/${asked.id}/consents/${CONSENT}`);
    expect(moved.text).not.toContain('A newer policy is in force');
    const { rowCount } = await desk.office.pool.query(
      `SELECT FROM deadline WHERE case_id = $1 AND kind = 'refuse-by-silence' AND subject = $2`,
      [asked.id, CONSENT],
    );
    expect(rowCount).toBe(1);
  });

  test('says what follows from a newer policy, and records that the earlier one is kept', async () => {
    const asked = await askedUnder({ silenceDays: null, stages: 'two' });
    const given = { silenceDays: 40, stages: 'one', required: ['resolution'] } as const;
    await publishOnly(desk, asked, { ...given, order: 'before-consultation' });
    const clerk = await clerkBrowser();
    const path = `/cases/${asked.id}/consents/${CONSENT}`;
    const { text } = await clerk.get(path);
    for (const words of [
      'Until you move it, version 1 goes on counting',
      'silence refuses this request on',
      'asks for more papers: Resolution',
      'it can no longer consent in principle',
      'the consultation cannot begin before the body has consented',
    ]) {
      expect(text).toContain(words);
    }
    expect(text).not.toContain('does not accept the chosen articles');

    const step = await clerk.get(`/cases/${asked.id}/steps/keep-policy:${CONSENT}`);
    const unsaid = await submit(clerk, step, { reason: '' });
    expect(unsaid.text).toContain('Give the reason.');
    const reason = 'The secretary agreed to it by telephone.';
    await submit(clerk, await submit(clerk, step, { reason }));
    const part = await partOf(asked.id);
    expect(part.context.policy?.silenceRefusesAfterDays).toBeNull();
    expect(part.value).toBe('requested');
    const kept = await clerk.get(path);
    expect(kept.text).toContain('it was decided to keep the earlier policy');
    expect(kept.text).not.toContain(`steps/keep-policy:${CONSENT}`);
    expect(kept.text).toContain('earlier policy goes on counting');
    expect((await clerk.get(`/cases/${asked.id}/consents`)).text).not.toContain('policy changed');
    const again = { consent: CONSENT, reason };
    await expect(
      clerkDesk.keepPolicy(desk.office, await desk.act(asked.id), again),
    ).rejects.toMatchObject({ facts: { reason: 'none-newer' } });

    // The next version is another question, and moving on ends what was kept.
    await publishOnly(desk, asked, { silenceDays: 50 });
    expect((await clerk.get(path)).text).toContain(`steps/keep-policy:${CONSENT}`);
    await clerkDesk.moveToPolicy(desk.office, await desk.act(asked.id), { consent: CONSENT });
    expect((await partOf(asked.id)).context.policyKept).toBeUndefined();
  });

  test('announces a policy that begins later, to which nobody can move yet', async () => {
    const asked = await askedUnder({ silenceDays: null });
    await publishOnly(desk, asked, { countsFrom: '2090-01-01', silenceDays: 28 });
    const clerk = await clerkBrowser();
    const { text } = await clerk.get(`/cases/${asked.id}/consents/${CONSENT}`);
    expect(text).toContain('is published and counts later: Version 2, from 1 January 2090');
    expect(text).not.toContain(`steps/move-policy-on:${CONSENT}`);
    expect(text).toContain(`steps/keep-policy:${CONSENT}`);
  });

  test('shows no policy of a body that no longer has the consent', async () => {
    const asked = await askedUnder({ silenceDays: 30 });
    const other = { kind: 'trustees', name: 'Trustees of another charity' } as const;
    const at = { actor: desk.clerk, caseId: asked.id, part: CONSENT };
    await nameCaseBody(desk.office, { ...at, ...other });
    expect((await partOf(asked.id)).context.policy).toBeUndefined();
    const { text } = await (await clerkBrowser()).get(`/cases/${asked.id}/consents/${CONSENT}`);
    expect(text).toContain('No policy of this body counts for the case.');
  });

  test('is not there for another desk, nor for a consent that the case does not need', async () => {
    const { id } = await anAskedBody(desk, CONSENT);
    const other = await web.browserOf(desk.otherClerk.person);
    const clerk = await clerkBrowser();
    expect((await other.get(`/cases/${id}/consents`)).status).toBe(404);
    expect((await other.get(`/cases/${id}/consents/${CONSENT}`)).status).toBe(404);
    expect((await clerk.get(`/cases/${id}/consents/religious-body`)).status).toBe(404);
  });
});
