import { content, fill } from '#platform';
import type { Group, Member } from '#cases';
import { projectGroups } from '#cases';
import { ending, tasks } from '#journey';
import type { Task } from '#journey';
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
  readonly reference: string;
  readonly href: string;
  readonly route: string;
  readonly stage: ReturnType<typeof stageTag>;
  readonly isGoing: boolean;
  readonly marks: readonly GateMark[];
  /** The next gate, and what is still missing for it. */
  readonly next: string | null;
  readonly lacks: readonly string[];
  readonly more: number;
  /** The schools on which it depends, by name, and the reason. */
  readonly dependsOn: readonly string[];
  readonly reason: string | null;
  readonly dependenceHref: string;
  /** What a person should see of it: it has left, a review is due, it names another trust. */
  readonly notes: readonly string[];
  readonly reviewHref: string | null;
}

const SHOWN = 3;

/** The members of a group in the order in which they came, those that left last. */
export function memberRows(
  group: Group,
  members: readonly Member[],
  now: Date,
): readonly MemberRow[] {
  const attempt = { now: now.toISOString(), actor: { role: 'clerk' } };
  const rows = members.map((member) =>
    rowOf(group, members, member, tasks(member.snapshot, attempt)),
  );
  return [...rows.filter(({ isGoing }) => isGoing), ...rows.filter(({ isGoing }) => !isGoing)];
}

function rowOf(
  group: Group,
  members: readonly Member[],
  member: Member,
  own: readonly Task[],
): MemberRow {
  const { caseId, urn, schoolName, reference, snapshot } = member;
  const { route } = snapshot.case.context;
  const isGoing = projectGroups.isGoing(member);
  const isDue = isGoing && own.some(({ words }) => words === 'review-group');
  const { lacks, ...next } = nextGate(member, own);
  return {
    caseId,
    urn,
    school: schoolName,
    reference,
    href: `/cases/${caseId}`,
    route: parts().routes[route],
    stage: stageTag(member.stage),
    isGoing,
    marks: marksOf(member, own),
    next: next.gate,
    lacks: lacks.slice(0, SHOWN),
    more: Math.max(0, lacks.length - SHOWN),
    dependsOn: dependsOn(members, member),
    reason: member.reason,
    dependenceHref: `/groups/${group.id}/schools/${caseId}/dependence`,
    notes: notesOf(group, member),
    reviewHref: isDue ? `/cases/${caseId}/steps/review-group` : null,
  };
}

/** By name, the schools without which this one does not go; those that left are among them. */
const dependsOn = (members: readonly Member[], member: Member): readonly string[] =>
  members
    .filter(({ urn }) => urn !== member.urn && projectGroups.dependsOn(member, urn))
    .map(({ schoolName }) => schoolName);

/** The first gate that is not passed, with what blocks it; a case that has ended has none. */
function nextGate(member: Member, own: readonly Task[]) {
  const words = groupWords();
  const gate = Object.keys(words.gates).flatMap((name) => {
    const task = own.find((one) => one.words === name);
    return task === undefined || ['done', 'not-needed'].includes(task.status) ? [] : [task];
  })[0];
  if (gate === undefined) return { gate: null, lacks: [] };
  const row = taskRow({ id: member.caseId, bodies: member.bodies, overrides: [] }, gate);
  const missing = row.blockers.filter(({ warns }) => !warns).map(({ text }) => text);
  const later = gate.status === 'later' ? [row.hint ?? ''] : [];
  const lacks = missing.length > 0 ? missing : later.length > 0 ? later : [words.nothing];
  return { gate: words.gates[gate.words]!, lacks };
}

function marksOf({ snapshot }: Member, own: readonly Task[]): readonly GateMark[] {
  const isOpened = ending(snapshot) === 'converted';
  return Object.entries(groupWords().marks).map(([name, title]) => {
    const task = own.find((one) => one.words === name);
    if (task?.status === 'done' || isOpened) return { title, standing: 'done' };
    return { title, standing: task === undefined ? 'not-needed' : 'to-come' };
  });
}

function notesOf(group: Group, member: Member): readonly string[] {
  const words = groupWords();
  const { until, trustName } = member;
  if (until !== null) return [fill(words.left, { day: day(until) })];
  if (group.kind !== 'formation') return [];
  if (trustName === null) return [words.noTrust];
  const isSame = trustName.toLowerCase() === group.name.toLowerCase();
  return isSame ? [] : [fill(words.otherTrust, { trust: trustName })];
}
