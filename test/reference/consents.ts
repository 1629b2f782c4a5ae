import type { Consent, Due, Happening, SchoolCase } from './school-case.js';
import { when } from './votes.js';

const order: readonly Due[] = ['application', 'funding-agreement', 'opening'];

/**
 * Whether a consent carries the case past a gate: given finally, and each condition that is due by
 * then is met. A consent in principle carries the application alone. Silence is never consent.
 */
export function isInForce({ standing, isFinal, open }: Consent, gate: Due): boolean {
  if (standing !== 'given') return false;
  if (!isFinal && gate !== 'application') return false;
  return open.every(({ due }) => order.indexOf(due) > order.indexOf(gate));
}

/** The consents that are not in force at a gate; an order of own motion asks for none. */
export function consentsMissing({ route, consents }: SchoolCase, gate: Due): readonly string[] {
  if (route === 'sponsored') return [];
  return Object.entries(consents)
    .filter(([, consent]) => !isInForce(consent, gate))
    .map(([id]) => `s.3(4): the consent of ${id}`);
}

const waiting = ['asked', 'received', 'wants more'];
const canBeAsked = ['not asked', 'refused', 'withdrawn', 'lapsed', 'void'];

/** What stands against a word to or from a body. */
export function faultsOfWord(school: SchoolCase, event: Happening): readonly string[] {
  const consent = school.consents[event.consent ?? ''];
  if (consent === undefined) return ['there is no such consent'];
  const { standing, isFinal, open, papers } = consent;
  switch (event.type) {
    case 'consent.requested':
      return when(!canBeAsked.includes(standing), 'the body has been asked, or has answered');
    case 'consent.acknowledged':
      return when(standing !== 'asked', 'there is nothing to receive');
    case 'consent.more-asked':
      return when(!waiting.includes(standing), 'nobody waits for the body');
    case 'consent.more-given':
      return when(standing !== 'wants more', 'the body asked for nothing more');
    case 'consent.papers-given':
      return when(standing !== 'given' || isFinal, 'no decision is still to come');
    case 'consent.decided':
      return [
        ...when(
          !waiting.includes(standing) && !(standing === 'given' && !isFinal),
          'nobody waits for the body',
        ),
        ...when(event.papersHash !== papers, 'the body answers about other papers'),
      ];
    case 'consent.condition-met':
      return when(
        standing !== 'given' || !open.some(({ id }) => id === event.condition),
        'no such condition is open',
      );
    case 'consent.withdrawn':
      return when(standing !== 'given', 'no consent is in force');
    default:
      return ['nothing that passes between a case and a body'];
  }
}

export function afterWord(school: SchoolCase, event: Happening): SchoolCase {
  const id = event.consent!;
  const next = nextConsent(school.consents[id]!, event);
  return { ...school, consents: { ...school.consents, [id]: next } };
}

function nextConsent(consent: Consent, event: Happening): Consent {
  switch (event.type) {
    case 'consent.requested':
    case 'consent.more-given':
      return { standing: 'asked', papers: event.papersHash ?? '', isFinal: true, open: [] };
    case 'consent.acknowledged':
      return { ...consent, standing: 'received' };
    case 'consent.more-asked':
      return { ...consent, standing: 'wants more' };
    case 'consent.papers-given':
      return { ...consent, papers: event.papersHash ?? '' };
    case 'consent.decided':
      if (event.decision !== 'granted') return { ...consent, standing: 'refused', open: [] };
      return {
        ...{ standing: 'given', papers: consent.papers },
        isFinal: event.finality !== 'in-principle',
        open: (event.conditions ?? []).map(({ id, due }) => ({ id, due: due ?? 'application' })),
      };
    case 'consent.condition-met':
      return { ...consent, open: consent.open.filter(({ id }) => id !== event.condition) };
    case 'consent.withdrawn':
      return { ...consent, standing: 'withdrawn', open: [] };
    default:
      return consent;
  }
}

/** Another trust, and other articles, are another question: what was asked and given is void. */
export function voided(school: SchoolCase): SchoolCase {
  const consents = Object.entries(school.consents).map(([id, consent]) => [
    id,
    consent.standing === 'not asked' ? consent : { ...consent, standing: 'void', open: [] },
  ]);
  return { ...school, consents: Object.fromEntries(consents) as SchoolCase['consents'] };
}
