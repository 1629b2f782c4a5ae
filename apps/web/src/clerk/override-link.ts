import type { CaseView } from '#cases';
import type { Condition, EventType, Purpose } from '#journey';

/** What a condition stands before: the act, and the body, document or decision that it is about. */
export interface StandsBefore {
  readonly event: EventType;
  readonly part: string | null;
  readonly purpose: Purpose | null;
}

/** Where an override of a condition is asked for; `isAsked` where somebody has asked already. */
export interface OverrideLink {
  readonly href: string;
  readonly rule: string;
  readonly isAsked: boolean;
}

const SEPARATOR = '~';
/** Only these name a part of the case by which one override is told from another. */
const NAMES_PART = /^(consent|document|task)\./;

/** The way to ask for an override of what stops an act; null where nobody can override it. */
export function overrideLink(
  { id, overrides }: Pick<CaseView, 'id' | 'overrides'>,
  { rule, effect, verdict, isAbsolute }: Condition,
  before: StandsBefore,
): OverrideLink | null {
  const { event, purpose } = before;
  const part = NAMES_PART.test(event) ? before.part : null;
  if (effect !== 'block' || verdict !== 'unmet' || isAbsolute === true) return null;
  const scope = [rule, event, part ?? purpose ?? ''].join(SEPARATOR);
  const isAsked = overrides.some(
    (one) =>
      one.standing === 'asked' &&
      one.rule === rule &&
      one.event === event &&
      one.part === part &&
      one.purpose === purpose,
  );
  return { href: `/cases/${id}/steps/ask-override:${scope}`, rule, isAsked };
}

/** What an override is asked of, as its address says it; null for an address that says nothing. */
export function readScope(scope: string): (StandsBefore & { readonly rule: string }) | null {
  const [rule = '', event = '', about = '', ...more] = scope.split(SEPARATOR);
  if (rule === '' || event === '' || more.length > 0) return null;
  const isVote = event === 'board.resolved';
  return {
    rule,
    event: event as EventType,
    part: isVote || about === '' ? null : about,
    purpose: isVote && about !== '' ? (about as Purpose) : null,
  };
}
