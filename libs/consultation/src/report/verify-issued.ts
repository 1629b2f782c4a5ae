import type { Entry, Fault, WholeStream } from '#evidence';
import type { Sql } from '#platform';
import { FORMS } from './issue.js';

const PREFIX = 'consultation:';
const GONE = 'what was published of the report is not what the record has a hash of';

/** Issued reports of which a form is another document than the record says. */
export async function issuedFaults(
  sql: Sql,
  streams: readonly WholeStream[],
): Promise<readonly Fault[]> {
  const issued = streams.flatMap(({ stream, entries }) =>
    entries.flatMap((entry) => (isIssue(stream, entry) ? [{ stream, entry }] : [])),
  );
  if (issued.length === 0) return [];
  const ids = [...new Set(issued.map(({ stream }) => stream.slice(PREFIX.length)))];
  const { rows } = await sql.query<Record<'of' | 'sha256', string>>(
    `SELECT '${PREFIX}' || r.consultation_id || ' ' || r.record_seq || ' ' || named.form AS of,
        encode(d.sha256, 'hex') AS sha256
       FROM consultation_report r
       CROSS JOIN LATERAL (VALUES ${FORMS.map((form) => `('${form}', r.${form})`).join(', ')})
         AS named (form, id)
       JOIN document d ON d.id = named.id
      WHERE r.consultation_id = ANY ($1::uuid[])`,
    [ids],
  );
  const kept = new Map(rows.map(({ of, sha256 }) => [of, sha256]));
  return issued.flatMap(({ stream, entry: { seq, data } }) => {
    const facts = data as Readonly<Record<string, unknown>>;
    // A report of an older version of the service has no papers.
    const isAsIssued = FORMS.filter((form) => form in facts).every(
      (form) => kept.get(`${stream} ${seq} ${form}`) === facts[form],
    );
    return isAsIssued ? [] : [{ stream, seq, what: GONE }];
  });
}

const isIssue = (stream: string, { type }: Entry): boolean =>
  stream.startsWith(PREFIX) && type === 'consultation.report-issued';
