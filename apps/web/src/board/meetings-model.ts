import { inWords } from '#cases';
import type { Office } from '#cases';
import { meetings } from '#governance';
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
  const [held, papers] = await Promise.all([
    meetings.meetingsOf(office.pool, board),
    boardPapers(office, on),
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
  return { frame: boardFrame(on, 'meetings'), meetings: await Promise.all(rows) };
}
