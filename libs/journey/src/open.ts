import { initialTransition } from 'xstate';
import { caseMachine } from './case.machine.js';
import { consentMachine } from './consent.machine.js';
import { documentMachine } from './document.machine.js';
import type { Duties, RequiredConsent } from './duties/duties.js';
import type { CaseFacts, Route } from './facts.js';
import type { ConsentPart, DocumentPart, JourneySnapshot } from './snapshot.js';

/**
 * The version of the machines, recorded with every entry. It is cut at a release, and only when a
 * stored snapshot would no longer load or move as before.
 */
export const MACHINE_VERSION = '1';

export interface Opening {
  readonly duties: Pick<Duties, 'urn' | 'category' | 'ruleSet' | 'employer'> & {
    readonly mustConsent: readonly Pick<RequiredConsent, 'id' | 'capacity'>[];
    readonly documents: readonly { readonly id: string; readonly parties: readonly string[] }[];
  };
  readonly inFederation: boolean;
  readonly route: Route;
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
    foundationMustBeConsulted: duties.mustConsent.length > 0,
    consultationApplies: true,
  };
  const [state] = initialTransition(caseMachine, facts);
  return {
    case: { value: state.value, context: state.context } as JourneySnapshot['case'],
    consents: Object.fromEntries(
      duties.mustConsent.map(({ id, capacity }) => [id, consentAtRest(capacity)]),
    ),
    documents: Object.fromEntries(
      duties.documents.map(({ id, parties }) => [id, documentAtRest(parties)]),
    ),
  };
}

function consentAtRest(capacity: ConsentPart['context']['capacity']): ConsentPart {
  const [state] = initialTransition(consentMachine, {
    capacity,
    papers: [],
    papersHash: '',
    conditions: [],
  });
  return { value: state.value, context: state.context };
}

function documentAtRest(parties: readonly string[]): DocumentPart {
  const [state] = initialTransition(documentMachine, { parties, signedBy: [] });
  return { value: state.value, context: state.context };
}
