// Twenty thousand cases that wait for their opening date, and the raw limit of moving them.
import { advance } from '#cases';
import { duties, openJourney } from '#journey';
import type { JourneySnapshot } from '#journey';
import type { Actor } from '#platform';
import { Client } from 'pg';
import type { BenchContext } from './measure.js';

const CASES = 20_000;
const DESK = '00000000-0000-4000-8000-00000000000d';
const PERSON = '00000000-0000-4000-8000-000000000001';

export interface DoorCases {
  readonly ids: readonly string[];
  readonly clerk: Actor;
  readonly on: string;
  /** What a move of such a case writes, byte for byte. */
  readonly bytes: {
    readonly snapshot: string;
    readonly entry: string;
    readonly hash: Buffer;
    readonly letterValues: string;
  };
}

/** Cases with a chair, an officer of the trust and one of the authority; made once a database. */
export async function createDoorCases({ ownerUrl }: BenchContext): Promise<DoorCases> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM body WHERE id = $1', [DESK]);
    if (rowCount === 0) {
      await client.query('BEGIN');
      await client.query(BODIES, [DESK, PERSON]);
      await client.query(MADE, [DESK, PERSON, JSON.stringify(waitingForDate()), CASES]);
      await client.query('COMMIT');
      await client.query('VACUUM ANALYZE cases, case_person, case_body, stream, person');
    }
    const { rows } = await client.query<{ id: string }>('SELECT id FROM cases WHERE desk = $1', [
      DESK,
    ]);
    const ids = rows.map(({ id }) => id);
    const clerk: Actor = { person: PERSON, role: 'clerk', body: DESK };
    const on = new Date().toISOString().slice(0, 10);
    return { ids, clerk, on, bytes: await bytesOfMove(client, ids[0]!, clerk, on) };
  } finally {
    await client.end();
  }
}

/** A community school that has its order: about two kilobytes. */
function waitingForDate(): JourneySnapshot {
  const coded = (code: string, name: string) => ({ code, name });
  const owed = duties({
    school: {
      urn: '100001',
      name: 'Hillside Primary School',
      type: coded('01', 'Community school'),
      status: coded('1', 'Open'),
      religiousCharacter: coded('00', 'Does not apply'),
      diocese: coded('0000', 'Not applicable'),
      localAuthority: coded('383', 'Leeds'),
      trustFlag: coded('0', 'Not applicable'),
      inFederation: false,
      pfi: false,
    },
    bodies: [],
    route: 'join',
    on: '2026-09-01',
  });
  const opening = openJourney({ duties: owed, inFederation: false, route: 'join' });
  const paper = '0192f3c1-7d20-7c0a-9c3e-5b8d4f0a1e22';
  const vote = {
    on: '2026-10-21',
    purpose: 'apply',
    meeting: paper,
    resolution: paper,
    trust: '5143',
    fullBoard: true,
    notice: { clearDays: 8, withPapers: true, urgency: false },
    inPost: 12,
    present: 9,
    interestsDeclared: true,
    withdrew: 1,
    prescribed: null,
    votes: { for: 6, against: 1, abstained: 1, casting: null },
    papers: [paper],
    minutes: paper,
  } as const;
  return {
    ...opening,
    case: {
      ...opening.case,
      context: {
        ...opening.case.context,
        options: { on: '2026-09-08', paper },
        trust: { on: '2026-09-10', trust: { uid: '5143', name: 'Oak Learning Trust' } },
        resolvedToApply: vote,
        equality: { on: '2026-10-02', assessment: paper },
        opening: { on: '2026-10-30', opens: '2027-03-01', reasons: [] },
      },
    },
  };
}

const BODIES = `
WITH bodies (id, kind, name, code) AS (VALUES
  ($1::uuid, 'clerking-service', 'Clerks of the benchmark', NULL),
  ('00000000-0000-4000-8000-00000000000a', 'trust', 'Oak Learning Trust', 'bench'),
  ('00000000-0000-4000-8000-00000000000b', 'local-authority', 'Leeds City Council', 'bench'),
  ('00000000-0000-4000-8000-00000000000c', 'governing-board', 'The governing board', 'bench'))
, made AS (INSERT INTO body SELECT * FROM bodies)
INSERT INTO person (id, name, email)
SELECT ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'Person ' || n,
    'person' || n || '@example.org'
  FROM generate_series(1, 3001) n WHERE $2::text IS NOT NULL`;

