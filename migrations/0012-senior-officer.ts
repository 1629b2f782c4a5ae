import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The senior officer of a clerking service: the second person who decides on an override. */
export class SeniorOfficer1700000000012 implements MigrationInterface {
  name = 'SeniorOfficer1700000000012';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE membership DROP CONSTRAINT membership_role_check;
ALTER TABLE membership ADD CONSTRAINT membership_role_check CHECK (role IN ('clerk', 'chair',
  'governor', 'senior-officer', 'faith-officer', 'trust-officer', 'authority-officer',
  'regional-officer', 'union-officer', 'administrator'));
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
