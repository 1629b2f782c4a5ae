import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Copies of replies that may be read by anybody, and what a consultation tells the public of itself. */
export class PublicFace1700000000031 implements MigrationInterface {
  name = 'PublicFace1700000000031';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COPIES);
    await runner.query(PUBLISHED_REPLIES);
    await runner.query(NOTICES);
    await runner.query(EVENTS);
    await runner.query(CHECK_CODES);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

// Each row is a whole copy of one reply's words: which spans are taken out of it, and whether a person
// says that it may be read. The original stands in private_text and is never touched. Whoever looks
// a second time is somebody else, and the database says so.
const COPIES = `
CREATE TABLE response_copy (
  response uuid NOT NULL REFERENCES response,
  seq integer NOT NULL CHECK (seq > 0),
  words_commitment bytea NOT NULL REFERENCES private_text,
  copy_commitment bytea NOT NULL REFERENCES private_text,
  note_commitment bytea REFERENCES private_text,
  spans jsonb NOT NULL CHECK (jsonb_typeof(spans) = 'array'),
  ready boolean NOT NULL,
  by text NOT NULL,
  at timestamptz NOT NULL,
  record_seq integer NOT NULL,
  PRIMARY KEY (response, seq),
  UNIQUE (response, seq, by)
);
CREATE TABLE response_copy_look (
  response uuid NOT NULL,
  seq integer NOT NULL,
  made_by text NOT NULL,
  by text NOT NULL CHECK (by <> made_by),
  at timestamptz NOT NULL,
  record_seq integer NOT NULL,
  PRIMARY KEY (response, seq),
  FOREIGN KEY (response, seq, made_by) REFERENCES response_copy (response, seq, by)
);
CREATE TRIGGER response_copy_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
  ON response_copy FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER response_copy_look_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
  ON response_copy_look FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE ON response_copy, response_copy_look FROM assent_service;
`;

// Whether anybody may read the copies. It is one word for all: which of them are shown follows from
// each reply's standing, its author's permission and its copy.
const PUBLISHED_REPLIES = `
CREATE TABLE published_replies (
  consultation_id uuid NOT NULL REFERENCES consultation,
  seq integer NOT NULL CHECK (seq > 0),
  shown boolean NOT NULL,
  by text NOT NULL,
  at timestamptz NOT NULL,
  record_seq integer NOT NULL,
  PRIMARY KEY (consultation_id, seq)
);
CREATE TRIGGER published_replies_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
  ON published_replies FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE ON published_replies FROM assent_service;
`;

// That a consultation is to come, and about when; opens_on null: the notice is taken back.
const NOTICES = `
CREATE TABLE consultation_notice (
  consultation_id uuid NOT NULL REFERENCES consultation,
  seq integer NOT NULL CHECK (seq > 0),
  opens_on date,
  by text NOT NULL,
  at timestamptz NOT NULL,
  record_seq integer NOT NULL,
  PRIMARY KEY (consultation_id, seq)
);
CREATE TRIGGER consultation_notice_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
  ON consultation_notice FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE ON consultation_notice FROM assent_service;
`;

// Where people can come and ask. The version is what a calendar calls its sequence; a meeting that is
// called off stays, so that calendars learn of it.
const EVENTS = `
CREATE TABLE consultation_event (
  consultation_id uuid NOT NULL REFERENCES consultation,
  number integer NOT NULL CHECK (number > 0),
  version integer NOT NULL CHECK (version > 0),
  body text NOT NULL,
  sha256 bytea NOT NULL CHECK (sha256 = sha256(convert_to(body, 'UTF8'))),
  called_off boolean NOT NULL,
  written_by text NOT NULL,
  written_at timestamptz NOT NULL,
  record_seq integer NOT NULL,
  PRIMARY KEY (consultation_id, number, version)
);
CREATE TRIGGER consultation_event_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
  ON consultation_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE ON consultation_event FROM assent_service;
`;

// The code on a receipt follows from the commitment of the words, which nobody can guess: it is kept
// nowhere, and replies from before have one too.
const CHECK_CODES = `
CREATE FUNCTION check_code(commitment bytea) RETURNS bytea
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN substring(sha256('\\x617373656e742d636865636b'::bytea || commitment) FROM 1 FOR 10);
CREATE UNIQUE INDEX responses_by_check_code ON response (check_code(words_commitment));
`;
