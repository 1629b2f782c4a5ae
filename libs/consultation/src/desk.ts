import type { InboundMail, MailReading } from '#mail';
import { now, Refusal } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { append, commitText, storeTexts } from '#evidence';
import type { Addressee } from './addressee.js';
import type { Consultation } from './consultation.js';
import { streamOf } from './consultation.js';
import { recordResponse } from './record-response.js';
import type { RecordedResponse } from './record-response.js';
import type { Group, View } from './stakeholders.js';

/** Why a mail waits for a person. */
export type DeskReason =
  | 'no-letter' // nothing says what it answers
  | 'guessed' // only its sender's address is known, from the list of consultees
  | 'not-asked' // it answers a letter that asked for no view
  | 'test' // it answers a test of a letter, which a clerk sent to themselves
  | 'nothing-written'
  | 'bulk'
  | 'encrypted'
  | 'unreadable'
  | 'automatic'; // a person took it back from what machines wrote

export interface DeskMail {
  readonly inbound: string;
  readonly caseId: string | null;
  readonly consultation: string | null;
  readonly consultee: string | null;
  readonly consulteeName: string | null;
  readonly why: DeskReason;
  readonly receivedAt: Date;
  readonly from: string;
  readonly subject: string;
}

/** One mail at the desk, with everything that was read of it. */
export interface OpenedMail extends DeskMail {
  readonly reading: MailReading;
  readonly outcome: 'response' | 'filed' | null;
}

/** Whose desk: that of a case, or (null) that of the installation, for mail that names none. */
export type WhoseDesk = string | null;

interface Arrival {
  readonly mail: Pick<InboundMail, 'id' | 'letter'>;
  readonly reading: MailReading;
  readonly to: Addressee | null;
  readonly why: DeskReason;
}

/** Lets a mail wait for a person, with whatever it seems to belong to. */
export async function putOnDesk(tx: Tx, { mail, reading, to, why }: Arrival): Promise<void> {
  const guess = to === null ? await guessFrom(tx, reading) : null;
  const seemed = {
    caseId: to?.caseId ?? guess?.caseId ?? null,
    consultation: to?.consultation ?? guess?.consultation ?? null,
    consultee: to?.consultation ? to.consultee : (guess?.consultee ?? null),
    why: why === 'no-letter' && guess !== null ? 'guessed' : why,
  };
  await tx.query(
    `INSERT INTO desk_mail (inbound_mail, case_id, consultation_id, consultee, why, put_at)
     VALUES ($1, $2, $3, $4, $5, assent_now()) ON CONFLICT (inbound_mail) DO NOTHING`,
    [mail.id, seemed.caseId, seemed.consultation, seemed.consultee, seemed.why],
  );
}

interface Guess {
  readonly caseId: string;
  readonly consultation: string;
  readonly consultee: string | null;
}

/** The one open consultation that asks somebody of this address, if it is one. */
async function guessFrom(tx: Tx, { from, fromAmbiguous }: MailReading): Promise<Guess | null> {
  if (from === '' || fromAmbiguous) return null;
  const { rows } = await tx.query<Guess & { people: number }>(
    `SELECT c.case_id AS "caseId", c.id AS consultation, count(*)::int AS people,
        CASE count(*) WHEN 1 THEN min(e.id::text)::uuid END AS consultee
       FROM consultee e JOIN consultation c ON c.id = e.consultation_id
      WHERE lower(e.email) = lower($1) AND e.removed_at IS NULL AND c.launched_at IS NOT NULL
      GROUP BY c.case_id, c.id LIMIT 2`,
    [from],
  );
  return rows.length === 1 ? rows[0]! : null;
}

const LINE = `d.inbound_mail AS inbound, d.case_id AS "caseId", d.consultation_id AS consultation,
  d.consultee, e.name AS "consulteeName", d.why, i.received_at AS "receivedAt",
  coalesce(nullif(i.reading ->> 'from', ''), i.envelope_from) AS "from",
  coalesce(i.reading ->> 'subject', '') AS subject`;
const FROM = `desk_standing d JOIN inbound_mail i ON i.id = d.inbound_mail
  LEFT JOIN consultee e ON e.id = d.consultee`;
