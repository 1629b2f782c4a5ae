import type { Sql } from '#platform';
import type { JourneySnapshot } from '#journey';

/** All that a task may be shown by: where the case stands, and what stands beside it. */
export interface Ground {
  readonly snapshot: JourneySnapshot;
  /** The kinds of the documents of the case that nothing has superseded, by their ids. */
  readonly papers: ReadonlyMap<string, string>;
  /** The letters of the case that went out to somebody, by their names. */
  readonly sent: ReadonlySet<string>;
  /** The roles that somebody holds on the case. */
  readonly roles: ReadonlySet<string>;
  /** The academy as the register knows it: its URN and the day on which it opened. */
  readonly academy: Academy | null;
}

export interface Academy {
  readonly urn: string;
  readonly name: string;
  readonly openDate: string | null;
}

interface Row {
  readonly papers: readonly (readonly [string, string])[] | null;
  readonly sent: readonly string[] | null;
  readonly roles: readonly string[] | null;
  readonly academy: Academy | null;
}

/** Reads what stands beside a case, in one round trip. */
export async function groundOf(
  sql: Sql,
  caseId: string,
  snapshot: JourneySnapshot,
): Promise<Ground> {
  const { rows } = await sql.query<Row>(
    `SELECT
       (SELECT json_agg(json_build_array(d.id, d.kind)) FROM document d
         WHERE d.stream = $1 AND NOT EXISTS (SELECT FROM document n WHERE n.supersedes = d.id)
       ) AS papers,
       (SELECT json_agg(DISTINCT template) FROM letter
         WHERE case_id = $2 AND status IN ('sent', 'replied')) AS sent,
       (SELECT json_agg(DISTINCT role) FROM case_person
         WHERE case_id = $2 AND until IS NULL) AS roles,
       (SELECT json_build_object('urn', urn, 'name', name, 'openDate', open_date) FROM school
         WHERE urn = $3) AS academy`,
    [`case:${caseId}`, caseId, snapshot.case.context.opened?.urn ?? null],
  );
  const { papers, sent, roles, academy } = rows[0]!;
  return {
    snapshot,
    papers: new Map(papers ?? []),
    sent: new Set(sent ?? []),
    roles: new Set(roles ?? []),
    academy,
  };
}
