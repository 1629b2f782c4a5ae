import { now } from '#platform';
import { recordAnswer } from '#consents';
import type { AnswerGiven } from '#consents';
import type { JourneyEvent } from '#journey';
import type { Office } from './office.js';
import { takeStep } from './take-step.js';
import type { Act, Done } from './take-step.js';

export interface Answering extends Omit<AnswerGiven, 'caseId'> {
  /** The hash of the papers as the body was shown them; another one by now refuses the decision. */
  readonly papersHash: string;
}

/**
 * A body's own word on its consent, sent from its own desk: acknowledges, asks for more, grants (on
 * conditions or without), refuses or withdraws. Refuses `not-now` with R24 when the papers changed.
 */
export async function answerConsent(office: Office, act: Act, given: Answering): Promise<Done> {
  return takeStep(office, act, async (tx) => {
    const at = await now(tx);
    const recorded = await recordAnswer(tx, act.actor, { ...given, caseId: act.caseId }, at);
    return {
      event: eventOf(given, recorded.conditions, at.toISOString()),
      texts: recorded.texts,
      ...(given.words.trim() === '' ? {} : { words: { reason: given.words } }),
    };
  });
}

function eventOf(
  { answer, consent, papersHash }: Answering,
  conditions: Parameters<typeof decided>[1],
  on: string,
): JourneyEvent {
  switch (answer) {
    case 'acknowledged':
      return { type: 'consent.acknowledged', on, consent };
    case 'more-asked':
      return { type: 'consent.more-asked', on, consent };
    case 'withdrawn':
      return { type: 'consent.withdrawn', on, consent };
    default:
      return decided({ on, consent, papersHash, decision: answer }, conditions);
  }
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
