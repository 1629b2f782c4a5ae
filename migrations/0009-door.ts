import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The door's one write: head, snapshot, entry, letters, mailings and deadlines of a move. */
export class Door1700000000009 implements MigrationInterface {
  name = 'Door1700000000009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE FUNCTION write_move(
    of_case uuid, seen_version integer, new_snapshot json, new_stage text, new_waiting text,
    new_due date, new_trust text, moved timestamptz, ended boolean,
    of_stream text, new_seq integer, new_head bytea, new_entry json,
    letters json, mailings json, deadlines json)
  RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  -- The stream's head goes first: whoever was before us has moved it, and nothing was written.
  UPDATE stream SET seq = new_seq, head = new_head WHERE name = of_stream AND seq = new_seq - 1;
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE cases SET version = seen_version + 1, snapshot = new_snapshot, stage = new_stage,
      waiting_for = new_waiting, due_on = new_due, trust_name = coalesce(new_trust, trust_name),
      moved_at = moved, ended_at = CASE WHEN ended THEN moved END
    WHERE id = of_case AND version = seen_version;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'case % is not at version %, but its stream is', of_case, seen_version;
  END IF;
  INSERT INTO journal (stream, seq, entry, hash) VALUES (of_stream, new_seq, new_entry, new_head);
  IF letters IS NOT NULL THEN PERFORM write_letters(letters); END IF;
  IF mailings IS NOT NULL THEN
    INSERT INTO mailing (id, case_id, consultation_id, cause_stream, cause_seq, template, audience,
        values, created_by, created_at)
      SELECT m.id, of_case, m.consultation_id, of_stream, new_seq, m.template, m.audience, m.values,
          m.created_by, moved
        FROM json_to_recordset(mailings) AS m (id uuid, consultation_id uuid, template text,
          audience json, values json, created_by text);
  END IF;
  IF deadlines IS NOT NULL THEN
    -- A new instant replaces the one that was set for the same thing.
    UPDATE deadline d SET cancelled_at = moved
      FROM json_to_recordset(deadlines) AS n (kind text, subject text)
      WHERE d.case_id = of_case AND d.kind = n.kind AND d.subject = n.subject
        AND d.passed_at IS NULL AND d.cancelled_at IS NULL;
    INSERT INTO deadline (id, case_id, kind, subject, due_at)
      SELECT n.id, of_case, n.kind, n.subject, n.due_at
        FROM json_to_recordset(deadlines) AS n (id uuid, kind text, subject text, due_at timestamptz);
  END IF;
  RETURN true;
END $$;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
