import { VIEWS } from '../stakeholders.js';
import type { ReportFigures } from './figures.js';
import { REACHED } from './reach.js';
import { hiddenNumbers, LEAST_SHOWN } from './small-numbers.js';
import type { Sum } from './small-numbers.js';

/** A number as it is published; null: it is not shown. */
export type Shown = number | null;
/** What everybody may read. */
export type PublishedFigures = ReportFigures<Shown>;

/** Numbers that count no people or replies. */
const NO_COUNTS = new Set(['number', 'frame']);

/** The figures without those that could show whose answer they are, nor any from which they follow. */
export function published(figures: ReportFigures, leastShown = LEAST_SHOWN): PublishedFigures {
  const hidden = hiddenNumbers(numbersIn(figures), sumsIn(figures), leastShown);
  const shown = walk(countsIn(figures), '', (path, value) =>
    hidden.has(path) ? null : value,
  ) as ReturnType<typeof countsIn<Shown>>;
  return {
    ...figures,
    leastShown,
    ...shown,
    themes: shown.themes.map((theme) => (theme.count === null ? { ...theme, replies: [] } : theme)),
  };
}

function countsIn<N>({ reach, replies, campaigns, ...more }: ReportFigures<N>) {
  const { petitions, questions, codes, themes } = more;
  return { reach, replies, campaigns, petitions, questions, codes, themes };
}

/** Every number of people or replies in a report, by where it stands; the hidden ones are left out. */
export function numbersIn(figures: PublishedFigures): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  walk(countsIn(figures), '', (path, value) => {
    numbers.set(path, value);
    return value;
  });
  return numbers;
}

type Visit = (path: string, value: number) => Shown;

function walk(value: unknown, path: string, visit: Visit): unknown {
  if (typeof value === 'number') return visit(path, value);
  if (Array.isArray(value)) return value.map((one, at) => walk(one, `${path}/${at}`, visit));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]: [string, unknown]) => [
      key,
      NO_COUNTS.has(key) ? one : walk(one, `${path}/${key}`, visit),
    ]),
  );
}

const KEYS = [...VIEWS, 'not-asked'] as const;
const STANDINGS = ['inTime', 'late', 'waiting', 'notCounted', 'superseded', 'withdrawn'] as const;

/** What adds up to what in the tables of a report. */
export function sumsIn({ reach, replies, campaigns, questions }: ReportFigures): readonly Sum[] {
  const sums: Sum[] = [];
  const add = (total: string, parts: readonly string[]) => {
    if (parts.length > 0) sums.push({ total, parts });
  };
  const standings = '/replies/standings';
  add(
    `${standings}/received`,
    STANDINGS.map((key) => `${standings}/${key}`),
  );
  for (const when of ['inTime', 'late'] as const) {
    const views = `/replies/views/${when}`;
    const given = `/replies/given/${when}`;
    add(
      given,
      VIEWS.map((view) => `${views}/${view}`),
    );
    add(`${standings}/${when}`, [given, `${views}/not-asked`]);
  }
  const rowsOf = (name: string, rows: readonly unknown[]) => rows.map((_, at) => `${name}/${at}`);
  const withViews = (rows: readonly string[]) => {
    for (const row of rows)
      add(
        `${row}/inTime`,
        KEYS.map((key) => `${row}/views/${key}`),
      );
    for (const key of KEYS)
      add(
        `/replies/views/inTime/${key}`,
        rows.map((row) => `${row}/views/${key}`),
      );
  };
  const byRow = (rows: readonly string[]) => {
    for (const when of ['inTime', 'late'] as const)
      add(
        `${standings}/${when}`,
        rows.map((row) => `${row}/${when}`),
      );
  };
  const withinCampaigns = [...rowsOf('/campaigns/found', campaigns.found), '/campaigns/outside'];
  const tables = [
    ...[rowsOf('/replies/groups', replies.groups), rowsOf('/replies/forms', replies.forms)],
    withinCampaigns,
  ];
  for (const rows of tables) {
    withViews(rows);
    byRow(rows);
  }
  byRow(rowsOf('/replies/channels', replies.channels));
  byRow(rowsOf('/replies/days', replies.days));
  questions.forEach(({ options }, at) => {
    const own = `/questions/${at}`;
    for (const when of ['inTime', 'late'] as const) {
      const parts = rowsOf(`${own}/options`, options);
      add(
        `${own}/answered/${when}`,
        parts.map((part) => `${part}/${when}`),
      );
      add(
        `${standings}/${when}`,
        ['answered', 'silent', 'unasked'].map((key) => `${own}/${key}/${when}`),
      );
    }
  });
  const groups = rowsOf('/reach/groups', reach.groups);
  for (const row of [...groups, '/reach/all'])
    add(
      `${row}/asked`,
      REACHED.map((how) => `${row}/${how}`),
    );
  for (const key of ['asked', ...REACHED, 'replied'])
    add(
      `/reach/all/${key}`,
      groups.map((row) => `${row}/${key}`),
    );
  return sums;
}
