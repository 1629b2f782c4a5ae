import { append } from '#evidence';
import { newId, now, Refusal } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { streamOf } from '../consultation.js';

/** One of the schools that consult together. */
export interface JointSchool {
  readonly consultation: string;
  readonly caseId: string;
  readonly schoolName: string;
  readonly desk: string;
  readonly isLead: boolean;
  readonly joinedAt: Date | null;
  readonly launchedAt: Date | null;
  readonly closesAt: Date | null;
}

/** Who consults together with this one, the lead first; nobody where it is held alone. */
export async function jointSchools(
  sql: Sql,
  consultation: string,
): Promise<readonly JointSchool[]> {
  const { rows } = await sql.query<JointSchool>(
    `SELECT c.id AS consultation, c.case_id AS "caseId", k.school_name AS "schoolName", k.desk,
        c.id = s.lead AS "isLead", s.joined_at AS "joinedAt", c.launched_at AS "launchedAt",
        c.closes_at AS "closesAt"
       FROM joint_school mine JOIN joint_school s ON s.lead = mine.lead
       JOIN consultation c ON c.id = s.consultation_id JOIN cases k ON k.id = c.case_id
      WHERE mine.consultation_id = $1
      ORDER BY c.id <> s.lead, s.joined_at, c.id`,
    [consultation],
  );
  return rows;
}

/** The consultation that leads this one; null where it is led by none. */
export async function leadOf(sql: Sql, member: string): Promise<JointSchool | null> {
  const schools = await jointSchools(sql, member);
  return schools.find(({ consultation, isLead }) => isLead && consultation !== member) ?? null;
}

/** “A”, “A and B”, “A, B and C”. */
export const named = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** A consultation and the one that leads it. */
export interface Led {
  readonly lead: string;
  readonly member: string;
}

/**
 * Lets a consultation be led by another, while neither has begun or waits to. Refuses `not-now` then,
 * and where one of them is led already or the member leads others.
 */
export async function joinLead(tx: Tx, actor: Actor, { lead, member }: Led): Promise<void> {
  await holdBoth(tx, { lead, member });
  const { rows } = await tx.query<{ launched: boolean; led: boolean; ordered: boolean }>(
    `SELECT bool_or(c.launched_at IS NOT NULL) AS launched,
        bool_or(c.id = $1 AND EXISTS (SELECT FROM joint_consultation j
            WHERE j.left_at IS NULL AND j.member = c.id)
          OR c.id = $2 AND EXISTS (SELECT FROM joint_school s WHERE s.consultation_id = c.id))
          AS led,
        bool_or(EXISTS (SELECT FROM sending_standing o WHERE o.consultation_id = c.id
          AND o.standing IN ('waiting', 'unconfirmed'))) AS ordered
       FROM consultation c WHERE c.id IN ($1, $2)`,
    [lead, member],
  );
  const { launched, led, ordered } = rows[0]!;
  if (ordered) throw new Refusal('sending-waits', { member });
  if (launched || led) throw new Refusal('not-now', { member });
  const at = await now(tx);
  await tx.query(
    `INSERT INTO joint_consultation (id, lead, member, joined_by, joined_at)
     VALUES ($1, $2, $3, $4, $5)`,
    [newId(), lead, member, actor.person, at],
  );
  await noteInBoth(tx, actor, 'consultation.joined', { lead, member }, at);
}

/** Ends that, while the member has not begun and waits for nothing; its people hear from it alone. */
export async function leaveLead(tx: Tx, actor: Actor, { lead, member }: Led): Promise<void> {
  await holdBoth(tx, { lead, member });
  const { rows } = await tx.query<{ launched: boolean; ordered: boolean }>(
    `SELECT c.launched_at IS NOT NULL AS launched,
        EXISTS (SELECT FROM sending_standing o WHERE o.consultation_id = c.id
          AND o.standing IN ('waiting', 'unconfirmed')) AS ordered
       FROM consultation c WHERE c.id = $1`,
    [member],
  );
  if (rows[0]!.ordered) throw new Refusal('sending-waits', { member });
  if (rows[0]!.launched) throw new Refusal('not-now', { member });
  const at = await now(tx);
  const { rowCount } = await tx.query(
    `UPDATE joint_consultation SET left_by = $3, left_at = $4
      WHERE lead = $1 AND member = $2 AND left_at IS NULL`,
    [lead, member, actor.person, at],
  );
  if (rowCount === 0) throw new Refusal('not-found', { member });
  await noteInBoth(tx, actor, 'consultation.left', { lead, member }, at);
}

/** Both rows, in one order for everybody. */
async function holdBoth(tx: Tx, { lead, member }: Led): Promise<void> {
  await tx.query('SELECT 1 FROM consultation WHERE id IN ($1, $2) ORDER BY id FOR UPDATE', [
    lead,
    member,
  ]);
}

async function noteInBoth(tx: Tx, actor: Actor, type: string, led: Led, at: Date): Promise<void> {
  const data = { ...led };
  for (const one of [led.lead, led.member].toSorted()) {
    await append(tx, streamOf(one), { kind: 'act', type, actor, data }, at);
  }
}
