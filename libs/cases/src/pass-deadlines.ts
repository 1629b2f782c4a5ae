import type { Pool } from 'pg';
import { Refusal, SYSTEM, faultPoint, inTransaction } from '#platform';
import type { Tx } from '#platform';
import { closeConsultation, findConsultation } from '#consultation';
import { live, silentUntil } from '#journey';
import type { DeadlineKind } from '#journey';
import { wakeSender, writeLetters, writeMailing } from '#mail';
import { casePath } from './case-path.js';
import { advance } from './door.js';
import { readCase } from './read-case.js';
import type { CaseAtDoor } from './read-case.js';
import { beginNextSending } from './begin-sending.js';
import { inWords } from './words.js';

interface Due {
  readonly id: string;
  readonly caseId: string;
  readonly kind: DeadlineKind;
  readonly subject: string;
  readonly dueAt: Date;
  /** A later one for the same thing is due as well: after a standstill, people get one reminder. */
  readonly isOvertaken: boolean;
}

/**
 * Begins what is to be sent by now, and passes every deadline that is due, each in its own transaction: a consultation closes by itself
 * at its instant, those who have not answered are reminded. Safe in several processes at once;
 * answers how many it passed.
 */
export async function passDeadlines(pool: Pool, baseUrl: string): Promise<number> {
  let passed = 0;
  while (await inTransaction(pool, (tx) => beginNextSending(tx, baseUrl))) wakeSender(pool);
  while (await inTransaction(pool, (tx) => passNext(tx, baseUrl))) passed += 1;
  return passed;
}

async function passNext(tx: Tx, baseUrl: string): Promise<boolean> {
  const { rows } = await tx.query<Due>(
    `UPDATE deadline d SET passed_at = assent_now() WHERE id = (
       SELECT id FROM deadline
        WHERE due_at <= assent_now() AND passed_at IS NULL AND cancelled_at IS NULL
        ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING d.id, d.case_id AS "caseId", d.kind, d.subject, d.due_at AS "dueAt",
       EXISTS (SELECT FROM deadline later
         WHERE later.case_id = d.case_id AND later.kind = d.kind AND later.subject = d.subject
           AND later.due_at > d.due_at AND later.due_at <= assent_now()
           AND later.passed_at IS NULL AND later.cancelled_at IS NULL) AS "isOvertaken"`,
  );
  const due = rows[0];
  if (due === undefined) return false;
  faultPoint('deadline.after-claim');
  if (!due.isOvertaken) await pass(tx, baseUrl, due);
  return true;
}

async function pass(tx: Tx, baseUrl: string, due: Due): Promise<void> {
  switch (due.kind) {
    case 'close-consultation':
      return close(tx, baseUrl, due);
    case 'remind-consultees':
      return remindConsultees(tx, baseUrl, due);
    case 'remind-body':
      return remindBody(tx, baseUrl, due);
    case 'lapse-consent':
      return sendIfPossible(tx, baseUrl, due, 'consent.lapsed');
    case 'refuse-by-silence':
      return sendIfPossible(tx, baseUrl, due, 'consent.silence-refused');
  }
}

async function close(tx: Tx, baseUrl: string, { caseId, dueAt }: Due): Promise<void> {
  const at = dueAt.toISOString();
  const event = { type: 'consultation.closed', on: at, at } as const;
  await tx.query('SAVEPOINT closing');
  try {
    await advance(tx, baseUrl, { caseId, actor: SYSTEM, event });
    const consultation = await findConsultation(tx, { caseId });
    if (consultation !== null) await closeConsultation(tx, SYSTEM, { id: consultation.id });
  } catch (error) {
    // The case ended meanwhile: the deadline has nothing left to do.
    if (!(error instanceof Refusal)) throw error;
    await tx.query('ROLLBACK TO SAVEPOINT closing');
  }
}

/**
 * What the clock says of a consent: the journey knows whether it still counts. A body that has
 * answered, or whose consent holds longer by now, is left alone.
 */
async function sendIfPossible(
  tx: Tx,
  baseUrl: string,
  { caseId, subject, dueAt }: Due,
  type: 'consent.lapsed' | 'consent.silence-refused',
): Promise<void> {
  const event = { type, on: dueAt.toISOString(), consent: subject } as const;
  await tx.query('SAVEPOINT passing');
  try {
    await advance(tx, baseUrl, { caseId, actor: SYSTEM, event });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await tx.query('ROLLBACK TO SAVEPOINT passing');
  }
}

async function remindConsultees(tx: Tx, baseUrl: string, { caseId, dueAt }: Due): Promise<void> {
  const found = await readCase(tx, caseId, SYSTEM, []);
  const window = found.snapshot.case.context.consultation;
  // A window that was launched with less than a week to go is reminded of by its own letter.
  const isUseful = window !== undefined && dueAt.toISOString() > window.on;
  if (live(found.snapshot)?.consultation !== 'open' || !isUseful) return;
  await writeMailing(tx, {
    template: 'consultation-closing-soon',
    audience: { who: 'not-replied' },
    values: {
      ...commonWords(found),
      replyBy: inWords.instant(window.closesAt),
      link: `${baseUrl}/consultations/${window.consultation}`,
    },
    createdBy: SYSTEM.person,
    caseId,
    consultationId: window.consultation,
  });
}

/** Silence is never consent: a body that has not decided is asked again, and stays asked. */
async function remindBody(tx: Tx, baseUrl: string, { caseId, subject }: Due): Promise<void> {
  const found = await readCase(tx, caseId, SYSTEM, []);
  const part = found.snapshot.consents[subject];
  const isWaiting = part !== undefined && ['requested', 'acknowledged'].includes(part.value);
  const body = found.bodies.find((on) => on.part === subject);
  if (!isWaiting || body === undefined || live(found.snapshot) === null) return;
  const officers = found.people.filter((person) => person.body === body.body);
  const silence = silentUntil(part.context);
  await writeLetters(
    tx,
    officers.map(({ name, email, person, role }) => ({
      template: 'consent-reminder',
      to: { name, address: email, person },
      values: {
        ...commonWords(found),
        bodyName: body.name,
        ...(silence === null ? {} : { silence: inWords.day(silence) }),
        date: inWords.day(part.context.requestedOn ?? found.now.toISOString()),
        link: `${baseUrl}${casePath(role, caseId)}`,
      },
      caseId,
    })),
  );
}

const commonWords = (found: CaseAtDoor) => ({
  schoolName: found.schoolName,
  reference: found.reference,
  trustName: found.trustName ?? '',
  onBehalfOf: `the governing board of ${found.schoolName}`,
});
