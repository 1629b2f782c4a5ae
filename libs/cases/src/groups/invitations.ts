import { Refusal, answerOnce, inTransaction, newOpaqueId, now, violates } from '#platform';
import type { Actor, SentForm, Sql, Tx } from '#platform';
import { append } from '#evidence';
import { writeLetters } from '#mail';
import { londonDate } from '#register';
import { groupStream } from '../case-papers.js';
import { requireCase } from '../case-people.js';
import type { Office } from '../office.js';
import { takeStep } from '../take-step.js';
import type { Act, Done } from '../take-step.js';
import { holdLedGroup, readGroup } from './group.js';
import type { Group, GroupKind } from './group.js';
import { enterGroup, joined } from './join-group.js';

/** An invitation as the desk sees it to which it goes: the case that it is about is theirs. */
export interface Invitation {
  readonly id: string;
  readonly group: string;
  readonly groupName: string;
  readonly kind: GroupKind;
  /** The desk that leads the group, by name. */
  readonly from: string;
  readonly askedAt: Date;
  readonly caseId: string;
  readonly reference: string;
  readonly schoolName: string;
  readonly version: number;
}

export type InvitationAnswer = 'accepted' | 'declined' | 'taken-back';

/** An invitation as the desk that sent it sees it: what it typed, and no more until it is accepted. */
export interface SentInvitation {
  readonly id: string;
  readonly asked: string;
  /** The school as the public register names it, where a school's number was given. */
  readonly registered: string | null;
  readonly askedAt: Date;
  readonly answer: InvitationAnswer | null;
  readonly answeredAt: Date | null;
}

export interface Inviting {
  readonly actor: Actor;
  readonly form: SentForm;
  readonly group: string;
  /** The number of a case, or the URN of a school. */
  readonly asked: string;
}

/**
 * Invites the school of another desk into a group, by the number of its case or its URN. Whether
 * there is such a case is not said: a number of nobody's is answered like any other. Refuses
 * `invalid` for a case of the desk itself, and where the same was asked and is not answered.
 */
async function invite(office: Office, inviting: Inviting): Promise<{ readonly id: string }> {
  const { actor, form, asked } = inviting;
  return inTransaction(office.pool, (tx) =>
    answerOnce(tx, form, async () => {
      const group = await holdLedGroup(tx, actor, inviting.group);
      await refuseNeedless(tx, group, asked);
      const id = newOpaqueId();
      const at = await now(tx);
      await tx.query(
        `INSERT INTO group_invitation (id, group_id, asked, asked_by, asked_at)
         VALUES ($1, $2, $3, $4, $5)`,
        [id, group.id, asked, actor.person, at],
      );
      const data = { invitation: id, asked };
      await record(tx, { group: group.id, actor, at }, 'group.invited', data);
      await tellDesk(tx, office.baseUrl, group, { id, asked });
      return { id };
    }),
  );
}

async function refuseNeedless(tx: Tx, group: Group, asked: string): Promise<void> {
  const { rows } = await tx.query<{ own: boolean; within: boolean; waits: boolean }>(
    `SELECT EXISTS (SELECT FROM cases c WHERE c.desk = $2 AND c.ended_at IS NULL
         AND (c.reference = $3 OR c.urn = $3)) AS own,
       EXISTS (SELECT FROM group_member m JOIN cases c ON c.id = m.case_id
         WHERE m.group_id = $1 AND m.until IS NULL AND (c.reference = $3 OR c.urn = $3)) AS within,
       EXISTS (SELECT FROM group_invitation i WHERE i.group_id = $1 AND i.asked = $3
         AND ${IS_OPEN}) AS waits`,
    [group.id, group.desk, asked],
  );
  const { own, within, waits } = rows[0]!;
  const reason = within ? 'within' : own ? 'own' : waits ? 'waits' : null;
  if (reason !== null) throw new Refusal('invalid', { field: 'asked', reason });
}

