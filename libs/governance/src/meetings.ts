import { Refusal, newId } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { append } from '#evidence';
import type { Purpose } from '#journey';
import { clearDays } from '#register';

/** Seven clear days are needed, for the agenda and for every paper (SI 2013/1624 reg 13(4)). */
export const CLEAR_DAYS = 7;

/** A decision that a meeting is asked to take, for one case. */
export interface ItemGiven {
  readonly caseId: string;
  readonly purpose: Purpose;
  readonly rescinds: 'apply' | 'final' | null;
  readonly motion: string;
  /** Documents of the case that go out with the notice. */
  readonly papers: readonly string[];
}

/** A meeting as it is convened. Days are ISO days in England; the time is as London's clocks show it. */
export interface MeetingGiven {
  readonly board: string;
  readonly heldOn: string;
  readonly startsAt: string;
  readonly place: string;
  readonly noticeOn: string;
  /** The chair's direction for shorter notice, in words; null where there is none. */
  readonly urgency: string | null;
  readonly fullBoard: boolean;
  readonly items: readonly ItemGiven[];
  /** The words of an item on changing the category of the school, of which the authority has notice. */
  readonly categoryItem?: string | null;
}

/**
 * Convenes a meeting with its agenda and papers. Refuses `invalid` when the notice falls short of
 * seven clear days and the chair has given no direction.
 */
export async function convene(
  tx: Tx,
  actor: Actor,
  given: MeetingGiven,
  at: Date,
): Promise<{ readonly id: string; readonly seq: number }> {
  const { board, heldOn, noticeOn, urgency } = given;
  refuseShortNotice(given);
  const id = newId();
  await tx.query(
    `INSERT INTO meeting (id, board, held_on, notice_on, with_papers, urgency, full_board,
       starts_at, place, convened_at, recorded_by, recorded_at, category_item)
     VALUES ($1, $2, $3, $4, true, $5, $6, $7, $8, $9, $10, $9, $11)`,
    [
      ...[id, board, heldOn, noticeOn, urgency, given.fullBoard, given.startsAt, given.place],
      ...[at, actor.person, given.categoryItem ?? null],
    ],
  );
  for (const [position, item] of given.items.entries()) {
    await addItem(tx, actor, id, { ...item, position, noticeOn }, at);
  }
  const data = {
    meeting: id,
    heldOn,
    clearDays: clearDays(noticeOn, heldOn),
    urgency: urgency !== null,
    categoryItem: (given.categoryItem ?? null) !== null,
    items: given.items.map(({ caseId, purpose, papers }) => ({ case: caseId, purpose, papers })),
  };
  const entry = { kind: 'act', type: 'meeting.convened', actor, on: noticeOn, data } as const;
  const { seq } = await append(tx, `body:${board}`, entry, at);
  return { id, seq };
}

/** Refuses `invalid` for a notice that falls short of seven clear days without a direction. */
export function refuseShortNotice({
  noticeOn,
  heldOn,
  urgency,
}: Pick<MeetingGiven, 'noticeOn' | 'heldOn' | 'urgency'>): void {
  if (noticeOn > heldOn) throw fault('heldOn', 'The meeting cannot be before the notice.');
  const days = clearDays(noticeOn, heldOn);
  if (days >= CLEAR_DAYS || urgency !== null) return;
  throw fault(
    'heldOn',
    `That leaves ${days} clear days. Seven are needed, or the chair’s direction.`,
  );
}

