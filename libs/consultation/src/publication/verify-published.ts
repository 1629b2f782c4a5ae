import type { Entry, Fault, WholeStream } from '#evidence';
import type { Sql } from '#platform';

const PREFIX = 'consultation:';
const GONE = 'what was published is not what the record has a hash of';

interface Kept {
  /** The facts by which an entry names what it speaks of. */
  readonly named: readonly string[];
  /** The text whose commitment the entry has, where it has no hash among its facts. */
  readonly text?: string;
  /** Every row of it: consultation_id, the same names in one line, and the hash of what is kept. */
  readonly rows: string;
}

/** What is kept apart from the record that has its hash, by the type of the entry that has it. */
const KEPT: Readonly<Record<string, Kept>> = {
  'consultation.text-published': kept('consultation_text', ['version'], 'sections'),
  'consultation.questions-asked': kept('consultation_questions', ['version']),
  'consultation.question-answered': kept(
    'consultation_answer',
    ['number', 'version'],
    `question || E'\\n' || answer`,
  ),
  'consultation.group-explained': {
    named: ['group', 'version'],
    rows: rowsOf('consultation_group_reason', ['group_name', 'version'], 'reason'),
  },
  'consultation.meeting-named': kept('consultation_meeting', ['number', 'version']),
  'consultation.ballot-kept': kept('outside_ballot', ['number', 'version']),
  'consultation.theme-written': kept('consultation_theme', ['number', 'version']),
  'consultation.codes-written': kept('code_frame', ['version'], 'codes'),
  'consultation.event-written': kept('consultation_event', ['number', 'version']),
  'response.copy-made': {
    ...{ named: ['response', 'seq'], text: 'copy' },
    rows: `SELECT r.consultation_id, concat_ws(' ', k.response, k.seq) AS named,
        encode(k.copy_commitment, 'hex') AS sha256
      FROM response_copy k JOIN response r ON r.id = k.response`,
  },
};

function kept(table: string, named: readonly string[], body = 'body'): Kept {
  return { named, rows: rowsOf(table, named, body) };
}

function rowsOf(table: string, key: readonly string[], body: string): string {
  return `SELECT consultation_id, concat_ws(' ', ${key.join(', ')}) AS named,
      encode(sha256(convert_to(${body}, 'UTF8')), 'hex') AS sha256 FROM ${table}`;
}

/** What was published or written here and is not as the record says it is. */
export async function publishedFaults(
  sql: Sql,
  streams: readonly WholeStream[],
): Promise<readonly Fault[]> {
  const claims = streams
    .filter(({ stream }) => stream.startsWith(PREFIX))
    .flatMap(({ stream, entries }) => entries.flatMap((entry) => claimOf(stream, entry)));
  if (claims.length === 0) return [];
  const hashes = await hashesOf(sql, [...new Set(claims.map(({ stream }) => stream))]);
  return claims
    .filter(({ what, sha256 }) => hashes.get(what) !== sha256)
    .map(({ stream, seq }) => ({ stream, seq, what: GONE }));
}

interface Claim {
  readonly stream: string;
  readonly seq: number;
  readonly what: string;
  readonly sha256: unknown;
}

function claimOf(stream: string, { seq, type, data, texts }: Entry): readonly Claim[] {
  const of = KEPT[type];
  if (of === undefined) return [];
  const facts = data as Readonly<Record<string, unknown>>;
  const named = of.named.map((name) => String(facts[name])).join(' ');
  const sha256 = of.text === undefined ? facts['sha256'] : texts?.[of.text];
  return [{ stream, seq, what: whatOf(stream, type, named), sha256 }];
}

const whatOf = (stream: string, type: string, named: string) => `${stream} ${type} ${named}`;

async function hashesOf(
  sql: Sql,
  streams: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const all = Object.entries(KEPT).map(
    ([type, { rows }]) =>
      `SELECT '${PREFIX}' || consultation_id AS stream, '${type}' AS type, named, sha256
         FROM (${rows}) AS kept WHERE consultation_id = ANY ($1::uuid[])`,
  );
  const { rows } = await sql.query<Record<'stream' | 'type' | 'named' | 'sha256', string>>(
    all.join(' UNION ALL '),
    [streams.map((stream) => stream.slice(PREFIX.length))],
  );
  return new Map(
    rows.map(({ stream, type, named, sha256 }) => [whatOf(stream, type, named), sha256]),
  );
}
