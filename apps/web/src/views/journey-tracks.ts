import type { LiveValue } from '#journey';

/** A way from left to right; what stands beside it is shown at the step that it leaves. */
export interface Track {
  readonly steps: readonly string[];
  readonly beside?: Readonly<Record<string, { readonly at: number; readonly stops: boolean }>>;
}

/** The regions of a case, each as a way; the funding agreement is a gate and no way. */
export const tracks: Readonly<Record<string, Track>> = {
  course: { steps: ['going'], beside: { held: { at: 0, stops: true } } },
  group: {
    steps: ['together'],
    beside: { alone: { at: -1, stops: false }, reviewDue: { at: 0, stops: true } },
  },
  exploring: { steps: ['considering', 'presented'] },
  trust: { steps: ['unnamed', 'named', 'consented', 'fixed'] },
  articles: { steps: ['unchosen', 'chosen'] },
  foundation: { steps: ['notConsulted', 'consulted'] },
  'diligence.ofTrust': { steps: ['open', 'reported'] },
  'diligence.ofSchool': { steps: ['open', 'reported'] },
  'diligence.equality': { steps: ['open', 'assessed'] },
  board: {
    steps: ['undecided', 'resolvedToApply', 'decided'],
    beside: { refused: { at: 0, stops: true }, rejected: { at: 1, stops: true } },
  },
  consultation: { steps: ['planned', 'open', 'closed', 'reported', 'considered'] },
  dfe: { steps: ['notApplied', 'applied', 'approved', 'ordered'] },
  tupe: { steps: ['notStarted', 'informed', 'complete'] },
  'opening.date': { steps: ['undated', 'dated', 'ready'] },
  'opening.name': { steps: ['unnamed', 'named'] },
  'opening.insurance': { steps: ['unconfirmed', 'confirmed'] },
};

export const consentTrack: Track = {
  steps: ['notRequested', 'requested', 'granted'],
  beside: {
    acknowledged: { at: 1, stops: false },
    underConsideration: { at: 1, stops: false },
    conditional: { at: 1, stops: false },
    refused: { at: 1, stops: true },
    withdrawn: { at: 1, stops: true },
    lapsed: { at: 1, stops: true },
    superseded: { at: 0, stops: true },
  },
};

/** What nobody signs is done when it is cleared. */
export function documentTrack(parties: number): Track {
  if (parties === 0) return { steps: ['awaited', 'received', 'cleared'] };
  const beside = { sealed: { at: 3, stops: false }, published: { at: 3, stops: false } };
  return { steps: ['awaited', 'received', 'cleared', 'signed'], beside };
}

/**
 * What each gate waits for, as the law has it: the consultation may come before or after the
 * application (Academies Act 2010 s.5(3)), but not after the funding agreement.
 */
export const phases = [
  {
    words: 'apply',
    gates: ['submit-application', 'record-order'],
    parts: [
      'exploring',
      'trust',
      'articles',
      'foundation',
      'consents',
      'diligence.ofTrust',
      'diligence.ofSchool',
      'diligence.equality',
      'board',
    ],
  },
  {
    words: 'agree',
    gates: ['sign-funding-agreement'],
    parts: ['consultation', 'dfe', 'cleared-documents'],
  },
  {
    words: 'open',
    gates: ['record-opening'],
    parts: ['tupe', 'signed-documents', 'opening.date', 'opening.name', 'opening.insurance'],
  },
] as const;

/** The documents that the funding agreement waits for; the others are signed before the opening. */
export const clearedFirst: readonly string[] = [
  'land-questionnaire',
  'supplemental-funding-agreement',
  'master-funding-agreement',
];

/** The state of a region, of one within another by `outer.inner`. */
export function stateOf(regions: LiveValue, name: string): string {
  const [outer, inner] = name.split('.') as [keyof LiveValue, string?];
  const state = regions[outer] as string | Readonly<Record<string, string>>;
  return typeof state === 'string' ? state : state[inner!]!;
}