async function addItem(
  tx: Tx,
  actor: Actor,
  meeting: string,
  item: ItemGiven & { position: number; noticeOn: string },
  at: Date,
): Promise<void> {
  const id = newId();
  await tx.query(
    `INSERT INTO agenda_item (id, meeting, case_id, position, purpose, rescinds, motion, recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, meeting, item.caseId, item.position, item.purpose, item.rescinds, item.motion, at],
  );
  for (const document of item.papers) {
    await sendPaper(tx, actor, { item: id, document, sentOn: item.noticeOn }, at);
  }
}

/** Writes down that a paper of an item went out on a day; one that was sent is not sent again. */
export async function sendPaper(
  tx: Tx,
  actor: Actor,
  { item, document, sentOn }: { item: string; document: string; sentOn: string },
  at: Date,
): Promise<void> {
  await tx.query(
    `INSERT INTO item_paper (item, document, sent_on, recorded_by, recorded_at)
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (item, document) DO NOTHING`,
    [item, document, sentOn, actor.person, at],
  );
}

export interface Meeting {
  readonly id: string;
  readonly board: string;
  readonly heldOn: string;
  readonly startsAt: string;
  readonly place: string;
  readonly noticeOn: string;
  readonly urgency: string | null;
  readonly fullBoard: boolean;
  readonly categoryItem: string | null;
  readonly items: readonly AgendaItem[];
}

export interface AgendaItem {
  readonly id: string;
  readonly caseId: string;
  readonly purpose: Purpose;
  readonly rescinds: 'apply' | 'final' | null;
  readonly motion: string;
  readonly papers: readonly { readonly document: string; readonly sentOn: string }[];
  /** The resolution that was recorded of it; null while it is open. */
  readonly resolution: string | null;
  readonly carried: boolean | null;
}

const READ = `SELECT m.id, m.board, m.held_on::text AS "heldOn", m.starts_at AS "startsAt", m.place,
    m.notice_on::text AS "noticeOn", m.urgency, m.full_board AS "fullBoard",
    m.category_item AS "categoryItem",
    (SELECT coalesce(json_agg(json_build_object('id', i.id, 'caseId', i.case_id,
       'purpose', i.purpose, 'rescinds', i.rescinds, 'motion', i.motion,
       'resolution', r.id, 'carried', r.carried,
       'papers', (SELECT coalesce(json_agg(json_build_object('document', p.document,
            'sentOn', p.sent_on::text) ORDER BY p.sent_on, p.document), '[]')
          FROM item_paper p WHERE p.item = i.id)) ORDER BY i.position), '[]')
       FROM agenda_item i LEFT JOIN resolution r ON r.item = i.id WHERE i.meeting = m.id) AS items
  FROM meeting m WHERE m.convened_at IS NOT NULL AND m.board = $1`;

/** The meetings that were convened here, the latest first. */
export async function meetingsOf(sql: Sql, board: string): Promise<readonly Meeting[]> {
  const { rows } = await sql.query<Meeting>(`${READ} ORDER BY m.held_on DESC, m.id DESC`, [board]);
  return rows;
}

/** One of them; refused as `not-found` when it is another board's. */
export async function meetingOf(sql: Sql, board: string, id: string): Promise<Meeting> {
  const { rows } = await sql.query<Meeting>(`${READ} AND m.id = $2`, [board, id]);
  if (rows[0] === undefined) throw new Refusal('not-found', { meeting: id });
  return rows[0];
}

/** A vote of a meeting that was not convened here, as its minutes report it. */
export interface ReportedVote {
  readonly heldOn: string;
  readonly caseId: string;
  readonly purpose: Purpose;
  readonly carried: boolean;
  readonly minutes: string;
}

/** Those of a board, the latest first. */
export async function reportedOf(sql: Sql, board: string): Promise<readonly ReportedVote[]> {
  const { rows } = await sql.query<ReportedVote>(
    `SELECT m.held_on::text AS "heldOn", r.case_id AS "caseId", r.purpose, r.carried, r.minutes
       FROM meeting m JOIN resolution r ON r.meeting = m.id
      WHERE m.board = $1 AND m.convened_at IS NULL ORDER BY m.held_on DESC, r.recorded_at DESC`,
    [board],
  );
  return rows;
}

/**
 * Refuses `invalid` a report of a vote for which a meeting of that day was convened here: its
 * votes are counted from its ledger, and are recorded once.
 */
export async function refuseConvened(
  sql: Sql,
  { board, caseId, purpose, heldOn }: ReportedVoteOf,
): Promise<void> {
  const held = (await meetingsOf(sql, board)).filter((meeting) => meeting.heldOn === heldOn);
  const isItem = (item: AgendaItem) => item.caseId === caseId && item.purpose === purpose;
  if (!held.some(({ items }) => items.some(isItem))) return;
  throw fault('heldOn', 'This meeting was convened here. Take its votes on its own page.');
}

export type ReportedVoteOf = Pick<ReportedVote, 'caseId' | 'purpose' | 'heldOn'> & {
  readonly board: string;
};

/** Clear days of the notice, and those of the paper that came last; both count to the meeting. */
export function noticeOf(meeting: Meeting, { papers }: Pick<AgendaItem, 'papers'>) {
  const sent = papers.map(({ sentOn }) => clearDays(sentOn, meeting.heldOn));
  return {
    clearDays: clearDays(meeting.noticeOn, meeting.heldOn),
    withPapers: sent.every((days) => days >= CLEAR_DAYS),
    urgency: meeting.urgency !== null,
  };
}

const fault = (field: string, text: string) =>
  new Refusal('invalid', { faults: { [field]: text } });
