import { initialTransition } from 'xstate';
import { caseMachine } from './case.machine.js';
import { consentMachine } from './consent.machine.js';
import { documentMachine } from './document.machine.js';
import type { Duties, RequiredConsent, Unknown } from './duties/duties.js';
import type { SchoolFacts } from './duties/school.js';
import { unsettled } from './duties/settle.js';
import type { CaseFacts, ConsentPolicy, Route } from './facts.js';
import type { ConsentPart, DocumentPart, JourneySnapshot } from './snapshot.js';

/**
 * The version of the machines, recorded with every entry. It is cut at a release, and only when a
 * stored snapshot would no longer load or move as before.
 */
export const MACHINE_VERSION = '2';

export interface Opening {
  readonly duties: Pick<Duties, 'urn' | 'category' | 'ruleSet' | 'employer'> & {
    readonly mustConsent: readonly ConsentOwed[];
    readonly documents: readonly DocumentOwed[];
    /** What has to be found out before the application; absent before machine version 2. */
    readonly unknown?: readonly Pick<Unknown, 'what'>[];
    /** What is known of the school; absent where a case was opened before it was kept. */
    readonly school?: SchoolFacts;
  };
  readonly inFederation: boolean;
  readonly route: Route;
}

export interface ConsentOwed extends Pick<RequiredConsent, 'id' | 'capacity'> {
  readonly policy?: ConsentPolicy;
}

export interface DocumentOwed {
  readonly id: string;
  readonly parties: readonly string[];
}

/** Where a case begins: no consent asked for, no document received, every region at its start. */
export function openJourney({ duties, inFederation, route }: Opening): JourneySnapshot {
  const facts: CaseFacts = {
    urn: duties.urn,
    category: duties.category ?? 'unknown',
    route,
    ruleSet: duties.ruleSet,
    employer: duties.employer,
    inFederation,
    ...(duties.school === undefined ? {} : { school: duties.school }),
    foundationMustBeConsulted: route !== 'sponsored' && duties.mustConsent.length > 0,
    // An order that the Secretary of State makes of their own motion needs none (s.5(2)).
    consultationApplies: route !== 'sponsored',
    unknown: unsettled(duties.unknown ?? []),
  };
  const [state] = initialTransition(caseMachine, facts);
  return {
    case: { value: state.value, context: state.context } as JourneySnapshot['case'],
    consents: Object.fromEntries(
      duties.mustConsent.map((consent) => [consent.id, consentAtRest(consent)]),
    ),
    documents: Object.fromEntries(
      duties.documents.map((document) => [document.id, documentAtRest(document)]),
    ),
  };
}

/** A consent that nobody has asked for yet. */
export function consentAtRest({ id, capacity, policy }: ConsentOwed): ConsentPart {
  const [state] = initialTransition(consentMachine, {
    id,
    capacity,
    ...(policy === undefined ? {} : { policy }),
    papers: [],
    papersHash: '',
    conditions: [],
  });
  return { value: state.value, context: state.context };
}

/** A document of which there is no draft yet. */
export function documentAtRest({ id, parties }: DocumentOwed): DocumentPart {
  const [state] = initialTransition(documentMachine, { id, parties, signedBy: [] });
  return { value: state.value, context: state.context };
}