/** Writes to whoever clerks the case, where there is one. */
async function tellDesk(
  tx: Tx,
  baseUrl: string,
  group: Group,
  { id, asked }: Pick<SentInvitation, 'id' | 'asked'>,
): Promise<void> {
  const { rows } = await tx.query<{
    readonly caseId: string;
    readonly school: string;
    readonly reference: string;
    readonly person: string;
    readonly name: string;
    readonly email: string;
  }>(
    `SELECT c.id AS "caseId", c.school_name AS school, c.reference, p.id AS person, p.name, p.email
       FROM cases c JOIN case_person cp ON cp.case_id = c.id AND cp.role = 'clerk'
       JOIN person p ON p.id = cp.person AND p.ended_at IS NULL
      WHERE cp.until IS NULL AND c.ended_at IS NULL AND (c.reference = $1 OR c.urn = $1)`,
    [asked],
  );
  await writeLetters(
    tx,
    rows.map(({ caseId, school, reference, person, name, email }) => ({
      template: 'group-invited',
      to: { name, address: email, person },
      values: {
        schoolName: school,
        reference,
        onBehalfOf: group.deskName,
        deskName: group.deskName,
        groupName: group.name,
        link: `${baseUrl}/invitations/${id}`,
      },
      caseId,
    })),
  );
}

const IS_OPEN = 'NOT EXISTS (SELECT FROM group_invitation_answer a WHERE a.invitation = i.id)';

/** The invitations of a group, to the desk that leads it; the newest first. */
async function sentInvitations(
  sql: Sql,
  actor: Actor,
  id: string,
): Promise<readonly SentInvitation[]> {
  const { group } = await readGroup(sql, actor, id);
  if (group.desk !== actor.body) return [];
  const { rows } = await sql.query<SentInvitation>(
    `SELECT i.id, i.asked, i.asked_at AS "askedAt", a.answer, a.answered_at AS "answeredAt",
        (SELECT name FROM school WHERE urn = i.asked) AS registered
       FROM group_invitation i LEFT JOIN group_invitation_answer a ON a.invitation = i.id
      WHERE i.group_id = $1 ORDER BY i.asked_at DESC, i.id`,
    [id],
  );
  return rows;
}

/** The invitations that wait for one of these desks, the oldest first. */
async function invitationsTo(sql: Sql, desks: readonly string[]): Promise<readonly Invitation[]> {
  const { rows } = await sql.query<Invitation>(`${WAITING} ORDER BY i.asked_at, i.id LIMIT 50`, [
    desks,
  ]);
  return rows;
}

/** An invitation that waits for one of these desks; `not-found` otherwise. */
async function readInvitation(sql: Sql, desks: readonly string[], id: string): Promise<Invitation> {
  const { rows } = await sql.query<Invitation>(`${WAITING} AND i.id = $2`, [desks, id]);
  if (rows[0] === undefined) throw new Refusal('not-found', { invitation: id });
  return rows[0];
}

/**
 * A school has one open case at most, so a number leads to one case or to none. Each invitation looks
 * for its own, by an index: a desk's first page asks this.
 */
const WAITING = `SELECT i.id, i.group_id AS "group", g.name AS "groupName", g.kind,
    (SELECT name FROM body WHERE id = g.desk) AS "from", i.asked_at AS "askedAt",
    c.id AS "caseId", c.reference, c.school_name AS "schoolName", c.version
   FROM group_invitation i JOIN project_group g ON g.id = i.group_id
   CROSS JOIN LATERAL (
     SELECT * FROM cases WHERE reference = i.asked AND ended_at IS NULL
      UNION ALL SELECT * FROM cases WHERE urn = i.asked AND ended_at IS NULL) c
  WHERE c.desk = ANY ($1::uuid[]) AND ${IS_OPEN}
    AND NOT EXISTS (SELECT FROM group_member m
      WHERE m.group_id = i.group_id AND m.case_id = c.id AND m.until IS NULL)`;

/**
 * Accepts an invitation: the case joins the group by an act of its own desk, and depends on nobody.
 * Refuses as the door does, and `in-another-group`.
 */
