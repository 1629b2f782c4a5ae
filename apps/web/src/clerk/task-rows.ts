import { content } from '#platform';
import type { CaseBody, CaseView } from '#cases';
import type { Condition, Region, Task } from '#journey';
import { overrideLink } from './override-link.js';
import type { OverrideLink } from './override-link.js';
import { settlePath } from './duties-model.js';
import { parts, wordsOfCondition, wordsOfTask } from '../views/journey-words.js';

/** One thing that is missing before a task can be done, with the law beside it. */
export interface Blocker {
  readonly text: string;
  readonly remedy: string;
  readonly owner: string;
  readonly law: { readonly text: string; readonly href: string | null } | null;
  readonly warns: boolean;
  /** A page of ours on which it can be put right. */
  readonly href: string | null;
  readonly linkText: string | null;
  /** Where the clerk asks that the rule be overridden, if anybody can override it. */
  readonly override: OverrideLink | null;
}

/** A task as its row shows it. */
export interface TaskRow {
  readonly id: string;
  readonly title: string;
  readonly href: string | null;
  readonly hint: string | null;
  readonly status: string;
  readonly standing: Task['status'];
  readonly colour: string | undefined;
  /** Who does it, where that is not the clerk. */
  readonly by: string | null;
  readonly law: string | null;
  readonly blockers: readonly Blocker[];
}

export interface TaskGroup {
  readonly region: Region;
  readonly title: string;
  readonly done: number;
  readonly needed: number;
  readonly rows: readonly TaskRow[];
}

const REGIONS: readonly Region[] = [
  'group',
  'exploring',
  'trust',
  'consents',
  'board',
  'diligence',
  'consultation',
  'dfe',
  'tupe',
  'legal',
  'opening',
];

/** The tasks of a case by the parts of the journey, in the order of the page. */
export function taskGroups(view: CaseView): readonly TaskGroup[] {
  return REGIONS.flatMap((region) => {
    const own = view.tasks.filter((task) => task.region === region);
    if (own.length === 0) return [];
    const rows = own.map((task) => taskRow(view, task));
    const needed = own.filter(({ status }) => status !== 'not-needed').length;
    const done = own.filter(({ status }) => status === 'done').length;
    return [{ region, title: parts().regions[region], done, needed, rows }];
  });
}

/** As much of a case as the row of a task says. */
type Rowed = Pick<CaseView, 'id' | 'bodies' | 'overrides'>;

/** A task in words: what it is, how it stands, and what keeps it. */
export function taskRow(view: Rowed, task: Task): TaskRow {
  const words = wordsOfTask(task, view.bodies);
  const isClerks = task.by.includes('clerk');
  const blockers = [...unnamedBody(view, task), ...lockedBy(view, task)];
  const canStart = task.status === 'ready' && isClerks && !blockers.some(({ warns }) => !warns);
  const titles = { done: words.done, 'not-needed': words.notNeeded ?? words.title };
  return {
    id: task.id,
    title: titles[task.status as 'done'] ?? words.title,
    href: canStart ? `/cases/${view.id}/steps/${task.id}` : null,
    hint: hintOf(task, words),
    status: statusOf(task, isClerks, blockers),
    standing: task.status,
    colour: content<{ taskColours: Record<string, string> }>('clerk/words').taskColours[
      task.status
    ],
    by: isClerks ? null : task.by.map((one) => parts().senders[one]).join(' or '),
    law: words.law ?? null,
    blockers,
  };
}

function hintOf({ status }: Task, words: ReturnType<typeof wordsOfTask>): string | null {
  if (status === 'done' || status === 'not-needed') return null;
  if (status === 'later') return words.later;
  return status === 'waiting' ? (words.waiting ?? words.hint) : words.hint;
}

function statusOf(task: Task, isClerks: boolean, blockers: readonly Blocker[]): string {
  const words = parts().taskStatuses;
  if (task.status === 'ready' && blockers.some(({ warns }) => !warns)) return words['locked']!;
  if (task.status === 'ready' && !isClerks) return words['waiting']!;
  return words[task.status]!;
}

/** A body can be asked only once somebody has said which it is. */
function unnamedBody(view: Rowed, { words, part, status }: Task): readonly Blocker[] {
  if (part === null || words !== 'request-consent' || status === 'done') return [];
  if (view.bodies.some((body) => body.part === part)) return [];
  return [
    {
      text: content<{ notNamed: string }>('clerk/words').notNamed,
      remedy: '',
      owner: 'You',
      law: null,
      warns: false,
      href: settlePath(view.id),
      linkText: 'Name the body',
      override: null,
    },
  ];
}

function lockedBy(view: Rowed, task: Task): readonly Blocker[] {
  if (task.status !== 'locked' && task.status !== 'ready') return [];
  return task.unmet.map((condition) => ({
    ...blockerOf(condition, view.bodies),
    ...wayOut(condition, view.id),
    override: overrideLink(view, condition, task),
  }));
}

/** The page on which what nobody knows of the school is put right. */
function wayOut({ rule }: Condition, id: string): Partial<Blocker> {
  if (!ABOUT_THE_SCHOOL.includes(rule)) return {};
  return { href: `/cases/${id}/duties`, linkText: 'See what is to be found out' };
}

const ABOUT_THE_SCHOOL = ['R40', 'R41'];

export function blockerOf(condition: Condition, bodies: readonly CaseBody[]): Blocker {
  const { source, strength, remedy, effect } = condition;
  return {
    text: wordsOfCondition(condition, bodies),
    remedy,
    owner: ownerOf(condition, bodies),
    law: strength === 'practice' ? null : { text: source.title, href: source.url },
    warns: effect === 'warn',
    href: null,
    linkText: null,
    override: null,
  };
}

function ownerOf({ rule, missing }: Condition, bodies: readonly CaseBody[]): string {
  const owner = content<{ owners: Record<string, string> }>('clerk/words').owners[rule] ?? 'You';
  if (owner !== 'bodies') return owner;
  const consents = [missing['consents'] ?? []].flat().map(String);
  const named = bodies.filter(({ part }) => consents.includes(part)).map(({ name }) => name);
  return named.length > 0 ? named.join(', ') : 'A body that is not named yet';
}
