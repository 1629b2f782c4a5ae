import { content, fill } from '#platform';
import type { Group, Member, OwnCase } from '#cases';
import { projectGroups } from '#cases';
import { ending, tasks } from '#journey';
import type { Stage, Task } from '#journey';
import { day } from '../../http/dates.js';
import { parts } from '../../views/journey-words.js';
import { stageTag } from '../case-frame.js';
import { taskRow } from '../task-rows.js';

type Strings = Readonly<Record<string, string>>;

export interface GroupWords {
  readonly kinds: Readonly<
    Record<Group['kind'], { readonly title: string; readonly hint: string }>
  >;
  /** The gates that every school passes for itself, by the tasks that pass them. */
  readonly marks: Strings;
  readonly gates: Strings;
  readonly picture: { readonly title: string; readonly desc: string };
  readonly otherTrust: string;
  readonly noTrust: string;
  readonly left: string;
  readonly nothing: string;
  readonly desk: string;
  readonly invitation: {
    readonly answers: Strings;
    readonly waits: string;
    readonly faults: Strings;
    readonly sent: string;
    readonly takenBack: string;
    readonly accepted: string;
    readonly declined: string;
  };
}

export const groupWords = (): GroupWords => content<GroupWords>('clerk/groups');

/** A gate of a school, as the picture marks it. */
export interface GateMark {
  readonly title: string;
  readonly standing: 'done' | 'to-come' | 'not-needed';
}

/** A school of a group as the table and the picture show it. */
export interface MemberRow {
  readonly caseId: string;
  readonly urn: string;
  readonly school: string;
  /** The school's case and route; whose desk it is on, where it is another's. */
  readonly under: string;
  /** Its case, where that is the clerk's own. */
  readonly href: string | null;
  readonly stage: ReturnType<typeof stageTag> | null;
  readonly isGoing: boolean;
  readonly marks: readonly GateMark[];
  /** The next gate, and what is still missing for it. */
  readonly next: string | null;
  readonly lacks: readonly string[];
  readonly more: number;
  /** The schools on which it depends, by name, and the reason. */
  readonly dependsOn: readonly string[];
  readonly reason: string | null;
  readonly dependenceHref: string | null;
  readonly leaveHref: string | null;
  /** What a person should see of it: it has left, a review is due, it names another trust. */
  readonly notes: readonly string[];
  readonly isReviewDue: boolean;
  readonly reviewHref: string | null;
}

const SHOWN = 3;

/** The members of a group in the order in which they came, those that left last. */
export function memberRows(
  group: Group,
  members: readonly Member[],
  now: Date,
): readonly MemberRow[] {
  const rows = members.map((member) => {
    const { own } = member;
    const shared = sharedRow(group, members, member);
    return own === null ? shared : { ...shared, ...ownRow(group, member, own, now) };
  });
  return [...rows.filter(({ isGoing }) => isGoing), ...rows.filter(({ isGoing }) => !isGoing)];
}

/** What every desk of the group sees of a school: where it stands, and on whom it depends. */
function sharedRow(group: Group, members: readonly Member[], member: Member): MemberRow {
  const { caseId, urn, schoolName, stage } = member;
  return {
    caseId,
    urn,
    school: schoolName,
    under: fill(groupWords().desk, { desk: member.deskName }),
    href: null,
    stage: stage === null ? null : stageTag(stage),
    isGoing: projectGroups.isGoing(member),
    marks: marksByStage(stage),
    next: null,
    lacks: [],
    more: 0,
    dependsOn: dependsOn(members, member),
    reason: null,
    dependenceHref: null,
    leaveHref: null,
    notes: notesOf(group, member),
    isReviewDue: member.isReviewDue,
    reviewHref: null,
  };
}

/** What the school's own desk sees beside: its gates, what it lacks, and the acts on it. */
function ownRow(group: Group, member: Member, own: OwnCase, now: Date): Partial<MemberRow> {
  const { caseId, isReviewDue } = member;
  const isGoing = projectGroups.isGoing(member);
  const attempt = { now: now.toISOString(), actor: { role: 'clerk' } };
  const open = tasks(own.snapshot, attempt);
  const { lacks, gate } = nextGate(caseId, own, open);
  const dependence = `/groups/${group.id}/schools/${caseId}/dependence`;
  return {
    under: `Case ${own.reference} · ${parts().routes[own.snapshot.case.context.route]}`,
    href: `/cases/${caseId}`,
    marks: marksOf(own, open),
    next: gate,
    lacks: lacks.slice(0, SHOWN),
    more: Math.max(0, lacks.length - SHOWN),
    reason: own.reason,
    dependenceHref: isGoing && !isReviewDue ? dependence : null,
    leaveHref: isGoing ? `/cases/${caseId}/steps/leave-group` : null,
    reviewHref: isReviewDue ? `/cases/${caseId}/steps/review-group` : null,
  };
}

/** By name, the schools without which this one does not go; those that left are among them. */
const dependsOn = (members: readonly Member[], member: Member): readonly string[] =>
  members
    .filter(({ urn }) => urn !== member.urn && projectGroups.dependsOn(member, urn))
    .map(({ schoolName }) => schoolName);

/** The first gate that is not passed, with what blocks it; a case that has ended has none. */
function nextGate(caseId: string, { bodies }: OwnCase, own: readonly Task[]) {
  const words = groupWords();
  const gate = Object.keys(words.gates).flatMap((name) => {
    const task = own.find((one) => one.words === name);
    return task === undefined || ['done', 'not-needed'].includes(task.status) ? [] : [task];
  })[0];
  if (gate === undefined) return { gate: null, lacks: [] };
  const row = taskRow({ id: caseId, bodies, overrides: [] }, gate);
  const missing = row.blockers.filter(({ warns }) => !warns).map(({ text }) => text);
  const later = gate.status === 'later' ? [row.hint ?? ''] : [];
  const lacks = missing.length > 0 ? missing : later.length > 0 ? later : [words.nothing];
  return { gate: words.gates[gate.words]!, lacks };
}

function marksOf({ snapshot }: OwnCase, own: readonly Task[]): readonly GateMark[] {
  const isOpened = ending(snapshot) === 'converted';
  return Object.entries(groupWords().marks).map(([name, title]) => {
    const task = own.find((one) => one.words === name);
    if (task?.status === 'done' || isOpened) return { title, standing: 'done' };
    return { title, standing: task === undefined ? 'not-needed' : 'to-come' };
  });
}

/** How many of the gates are passed for certain by a case at this stage. */
const PASSED: Partial<Readonly<Record<Stage, number>>> = {
  applied: 1,
  preparing: 1,
  agreed: 3,
  converted: 4,
};

const marksByStage = (stage: Stage | null): readonly GateMark[] =>
  Object.values(groupWords().marks).map((title, nth) => ({
    title,
    standing: stage !== null && nth < (PASSED[stage] ?? 0) ? 'done' : 'to-come',
  }));

function notesOf(group: Group, member: Member): readonly string[] {
  const words = groupWords();
  const { until, own } = member;
  if (until !== null) return [fill(words.left, { day: day(until) })];
  if (group.kind !== 'formation' || own === null) return [];
  const { trustName } = own;
  if (trustName === null) return [words.noTrust];
  const isSame = trustName.toLowerCase() === group.name.toLowerCase();
  return isSame ? [] : [fill(words.otherTrust, { trust: trustName })];
}
