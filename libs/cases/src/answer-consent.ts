import { Refusal, now } from '#platform';
import type { Tx } from '#platform';
import { recordAnswer } from '#consents';
import type { AnswerGiven } from '#consents';
import type { ConsentDecided, JourneyEvent } from '#journey';
import { closingInstant, londonDate } from '#register';
import type { Office } from './office.js';
import { readCase } from './read-case.js';
import { takeStep } from './take-step.js';
import type { Act, Done } from './take-step.js';

export interface Answering extends Omit<AnswerGiven, 'caseId'> {
  /** The hash of the papers as the body was shown them; another one by now refuses the decision. */
  readonly papersHash: string;
  /** A body that decides twice grants in principle first. */
  readonly finality?: 'in-principle' | 'final';
  /** The last day on which the consent holds. */
  readonly validUntil?: string;
}

/**
 * A body's own word on its consent, sent from its own desk: acknowledges, asks for more, grants (on
 * conditions or without), refuses or withdraws. Refuses `not-now` with R24 when the papers changed,
 * and `same-person` when whoever decides is on the school's own board.
 */
export async function answerConsent(office: Office, act: Act, given: Answering): Promise<Done> {
  return takeStep(office, act, async (tx) => {
    const at = await now(tx);
    if (DECIDING.includes(given.answer)) await refuseGovernor(tx, act);
    const recorded = await recordAnswer(tx, act.actor, { ...given, caseId: act.caseId }, at);
    const about = await aboutOf(tx, act, given);
    return {
      event: { ...eventOf(given, recorded.conditions, at.toISOString()), ...about },
      texts: recorded.texts,
      ...(given.words.trim() === '' ? {} : { words: { reason: given.words } }),
    };
  });
}

const DECIDING: readonly string[] = ['granted', 'refused', 'withdrawn'];

/** Nobody answers for a body what they asked for as a governor. */
async function refuseGovernor(tx: Tx, { actor, caseId }: Act): Promise<void> {
  const { rowCount } = await tx.query(
    `SELECT FROM cases c WHERE c.id = $1 AND (
       EXISTS (SELECT FROM membership m WHERE m.person = $2 AND m.body = c.board
         AND m.role IN ('chair', 'governor') AND m.until IS NULL)
       OR EXISTS (SELECT FROM case_person p WHERE p.case_id = c.id AND p.person = $2
         AND p.role IN ('chair', 'governor') AND p.until IS NULL))`,
    [caseId, actor.person],
  );
  if (rowCount !== 0) throw new Refusal('same-person', { case: caseId });
}

/** The papers on which a body decides, and the trust and the articles for which it consents. */
async function aboutOf(
  tx: Tx,
  { actor, caseId }: Act,
  { answer, consent }: Answering,
): Promise<Pick<ConsentDecided, 'papers' | 'scope'>> {
  if (answer !== 'granted' && answer !== 'refused') return {};
  const { snapshot } = await readCase(tx, caseId, actor, []);
  const papers = snapshot.consents[consent]?.context.papers ?? [];
  const { trust, articles } = snapshot.case.context;
  if (answer === 'refused' || trust === undefined) return { papers };
  const model = articles === undefined ? {} : { articles: articles.model };
  return { papers, scope: { trust: trust.trust, ...model } };
}

function eventOf(
  given: Answering,
  conditions: Parameters<typeof decided>[1],
  on: string,
): JourneyEvent {
  const { answer, consent, papersHash } = given;
  switch (answer) {
    case 'acknowledged':
      return { type: 'consent.acknowledged', on, consent };
    case 'more-asked':
      return { type: 'consent.more-asked', on, consent };
    case 'withdrawn':
      return { type: 'consent.withdrawn', on, consent };
    default:
      return {
        ...decided({ on, consent, papersHash, decision: answer }, conditions),
        ...(answer === 'granted' ? extentOf(given) : {}),
      };
  }
}

/** How final a consent is, and until when it holds: to the end of its last day in London. */
function extentOf({ finality, validUntil }: Answering) {
  return {
    ...(finality === undefined ? {} : { finality }),
    ...(validUntil === undefined
      ? {}
      : {
          validUntil,
          lapsesAt: new Date(
            closingInstant(londonDate(`${validUntil}T12:00:00Z`).add({ days: 1 }), '00:00'),
          ).toISOString(),
        }),
  };
}

function decided(
  facts: { on: string; consent: string; papersHash: string; decision: 'granted' | 'refused' },
  conditions: readonly { id: string; due: 'application' | 'funding-agreement' | 'opening' }[],
): JourneyEvent {
  return { type: 'consent.decided', ...facts, conditions };
}

/** The body accepts that one of its conditions is met, on a document of the case. */
export async function acceptCondition(
  office: Office,
  act: Act,
  given: { consent: string; condition: string; evidence: string },
): Promise<Done> {
  return takeStep(office, act, async (tx) => ({
    event: { type: 'consent.condition-met', on: (await now(tx)).toISOString(), ...given },
  }));
}
