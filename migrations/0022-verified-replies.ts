import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A reply whose mail domain stands behind it is known better than one of a domain that is silent. */
export class VerifiedReplies1700000000022 implements MigrationInterface {
  name = 'VerifiedReplies1700000000022';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE response DROP CONSTRAINT response_grade_check, ADD CONSTRAINT response_grade_check
  CHECK (grade IN ('link', 'verified', 'probable', 'unverified', 'signed-in', 'entered'));
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
