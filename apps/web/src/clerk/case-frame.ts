import { Refusal, content, fill } from '#platform';
import type { Actor, Sql } from '#platform';
import { viewCase } from '#cases';
import type { CaseView } from '#cases';
import type { Visitor } from '#identity';
import { ending, live, stageOf } from '#journey';
import { theirs } from '../http/acts.js';
import { day } from '../http/dates.js';
import { bodyName, parts } from '../views/journey-words.js';
import { overrideRow } from '../views/override-rows.js';

const TABS = [
  ['overview', 'Overview', ''],
  ['tasks', 'Tasks', '/tasks'],
  ['people', 'People', '/people'],
  ['board', 'Board', '/board'],
  ['consents', 'Consents', '/consents'],
  ['consultation', 'Consultation', '/consultation'],
  ['completion', 'Completion', '/completion'],
  ['documents', 'Documents', '/documents'],
  ['letters', 'Letters', '/letters'],
  ['timeline', 'Timeline', '/timeline'],
] as const;

export type Tab = (typeof TABS)[number][0];

/**
 * A case as its clerk may see it, with so many of its newest entries, and the clerk as the actor on
 * it; anybody else's is not found.
 */
export async function clerkCase(
  sql: Sql,
  who: Visitor,
  caseId: string,
  { newest = 0 }: { newest?: number } = {},
): Promise<{ readonly actor: Actor; readonly view: CaseView }> {
  for (const { id } of who.bodiesAs('clerk')) {
    const actor = who.actorAs('clerk', id);
    const view = await theirs(viewCase(sql, actor, caseId, { newest }));
    if (view !== null) return { actor, view };
  }
  throw new Refusal('not-found', { case: caseId });
}

/** What every page of a case shows above its own: which school, how it stands, and the tabs. */
export function frameOf(view: CaseView, active: Tab) {
  const { id, reference, schoolName, trustName, snapshot } = view;
  const { urn, category, route, group } = snapshot.case.context;
  const authority = view.bodies.find(({ part }) => part === 'local-authority')?.name;
  return {
    id,
    path: `/cases/${id}`,
    school: schoolName,
    version: view.version,
    stage: stageTag(stageOf(snapshot)),
    facts: [
      { key: 'URN', value: urn },
      { key: 'Type', value: parts().categories[category] ?? category },
      ...(authority === undefined ? [] : [{ key: 'Local authority', value: authority }]),
      { key: 'Route', value: parts().routes[route] },
      ...(group === undefined
        ? []
        : [{ key: 'Group', value: group.name ?? 'Schools', href: `/groups/${group.group}` }]),
      { key: 'Trust', value: trustName ?? 'Not chosen yet' },
      { key: 'Case', value: reference },
    ],
    tabs: TABS.filter(([name]) => name !== 'consents' || mustConsent(view)).map(
      ([name, text, path]) => ({
        text,
        href: `/cases/${id}${path}`,
        active: name === active,
      }),
    ),
    standing: { ...standingOf(view), atRisk: atRiskOf(view) },
  };
}

/** A school that nobody else consents for has no such tab. */
const mustConsent = ({ snapshot }: CaseView): boolean => Object.keys(snapshot.consents).length > 0;

export type Frame = ReturnType<typeof frameOf>;

/** What every view of a case says first: how it ended, and which rules were overridden. */
export function standingOf(view: CaseView) {
  return {
    ended: endedOf(view),
    held: heldOf(view),
    overrides: view.overrides.map((override) => overrideRow(override, view.bodies)),
  };
}

const IN_FORCE: readonly string[] = ['granted', 'conditional', 'notNeeded'];

/** Consents that fell after the application, for those who may know of every body. */
function atRiskOf({ snapshot, bodies }: CaseView): { title: string; text: string } | null {
  const regions = live(snapshot);
  const isApplied = regions !== null && regions.dfe !== 'notApplied';
  if (!isApplied || regions.legal === 'agreed') return null;
  const fallen = Object.entries(snapshot.consents)
    .filter(([, { value }]) => !IN_FORCE.includes(value))
    .map(([consent]) => bodyName(consent, bodies));
  if (fallen.length === 0) return null;
  const { title, text } = content<StageWords>('clerk/words').atRisk;
  return { title, text: fill(text, { bodies: fallen }) };
}

function heldOf({ snapshot }: CaseView): { title: string; text: string } | null {
  const { held } = snapshot.case.context;
  if (live(snapshot)?.course !== 'held' || held === undefined) return null;
  const words = content<StageWords>('clerk/words').held;
  const facts = {
    since: day(held.on),
    reason: parts().holdReasons[held.reason] ?? parts().holdReasons['other'],
    until: held.until === null ? '' : day(held.until),
  };
  return {
    title: fill(words.title, facts),
    text: fill(held.until === null ? words.text : words.until, facts),
  };
}

interface StageWords {
  readonly stageColours: Readonly<Record<string, string>>;
  readonly endings: Readonly<Record<string, string>>;
  readonly held: Readonly<Record<'title' | 'text' | 'until', string>>;
  readonly atRisk: Readonly<Record<'title' | 'text', string>>;
}

export function stageTag(stage: keyof ReturnType<typeof parts>['stages']) {
  const { stageColours } = content<StageWords>('clerk/words');
  return { text: parts().stages[stage], colour: stageColours[stage] };
}

function endedOf({ snapshot }: CaseView): { title: string; text: string } | null {
  const end = ending(snapshot);
  if (end === null) return null;
  const { endings } = content<StageWords>('clerk/words');
  return { title: parts().endings[end] ?? end, text: endings[end] ?? '' };
}
