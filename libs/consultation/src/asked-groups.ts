import { hash } from 'node:crypto';
import { append } from '#evidence';
import { now, Refusal } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { streamOf } from './consultation.js';
import { GROUPS } from './stakeholders.js';
import type { Group } from './stakeholders.js';

/** A group of people, how many of it are asked, and why it is asked or left out. */
export interface AskedGroup {
  readonly group: Group;
  readonly people: number;
  readonly byPost: number;
  /** Null while nobody has said why. */
  readonly reason: string | null;
}

/** Every group, asked or not, with the newest reason of each. */
async function list(sql: Sql, consultation: string): Promise<readonly AskedGroup[]> {
  const { rows } = await sql.query<AskedGroup>(LIST, [consultation, GROUPS]);
  return rows;
}

const LIST = `
SELECT g.name AS "group", count(e.id)::int AS people,
    (count(*) FILTER (WHERE e.channel = 'post'))::int AS "byPost",
    (SELECT reason FROM consultation_group_reason r
      WHERE r.consultation_id = $1 AND r.group_name = g.name
      ORDER BY version DESC LIMIT 1) AS reason
  FROM unnest($2::text[]) WITH ORDINALITY AS g (name, place)
  LEFT JOIN consultee e ON e.consultation_id = $1 AND e.group_name = g.name
    AND e.removed_at IS NULL
 GROUP BY g.name, g.place ORDER BY g.place`;

/** The groups of which nobody is asked, and nobody said why. */
async function unexplained(sql: Sql, consultation: string): Promise<readonly Group[]> {
  const all = await list(sql, consultation);
  return all.flatMap(({ group, people, reason }) =>
    people === 0 && reason === null ? [group] : [],
  );
}

export interface GroupExplained {
  readonly consultation: string;
  readonly group: Group;
  readonly reason: string;
}

/**
 * Says why a group is asked or left out, as a new version; the same words again are none. Refuses
 * `not-now` once the consultation has closed.
 */
async function explain(tx: Tx, actor: Actor, given: GroupExplained): Promise<void> {
  const { consultation, group, reason } = given;
  const { rows } = await tx.query<{ closed: boolean }>(
    `SELECT closed_at IS NOT NULL OR closes_at <= assent_now() IS TRUE AS closed
       FROM consultation WHERE id = $1 FOR UPDATE`,
    [consultation],
  );
  if (rows[0] === undefined) throw new Refusal('not-found', { consultation });
  if (rows[0].closed) throw new Refusal('not-now', { consultation });
  const last = await newest(tx, consultation, group);
  if (last?.reason === reason) return;
  const version = (last?.version ?? 0) + 1;
  const at = await now(tx);
  const data = { group, version, sha256: hash('sha256', reason, 'hex') };
  const entry = { kind: 'act', type: 'consultation.group-explained', actor, data } as const;
  const { seq } = await append(tx, streamOf(consultation), entry, at);
  await tx.query(
    `INSERT INTO consultation_group_reason (consultation_id, group_name, version, reason, sha256,
       written_by, written_at, record_seq) VALUES ($1, $2, $3, $4, decode($5, 'hex'), $6, $7, $8)`,
    [consultation, group, version, reason, data.sha256, actor.person, at, seq],
  );
}

async function newest(tx: Tx, consultation: string, group: Group) {
  const { rows } = await tx.query<{ version: number; reason: string }>(
    `SELECT version, reason FROM consultation_group_reason
      WHERE consultation_id = $1 AND group_name = $2 ORDER BY version DESC LIMIT 1`,
    [consultation, group],
  );
  return rows[0] ?? null;
}

/** Of whom a consultation asks its question, and why; and why others are left out. */
export const askedGroups = { list, unexplained, explain };
