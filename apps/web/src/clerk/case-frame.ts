import { Refusal, content } from '#platform';
import type { Actor, Sql } from '#platform';
import { viewCase } from '#cases';
import type { CaseView } from '#cases';
import type { Visitor } from '#identity';
import { ending, stageOf } from '#journey';
import { theirs } from '../http/acts.js';
import { parts } from '../views/journey-words.js';

const TABS = [
  ['overview', 'Overview', ''],
  ['tasks', 'Tasks', '/tasks'],
  ['people', 'People', '/people'],
  ['consultation', 'Consultation', '/consultation'],
  ['completion', 'Completion', '/completion'],
  ['documents', 'Documents', '/documents'],
  ['letters', 'Letters', '/letters'],
  ['timeline', 'Timeline', '/timeline'],
] as const;

export type Tab = (typeof TABS)[number][0];

/** A case as its clerk may see it, and the clerk as the actor on it; anybody else's is not found. */
export async function clerkCase(
  sql: Sql,
  who: Visitor,
  caseId: string,
): Promise<{ readonly actor: Actor; readonly view: CaseView }> {
  for (const { id } of who.bodiesAs('clerk')) {
    const actor = who.actorAs('clerk', id);
    const view = await theirs(viewCase(sql, actor, caseId));
    if (view !== null) return { actor, view };
  }
  throw new Refusal('not-found', { case: caseId });
}

/** What every page of a case shows above its own: which school, how it stands, and the tabs. */
export function frameOf(view: CaseView, active: Tab) {
  const { id, reference, schoolName, trustName, snapshot } = view;
  const { urn, category } = snapshot.case.context;
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
      { key: 'Trust', value: trustName ?? 'Not chosen yet' },
      { key: 'Case', value: reference },
    ],
    tabs: TABS.map(([name, text, path]) => ({
      text,
      href: `/cases/${id}${path}`,
      active: name === active,
    })),
    ended: endedOf(view),
  };
}

export type Frame = ReturnType<typeof frameOf>;

interface StageWords {
  readonly stageColours: Readonly<Record<string, string>>;
  readonly endings: Readonly<Record<string, string>>;
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
