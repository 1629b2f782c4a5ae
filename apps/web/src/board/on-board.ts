import { Refusal } from '#platform';
import type { Actor } from '#platform';
import { caseDocuments, viewCase } from '#cases';
import type { CaseView, Office } from '#cases';
import type { Confidentiality, Document } from '#evidence';
import type { HumanRole, Visitor } from '#identity';
import { actorOn } from '../http/acts.js';

/** A school's case as a member of its governing board may see it. */
export interface OnBoard {
  readonly actor: Actor;
  readonly view: CaseView;
  readonly isChair: boolean;
  readonly path: string;
}

const BOARD_ROLES = ['chair', 'governor'] as const satisfies readonly HumanRole[];

/** The case, for the chair or a governor of its school; anybody else's is not found. */
export async function onBoard(office: Office, who: Visitor, caseId: string): Promise<OnBoard> {
  const actor = await memberOn(office, who, caseId);
  const view = await viewCase(office.pool, actor, caseId);
  return { actor, view, isChair: actor.role === 'chair', path: `/board/cases/${caseId}` };
}

/** The same, for the chair alone. */
export async function onBoardAsChair(
  office: Office,
  who: Visitor,
  caseId: string,
): Promise<OnBoard> {
  const actor = await actorOn(office.pool, who, 'chair', caseId);
  const view = await viewCase(office.pool, actor, caseId);
  return { actor, view, isChair: true, path: `/board/cases/${caseId}` };
}

async function memberOn(office: Office, who: Visitor, caseId: string): Promise<Actor> {
  for (const role of BOARD_ROLES) {
    try {
      return await actorOn(office.pool, who, role, caseId);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'not-found') throw error;
    }
  }
  throw new Refusal('not-found', { case: caseId });
}

/** Legal advice and personal data stay with the clerk; confidential minutes with the chair too. */
const OPEN_TO: Readonly<Record<'chair' | 'governor', readonly Confidentiality[]>> = {
  chair: ['public', 'board', 'part2'],
  governor: ['public', 'board'],
};

/** The case's papers that this member may read, newest first, superseded ones apart. */
export async function boardPapers(
  office: Office,
  { actor, view, isChair }: OnBoard,
): Promise<readonly Document[]> {
  const open = OPEN_TO[isChair ? 'chair' : 'governor'];
  const all = await caseDocuments(office.pool, actor, view.id);
  return all
    .filter((paper) => paper.supersededBy === null && open.includes(paper.confidentiality))
    .toReversed();
}
