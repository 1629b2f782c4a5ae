import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Term dates and days proclaimed as bank holidays, in versions with a reason, a source and who set
 * them. The tables before could be overwritten; no page and no command ever wrote to them.
 */
export class SchoolCalendar1700000000013 implements MigrationInterface {
  name = 'SchoolCalendar1700000000013';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP TABLE school_holiday, school_year, bank_holiday_exception;
CREATE TABLE calendar_datum (
  kind text NOT NULL CHECK (kind IN ('term-dates', 'bank-holiday')),
  subject text NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  value jsonb NOT NULL,
  reason text NOT NULL CHECK (btrim(reason) <> ''),
  source text NOT NULL CHECK (btrim(source) <> ''),
  set_by text NOT NULL,
  set_at timestamptz NOT NULL,
  PRIMARY KEY (kind, subject, version)
);
CREATE TRIGGER calendar_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON calendar_datum
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON calendar_datum TO assent_service;
REVOKE UPDATE, DELETE, TRUNCATE ON calendar_datum FROM assent_service;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
