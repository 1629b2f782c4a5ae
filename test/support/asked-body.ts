import { inTransaction, now } from '#platform';
import type { Actor } from '#platform';
import { addBody } from '#identity';
import { askConsent, clerkDesk } from '#cases';
import { publishPolicy } from '#consents';
import type { PolicyGiven } from '#consents';
import type { CaseDesk } from './case-desk.js';
import { theTrust } from './journey-builder.js';

/** A Church of England school's case on which the diocese was asked for its consent. */
export interface AskedBody {
  readonly id: string;
  readonly officer: Actor;
  readonly papers: readonly string[];
  /** The page of the consent at the body's own desk. */
  readonly path: string;
}

export async function anAskedBody(
  desk: CaseDesk,
  consent = 'diocesan-authority',
): Promise<AskedBody> {
  const id = await desk.aCase('voluntary-aided-church-of-england');
  const officer = await desk.officerOf(id, consent);
  await desk.send(id, 'trust.chosen', { trust: theTrust });
  const papers = [await desk.file(id, 'optionsPaper'), await desk.file(id, 'dueDiligenceOfTrust')];
  const message = 'Will the board consent to our joining Oak Learning Trust?';
  await askConsent(desk.office, await desk.act(id), { consent, papers, message });
  return { id, officer, papers, path: `/desk/cases/${id}/${consent}` };
}

export const aPolicy: PolicyGiven = {
  countsFrom: '2026-01-01',
  order: 'any',
  stages: 'one',
  accepts: {},
  required: [],
  silenceDays: null,
  validityMonths: null,
  wantsMembersAgreement: false,
  words: 'We decide at our meetings.',
};

/** Publishes a policy of the asked body; it counts for no case before a clerk moves it on. */
export async function publishOnly(
  desk: CaseDesk,
  { officer }: AskedBody,
  given: Partial<PolicyGiven>,
): Promise<void> {
  const body = officer.body!;
  await inTransaction(desk.office.pool, async (tx) =>
    publishPolicy(tx, { ...officer, body }, { ...aPolicy, ...given }, await now(tx)),
  );
}

/** The same, and lets it count for the body's consent on the case. */
export async function publishFor(
  desk: CaseDesk,
  asked: AskedBody,
  given: Partial<PolicyGiven>,
): Promise<void> {
  await publishOnly(desk, asked, given);
  const consent = asked.path.split('/').at(-1)!;
  await clerkDesk.moveToPolicy(desk.office, await desk.act(asked.id), { consent });
}

/** An officer of a body that has a part on no case of these. */
export async function anotherDiocese(desk: CaseDesk): Promise<Actor> {
  const body = await inTransaction(desk.office.pool, (tx) =>
    addBody(tx, { kind: 'diocesan-board', name: 'Another Diocesan Board of Education' }),
  );
  return desk.memberOf(body.id, 'faith-officer');
}
