import type { Entry, Fault, WholeStream } from '#evidence';
import type { Sql } from '#platform';

const PREFIX = 'consultation:';
const GONE = 'what was published is not what the record has a hash of';

/** What was published or written and is not as the record says: a text, a list of questions, an answer, a theme. */
export async function publishedFaults(
  sql: Sql,
  streams: readonly WholeStream[],
): Promise<readonly Fault[]> {
  const ofConsultations = streams.filter(({ stream }) => stream.startsWith(PREFIX));
  const published = ofConsultations.flatMap(({ stream, entries }) =>
    entries.flatMap((entry) => claimOf(stream, entry)),
  );
  if (published.length === 0) return [];
  const kept = await hashesOf(sql, [...new Set(published.map(({ stream }) => stream))]);
  return published
    .filter(({ what, sha256 }) => kept.get(what) !== sha256)
    .map(({ stream, seq }) => ({ stream, seq, what: GONE }));
}

interface Claim {
  readonly stream: string;
  readonly seq: number;
  /** Which text or answer it is, as `hashesOf` names it. */
  readonly what: string;
  readonly sha256: unknown;
}

function claimOf(stream: string, { seq, type, data }: Entry): readonly Claim[] {
  const { version, number, group, sha256 } = data as Readonly<Record<string, unknown>>;
  if (type === 'consultation.text-published')
    return [{ stream, seq, what: `${stream} text ${String(version)}`, sha256 }];
  if (type === 'consultation.questions-asked')
    return [{ stream, seq, what: `${stream} questions ${String(version)}`, sha256 }];
  if (type === 'consultation.question-answered')
    return [{ stream, seq, what: `${stream} ${String(number)} ${String(version)}`, sha256 }];
  if (type === 'consultation.group-explained')
    return [{ stream, seq, what: `${stream} group ${String(group)} ${String(version)}`, sha256 }];
  if (type === 'consultation.theme-written')
    return [{ stream, seq, what: `${stream} theme ${String(number)} ${String(version)}`, sha256 }];
  return [];
}

async function hashesOf(
  sql: Sql,
  streams: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql.query<{ what: string; sha256: string }>(
    `SELECT 'consultation:' || consultation_id || ' text ' || version AS what,
        encode(sha256(convert_to(sections, 'UTF8')), 'hex') AS sha256
       FROM consultation_text WHERE consultation_id = ANY ($1::uuid[])
     UNION ALL
     SELECT 'consultation:' || consultation_id || ' ' || number || ' ' || version,
        encode(sha256(convert_to(question || E'\n' || answer, 'UTF8')), 'hex')
       FROM consultation_answer WHERE consultation_id = ANY ($1::uuid[])
     UNION ALL
     SELECT 'consultation:' || consultation_id || ' group ' || group_name || ' ' || version,
        encode(sha256(convert_to(reason, 'UTF8')), 'hex')
       FROM consultation_group_reason WHERE consultation_id = ANY ($1::uuid[])
     UNION ALL
     SELECT 'consultation:' || consultation_id || ' questions ' || version,
        encode(sha256(convert_to(body, 'UTF8')), 'hex')
       FROM consultation_questions WHERE consultation_id = ANY ($1::uuid[])
     UNION ALL
     SELECT 'consultation:' || consultation_id || ' theme ' || number || ' ' || version,
        encode(sha256(convert_to(body, 'UTF8')), 'hex')
       FROM consultation_theme WHERE consultation_id = ANY ($1::uuid[])`,
    [streams.map((stream) => stream.slice(PREFIX.length))],
  );
  return new Map(rows.map(({ what, sha256 }) => [what, sha256]));
}
