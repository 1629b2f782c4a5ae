import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which parts of a mail are its author's words, as a person read it after the program had. */
export class ReadingsByHand1700000000024 implements MigrationInterface {
  name = 'ReadingsByHand1700000000024';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE response_reading (
  response uuid NOT NULL REFERENCES response,
  seq integer NOT NULL CHECK (seq > 0),
  kinds text[] NOT NULL,
  words_commitment bytea NOT NULL REFERENCES private_text,
  reason_commitment bytea NOT NULL REFERENCES private_text,
  at timestamptz NOT NULL,
  by text NOT NULL,
  record_seq integer NOT NULL,
  PRIMARY KEY (response, seq)
);
CREATE TRIGGER response_reading_is_append_only
  BEFORE UPDATE OR DELETE OR TRUNCATE ON response_reading
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE ON response_reading FROM assent_service;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
