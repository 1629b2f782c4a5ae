import type { DfeOutcome } from './events.js';

const postponing = [
  'AdditionalInformationNeeded',
  'AwaitingNextOfstedReport',
  'PerformanceConcerns',
  'Other',
] as const;

/** The Department's own reasons for each decision that is not an approval. */
export const decisionReasons: Readonly<Record<DfeOutcome, readonly string[]>> = {
  approved: [],
  'approved-with-conditions': [],
  declined: ['Finance', 'Performance', 'Governance', 'ChoiceOfTrust', 'Other'],
  deferred: postponing,
  withdrawn: postponing,
};

const eitherWay = ['correcting_an_error', 'stakeholder_kick_off'];

const later = [
  ...eitherWay,
  'academy',
  'buildings',
  'commercial_transfer_agreement',
  'decision_conditions',
  'diocese',
  'finance',
  'governance',
  'in_a_federation',
  'incoming_trust',
  'land',
  'legacy_reason',
  'legal_documents',
  'local_authority',
  'negative_press',
  'outgoing_trust',
  'pensions',
  'school',
  'tupe',
  'union',
  'viability',
  'voluntary_deferral',
];

const earlier = [...eitherWay, 'progressing_faster_than_expected'];

/** The Department's own reasons for a move of the opening date: others for an earlier one. */
export function dateReasons(from: string, to: string): readonly string[] {
  return to < from ? earlier : later;
}
