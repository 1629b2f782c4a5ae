import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a consultation asks beside its proposal, what people answered, and windows opened again. */
export class QuestionsAndReopening1700000000033 implements MigrationInterface {
  name = 'QuestionsAndReopening1700000000033';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(QUESTIONS);
    await runner.query(ANSWERS);
    await runner.query(REOPENING);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

// Every saved list is a version. The launch asks the newest, records its hash, and ends the writing:
// a list that people were given is never another one afterwards.
const QUESTIONS = `
CREATE TABLE consultation_questions (
  consultation_id uuid NOT NULL REFERENCES consultation,
  version integer NOT NULL CHECK (version > 0),
  body text NOT NULL,
  sha256 bytea NOT NULL CHECK (sha256 = sha256(convert_to(body, 'UTF8'))),
  written_by text NOT NULL,
  written_at timestamptz NOT NULL,
  PRIMARY KEY (consultation_id, version)
);
CREATE TABLE consultation_questions_asked (
  consultation_id uuid NOT NULL,
  version integer NOT NULL,
  asked_by text NOT NULL,
  asked_at timestamptz NOT NULL,
  record_seq integer NOT NULL,
  PRIMARY KEY (consultation_id, version),
  FOREIGN KEY (consultation_id, version) REFERENCES consultation_questions
);
CREATE FUNCTION keep_questions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM consultation WHERE id = NEW.consultation_id AND launched_at IS NOT NULL)
  THEN
    RAISE EXCEPTION 'the questions of a launched consultation are asked already'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER consultation_keeps_its_questions BEFORE INSERT ON consultation_questions
  FOR EACH ROW EXECUTE FUNCTION keep_questions();
CREATE TRIGGER consultation_questions_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
  ON consultation_questions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER consultation_questions_asked_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
  ON consultation_questions_asked FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE ON consultation_questions, consultation_questions_asked FROM assent_service;
`;

// A row says that a question was put to somebody, or that they answered it unasked, as a clerk marked
// in their words. With neither option nor words they were asked and did not say; without a row they
// were not asked. The words stand in private_text.
const ANSWERS = `
CREATE TABLE response_answer (
  response uuid NOT NULL REFERENCES response,
  question text NOT NULL,
  seq integer NOT NULL CHECK (seq > 0),
  asked boolean NOT NULL,
  option text,
  words_commitment bytea REFERENCES private_text,
  at timestamptz NOT NULL,
  by text NOT NULL,
  record_seq integer NOT NULL,
  PRIMARY KEY (response, question, seq),
  CHECK (option IS NULL OR words_commitment IS NULL)
);
CREATE TRIGGER response_answer_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
  ON response_answer FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE ON response_answer FROM assent_service;
ALTER TABLE reply_draft ADD COLUMN answers jsonb;
`;

// A closed window opens again only beside a row that says so, and only for longer. It keeps its
// beginning, its question and its document.
const REOPENING = `
CREATE TABLE consultation_reopening (
  consultation_id uuid NOT NULL REFERENCES consultation,
  number integer NOT NULL CHECK (number > 0),
  closed_at timestamptz NOT NULL,
  reopened_at timestamptz NOT NULL,
  closes_at timestamptz NOT NULL,
  reason text NOT NULL CHECK (reason <> ''),
  reopened_by text NOT NULL,
  record_seq integer NOT NULL,
  PRIMARY KEY (consultation_id, number),
  CHECK (closed_at <= reopened_at AND reopened_at < closes_at)
);
CREATE TRIGGER consultation_reopening_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
  ON consultation_reopening FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE ON consultation_reopening FROM assent_service;
CREATE OR REPLACE FUNCTION keep_window() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.launched_at IS NOT NULL AND (
      (NEW.case_id, NEW.question, NEW.document, NEW.opens_at, NEW.launched_at)
        IS DISTINCT FROM (OLD.case_id, OLD.question, OLD.document, OLD.opens_at, OLD.launched_at)
      OR NEW.closes_at < OLD.closes_at)
    OR OLD.closed_at IS NOT NULL AND (NEW.closed_at, NEW.closes_at)
      IS DISTINCT FROM (OLD.closed_at, OLD.closes_at) AND NOT (
        NEW.closed_at IS NULL AND EXISTS (SELECT FROM consultation_reopening r
          WHERE r.consultation_id = OLD.id AND r.closed_at = OLD.closes_at
            AND r.closes_at = NEW.closes_at))
    OR NEW.last_number < OLD.last_number
  THEN
    RAISE EXCEPTION 'a launched consultation can only be made longer'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
`;
