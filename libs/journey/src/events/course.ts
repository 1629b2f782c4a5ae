import type { SchoolFacts } from '../duties/school.js';
import type { Employer } from '../terms.js';
import type { DocumentRef, Fact } from './fact.js';
import type { Purpose } from './board.js';

/** The course of the case itself: held, withdrawn, revived, overridden, moved to newer rules. */
export type CourseEvent =
  | CaseHeld
  | CaseResumed
  | CaseWithdrawn
  | CaseRevived
  | CaseSuperseded
  | RulesMovedOn
  | DutiesSettled
  | OverrideAsked
  | RuleOverridden
  | OverrideRefused
  | GroupJoined
  | GroupLeft
  | GroupMemberLeft
  | GroupReviewed;

export interface CaseHeld extends Fact<'case.held'> {
  readonly reason: string;
  readonly until: string | null;
  readonly paper: DocumentRef;
}

export interface CaseResumed extends Fact<'case.resumed'> {
  readonly paper: DocumentRef;
}

export interface CaseWithdrawn extends Fact<'case.withdrawn'> {
  readonly minutes: DocumentRef;
}

export interface CaseRevived extends Fact<'case.revived'> {
  readonly minutes: DocumentRef;
}

/** The school goes on in another case: another route, or a group that is formed anew. */
export interface CaseSuperseded extends Fact<'case.superseded'> {
  /** The reference of the case that takes its place. */
  readonly by: string;
  readonly advice: DocumentRef;
}

/** The case moves to the rules of a later day; its past keeps those it was judged by. */
export interface RulesMovedOn extends Fact<'rules.moved-on'> {
  readonly to: string;
}

/** What was found out about the school: the duties that follow from now on, all of them. */
export interface DutiesSettled extends Fact<'duties.settled'> {
  readonly category: string;
  readonly employer: Employer;
  readonly inFederation: boolean;
  readonly foundationMustBeConsulted: boolean;
  /** All that is known of the school from now on. */
  readonly school?: SchoolFacts;
  /** Every consent that is owed, with the id of its body where one is named. */
  readonly consents: readonly {
    readonly id: string;
    readonly capacity: string;
    readonly body?: string | null;
  }[];
  readonly documents: readonly { readonly id: string; readonly parties: readonly string[] }[];
  /** What is still not known; it stops the application. */
  readonly unknown: readonly string[];
  /** The instrument of government, the trust deed, the authority's letter. */
  readonly shownBy: DocumentRef;
}

/** What an override is about: a rule, at an event, of a part where it has one. */
export interface OverrideScope {
  readonly rule: string;
  readonly event: string;
  readonly part: string | null;
  /** For a vote of the board: the decision that it is about. */
  readonly purpose: Purpose | null;
}

/** Somebody asks that a rule be overridden; the reason is on the record, beside the entry. */
export interface OverrideAsked extends Fact<'override.asked'>, OverrideScope {
  readonly override: string;
  /** The person who asks, by id: another one decides. */
  readonly by: string;
  /** What supports it: advice, minutes, a letter. */
  readonly paper: DocumentRef;
}

/** A second, senior person overrides a rule, once, for the event that was asked about. */
export interface RuleOverridden extends Fact<'rule.overridden'> {
  readonly override: string;
  /** The rule that was asked about, again: the entry says by itself what it overrides. */
  readonly rule: string;
  readonly by: string;
}

export interface OverrideRefused extends Fact<'override.refused'> {
  readonly override: string;
  readonly rule: string;
  readonly by: string;
}

/** Schools that go together: a trust that they form, or a conversion on the same day. */
export interface GroupJoined extends Fact<'group.joined'> {
  readonly group: string;
  readonly name?: string;
  readonly kind: 'formation' | 'conversion';
  /** Whether this school goes only if the others do; where it does not, their leaving stops nothing. */
  readonly dependent: boolean;
  /** The schools, by URN, without which it does not go; absent: all others of the group. */
  readonly dependsOn?: readonly string[];
}

/** The school goes on without the group. */
export interface GroupLeft extends Fact<'group.left'> {
  readonly group: string;
  readonly paper: DocumentRef;
}

/** Another school of the group has left; a dependent one must think again. */
export interface GroupMemberLeft extends Fact<'group.member-left'> {
  readonly group: string;
  /** Its URN; and its name, where it was recorded. */
  readonly school: string;
  readonly name?: string;
}

/** The group was looked at again without the school that left, and this one goes on. */
export interface GroupReviewed extends Fact<'group.reviewed'> {
  readonly group: string;
  readonly review: DocumentRef;
}
