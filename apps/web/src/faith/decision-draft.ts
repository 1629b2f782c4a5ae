import { Refusal } from '#platform';
import { keepDraft, readDraft } from '#cases';
import type { Office } from '#cases';
import type { ConditionGiven } from '#consents';
import type { OnConsent } from './on-consent.js';
import type { DecisionChoice } from './words.js';

/** What an officer has answered so far; each page keeps a draft of its own, so "back" always works. */
export interface DecisionDraft {
  /** The papers as they stood when the officer began. */
  readonly papersHash: string;
  readonly decision: DecisionChoice;
  readonly conditions: readonly ConditionGiven[];
  /** Null until the page was answered; a refusal has none. */
  readonly extent: Extent | null;
  /** Null until the page was answered; the words may be empty where none are needed. */
  readonly words: string | null;
  readonly signatory: string | null;
  readonly capacity: string;
  readonly authority: string;
}

/** How final a consent is, and the last day on which it holds; null where it has none. */
export interface Extent {
  readonly finality: 'in-principle' | 'final';
  readonly validUntil: string | null;
}

export const MOST_CONDITIONS = 20;

const taskOf = ({ consent }: OnConsent): string => `decide:${consent}`;

export function emptyDraft({ part }: OnConsent, decision: DecisionChoice): DecisionDraft {
  const { papersHash } = part.context;
  return {
    papersHash,
    decision,
    conditions: [],
    extent: null,
    words: null,
    signatory: null,
    capacity: '',
    authority: '',
  };
}

export async function keep(office: Office, on: OnConsent, answers: DecisionDraft): Promise<string> {
  const draft = { task: taskOf(on), seenVersion: on.view.version, answers };
  return keepDraft(office.pool, on.actor, on.view.id, draft);
}

/** The officer's own draft of this decision; anybody else's is not found. */
export async function readDecision(
  office: Office,
  on: OnConsent,
  id: string,
): Promise<DecisionDraft> {
  const draft = await readDraft(office.pool, on.actor, on.view.id, id);
  if (draft.task !== taskOf(on)) throw new Refusal('not-found', { draft: id });
  return { extent: null, ...(draft.answers as Omit<DecisionDraft, 'extent'>) };
}

/** The first page that is not answered yet, or the one that checks them all. */
export function nextPage({
  decision,
  conditions,
  extent,
  words,
  signatory,
}: DecisionDraft): string {
  if (decision === 'conditional' && conditions.length === 0) return 'conditions/new';
  if (decision !== 'refused' && extent === null) return 'extent';
  if (words === null || (decision === 'refused' && words === '')) return 'words';
  return signatory === null ? 'signatory' : 'check';
}

/** Only a consent goes so far and holds so long. */
export const extentIn = ({ decision, extent }: DecisionDraft) =>
  decision === 'refused' ? null : extent;

/** Conditions go with a consent on conditions alone. */
export const conditionsIn = ({ decision, conditions }: DecisionDraft) =>
  decision === 'conditional' ? conditions : [];
