import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Consultations, whom they ask, what came back, and the desk where unmatched mail waits. */
export class Consultation1700000000007 implements MigrationInterface {
  name = 'Consultation1700000000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CONSULTATION);
    await runner.query(CONSULTEES);
    await runner.query(IMPORTS);
    await runner.query(RESPONSES);
    await runner.query(STANDING);
    await runner.query(DESK);
    await runner.query(DRAFTS);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

const GROUPS = `'staff', 'union', 'parent', 'pupil', 'local-authority', 'councillor', 'parish',
    'neighbour', 'other-school', 'trust', 'faith-body', 'other'`;

// Facts of the window alone: where the consultation stands is in the case's snapshot. The window
// only ever grows. last_number hands out receipt numbers without a gap.
const CONSULTATION = `
CREATE TABLE consultation (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases,
  question text NOT NULL CHECK (question <> ''),
  document uuid REFERENCES document,
  opens_at timestamptz,
  closes_at timestamptz,
  launched_at timestamptz,
  closed_at timestamptz,
  last_number integer NOT NULL DEFAULT 0,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT assent_now(),
  CHECK ((launched_at IS NULL) = (closes_at IS NULL) AND (opens_at IS NULL) = (closes_at IS NULL)),
  CHECK (opens_at < closes_at),
  CHECK (closed_at IS NULL OR closed_at >= closes_at)
);
CREATE UNIQUE INDEX one_live_consultation_a_case ON consultation (case_id) WHERE closed_at IS NULL;
CREATE INDEX consultations_of_a_case ON consultation (case_id, created_at);
CREATE FUNCTION keep_window() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.launched_at IS NOT NULL AND (
      (NEW.case_id, NEW.question, NEW.document, NEW.opens_at, NEW.launched_at)
        IS DISTINCT FROM (OLD.case_id, OLD.question, OLD.document, OLD.opens_at, OLD.launched_at)
      OR NEW.closes_at < OLD.closes_at)
    OR OLD.closed_at IS NOT NULL AND (NEW.closed_at, NEW.closes_at)
      IS DISTINCT FROM (OLD.closed_at, OLD.closes_at)
    OR NEW.last_number < OLD.last_number
  THEN
    RAISE EXCEPTION 'a launched consultation can only be made longer'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER consultation_keeps_its_window BEFORE UPDATE ON consultation
  FOR EACH ROW EXECUTE FUNCTION keep_window();
`;

// No two consultees are the same because they share an address: a household is several people.
const CONSULTEES = `
CREATE TABLE consultee (
  id uuid PRIMARY KEY,
  consultation_id uuid NOT NULL REFERENCES consultation,
  name text NOT NULL CHECK (name <> ''),
  email text CHECK (email <> ''),
  group_name text NOT NULL CHECK (group_name IN (${GROUPS})),
  organisation text,
  postal text,
  channel text NOT NULL CHECK (channel IN ('email', 'post')),
  added_by text NOT NULL,
  added_at timestamptz NOT NULL,
  removed_at timestamptz,
  UNIQUE (consultation_id, id),
  CHECK (channel = 'post' OR email IS NOT NULL)
);
CREATE INDEX consultees_by_address ON consultee (lower(email)) WHERE removed_at IS NULL;
REVOKE UPDATE ON consultee FROM assent_service;
GRANT UPDATE (removed_at) ON consultee TO assent_service;
`;

// A file of consultees between its preview and the clerk's yes, which removes it.
const IMPORTS = `
CREATE TABLE consultee_import (
  id uuid PRIMARY KEY,
  consultation_id uuid NOT NULL REFERENCES consultation,
  file_name text NOT NULL,
  preview json NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL
);
REVOKE UPDATE ON consultee_import FROM assent_service;
GRANT DELETE ON consultee_import TO assent_service;
`;

// What somebody said is never changed; what was decided about it is a row beside it. The words and
// the author's name stand in private_text; record_seq is the entry that commits to the row.
const RESPONSES = `
CREATE TABLE response (
  id uuid PRIMARY KEY,
  consultation_id uuid NOT NULL REFERENCES consultation,
  number integer NOT NULL CHECK (number > 0),
  consultee uuid,
  channel text NOT NULL CHECK (channel IN ('email', 'page', 'paper', 'meeting')),
  received_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  view text CHECK (view IN ('agree', 'neither', 'disagree', 'no-opinion')),
  group_name text CHECK (group_name IN (${GROUPS})),
  words_commitment bytea NOT NULL REFERENCES private_text,
  author_commitment bytea REFERENCES private_text,
  inbound_mail uuid REFERENCES inbound_mail,
  letter uuid REFERENCES letter,
  grade text NOT NULL CHECK (grade IN ('link', 'probable', 'unverified', 'signed-in', 'entered')),
  supersedes uuid,
  entered_by text,
  record_seq integer NOT NULL,
  UNIQUE (consultation_id, id),
  CONSTRAINT one_number_a_response UNIQUE (consultation_id, number),
  CONSTRAINT one_response_a_mail UNIQUE (inbound_mail),
  CONSTRAINT response_is_superseded_once UNIQUE (supersedes),
  FOREIGN KEY (consultation_id, supersedes) REFERENCES response (consultation_id, id),
  FOREIGN KEY (consultation_id, consultee) REFERENCES consultee (consultation_id, id),
  CHECK ((channel = 'email') = (inbound_mail IS NOT NULL)),
  CHECK ((grade = 'entered') = (entered_by IS NOT NULL))
);
CREATE INDEX responses_of_a_consultee ON response (consultee) WHERE consultee IS NOT NULL;
CREATE TABLE response_decision (
  response uuid NOT NULL REFERENCES response,
  seq integer NOT NULL CHECK (seq > 0),
  decision text NOT NULL CHECK (decision IN ('counted', 'not-counted', 'withdrawn')),
  at timestamptz NOT NULL,
  by text NOT NULL,
  reason_commitment bytea REFERENCES private_text,
  record_seq integer NOT NULL,
  PRIMARY KEY (response, seq)
);
CREATE TRIGGER response_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON response
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER response_decision_is_append_only
  BEFORE UPDATE OR DELETE OR TRUNCATE ON response_decision
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE ON response, response_decision FROM assent_service;
`;

// Late is asked of the window, not kept: what came between the first closing instant and its
// extension is in time. At exactly the closing instant a response is late. What was superseded
// stays so when the newer version is withdrawn.
const STANDING = `
CREATE VIEW response_standing AS
SELECT r.*, r.received_at >= c.closes_at AS late,
    CASE
      WHEN d.decision = 'withdrawn' THEN 'withdrawn'
      WHEN EXISTS (SELECT FROM response newer WHERE newer.supersedes = r.id) THEN 'superseded'
      WHEN d.decision IS NOT NULL THEN d.decision
      WHEN r.grade = 'unverified' THEN 'waiting'
      ELSE 'counted'
    END AS standing,
    d.at AS decided_at, d.by AS decided_by, d.reason_commitment
  FROM response r
  JOIN consultation c ON c.id = r.consultation_id
  LEFT JOIN LATERAL (
    SELECT * FROM response_decision WHERE response = r.id ORDER BY seq DESC LIMIT 1) d ON true;
`;

// A mail that is no response yet. case_id and consultee are what it seems to belong to; a mail
// without a case belongs to the whole installation.
const DESK = `
CREATE TABLE desk_mail (
  inbound_mail uuid PRIMARY KEY REFERENCES inbound_mail,
  case_id uuid REFERENCES cases,
  consultation_id uuid REFERENCES consultation,
  consultee uuid,
  why text NOT NULL CHECK (why IN ('no-letter', 'guessed', 'not-asked', 'nothing-written',
    'bulk', 'encrypted', 'unreadable', 'automatic')),
  put_at timestamptz NOT NULL,
  FOREIGN KEY (consultation_id, consultee) REFERENCES consultee (consultation_id, id)
);
CREATE INDEX desk_mail_of_a_case ON desk_mail (case_id, put_at);
CREATE TABLE desk_outcome (
  inbound_mail uuid PRIMARY KEY REFERENCES desk_mail,
  outcome text NOT NULL CHECK (outcome IN ('response', 'filed')),
  response uuid REFERENCES response,
  reason_commitment bytea REFERENCES private_text,
  by text NOT NULL,
  at timestamptz NOT NULL,
  CHECK ((outcome = 'response') = (response IS NOT NULL))
);
CREATE TABLE desk_handover (
  inbound_mail uuid PRIMARY KEY REFERENCES desk_mail,
  case_id uuid NOT NULL REFERENCES cases,
  by text NOT NULL,
  at timestamptz NOT NULL
);
CREATE TRIGGER desk_handover_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON desk_handover
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER desk_mail_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON desk_mail
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER desk_outcome_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON desk_outcome
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE ON desk_mail, desk_handover, desk_outcome FROM assent_service;
CREATE VIEW desk_standing AS
SELECT d.inbound_mail, coalesce(h.case_id, d.case_id) AS case_id, d.consultation_id, d.consultee,
    d.why, d.put_at, o.outcome, o.response
  FROM desk_mail d
  LEFT JOIN desk_handover h ON h.inbound_mail = d.inbound_mail
  LEFT JOIN desk_outcome o ON o.inbound_mail = d.inbound_mail;
CREATE INDEX desk_handovers_of_a_case ON desk_handover (case_id);
CREATE TABLE told_today (
  address_hash bytea NOT NULL CHECK (length(address_hash) = 32),
  day date NOT NULL,
  PRIMARY KEY (address_hash, day)
);
`;

// What a link holder has written and not sent. It is theirs to change, and gone when it is sent.
const DRAFTS = `
CREATE TABLE reply_draft (
  consultee uuid PRIMARY KEY REFERENCES consultee,
  version integer NOT NULL,
  view text CHECK (view IN ('agree', 'neither', 'disagree', 'no-opinion')),
  words text,
  group_name text CHECK (group_name IN (${GROUPS})),
  updated_at timestamptz NOT NULL
);
GRANT DELETE ON reply_draft TO assent_service;
`;
