import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a consultation publishes, in versions; and what became of replies after its report. */
export class ConsultationText1700000000017 implements MigrationInterface {
  name = 'ConsultationText1700000000017';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TEXT);
    await runner.query(ANSWERS);
    await runner.query(CONSIDERATIONS);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

// Every saved draft is a version; which of them people could read, and since when, stands beside.
// The hash in the record is of these very bytes.
const TEXT = `
CREATE TABLE consultation_text (
  consultation_id uuid NOT NULL REFERENCES consultation,
  version integer NOT NULL CHECK (version > 0),
  sections text NOT NULL,
  sha256 bytea NOT NULL CHECK (sha256 = sha256(convert_to(sections, 'UTF8'))),
  written_by text NOT NULL,
  written_at timestamptz NOT NULL,
  PRIMARY KEY (consultation_id, version)
);
CREATE TABLE consultation_text_published (
  consultation_id uuid NOT NULL,
  version integer NOT NULL,
  published_by text NOT NULL,
  published_at timestamptz NOT NULL,
  record_seq integer NOT NULL,
  PRIMARY KEY (consultation_id, version),
  FOREIGN KEY (consultation_id, version) REFERENCES consultation_text
);
CREATE TRIGGER consultation_text_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
  ON consultation_text FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER consultation_text_published_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
  ON consultation_text_published FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE ON consultation_text, consultation_text_published FROM assent_service;
`;

// A question in the clerk's words, and each answer that was published to it.
const ANSWERS = `
CREATE TABLE consultation_answer (
  consultation_id uuid NOT NULL REFERENCES consultation,
  number integer NOT NULL CHECK (number > 0),
  version integer NOT NULL CHECK (version > 0),
  question text NOT NULL CHECK (question <> ''),
  answer text NOT NULL CHECK (answer <> ''),
  sha256 bytea NOT NULL
    CHECK (sha256 = sha256(convert_to(question || E'\\n' || answer, 'UTF8'))),
  published_by text NOT NULL,
  published_at timestamptz NOT NULL,
  record_seq integer NOT NULL,
  PRIMARY KEY (consultation_id, number, version)
);
CREATE TRIGGER consultation_answer_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
  ON consultation_answer FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE ON consultation_answer FROM assent_service;
`;

// A reply that is not in the report: whether it was weighed all the same, and why or why not.
const CONSIDERATIONS = `
CREATE TABLE response_consideration (
  response uuid NOT NULL REFERENCES response,
  seq integer NOT NULL CHECK (seq > 0),
  decision text NOT NULL CHECK (decision IN ('considered', 'not-considered')),
  reason_commitment bytea NOT NULL REFERENCES private_text,
  at timestamptz NOT NULL,
  by text NOT NULL,
  record_seq integer NOT NULL,
  PRIMARY KEY (response, seq)
);
CREATE TRIGGER response_consideration_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
  ON response_consideration FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE ON response_consideration FROM assent_service;
`;
