import { content, fill } from '#platform';
import type { Sql } from '#platform';
import { consultees } from '#consultation';
import type { TaskRow } from '../task-rows.js';
import type { OnConsultation } from './on-consultation.js';

type Part = 'read' | 'asked' | 'people' | 'groups' | 'check';
type Row = Pick<TaskRow, 'id' | 'title' | 'href' | 'status' | 'standing' | 'colour'>;

interface PreparationWords {
  readonly rows: Readonly<Record<Part, { readonly title: string; readonly path: string }>>;
  readonly standings: Readonly<Record<Part | 'done' | 'ordered', string>>;
  readonly colours: Readonly<Record<'todo' | 'ready', string>>;
}

const words = () => content<PreparationWords>('clerk/preparation');
const LAUNCH = 'launch-consultation';

/** How far the clerk is, as the overview counts it. */
export interface Prepared {
  readonly read: { readonly done: number; readonly required: number };
  readonly asked: string;
  readonly people: number;
}

/** What is best done before the launch, in this order; nothing once it is launched. */
export async function preparationOf(
  sql: Sql,
  { consultation, view }: OnConsultation,
  { read, asked, people }: Prepared,
): Promise<readonly Row[]> {
  if (consultation === null || consultation.launchedAt !== null) return [];
  const groups = await consultees.groups.list(sql, consultation.id);
  const unsaid = groups.filter((one) => one.people === 0 && one.reason === null).length;
  const base = `/cases/${view.id}/consultation`;
  return [
    rowOf(base, 'read', { isDone: read.done === read.required, facts: read }),
    rowOf(base, 'asked', { facts: { asked }, isFree: true }),
    rowOf(base, 'people', { isDone: people > 0 }),
    rowOf(base, 'groups', { isDone: unsaid === 0, facts: { groups: groupsInWords(unsaid) } }),
    rowOf(base, 'check', { isFree: true }),
  ];
}

/** The launch that is ordered is not to be ordered again: its row leads to where it waits. */
export function withOrdered<T extends Row>(rows: readonly T[], base: string, waits: boolean) {
  if (!waits) return rows;
  const ordered = { href: `${base}/sending`, status: words().standings.ordered };
  return rows.map((row) =>
    row.id === LAUNCH && row.standing === 'ready' ? { ...row, ...ordered } : row,
  );
}

const groupsInWords = (count: number) => (count === 1 ? '1 group' : `${count} groups`);

interface How {
  readonly isDone?: boolean;
  /** Whether the launch is whole without it. */
  readonly isFree?: boolean;
  readonly facts?: Readonly<Record<string, string | number>>;
}

function rowOf(base: string, part: Part, { isDone = false, isFree = false, facts = {} }: How): Row {
  const { rows, standings, colours } = words();
  return {
    id: `prepare-${part}`,
    title: rows[part].title,
    href: `${base}/${rows[part].path}`,
    status: isDone ? standings.done : fill(standings[part], facts),
    standing: isDone ? 'done' : 'ready',
    colour: isFree ? colours.ready : colours.todo,
  };
}
