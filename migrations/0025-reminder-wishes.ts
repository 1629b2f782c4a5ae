import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who wants no reminders, and who wants them again; the last word of each counts. */
export class ReminderWishes1700000000025 implements MigrationInterface {
  name = 'ReminderWishes1700000000025';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE reminder_wish (
  consultee uuid NOT NULL,
  seq integer NOT NULL CHECK (seq > 0),
  wanted boolean NOT NULL,
  at timestamptz NOT NULL,
  letter uuid NOT NULL REFERENCES letter,
  record_seq integer NOT NULL,
  PRIMARY KEY (consultee, seq)
);
CREATE TRIGGER reminder_wish_is_append_only
  BEFORE UPDATE OR DELETE OR TRUNCATE ON reminder_wish
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE ON reminder_wish FROM assent_service;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
