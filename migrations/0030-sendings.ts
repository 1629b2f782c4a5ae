import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why each group is asked or left out, and sendings: what is to leave, when, and by whose word. */
export class Sendings1700000000030 implements MigrationInterface {
  name = 'Sendings1700000000030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(GROUP_REASONS);
    await runner.query(SENDINGS);
    await runner.query(ADDRESSES);
    await runner.query(MAILINGS);
    await runner.query(WRITE_MOVE);
    await runner.query(TESTS);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

const GROUPS = `'staff', 'union', 'parent', 'pupil', 'local-authority', 'councillor', 'parish',
    'neighbour', 'other-school', 'trust', 'faith-body', 'other'`;

// Anybody can read the reason on the public page, so it is no personal text.
const GROUP_REASONS = `
CREATE TABLE consultation_group_reason (
  consultation_id uuid NOT NULL REFERENCES consultation,
  group_name text NOT NULL CHECK (group_name IN (${GROUPS})),
  version integer NOT NULL CHECK (version > 0),
  reason text NOT NULL CHECK (reason <> ''),
  sha256 bytea NOT NULL CHECK (sha256 = sha256(convert_to(reason, 'UTF8'))),
  written_by text NOT NULL,
  written_at timestamptz NOT NULL,
  record_seq integer NOT NULL,
  PRIMARY KEY (consultation_id, group_name, version)
);
CREATE TRIGGER consultation_group_reason_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
  ON consultation_group_reason FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE ON consultation_group_reason FROM assent_service;
`;

// A sending is ordered, perhaps confirmed, and ends once: begun, taken back, or refused by the
// journey when its time came. Who ordered one that needs a second person is not that person.
const SENDINGS = `
CREATE TABLE sending (
  id uuid PRIMARY KEY,
  consultation_id uuid NOT NULL REFERENCES consultation,
  number integer NOT NULL CHECK (number > 0),
  kind text NOT NULL CHECK (kind IN ('launch', 'resend', 'reconsult')),
  plan json NOT NULL,
  recipients integer NOT NULL CHECK (recipients >= 0),
  needs_second boolean NOT NULL,
  not_before timestamptz NOT NULL,
  ordered_by text NOT NULL,
  ordered_for uuid NOT NULL REFERENCES body,
  ordered_at timestamptz NOT NULL,
  record_seq integer NOT NULL,
  UNIQUE (consultation_id, number)
);
CREATE TABLE sending_fact (
  sending uuid NOT NULL REFERENCES sending,
  seq integer NOT NULL CHECK (seq > 0),
  fact text NOT NULL CHECK (fact IN ('confirmed', 'begun', 'taken-back', 'refused')),
  noted_by text NOT NULL,
  noted_at timestamptz NOT NULL,
  detail json NOT NULL,
  record_seq integer NOT NULL,
  PRIMARY KEY (sending, seq)
);
CREATE UNIQUE INDEX sending_ends_once ON sending_fact (sending)
  WHERE fact IN ('begun', 'taken-back', 'refused');
CREATE UNIQUE INDEX sending_is_confirmed_once ON sending_fact (sending) WHERE fact = 'confirmed';
CREATE FUNCTION keep_two_persons() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  of_sending sending;
BEGIN
  SELECT * INTO of_sending FROM sending WHERE id = NEW.sending;
  IF NEW.fact = 'confirmed' AND NEW.noted_by = of_sending.ordered_by THEN
    RAISE EXCEPTION 'a sending is confirmed by another person than the one who ordered it'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.fact = 'begun' AND of_sending.needs_second AND NOT EXISTS (
      SELECT FROM sending_fact WHERE sending = NEW.sending AND fact = 'confirmed') THEN
    RAISE EXCEPTION 'a sending to so many does not begin before a second person confirmed it'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER sending_takes_two_persons BEFORE INSERT ON sending_fact
  FOR EACH ROW EXECUTE FUNCTION keep_two_persons();
CREATE TRIGGER sending_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON sending
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sending_fact_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON sending_fact
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE ON sending, sending_fact FROM assent_service;
CREATE VIEW sending_standing AS
SELECT s.*, c.noted_by AS confirmed_by, c.noted_at AS confirmed_at, e.fact AS ended,
    e.noted_by AS ended_by, e.noted_at AS ended_at, e.detail AS ended_detail,
    greatest(s.not_before, c.noted_at + interval '5 minutes') AS due_at,
    CASE WHEN e.fact IS NOT NULL THEN e.fact
      WHEN s.needs_second AND c.noted_at IS NULL THEN 'unconfirmed' ELSE 'waiting' END AS standing
  FROM sending s
  LEFT JOIN sending_fact c ON c.sending = s.id AND c.fact = 'confirmed'
  LEFT JOIN sending_fact e ON e.sending = s.id AND e.fact IN ('begun', 'taken-back', 'refused');
`;

// A consultee's address is what the last correction says; each keeps what it was.
const ADDRESSES = `
CREATE TABLE consultee_address (
  consultee uuid NOT NULL REFERENCES consultee,
  seq integer NOT NULL CHECK (seq > 0),
  address_commitment bytea NOT NULL REFERENCES private_text,
  corrected_by text NOT NULL,
  corrected_at timestamptz NOT NULL,
  record_seq integer NOT NULL,
  PRIMARY KEY (consultee, seq)
);
CREATE TRIGGER consultee_address_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
  ON consultee_address FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE ON consultee_address FROM assent_service;
GRANT UPDATE (email, postal, channel) ON consultee TO assent_service;
`;

const MAILINGS = `
ALTER TABLE mailing ADD COLUMN sending uuid, ADD COLUMN wave integer;
CREATE INDEX mailings_of_a_consultation ON mailing (consultation_id, created_at)
  WHERE consultation_id IS NOT NULL;
CREATE INDEX letters_that_came_back ON letter (lower(to_address)) WHERE status = 'bounced';
`;

// As before, with the wave of a sending that a mailing is, and when it may leave.
const WRITE_MOVE = `
CREATE OR REPLACE FUNCTION write_move(
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
        values, created_by, created_at, not_before, sending, wave)
      SELECT m.id, of_case, m.consultation_id, of_stream, new_seq, m.template, m.audience, m.values,
          m.created_by, moved, m.not_before, m.sending, m.wave
        FROM json_to_recordset(mailings) AS m (id uuid, consultation_id uuid, template text,
          audience json, values json, created_by text, not_before timestamptz, sending uuid,
          wave integer);
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
`;

// What answers a test of a letter is work for the desk, and never a response.
const TESTS = `
ALTER TABLE desk_mail DROP CONSTRAINT desk_mail_why_check;
ALTER TABLE desk_mail ADD CONSTRAINT desk_mail_why_check CHECK (why IN ('no-letter', 'guessed',
  'not-asked', 'nothing-written', 'bulk', 'encrypted', 'unreadable', 'automatic', 'test'));
`;
