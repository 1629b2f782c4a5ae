import { boardRoom } from '#cases';
import type { BoardAct, BoardOfCase, CaseView, Office } from '#cases';
import type { Actor } from '#platform';
import type { Visitor } from '#identity';
import { londonDate } from '#register';
import { nonceOf } from '../../http/answers.js';
import { seeOther } from '../../http/page.js';
import { named } from '../../http/parameters.js';
import type { Named } from '../../http/parameters.js';
import { clerkCase, frameOf } from '../case-frame.js';

/** The case that an address of the board names. */
export const BOARD_OF = named('id');
export type BoardOf = Named<'id'>;

/** The board of a case as its clerk may see it, on the day of the visit. */
export interface OnBoard {
  readonly actor: Actor;
  readonly view: CaseView;
  readonly board: BoardOfCase;
  /** Where the board's pages begin. */
  readonly path: string;
  readonly today: string;
}

/** The board of a case of the clerk's; anybody else's is not found. */
export async function onBoard(office: Office, who: Visitor, caseId: string): Promise<OnBoard> {
  const { actor, view } = await clerkCase(office.pool, who, caseId);
  const board = await boardRoom.boardOf(office.pool, actor, caseId);
  return {
    actor,
    view,
    board,
    path: `/cases/${caseId}/board`,
    today: londonDate(view.now).toString(),
  };
}

/** An act on the board as its form was sent. */
export const boardAct = ({ actor, view }: OnBoard, body: unknown): BoardAct => ({
  actor,
  caseId: view.id,
  form: { nonce: nonceOf(body), person: actor.person, content: body },
});

/** What every page of the board begins with. */
export const frameAnd = (on: OnBoard) => ({ frame: frameOf(on.view, 'board'), path: on.path });

/** Back to the board, saying what was done. */
export const back = (on: OnBoard, saying: string) => seeOther(on.path, { saying });
