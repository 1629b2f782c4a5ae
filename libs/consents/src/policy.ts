import { newId } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { append } from '#evidence';
import type { ArticlesModel, ConsentPolicy } from '#journey';

/** The kinds of school that policies tell apart. */
export const SCHOOL_KINDS = ['voluntary-aided', 'voluntary-controlled', 'other'] as const;
export type SchoolKind = (typeof SCHOOL_KINDS)[number];
export type Acceptance = 'yes' | 'no' | 'possibly';

export interface PolicyGiven {
  readonly countsFrom: string;
  readonly order: ConsentPolicy['order'];
  readonly stages: ConsentPolicy['stages'];
  readonly accepts: Readonly<
    Partial<Record<SchoolKind, Readonly<Partial<Record<ArticlesModel, Acceptance>>>>>
  >;
  readonly required: readonly string[];
  readonly silenceDays: number | null;
  readonly validityMonths: number | null;
  readonly wantsMembersAgreement: boolean;
  readonly words: string;
}

export interface Policy extends PolicyGiven {
  readonly id: string;
  readonly version: number;
  readonly publishedAt: Date;
}

/**
 * Publishes a body's policy as its next version, with an entry on the body's stream; earlier
 * versions stay. Two at once: the later is refused by the database's own numbering.
 */
export async function publishPolicy(
  tx: Tx,
  actor: Actor & { readonly body: string },
  given: PolicyGiven,
  at: Date,
): Promise<{ readonly version: number; readonly seq: number }> {
  const id = newId();
  await tx.query('SELECT FROM body WHERE id = $1 FOR UPDATE', [actor.body]);
  const { rows } = await tx.query<{ version: number }>(
    `INSERT INTO body_policy (id, body, version, counts_from, decision_order, stages, accepts,
       required, silence_days, validity_months, wants_members_agreement, words, published_by,
       published_at)
     SELECT $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13
       FROM body_policy WHERE body = $2
     RETURNING version`,
    [
      id,
      actor.body,
      given.countsFrom,
      given.order,
      given.stages,
      JSON.stringify(given.accepts),
      given.required,
      given.silenceDays,
      given.validityMonths,
      given.wantsMembersAgreement,
      given.words,
      actor.person,
      at,
    ],
  );
  const { version } = rows[0]!;
  const data = { policy: id, version, ...given };
  const { seq } = await append(
    tx,
    `body:${actor.body}`,
    { kind: 'act', type: 'policy.published', actor, data },
    at,
  );
  return { version, seq };
}

const COLUMNS = `id, version, counts_from::text AS "countsFrom", decision_order AS "order", stages,
  accepts, required, silence_days AS "silenceDays", validity_months AS "validityMonths",
  wants_members_agreement AS "wantsMembersAgreement", words, published_at AS "publishedAt"`;

/** Every version of a body's policy, newest first. */
export async function policiesOf(sql: Sql, body: string): Promise<readonly Policy[]> {
  const { rows } = await sql.query<Policy>(
    `SELECT ${COLUMNS} FROM body_policy WHERE body = $1 ORDER BY version DESC`,
    [body],
  );
  return rows;
}

/** The version that counts today in London: the newest of those that have begun; null for none. */
export async function policyInForce(sql: Sql, body: string): Promise<Policy | null> {
  const { rows } = await sql.query<Policy>(
    `SELECT ${COLUMNS} FROM body_policy
      WHERE body = $1 AND counts_from <= (assent_now() AT TIME ZONE 'Europe/London')::date
      ORDER BY version DESC LIMIT 1`,
    [body],
  );
  return rows[0] ?? null;
}

/** One version of a policy by its id, as a case names it; null for none. */
export async function policyVersion(sql: Sql, id: string): Promise<Policy | null> {
  const { rows } = await sql.query<Policy>(`SELECT ${COLUMNS} FROM body_policy WHERE id = $1`, [
    id,
  ]);
  return rows[0] ?? null;
}

/** A policy as it counts for a school of this category: the journey's own plain data. */
export function policyFor(policy: Policy, category: string): ConsentPolicy {
  const required = policy.wantsMembersAgreement
    ? [...new Set([...policy.required, 'membersAgreement'])]
    : policy.required;
  return {
    version: policy.id,
    order: policy.order,
    stages: policy.stages,
    accepts: policy.accepts[schoolKindOf(category)] ?? {},
    required,
    silenceRefusesAfterDays: policy.silenceDays,
  };
}

/** Which kind of school a policy takes a category for. */
export const schoolKindOf = (category: string): SchoolKind =>
  SCHOOL_KINDS.find((kind) => category.startsWith(kind)) ?? 'other';
