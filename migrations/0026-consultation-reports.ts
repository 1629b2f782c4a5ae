import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the board makes of what was said, in versions; and each report that was issued of it. */
export class ConsultationReports1700000000026 implements MigrationInterface {
  name = 'ConsultationReports1700000000026';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(THEMES);
    await runner.query(REPORTS);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

// The body is the theme as JSON, 'null' where it was taken out. What it quotes are places in the
// private texts of replies, so that an erased reply is quoted no more.
const THEMES = `
CREATE TABLE consultation_theme (
  consultation_id uuid NOT NULL REFERENCES consultation,
  number integer NOT NULL CHECK (number > 0),
  version integer NOT NULL CHECK (version > 0),
  body text NOT NULL,
  sha256 bytea NOT NULL CHECK (sha256 = sha256(convert_to(body, 'UTF8'))),
  written_by text NOT NULL,
  written_at timestamptz NOT NULL,
  record_seq integer NOT NULL,
  PRIMARY KEY (consultation_id, number, version)
);
CREATE TRIGGER consultation_theme_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
  ON consultation_theme FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE ON consultation_theme FROM assent_service;
`;

// The documents hold the bytes, each under its hash. From as_of and places the same bytes can be made
// again, as long as no quoted reply was erased.
const REPORTS = `
CREATE TABLE consultation_report (
  consultation_id uuid NOT NULL REFERENCES consultation,
  number integer NOT NULL CHECK (number > 0),
  as_of timestamptz NOT NULL,
  places integer NOT NULL CHECK (places BETWEEN 0 AND 2),
  html uuid NOT NULL REFERENCES document,
  csv uuid NOT NULL REFERENCES document,
  json uuid NOT NULL REFERENCES document,
  issued_by text NOT NULL,
  issued_at timestamptz NOT NULL,
  record_seq integer NOT NULL,
  PRIMARY KEY (consultation_id, number)
);
CREATE TRIGGER consultation_report_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
  ON consultation_report FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE ON consultation_report FROM assent_service;
`;