const OF_DESK = 'd.case_id IS NOT DISTINCT FROM $1::uuid';

/** The mails that wait at a desk, the oldest first. */
async function waiting(sql: Sql, whose: WhoseDesk, most = 200): Promise<DeskMail[]> {
  const { rows } = await sql.query<DeskMail>(
    `SELECT ${LINE} FROM ${FROM} WHERE ${OF_DESK} AND d.outcome IS NULL
      ORDER BY d.put_at, d.inbound_mail LIMIT $2`,
    [whose, most],
  );
  return rows;
}

/** Mails of a case's letters that machines wrote, the latest first: a person may think otherwise. */
async function writtenByMachines(sql: Sql, caseId: string, most = 100): Promise<DeskMail[]> {
  const { rows } = await sql.query<DeskMail>(
    `SELECT i.id AS inbound, l.case_id AS "caseId", l.consultation_id AS consultation, l.consultee,
        l.to_name AS "consulteeName", 'automatic' AS why, i.received_at AS "receivedAt",
        coalesce(nullif(i.reading ->> 'from', ''), i.envelope_from) AS "from",
        coalesce(i.reading ->> 'subject', '') AS subject
       FROM letter l JOIN inbound_mail i ON i.letter = l.id
      WHERE l.case_id = $1 AND i.outcome = 'filed'
        AND NOT EXISTS (SELECT FROM desk_mail d WHERE d.inbound_mail = i.id)
      ORDER BY i.received_at DESC LIMIT $2`,
    [caseId, most],
  );
  return rows;
}

/** One mail of a desk; null when it is not there. */
async function open(sql: Sql, whose: WhoseDesk, inbound: string): Promise<OpenedMail | null> {
  const { rows } = await sql.query<OpenedMail>(
    `SELECT ${LINE}, i.reading, d.outcome FROM ${FROM} WHERE ${OF_DESK} AND d.inbound_mail = $2`,
    [whose, inbound],
  );
  return rows[0] ?? null;
}

/** The mail exactly as it came. */
async function original(sql: Sql, whose: WhoseDesk, inbound: string): Promise<Buffer | null> {
  const { rows } = await sql.query<{ raw: Buffer }>(
    `SELECT i.raw FROM ${FROM} WHERE ${OF_DESK} AND d.inbound_mail = $2`,
    [whose, inbound],
  );
  return rows[0]?.raw ?? null;
}

/** Puts back on the case's desk what was filed as written by a machine. */
async function takeBack(
  tx: Tx,
  { caseId, inbound }: { readonly caseId: string; readonly inbound: string },
): Promise<void> {
  const { rowCount } = await tx.query(
    `INSERT INTO desk_mail (inbound_mail, case_id, consultation_id, consultee, why, put_at)
     SELECT i.id, l.case_id, e.consultation_id, e.id, 'automatic', assent_now()
       FROM inbound_mail i JOIN letter l ON l.id = i.letter
       LEFT JOIN consultee e ON e.id = l.consultee AND e.consultation_id = l.consultation_id
      WHERE i.id = $2 AND l.case_id = $1 AND i.outcome = 'filed'
     ON CONFLICT (inbound_mail) DO NOTHING`,
    [caseId, inbound],
  );
  if (rowCount === 0 && (await open(tx, caseId, inbound)) === null) throw new Refusal('not-found');
}

/** Gives a mail that named no case to the desk of one; refused when somebody did so before. */
async function handOver(
  tx: Tx,
  actor: Actor,
  { inbound, caseId }: { readonly inbound: string; readonly caseId: string },
): Promise<void> {
  await lockWaiting(tx, null, inbound);
  const { rowCount } = await tx.query(
    `INSERT INTO desk_handover (inbound_mail, case_id, by, at) VALUES ($1, $2, $3, assent_now())
     ON CONFLICT (inbound_mail) DO NOTHING`,
    [inbound, caseId, actor.person],
  );
  if (rowCount === 0) throw new Refusal('conflict', { mail: inbound });
}

/** What a clerk says of a mail that becomes a response. */
export interface Placed {
  readonly whose: WhoseDesk;
  readonly inbound: string;
  readonly consultation: Consultation;
  readonly consultee: string | null;
  readonly author: string | null;
  readonly group: Group | null;
  readonly view: View | null;
  /** Typed by the clerk, only where nothing could be read of the mail itself. */
  readonly words: string | null;
}

