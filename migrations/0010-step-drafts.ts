import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a person has typed for a step, kept while they check it; nothing of the record. */
export class StepDrafts1700000000010 implements MigrationInterface {
  name = 'StepDrafts1700000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE step_draft (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases,
  person uuid NOT NULL,
  task text NOT NULL,
  seen_version integer NOT NULL,
  answers json NOT NULL,
  kept_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX step_drafts_by_age ON step_draft (kept_at);
GRANT DELETE ON step_draft TO assent_service;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
