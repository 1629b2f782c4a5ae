import type { Actor, Sql, Tx } from '#platform';
import { append } from '#evidence';

export type DatumKind = 'religious-authority' | 'prescribed-governors';

/** Who speaks for a religion, by its denomination: a suggestion that a trust deed can belie. */
export interface Authority {
  readonly body: string;
}

/**
 * Which governors of a federation must vote for a school's application, and how many: of these
 * descriptions at least so many, or so many in a hundred of them. Null asks for no such number.
 */
export interface PrescribedTest {
  readonly descriptions: readonly string[];
  readonly minFor: number | null;
  readonly minPercent: number | null;
}

export interface DatumValues {
  readonly 'religious-authority': Authority;
  readonly 'prescribed-governors': PrescribedTest;
}

/** A version of a doubtful datum of law: what it says, from which day, why, and who said so. */
export interface Datum<K extends DatumKind = DatumKind> {
  readonly kind: K;
  /**
   * A denomination, or a body of a diocese ('CE18', 'RC09-bishop'); for prescribed governors a school's URN, or '*' for every
   * federation.
   */
  readonly subject: string;
  readonly version: number;
  /** The first day on which it counts, an ISO day in England. */
  readonly countsFrom: string;
  readonly value: DatumValues[K];
  readonly reason: string;
  readonly source: string;
  /** A person's id; 'system' for what the service began with. */
  readonly setBy: string;
  readonly setByName: string | null;
  readonly setAt: Date;
}

export type DatumGiven<K extends DatumKind = DatumKind> = Pick<
  Datum<K>,
  'kind' | 'subject' | 'countsFrom' | 'value' | 'reason' | 'source'
>;

/** The stream on which every correction of the law's data is recorded. */
const STREAM = 'law:data';

/**
 * Writes a new version of a datum; the earlier ones stay, and cases that they judged keep them.
 * Answers the version. Two who write at once make two versions, one after the other.
 */
export async function correctDatum<K extends DatumKind>(
  tx: Tx,
  actor: Actor,
  given: DatumGiven<K>,
  at: Date,
): Promise<{ readonly version: number }> {
  const { kind, subject, countsFrom, value, reason, source } = given;
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('law ' || $1 || $2, 0))`, [
    kind,
    subject,
  ]);
  const { rows } = await tx.query<{ version: number }>(
    `INSERT INTO law_datum (kind, subject, version, counts_from, value, reason, source, set_by, set_at)
     SELECT $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6, $7, $8
       FROM law_datum WHERE kind = $1 AND subject = $2
     RETURNING version`,
    [kind, subject, countsFrom, JSON.stringify(value), reason, source, actor.person, at],
  );
  const { version } = rows[0]!;
  const data = {
    ...{ kind, subject, version, countsFrom, reason, source },
    value: JSON.stringify(value),
  };
  await append(tx, STREAM, { kind: 'act', type: 'law.corrected', actor, data }, at);
  return { version };
}

const SELECT = `SELECT d.kind, d.subject, d.version, d.counts_from::text AS "countsFrom", d.value,
    d.reason, d.source, d.set_by AS "setBy", d.set_at AS "setAt", p.name AS "setByName"
   FROM law_datum d LEFT JOIN person p ON p.id::text = d.set_by`;

/** Every version of every datum of a kind, by subject, the newest version first. */
export async function dataOf<K extends DatumKind>(
  sql: Sql,
  kind: K,
  subject?: string,
): Promise<readonly Datum<K>[]> {
  const { rows } = await sql.query<Datum<K>>(
    `${SELECT} WHERE d.kind = $1 AND ($2::text IS NULL OR d.subject = $2)
      ORDER BY d.subject, d.version DESC LIMIT 2000`,
    [kind, subject ?? null],
  );
  return rows;
}

/**
 * The bodies that speak for denominations and in dioceses on a day, where an administrator has said
 * which; what nobody corrected is left to the duties themselves.
 */
export async function authoritiesOn(
  sql: Sql,
  day: string,
): Promise<Readonly<Record<string, string>>> {
  const { rows } = await sql.query<{ subject: string; body: string }>(
    `SELECT DISTINCT ON (subject) subject, value ->> 'body' AS body FROM law_datum
      WHERE kind = 'religious-authority' AND set_by <> 'system' AND counts_from <= $1
      ORDER BY subject, version DESC`,
    [day],
  );
  return Object.fromEntries(rows.map(({ subject, body }) => [subject, body]));
}

/**
 * The test of prescribed governors that an administrator has set for a school on a day: its own
 * where it has one, else that of every federation; null where nobody has set either. What the
 * service began with is doubtful, so no vote passes on it.
 */
export async function prescribedTestOn(
  sql: Sql,
  urn: string,
  day: string,
): Promise<Datum<'prescribed-governors'> | null> {
  const { rows } = await sql.query<Datum<'prescribed-governors'>>(
    `${SELECT} WHERE d.kind = 'prescribed-governors' AND d.subject IN ($1, '*')
        AND d.set_by <> 'system' AND d.counts_from <= $2
      ORDER BY (d.subject = '*'), d.version DESC LIMIT 1`,
    [urn, day],
  );
  return rows[0] ?? null;
}