/** Makes a waiting mail a response, by a clerk's judgement and in their name, once. */
async function makeResponse(tx: Tx, actor: Actor, placed: Placed): Promise<RecordedResponse> {
  const mail = await lockWaiting(tx, placed.whose, placed.inbound);
  if (mail.why === 'test') throw new Refusal('not-now', { mail: placed.inbound });
  const words = wordsOf(mail.reading) ?? placed.words?.trim();
  if (!words) throw new Refusal('invalid', { faults: { words: 'Enter the words of the mail' } });
  const response = await recordResponse(tx, actor, {
    consultation: placed.consultation.id,
    consultee: placed.consultee,
    channel: 'email',
    receivedAt: mail.receivedAt,
    view: placed.view,
    group: placed.group,
    words,
    author: placed.author,
    grade: 'entered',
    letter: mail.letter,
    inbound: { id: placed.inbound, sha256: mail.sha256 },
  });
  await settle(tx, actor, { inbound: placed.inbound, outcome: 'response', response: response.id });
  return response;
}

/** The words that were read of a mail: its author's own, or all there are; null: none. */
export function wordsOf({ answer, text }: MailReading): string | null {
  return [answer, text].find((words) => words.trim() !== '') ?? null;
}

/** Puts a mail aside as no response, with the reason; it is kept whole. */
async function putAside(
  tx: Tx,
  actor: Actor,
  { whose, inbound, reason }: { whose: WhoseDesk; inbound: string; reason: string },
): Promise<void> {
  const mail = await lockWaiting(tx, whose, inbound);
  const text = commitText(reason);
  await storeTexts(tx, [text]);
  await settle(tx, actor, { inbound, outcome: 'filed', reason: text.commitment });
  if (mail.consultation === null) return;
  const data = { mail: inbound, mailSha256: mail.sha256 };
  const texts = { reason: text.commitment };
  const draft = { kind: 'act', type: 'mail.put-aside', actor, data, texts } as const;
  await append(tx, streamOf(mail.consultation), draft, await now(tx));
}

interface Waiting {
  readonly why: DeskReason;
  readonly consultation: string | null;
  readonly letter: string | null;
  readonly receivedAt: Date;
  readonly sha256: string;
  readonly reading: MailReading;
}

async function lockWaiting(tx: Tx, whose: WhoseDesk, inbound: string): Promise<Waiting> {
  const { rows } = await tx.query<Waiting & { settled: boolean }>(
    `SELECT d.consultation_id AS consultation, d.why, i.letter, i.received_at AS "receivedAt",
        encode(i.raw_sha256, 'hex') AS sha256, i.reading,
        d.outcome IS NOT NULL AS settled
       FROM desk_standing d JOIN inbound_mail i ON i.id = d.inbound_mail
      WHERE ${OF_DESK} AND d.inbound_mail = $2`,
    [whose, inbound],
  );
  if (rows[0] === undefined) throw new Refusal('not-found');
  if (rows[0].settled) throw new Refusal('conflict', { mail: inbound });
  return rows[0];
}

interface Outcome {
  readonly inbound: string;
  readonly outcome: 'response' | 'filed';
  readonly response?: string;
  readonly reason?: string;
}

/** Two clerks at one mail: the second finds that it is done. */
async function settle(tx: Tx, actor: Actor, done: Outcome): Promise<void> {
  const { rowCount } = await tx.query(
    `INSERT INTO desk_outcome (inbound_mail, outcome, response, reason_commitment, by, at)
     VALUES ($1, $2, $3, decode($4, 'hex'), $5, assent_now()) ON CONFLICT DO NOTHING`,
    [done.inbound, done.outcome, done.response ?? null, done.reason ?? null, actor.person],
  );
  if (rowCount === 0) throw new Refusal('conflict', { mail: done.inbound });
}

/** Where mail waits that no response was made of. */
export const desk = {
  waiting,
  writtenByMachines,
  open,
  original,
  takeBack,
  handOver,
  makeResponse,
  putAside,
};
