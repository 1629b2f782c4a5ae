import { Refusal, now } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { append } from '#evidence';
import { boardRules } from '#governance';
import type { TestInForce } from '#governance';
import { peopleOf } from '#identity';
import type { Person } from '#identity';
import { writeLetters } from '#mail';
import { londonDate } from '#register';
import { onBoard } from './board-of-case.js';
import type { BoardAct } from './board-of-case.js';
import { requireCase } from './case-people.js';
import type { Office } from './office.js';
import { inWords } from './words.js';

/** How the test of prescribed governors stands for a school of a federation (s.3(6)). */
export interface TestStanding {
  readonly inFederation: boolean;
  /** Null while nobody has set one: no vote to apply or to convert passes then. */
  readonly test: TestInForce | null;
  /** Who can set it: the administrators of the service that keeps the case. */
  readonly administrators: readonly string[];
  readonly service: string;
  /** When they were asked last; null where nobody has. */
  readonly askedAt: Date | null;
}

interface FoundCase {
  readonly urn: string;
  readonly board: string;
  readonly schoolName: string;
  readonly reference: string;
  readonly desk: string;
  readonly service: string;
  readonly inFederation: boolean;
  readonly askedAt: Date | null;
}

/** The standing of the test of a case on a day; refused as `not-found` for anybody else's case. */
export async function testStanding(
  sql: Sql,
  actor: Actor,
  caseId: string,
  day: string,
): Promise<TestStanding> {
  await requireCase(sql, actor, caseId);
  const { inFederation, urn, desk, service, askedAt } = await caseWith(sql, caseId);
  const administrators = await peopleOf(sql, desk, 'administrator');
  const test = await boardRules.testOn(sql, urn, day);
  const names = administrators.map(({ name }) => name);
  return { inFederation, test, administrators: names, service, askedAt };
}

/** Asks the administrators for the test of a case. Refuses `not-now` where it is set, or not needed. */
export async function askForTest(office: Office, act: BoardAct): Promise<void> {
  await onBoard(office, act, async (tx, _, at) => {
    const found = await caseWith(tx, act.caseId);
    const day = londonDate(at).toString();
    if (!found.inFederation || (await boardRules.testOn(tx, found.urn, day)) !== null) {
      throw new Refusal('not-now', { case: act.caseId });
    }
    await write(tx, office, act.actor, { ...found, id: act.caseId }, at);
  });
}

/** The same when a meeting is convened for decisions that the test binds; once is enough. */
export async function askWhereMissing(
  tx: Tx,
  office: Office,
  actor: Actor,
  items: readonly { readonly caseId: string; readonly purpose: string }[],
  heldOn: string,
): Promise<void> {
  const bound = items.filter(({ purpose }) => purpose === 'apply' || purpose === 'final');
  for (const caseId of new Set(bound.map((item) => item.caseId))) {
    const found = await caseWith(tx, caseId);
    if (!found.inFederation || found.askedAt !== null) continue;
    if ((await boardRules.testOn(tx, found.urn, heldOn)) !== null) continue;
    await write(tx, office, actor, { ...found, id: caseId }, await now(tx));
  }
}

async function caseWith(sql: Sql, caseId: string): Promise<FoundCase> {
  const { rows } = await sql.query<FoundCase>(
    `SELECT c.urn, c.board, c.school_name AS "schoolName", c.reference, c.desk, b.name AS service,
        coalesce(c.snapshot #>> '{case,context,inFederation}' = 'true', false) AS "inFederation",
        (SELECT max(asked_at) FROM prescribed_test_asked a WHERE a.case_id = c.id) AS "askedAt"
       FROM cases c JOIN body b ON b.id = c.desk WHERE c.id = $1`,
    [caseId],
  );
  return rows[0]!;
}

async function write(
  tx: Tx,
  office: Office,
  actor: Actor,
  found: FoundCase & { readonly id: string },
  at: Date,
): Promise<void> {
  const { id: caseId, urn, board, schoolName, reference, desk } = found;
  await tx.query(
    `INSERT INTO prescribed_test_asked (urn, case_id, asked_by, asked_at) VALUES ($1, $2, $3, $4)`,
    [urn, caseId, actor.person, at],
  );
  const administrators = await peopleOf(tx, desk, 'administrator');
  const data = { case: caseId, urn, asked: administrators.map(({ id }) => id) };
  const entry = { kind: 'act', type: 'test.asked', actor, data } as const;
  const { seq } = await append(tx, `body:${board}`, entry, at);
  await writeLetters(
    tx,
    administrators.map(({ id: person, name, email }: Person) => ({
      template: 'federation-test-asked',
      to: { name, address: email, person },
      values: {
        schoolName,
        reference,
        onBehalfOf: `the governing board of ${schoolName}`,
        date: inWords.day(londonDate(at).toString()),
        link: `${office.baseUrl}/admin/law/prescribed-governors/${urn}/correct`,
      },
      caseId,
      cause: { stream: `body:${board}`, seq },
    })),
  );
}

/** A school for whose test somebody waits. */
export interface TestAsked {
  readonly urn: string;
  readonly schoolName: string;
  readonly askedBy: string;
  readonly askedAt: Date;
}

/** The tests for which clerks of these services wait, the first asked before the others. */
export async function testsAsked(
  sql: Sql,
  desks: readonly string[],
): Promise<readonly TestAsked[]> {
  const { rows } = await sql.query<TestAsked>(
    `SELECT c.urn, c.school_name AS "schoolName", p.name AS "askedBy", a.asked_at AS "askedAt"
       FROM cases c JOIN LATERAL (
         SELECT asked_by, asked_at FROM prescribed_test_asked
          WHERE case_id = c.id ORDER BY asked_at DESC LIMIT 1) a ON true
       JOIN person p ON p.id::text = a.asked_by
      WHERE c.desk = ANY ($1::uuid[]) AND c.ended_at IS NULL AND NOT EXISTS (
        SELECT FROM law_datum d WHERE d.kind = 'prescribed-governors'
           AND d.subject IN (c.urn, '*') AND d.set_by <> 'system')
      ORDER BY a.asked_at, c.urn`,
    [desks],
  );
  return rows;
}
