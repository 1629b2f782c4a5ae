import { Refusal, answerOnce, inTransaction, now } from '#platform';
import type { Tx } from '#platform';
import { readDocuments } from '#evidence';
import { boardRoll, meetings, requisitions } from '#governance';
import type { ItemGiven, Member, MeetingGiven, Requisition } from '#governance';
import { writeLetters } from '#mail';
import { askWhereMissing } from './ask-test.js';
import { boardOf } from './board-of-case.js';
import type { BoardAct, BoardOfCase } from './board-of-case.js';
import { casePath } from './case-path.js';
import { streamOf } from './office.js';
import type { Office } from './office.js';
import { inWords } from './words.js';

/** A meeting of the board of a case, with what its notice says in words. */
export interface ConveneGiven extends Omit<MeetingGiven, 'board'> {
  /** Whether this service sends the notice now, or it went out by other ways on the day given. */
  readonly writes: boolean;
  /** The requisitions of three governors for which it is convened. */
  readonly requisitions?: readonly string[];
}

/**
 * Convenes a meeting of the board of a case: its row, the requisitions that it meets, and in the same transaction the notice to
 * every member in post, associates and a head who is no governor included, with the agenda and the
 * names of the papers. Refuses `invalid` for too short a notice, for a board without members, and
 * for papers and cases that are not this board's.
 */
export async function conveneMeeting(
  office: Office,
  act: BoardAct,
  given: ConveneGiven,
): Promise<{ readonly meeting: string; readonly told: number }> {
  return inTransaction(office.pool, (tx) =>
    answerOnce(tx, act.form, async () => {
      const at = await now(tx);
      const found = await boardOf(tx, act.actor, act.caseId);
      const members = await boardRoll.membersOn(tx, found.board, given.heldOn);
      if (members.length === 0) {
        throw new Refusal('invalid', { faults: { heldOn: 'Add the members of the board first.' } });
      }
      const papers = await papersOf(tx, act.caseId, found, given.items);
      const { id, seq } = await meetings.convene(
        tx,
        act.actor,
        { ...given, board: found.board },
        at,
      );
      const place = { board: found.board, meeting: id };
      const asked = await requisitions.meet(tx, act.actor, place, given.requisitions ?? [], at);
      const cause = { stream: `body:${found.board}`, seq };
      const notice = { office, act, found, given, members, papers, asked, cause };
      if (given.writes) await writeNotice(tx, notice);
      if (given.writes) await tellAuthority(tx, notice);
      await askWhereMissing(tx, office, act.actor, given.items, given.heldOn);
      return { meeting: id, told: given.writes ? members.length : 0 };
    }),
  );
}

/** The titles of the papers; refuses any that is not a paper of the case whose item it is for. */
async function papersOf(
  tx: Tx,
  caseId: string,
  { others }: BoardOfCase,
  items: readonly ItemGiven[],
): Promise<readonly string[]> {
  const cases = [caseId, ...others.map(({ id }) => id)];
  const titles: string[] = [];
  for (const item of items) {
    if (!cases.includes(item.caseId)) throw new Refusal('not-found', { case: item.caseId });
    const found = await readDocuments(tx, {
      streams: [streamOf(item.caseId)],
      ids: item.papers,
    });
    if (found.length !== new Set(item.papers).size) throw new Refusal('not-found');
    titles.push(...found.map(({ title }) => title));
  }
  return [...new Set(titles)];
}

interface Notice {
  readonly office: Office;
  readonly act: BoardAct;
  readonly found: BoardOfCase;
  readonly given: ConveneGiven;
  readonly members: readonly Member[];
  readonly papers: readonly string[];
  readonly asked: readonly Requisition[];
  readonly cause: { readonly stream: string; readonly seq: number };
}

const valuesOf = ({ found, given, papers }: Notice) => ({
  schoolName: found.schoolName,
  reference: found.reference,
  onBehalfOf: `the governing board of ${found.schoolName}`,
  date: inWords.day(given.heldOn),
  startsAt: inWords.time(given.startsAt),
  place: given.place,
  agenda: [...given.items.map(({ motion }) => motion), given.categoryItem ?? '']
    .filter((words) => words !== '')
    .join(' '),
  papers: papers.length === 0 ? 'none' : papers.join('; '),
  reason: given.urgency,
});

async function writeNotice(tx: Tx, notice: Notice): Promise<void> {
  const { office, act, members, asked, cause } = notice;
  const values = {
    ...valuesOf(notice),
    requisition: asked.length === 0 ? null : asked.map(inOneLine).join(' '),
    link: `${office.baseUrl}${casePath('governor', act.caseId)}/meetings`,
  };
  await writeLetters(
    tx,
    members.map(({ name, email, person }) => ({
      template: 'meeting-convened',
      to: { name, address: email, person },
      values,
      caseId: act.caseId,
      cause,
    })),
  );
}

/**
 * The local authority has notice where an item is about changing the category of the school (reg
 * 13(4)): those of it who are on the case, or else the authority itself on paper.
 */
async function tellAuthority(tx: Tx, notice: Notice): Promise<void> {
  const { act, given, cause } = notice;
  if ((given.categoryItem ?? null) === null) return;
  const { rows } = await tx.query<{ name: string; address: string | null; person: string | null }>(
    `WITH officers AS (
       SELECT p.name, p.email AS address, p.id AS person FROM case_person c
         JOIN person p ON p.id = c.person
        WHERE c.case_id = $1 AND c.role = 'authority-officer' AND c.until IS NULL)
     SELECT * FROM officers
     UNION ALL SELECT b.name, NULL, NULL FROM case_body cb JOIN body b ON b.id = cb.body
        WHERE cb.case_id = $1 AND cb.part = 'local-authority' AND cb.until IS NULL
          AND NOT EXISTS (SELECT FROM officers)`,
    [act.caseId],
  );
  const values = valuesOf(notice);
  await writeLetters(
    tx,
    rows.map((to) => ({ template: 'authority-meeting', to, values, caseId: act.caseId, cause })),
  );
}

/** Who asked for the meeting and for what, as its notice says it. */
const inOneLine = ({ words, signed }: Requisition): string =>
  `${words} (${signed.map(({ name }) => name).join(', ')}).`;
