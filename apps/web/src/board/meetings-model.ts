import { inWords } from '#cases';
import type { Office } from '#cases';
import { boardRoll, governorsOf, meetings, requisitions } from '#governance';
import { ending } from '#journey';
import { londonDate } from '#register';
import { boardWords as clerkWords } from '../clerk/board/board-words.js';
import { decisionOf } from '../clerk/board/board-model.js';
import { resultOf } from '../clerk/board/meeting-model.js';
import { boardFrame } from './board-model.js';
import { boardPapers } from './on-board.js';
import type { OnBoard } from './on-board.js';

/** The meetings of a member's board that decide on this case, with the papers that they may read. */
export async function meetingsModel(office: Office, on: OnBoard) {
  const board = on.actor.body!;
  const today = londonDate(on.view.now).toString();
  const [held, papers, members, asked] = await Promise.all([
    meetings.meetingsOf(office.pool, board),
    boardPapers(office, on),
    boardRoll.membersOn(office.pool, board, today),
    requisitions.of(office.pool, board),
  ]);
  const titles = new Map(papers.map(({ id, title }) => [id, title]));
  const own = held.filter(({ items }) => items.some(({ caseId }) => caseId === on.view.id));
  const rows = own.map(async ({ id, heldOn, startsAt, place, urgency, items }) => ({
    heldOn,
    startsAt: inWords.time(startsAt),
    place,
    urgency,
    isToCome: heldOn >= today,
    items: await Promise.all(
      items
        .filter(({ caseId }) => caseId === on.view.id)
        .map(async (item) => ({
          decision: clerkWords().decisions[decisionOf(item)],
          motion: item.motion,
          result:
            item.resolution === null
              ? null
              : resultOf(await meetings.readItem(office.pool, board, id, item.id)),
          papers: item.papers.flatMap(({ document }) =>
            titles.has(document)
              ? [{ title: titles.get(document), href: `${on.path}/papers/${document}` }]
              : [],
          ),
        })),
    ),
  }));
  const seat = governorsOf(members).find(({ person }) => person === on.actor.person);
  return {
    frame: boardFrame(on, 'meetings'),
    meetings: await Promise.all(rows),
    mayAsk: seat !== undefined && ending(on.view.snapshot) === null,
    asked: asked
      .filter(({ meeting }) => meeting === null)
      .map(({ id, words, signed, receivedOn }) => ({
        words,
        names: signed.map(({ name }) => name).join(', '),
        receivedOn,
        mayJoin: receivedOn === null && !signed.some(({ member }) => member === seat?.id),
        action: `${on.path}/meetings/ask/${id}`,
      })),
  };
}
