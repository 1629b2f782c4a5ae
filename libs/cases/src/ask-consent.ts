import { Refusal, now } from '#platform';
import type { Tx } from '#platform';
import { recordRequest } from '#consents';
import type { ConsentMoreGiven, ConsentRequested } from '#journey';
import { papersOfCase } from './case-papers.js';
import type { Office } from './office.js';
import { readCase } from './read-case.js';
import { takeStep } from './take-step.js';
import type { Act, Done } from './take-step.js';

export interface Asking {
  readonly consent: string;
  /** Documents of the case; from now on these, at these hashes, are what the body reads. */
  readonly papers: readonly string[];
  readonly message: string;
}

/** Asks a body for its consent, on papers that are frozen by their hashes. */
export async function askConsent(office: Office, act: Act, asking: Asking): Promise<Done> {
  return send(office, act, asking, 'consent.requested');
}

/** Gives a body what it asked for: another request, on the papers as they now stand. */
async function giveMore(office: Office, act: Act, asking: Asking): Promise<Done> {
  return send(office, act, asking, 'consent.more-given');
}

/**
 * Gives a body that consented in principle new papers for its final decision, beside those that it
 * has. Refuses `invalid` where it has one of them already.
 */
async function givePapers(office: Office, act: Act, given: Asking): Promise<Done> {
  return takeStep(office, act, async (tx) => {
    const at = await now(tx);
    const { caseId, actor } = act;
    const { consent, message } = given;
    const body = await bodyOf(tx, caseId, consent);
    const { snapshot } = await readCase(tx, caseId, actor, []);
    const before = snapshot.consents[consent]?.context.papers ?? [];
    if (given.papers.some((paper) => before.includes(paper))) {
      throw new Refusal('invalid', { field: 'papers', reason: 'given-already' });
    }
    const ids = [...before, ...given.papers];
    const found = await papersOf(tx, caseId, ids);
    const papers = ids.flatMap((id) => found.find((paper) => paper.id === id) ?? []);
    const request = { caseId, consent, body, papers, message, asks: false } as const;
    const { papersHash } = await recordRequest(tx, actor, request, at);
    const on = at.toISOString();
    return {
      event: { type: 'consent.papers-given', on, consent, papers: given.papers, papersHash },
      words: { reason: message },
    };
  });
}

async function send(
  office: Office,
  act: Act,
  asking: Asking,
  type: (ConsentRequested | ConsentMoreGiven)['type'],
): Promise<Done> {
  return takeStep(office, act, async (tx) => {
    const at = await now(tx);
    const body = await bodyOf(tx, act.caseId, asking.consent);
    const papers = await papersOf(tx, act.caseId, asking.papers);
    const { caseId } = act;
    const { consent, message } = asking;
    const request = { caseId, consent, body, papers, message };
    const { papersHash } = await recordRequest(tx, act.actor, request, at);
    const ids = papers.map(({ id }) => id);
    return {
      event: {
        type,
        on: at.toISOString(),
        consent,
        papers: ids,
        papersHash,
        kinds: papers.map(({ kind }) => kind),
      },
      words: { reason: message },
    };
  });
}

async function bodyOf(tx: Tx, caseId: string, consent: string): Promise<string> {
  const { rows } = await tx.query<{ body: string }>(
    'SELECT body FROM case_body WHERE case_id = $1 AND part = $2 AND until IS NULL',
    [caseId, consent],
  );
  if (rows[0] === undefined) throw new Refusal('invalid', { field: 'consent', reason: 'no-body' });
  return rows[0].body;
}

async function papersOf(tx: Tx, caseId: string, ids: readonly string[]) {
  const found = await papersOfCase(tx, caseId, ids);
  if (found.length !== ids.length) {
    throw new Refusal('invalid', { field: 'papers', reason: 'not-of-this-case' });
  }
  return found;
}

/** What a body is given beside its request: what it asked for, or papers for its final decision. */
export const furtherPapers = { giveMore, givePapers };
