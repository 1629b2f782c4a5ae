import { Refusal } from '#platform';
import type { Actor } from '#platform';
import { viewCase } from '#cases';
import type { CaseOverride, CaseView, Office } from '#cases';
import type { Visitor } from '#identity';
import { actorOn } from '../http/acts.js';

/** An override that was asked for, as the senior officer of the case's desk sees it. */
export interface OnOverride {
  readonly actor: Actor;
  readonly view: CaseView;
  readonly override: CaseOverride;
  /** They asked for it themselves, so that another one must decide. */
  readonly isOwn: boolean;
  readonly path: string;
}

/** A case of the officer's desk; any other is not found. */
export async function onCaseAsOfficer(
  { pool }: Office,
  who: Visitor,
  caseId: string,
): Promise<{ readonly actor: Actor; readonly view: CaseView }> {
  const actor = await actorOn(pool, who, 'senior-officer', caseId);
  return { actor, view: await viewCase(pool, actor, caseId) };
}

/** A request on a case of the officer's desk; any other is not found. */
export async function onOverride(
  office: Office,
  who: Visitor,
  caseId: string,
  id: string,
): Promise<OnOverride> {
  const { actor, view } = await onCaseAsOfficer(office, who, caseId);
  const override = view.overrides.find((one) => one.id === id);
  if (override === undefined) throw new Refusal('not-found', { override: id });
  const isOwn = override.asked.person === actor.person;
  return { actor, view, override, isOwn, path: `/overrides/cases/${caseId}/${id}` };
}
