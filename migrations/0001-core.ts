import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The service's role, the one clock, the record's streams and journal, and the cases. */
export class Core1700000000001 implements MigrationInterface {
  name = 'Core1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ROLE);
    await runner.query(CLOCK);
    await runner.query(RECORD);
    await runner.query(CASES);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

// Two databases of one cluster migrated at once both want the role; the second finds it there.
const ROLE = `
DO $$ BEGIN
  CREATE ROLE assent_service NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
GRANT USAGE ON SCHEMA public TO assent_service;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE ON TABLES TO assent_service;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO assent_service;
`;

const CLOCK = `
CREATE TABLE product_clock (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  ahead interval NOT NULL DEFAULT '0',
  movable boolean NOT NULL DEFAULT false
);
INSERT INTO product_clock DEFAULT VALUES;
CREATE FUNCTION assent_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT date_trunc('milliseconds', now() + ahead) FROM product_clock $$;
`;

const RECORD = `
CREATE TABLE stream (
  name text PRIMARY KEY,
  seq integer NOT NULL CHECK (seq >= 0),
  head bytea NOT NULL CHECK (length(head) = 32)
);
CREATE TABLE journal (
  stream text NOT NULL,
  seq integer NOT NULL CHECK (seq > 0),
  entry json NOT NULL,
  hash bytea NOT NULL CHECK (length(hash) = 32),
  kind text NOT NULL GENERATED ALWAYS AS (entry ->> 'kind') STORED,
  type text NOT NULL GENERATED ALWAYS AS (entry ->> 'type') STORED,
  PRIMARY KEY (stream, seq)
);
CREATE TABLE private_text (
  commitment bytea PRIMARY KEY CHECK (length(commitment) = 32),
  salt bytea,
  text text,
  erased_at timestamptz,
  CHECK ((text IS NULL) = (erased_at IS NOT NULL) AND (salt IS NULL) = (erased_at IS NOT NULL))
);
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER journal_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON journal FROM assent_service;
`;

// The snapshot is read and written whole, about 2 kB: kept in the row, uncompressed, so that the
// door pays neither a second look-up nor the packing.
const CASES = `
CREATE TABLE cases (
  id uuid PRIMARY KEY,
  reference text NOT NULL UNIQUE,
  urn text NOT NULL,
  school_name text NOT NULL,
  trust_name text,
  desk uuid NOT NULL,
  board uuid NOT NULL,
  version integer NOT NULL CHECK (version >= 0),
  machine text NOT NULL,
  rule_set text NOT NULL,
  snapshot json NOT NULL,
  stage text NOT NULL,
  waiting_for text,
  due_on date,
  opened_at timestamptz NOT NULL,
  moved_at timestamptz NOT NULL,
  ended_at timestamptz
) WITH (fillfactor = 70, toast_tuple_target = 8160);
ALTER TABLE cases ALTER COLUMN snapshot SET STORAGE MAIN;
CREATE UNIQUE INDEX one_open_case_a_school ON cases (urn) WHERE ended_at IS NULL;
CREATE INDEX cases_of_a_desk ON cases (desk, id);
CREATE SEQUENCE case_number;
GRANT USAGE ON SEQUENCE case_number TO assent_service;

CREATE TABLE case_body (
  case_id uuid NOT NULL REFERENCES cases,
  part text NOT NULL,
  body uuid NOT NULL,
  since timestamptz NOT NULL,
  until timestamptz,
  PRIMARY KEY (case_id, part, body)
);
CREATE INDEX cases_of_a_body ON case_body (body, case_id);

CREATE TABLE case_person (
  case_id uuid NOT NULL REFERENCES cases,
  person uuid NOT NULL,
  role text NOT NULL,
  body uuid NOT NULL,
  since timestamptz NOT NULL,
  until timestamptz,
  PRIMARY KEY (case_id, person, role, body)
);

CREATE TABLE answered_form (
  nonce uuid PRIMARY KEY,
  person text NOT NULL,
  form_hash bytea NOT NULL,
  answer json NOT NULL,
  answered_at timestamptz NOT NULL
);

CREATE TABLE deadline (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases,
  kind text NOT NULL,
  subject text NOT NULL,
  due_at timestamptz NOT NULL,
  passed_at timestamptz,
  cancelled_at timestamptz
);
CREATE UNIQUE INDEX one_deadline_an_instant ON deadline (case_id, kind, subject, due_at)
  WHERE cancelled_at IS NULL;
CREATE INDEX deadlines_to_pass ON deadline (due_at) WHERE passed_at IS NULL AND cancelled_at IS NULL;
`;
