import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What replies speak of: a frame of codes in versions, who gave which to which words, and samples. */
export class Codes1700000000027 implements MigrationInterface {
  name = 'Codes1700000000027';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(FRAME);
    await runner.query(SAMPLES);
    await runner.query(CODINGS);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

// Every change of a code is a version of the whole frame; the hash in the record is of these bytes.
const FRAME = `
CREATE TABLE code_frame (
  consultation_id uuid NOT NULL REFERENCES consultation,
  version integer NOT NULL CHECK (version > 0),
  codes text NOT NULL,
  sha256 bytea NOT NULL CHECK (sha256 = sha256(convert_to(codes, 'UTF8'))),
  written_by text NOT NULL,
  written_at timestamptz NOT NULL,
  record_seq integer NOT NULL,
  PRIMARY KEY (consultation_id, version)
);
CREATE TRIGGER code_frame_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
  ON code_frame FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE ON code_frame FROM assent_service;
`;

// Replies drawn at random for a second person; the seed shows that nobody chose them.
const SAMPLES = `
CREATE TABLE coding_sample (
  consultation_id uuid NOT NULL REFERENCES consultation,
  number integer NOT NULL CHECK (number > 0),
  seed text NOT NULL,
  drawn_from uuid[] NOT NULL,
  responses uuid[] NOT NULL CHECK (cardinality(responses) > 0 AND responses <@ drawn_from),
  drawn_by text NOT NULL,
  drawn_at timestamptz NOT NULL,
  record_seq integer NOT NULL,
  PRIMARY KEY (consultation_id, number)
);
CREATE TRIGGER coding_sample_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
  ON coding_sample FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE ON coding_sample FROM assent_service;
`;

// Each row is all that one person says of one reply; no marks: no code fits. The newest first or
// final one counts; what a second person said blindly never does, and is compared.
const CODINGS = `
CREATE TABLE response_coding (
  response uuid NOT NULL REFERENCES response,
  seq integer NOT NULL CHECK (seq > 0),
  round text NOT NULL CHECK (round IN ('first', 'second', 'final')),
  consultation_id uuid NOT NULL,
  frame integer NOT NULL,
  marks jsonb NOT NULL CHECK (jsonb_typeof(marks) = 'array'),
  words_commitment bytea NOT NULL REFERENCES private_text,
  reason_commitment bytea REFERENCES private_text,
  by text NOT NULL,
  at timestamptz NOT NULL,
  record_seq integer NOT NULL,
  PRIMARY KEY (response, seq),
  FOREIGN KEY (consultation_id, response) REFERENCES response (consultation_id, id),
  FOREIGN KEY (consultation_id, frame) REFERENCES code_frame (consultation_id, version),
  CHECK ((round = 'final') = (reason_commitment IS NOT NULL))
);
CREATE INDEX codings_of_a_consultation ON response_coding (consultation_id, response, seq);
CREATE TRIGGER response_coding_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
  ON response_coding FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE ON response_coding FROM assent_service;
`;
