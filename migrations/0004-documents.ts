import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Documents and their bytes' names, the installation's id, and texts that can only be erased. */
export class Documents1700000000004 implements MigrationInterface {
  name = 'Documents1700000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(INSTALLATION);
    await runner.query(DOCUMENTS);
    await runner.query(APPEND_ONLY);
    await runner.query(PRIVATE_TEXT);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

// The documents' folder carries the same id, so that no service writes into a folder of another
// database, or into an empty mount point.
const INSTALLATION = `
CREATE TABLE installation (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  id uuid NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO installation DEFAULT VALUES;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON installation FROM assent_service;
`;

// record_seq is the entry of stream 'documents:' || stream that commits to the row.
const DOCUMENTS = `
CREATE TABLE blob (
  sha256 bytea PRIMARY KEY CHECK (length(sha256) = 32),
  size_bytes integer NOT NULL CHECK (size_bytes > 0),
  media_type text NOT NULL,
  stored_at timestamptz NOT NULL
);
CREATE TABLE document (
  id uuid PRIMARY KEY,
  stream text NOT NULL,
  kind text NOT NULL,
  title text NOT NULL CHECK (title <> ''),
  dated date,
  file_name text NOT NULL CHECK (file_name <> ''),
  sha256 bytea NOT NULL REFERENCES blob,
  media_type text NOT NULL,
  size_bytes integer NOT NULL CHECK (size_bytes > 0),
  status text NOT NULL CHECK (status IN ('draft', 'approved', 'signed')),
  supersedes uuid,
  confidentiality text NOT NULL
    CHECK (confidentiality IN ('public', 'board', 'part2', 'privileged', 'personal')),
  uploaded_by text NOT NULL,
  recorded_at timestamptz NOT NULL,
  record_seq integer NOT NULL,
  UNIQUE (stream, id),
  CONSTRAINT document_is_superseded_once UNIQUE (stream, supersedes),
  CONSTRAINT document_supersedes_its_own FOREIGN KEY (stream, supersedes)
    REFERENCES document (stream, id),
  CHECK (supersedes <> id)
);
CREATE INDEX documents_of_a_blob ON document (sha256);
`;

const APPEND_ONLY = ['blob', 'document']
  .map(
    (table) => `
CREATE TRIGGER ${table}_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON ${table} FROM assent_service;
`,
  )
  .join('');

const PRIVATE_TEXT = `
CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.text IS NULL AND NEW.commitment = OLD.commitment AND OLD.text IS NOT NULL THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a private text can be erased, never rewritten'
    USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER private_text_is_only_erased BEFORE UPDATE ON private_text
  FOR EACH ROW EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER private_text_is_kept BEFORE DELETE OR TRUNCATE ON private_text
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE DELETE, TRUNCATE ON private_text FROM assent_service;
`;