async function acceptInvitation(office: Office, act: Act, id: string): Promise<Done> {
  try {
    return await takeStep(office, act, async (tx) => {
      const { group, at } = await answer(tx, act, id, 'accepted');
      await enterGroup(tx, group.id, act.caseId);
      return { event: joined(group, londonDate(at).toString(), []) };
    });
  } catch (error) {
    if (violates(error, 'one_group_a_case')) throw new Refusal('in-another-group');
    throw error;
  }
}

/** Declines an invitation. The case does not move, and its record says nothing of it. */
async function declineInvitation(
  office: Office,
  act: Omit<Act, 'seenVersion'>,
  id: string,
): Promise<void> {
  await inTransaction(office.pool, (tx) =>
    answerOnce(tx, act.form, async () => {
      await requireCase(tx, act.actor, act.caseId);
      await answer(tx, act, id, 'declined');
      return { declined: id };
    }),
  );
}

/** Takes an invitation back that nobody has answered. */
async function takeInvitationBack(
  office: Office,
  given: { readonly actor: Actor; readonly form: SentForm; group: string; invitation: string },
): Promise<void> {
  const { actor, form, invitation } = given;
  await inTransaction(office.pool, (tx) =>
    answerOnce(tx, form, async () => {
      const group = await holdLedGroup(tx, actor, given.group);
      const { rowCount } = await tx.query(
        `SELECT FROM group_invitation i WHERE i.id = $1 AND i.group_id = $2 AND ${IS_OPEN}`,
        [invitation, group.id],
      );
      if (rowCount === 0) throw new Refusal('not-found', { invitation });
      await writeAnswer(tx, { group: group.id, actor, caseId: null, invitation }, 'taken-back');
      return { takenBack: invitation };
    }),
  );
}

/** Holds the group, so that an invitation is answered once, and writes the answer down. */
async function answer(
  tx: Tx,
  { actor, caseId }: Pick<Act, 'actor' | 'caseId'>,
  invitation: string,
  given: 'accepted' | 'declined',
): Promise<{ readonly group: Pick<Group, 'id' | 'name' | 'kind'>; readonly at: Date }> {
  await tx.query(
    `SELECT FROM project_group g JOIN group_invitation i ON i.group_id = g.id
      WHERE i.id = $1 FOR UPDATE OF g`,
    [invitation],
  );
  const desks = actor.role === 'clerk' && actor.body !== null ? [actor.body] : [];
  const found = await readInvitation(tx, desks, invitation);
  if (found.caseId !== caseId) throw new Refusal('not-found', { invitation });
  const { group: id, groupName: name, kind } = found;
  const at = await writeAnswer(tx, { group: id, actor, caseId, invitation }, given);
  return { group: { id, name, kind }, at };
}

interface Answering {
  readonly group: string;
  readonly actor: Actor;
  readonly invitation: string;
  readonly caseId: string | null;
}

async function writeAnswer(
  tx: Tx,
  { group, actor, invitation, caseId }: Answering,
  given: InvitationAnswer,
): Promise<Date> {
  const at = await now(tx);
  await tx.query(
    `INSERT INTO group_invitation_answer (invitation, answer, case_id, answered_by, answered_at)
     VALUES ($1, $2, $3, $4, $5)`,
    [invitation, given, caseId, actor.person, at],
  );
  await record(tx, { group, actor, at }, 'group.invitation-answered', { invitation, given });
  return at;
}

async function record(
  tx: Tx,
  { group, actor, at }: { readonly group: string; readonly actor: Actor; readonly at: Date },
  type: string,
  data: Readonly<Record<string, string>>,
): Promise<void> {
  await append(tx, groupStream(group), { kind: 'act', type, actor, data }, at);
}

/** Invitations of schools on other desks: sent, taken back, looked at, accepted, declined. */
export const invitations = {
  invite,
  sentInvitations,
  takeInvitationBack,
  invitationsTo,
  readInvitation,
  acceptInvitation,
  declineInvitation,
};
