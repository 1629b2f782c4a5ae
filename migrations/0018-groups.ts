import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Schools that go together, and the references under which schools applied. */
export class Groups1700000000018 implements MigrationInterface {
  name = 'Groups1700000000018';

  async up(runner: QueryRunner): Promise<void> {
    // A case is in one group at a time; its memberships of the past stay.
    await runner.query(`
CREATE TABLE project_group (
  id uuid PRIMARY KEY,
  desk uuid NOT NULL REFERENCES body,
  kind text NOT NULL CHECK (kind IN ('conversion', 'formation')),
  name text NOT NULL CHECK (name <> ''),
  made_by text NOT NULL,
  made_at timestamptz NOT NULL
);
CREATE INDEX groups_of_a_desk ON project_group (desk, made_at);

CREATE TABLE group_member (
  group_id uuid NOT NULL REFERENCES project_group,
  case_id uuid NOT NULL REFERENCES cases,
  since timestamptz NOT NULL,
  until timestamptz,
  PRIMARY KEY (group_id, case_id)
);
CREATE UNIQUE INDEX one_group_a_case ON group_member (case_id) WHERE until IS NULL;
CREATE INDEX groups_of_a_case ON group_member (case_id);

CREATE TABLE application_reference (
  reference text NOT NULL CHECK (reference = upper(reference) AND reference <> ''),
  case_id uuid NOT NULL REFERENCES cases,
  submitted_at timestamptz NOT NULL,
  PRIMARY KEY (reference, case_id)
);
GRANT SELECT, INSERT, UPDATE ON project_group, group_member TO assent_service;
GRANT SELECT, INSERT ON application_reference TO assent_service;
REVOKE UPDATE, DELETE ON application_reference FROM assent_service;
REVOKE DELETE ON project_group, group_member FROM assent_service;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
