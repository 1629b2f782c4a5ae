import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Indexes by which a clerk's desk lists, filters and searches tens of thousands of cases. */
export class Desk1700000000011 implements MigrationInterface {
  name = 'Desk1700000000011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP INDEX cases_of_a_desk;
CREATE INDEX cases_of_a_desk ON cases (desk, reference);
CREATE INDEX cases_of_a_desk_by_stage ON cases (desk, stage, reference);
CREATE INDEX cases_at_a_clerk ON cases (desk, due_on, reference)
  WHERE ended_at IS NULL AND waiting_for = 'clerk';
CREATE INDEX cases_at_others ON cases (desk, due_on, reference)
  WHERE ended_at IS NULL AND waiting_for <> 'clerk';
CREATE INDEX cases_of_a_school ON cases (urn, reference);
CREATE INDEX cases_of_a_board ON cases (board);
CREATE INDEX cases_by_name ON cases USING gin (school_name gin_trgm_ops);
CREATE INDEX letters_that_failed ON letter (case_id) WHERE status IN ('failed', 'bounced');
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