const MADE = `
WITH made AS (
  INSERT INTO cases (id, reference, urn, school_name, trust_name, desk, board, version, machine,
      rule_set, snapshot, stage, waiting_for, opened_at, moved_at)
  SELECT gen_random_uuid(), 'bench-' || n, 'b' || n, 'Hillside Primary School ' || n,
      'Oak Learning Trust', $1, '00000000-0000-4000-8000-00000000000c', 0, '1', '2026-06-29', $3,
      'deciding', 'clerk', now(), now()
    FROM generate_series(1, $4::integer) n
  RETURNING id, substr(urn, 2)::integer AS n)
, streams AS (
  INSERT INTO stream (name, seq, head) SELECT 'case:' || id, 0, decode(repeat('00', 32), 'hex')
    FROM made)
, bodies AS (
  INSERT INTO case_body (case_id, part, body, since)
  SELECT id, part, body::uuid, now() FROM made, (VALUES
    ('trust', '00000000-0000-4000-8000-00000000000a'),
    ('local-authority', '00000000-0000-4000-8000-00000000000b')) AS b (part, body))
INSERT INTO case_person (case_id, person, role, body, since)
SELECT id, CASE role WHEN 'clerk' THEN $2::uuid ELSE
      ('00000000-0000-4000-8000-' || lpad(to_hex(2 + (n * 3 + at) % 3000), 12, '0'))::uuid END,
    role, CASE role WHEN 'clerk' THEN $1::uuid ELSE body::uuid END, now()
  FROM made, (VALUES
    (0, 'clerk', NULL),
    (1, 'chair', '00000000-0000-4000-8000-00000000000c'),
    (2, 'trust-officer', '00000000-0000-4000-8000-00000000000a'),
    (3, 'authority-officer', '00000000-0000-4000-8000-00000000000b')) AS p (at, role, body)`;

/** Moves one case through the door and takes what it wrote. */
async function bytesOfMove(client: Client, caseId: string, clerk: Actor, on: string) {
  const event = {
    type: 'opening-date.set',
    on,
    opens: '2027-04-01',
    reasons: ['land'],
    noted: ['land'],
  } as const;
  await advance(client, 'https://assent.example.org', { caseId, actor: clerk, event });
  const { rows } = await client.query<{
    snapshot: string;
    entry: string;
    hash: Buffer;
    letterValues: string;
    letters: number;
  }>(
    `SELECT c.snapshot::text AS snapshot, j.entry::text AS entry, j.hash,
        (SELECT values::text FROM letter l WHERE l.case_id = c.id LIMIT 1) AS "letterValues",
        (SELECT count(*)::int FROM letter l
          WHERE l.case_id = c.id AND l.cause_seq = j.seq) AS letters
       FROM cases c JOIN journal j ON j.stream = 'case:' || c.id
      WHERE c.id = $1 ORDER BY j.seq DESC LIMIT 1`,
    [caseId],
  );
  const { letters, ...bytes } = rows[0]!;
  if (letters !== 3) throw new Error(`A move of the benchmark wrote ${letters} letters, not 3.`);
  return bytes;
}

export const RAW_MOVE = {
  name: 'raw-move',
  text: 'SELECT bench_raw_move($1, $2, $3, $4, $5, $6)',
};

/** The same rows, indexes, triggers and bytes, and none of the product's own work. */
export async function createRawMove({ ownerUrl }: BenchContext): Promise<void> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query(`
CREATE OR REPLACE FUNCTION bench_raw_move(of_case uuid, new_snapshot json, new_entry json,
    new_head bytea, letter_ids uuid[], letter_values json) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  of_stream text := 'case:' || of_case;
  clock timestamptz := assent_now();
  was record;
  new_seq integer;
BEGIN
  SELECT version, snapshot INTO was FROM cases WHERE id = of_case;
  UPDATE stream SET seq = seq + 1, head = new_head WHERE name = of_stream RETURNING seq INTO new_seq;
  UPDATE cases SET version = version + 1, snapshot = new_snapshot, stage = 'deciding',
      waiting_for = 'clerk', due_on = '2027-04-01', moved_at = clock WHERE id = of_case;
  INSERT INTO journal (stream, seq, entry, hash) VALUES (of_stream, new_seq, new_entry, new_head);
  INSERT INTO letter (id, case_id, cause_stream, cause_seq, template, to_name, to_address, person,
      values, next_attempt_at, queued_at, written_at)
    SELECT id, of_case, of_stream, new_seq, 'opening-date-set', 'Person 1', 'person1@example.org',
        '00000000-0000-4000-8000-000000000001', letter_values, clock, clock, clock
      FROM unnest(letter_ids) AS id;
END $$`);
  await client.end();
}
