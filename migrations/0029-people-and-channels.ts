import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Scans and second looks, meetings, ballots of others, who is one person, and other ways to people. */
export class PeopleAndChannels1700000000029 implements MigrationInterface {
  name = 'PeopleAndChannels1700000000029';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(BESIDE_RESPONSES);
    await runner.query(SECOND_LOOKS);
    await runner.query(MEETINGS);
    await runner.query(BALLOTS);
    await runner.query(RESPONDENTS);
    await runner.query(STANDING);
    await runner.query(CONTACTS);
    await runner.query(SURVEYS);
    for (const table of APPEND_ONLY) await runner.query(appendOnly(table));
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

// A file is the scan of what was typed in, or came with a reply from its author. What a petition is
// called and whom an organisation speaks for are its words too.
const BESIDE_RESPONSES = `
CREATE TABLE response_file (
  response uuid NOT NULL REFERENCES response,
  document uuid NOT NULL REFERENCES document,
  kind text NOT NULL CHECK (kind IN ('scan', 'attachment')),
  PRIMARY KEY (response, document)
);
CREATE TABLE response_about (
  response uuid NOT NULL REFERENCES response,
  what text NOT NULL CHECK (what IN ('title', 'speaks-for')),
  text_commitment bytea NOT NULL REFERENCES private_text,
  PRIMARY KEY (response, what)
);
`;

// Nobody checks what they typed themselves. Other words are a response of their own, which replaces
// the one that was looked at and waits for a second look in its turn.
const SECOND_LOOKS = `
ALTER TABLE response ADD CONSTRAINT a_response_has_one_typist UNIQUE (id, entered_by);
CREATE TABLE second_look (
  response uuid PRIMARY KEY,
  entered_by text NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('same', 'not-same')),
  corrected uuid REFERENCES response,
  by text NOT NULL,
  at timestamptz NOT NULL,
  record_seq integer NOT NULL,
  FOREIGN KEY (response, entered_by) REFERENCES response (id, entered_by),
  CONSTRAINT nobody_checks_their_own_typing CHECK (by <> entered_by),
  CHECK ((outcome = 'not-same') = (corrected IS NOT NULL))
);
`;

// Named once, in versions; the hash in the record is of these very bytes.
const MEETINGS = `
CREATE TABLE consultation_meeting (
  consultation_id uuid NOT NULL REFERENCES consultation,
  number integer NOT NULL CHECK (number > 0),
  version integer NOT NULL CHECK (version > 0),
  body text NOT NULL,
  sha256 bytea NOT NULL CHECK (sha256 = sha256(convert_to(body, 'UTF8'))),
  noted_by_commitment bytea NOT NULL REFERENCES private_text,
  written_by text NOT NULL,
  written_at timestamptz NOT NULL,
  record_seq integer NOT NULL,
  PRIMARY KEY (consultation_id, number, version)
);
CREATE TABLE response_meeting (
  response uuid PRIMARY KEY,
  consultation_id uuid NOT NULL,
  meeting integer NOT NULL,
  version integer NOT NULL,
  FOREIGN KEY (consultation_id, response) REFERENCES response (consultation_id, id),
  FOREIGN KEY (consultation_id, meeting, version) REFERENCES consultation_meeting
);
CREATE INDEX responses_of_a_meeting ON response_meeting (consultation_id, meeting);
`;

// Evidence, never a response: what others asked, of whom and with what result, as they state it.
const BALLOTS = `
CREATE TABLE outside_ballot (
  consultation_id uuid NOT NULL REFERENCES consultation,
  number integer NOT NULL CHECK (number > 0),
  version integer NOT NULL CHECK (version > 0),
  body text NOT NULL,
  sha256 bytea NOT NULL CHECK (sha256 = sha256(convert_to(body, 'UTF8'))),
  document uuid NOT NULL REFERENCES document,
  written_by text NOT NULL,
  written_at timestamptz NOT NULL,
  record_seq integer NOT NULL,
  PRIMARY KEY (consultation_id, number, version)
);
`;

// Whose a response is, as a person found out: the newest row says it. Null: only its own again.
const RESPONDENTS = `
CREATE TABLE response_respondent (
  response uuid NOT NULL REFERENCES response,
  seq integer NOT NULL CHECK (seq > 0),
  respondent uuid,
  reason_commitment bytea NOT NULL REFERENCES private_text,
  by text NOT NULL,
  at timestamptz NOT NULL,
  record_seq integer NOT NULL,
  PRIMARY KEY (response, seq)
);
`;

// As before, with the person behind it: the consultee, whoever was found to be the same, or nobody else.
const STANDING = `
DROP VIEW response_standing;
CREATE VIEW response_standing AS
SELECT r.*, r.received_at >= c.closes_at AS late,
    CASE
      WHEN d.decision = 'withdrawn' THEN 'withdrawn'
      WHEN EXISTS (SELECT FROM response newer WHERE newer.supersedes = r.id) THEN 'superseded'
      WHEN d.decision IS NOT NULL THEN d.decision
      WHEN r.grade = 'unverified' THEN 'waiting'
      ELSE 'counted'
    END AS standing,
    d.at AS decided_at, d.by AS decided_by, d.reason_commitment,
    coalesce(p.respondent, r.consultee, r.id) AS respondent
  FROM response r
  JOIN consultation c ON c.id = r.consultation_id
  LEFT JOIN LATERAL (
    SELECT * FROM response_decision WHERE response = r.id ORDER BY seq DESC LIMIT 1) d ON true
  LEFT JOIN LATERAL (
    SELECT respondent FROM response_respondent WHERE response = r.id ORDER BY seq DESC LIMIT 1) p
    ON true;
`;

// How people want to hear, and what was tried where a letter reached nobody. A corrected address is
// a new row of the list, since what a letter was sent to never changes.
const CONTACTS = `
ALTER TABLE consultee
  DROP CONSTRAINT consultee_channel_check,
  DROP CONSTRAINT consultee_check,
  ADD COLUMN telephone text CHECK (telephone <> ''),
  ADD CONSTRAINT consultee_channel_check
    CHECK (channel IN ('email', 'post', 'telephone', 'by-hand')),
  ADD CONSTRAINT consultee_has_what_their_channel_needs CHECK (
    (channel <> 'email' OR email IS NOT NULL) AND (channel <> 'telephone' OR telephone IS NOT NULL));
CREATE TABLE consultee_contact (
  consultee uuid NOT NULL REFERENCES consultee,
  seq integer NOT NULL CHECK (seq > 0),
  how text NOT NULL CHECK (how IN ('telephone', 'by-hand', 'corrected', 'not-reached')),
  became uuid REFERENCES consultee,
  note_commitment bytea REFERENCES private_text,
  by text NOT NULL,
  at timestamptz NOT NULL,
  record_seq integer NOT NULL,
  PRIMARY KEY (consultee, seq),
  CHECK ((how = 'corrected') = (became IS NOT NULL)),
  CONSTRAINT giving_up_has_a_reason CHECK (how <> 'not-reached' OR note_commitment IS NOT NULL)
);
`;

// A file of responses between its upload and the clerk's yes, which removes it; and which line of
// which survey each response was, so that none is taken twice.
const SURVEYS = `
CREATE TABLE response_import (
  id uuid PRIMARY KEY,
  consultation_id uuid NOT NULL REFERENCES consultation,
  file_name text NOT NULL,
  sha256 bytea NOT NULL CHECK (length(sha256) = 32),
  lines json NOT NULL,
  mapping json,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL
);
REVOKE UPDATE ON response_import FROM assent_service;
GRANT UPDATE (mapping), DELETE ON response_import TO assent_service;
CREATE TABLE survey_response (
  consultation_id uuid NOT NULL,
  survey text NOT NULL,
  survey_id text NOT NULL,
  response uuid NOT NULL UNIQUE,
  stated_at timestamptz,
  clock text NOT NULL CHECK (clock IN ('ours', 'survey')),
  CONSTRAINT one_response_a_line_of_a_survey PRIMARY KEY (consultation_id, survey, survey_id),
  FOREIGN KEY (consultation_id, response) REFERENCES response (consultation_id, id),
  CHECK (clock = 'ours' OR stated_at IS NOT NULL)
);
`;

const APPEND_ONLY = [
  ...(['response_file', 'response_about', 'second_look', 'consultation_meeting'] as const),
  ...(['response_meeting', 'outside_ballot', 'response_respondent', 'consultee_contact'] as const),
  'survey_response',
];

const appendOnly = (table: string): string => `
CREATE TRIGGER ${table}_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE ON ${table} FROM assent_service;
`;
