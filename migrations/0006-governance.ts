import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Meetings of governing boards and the votes taken at them. */
export class Governance1700000000006 implements MigrationInterface {
  name = 'Governance1700000000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE meeting (
  id uuid PRIMARY KEY,
  board uuid NOT NULL REFERENCES body,
  held_on date NOT NULL,
  notice_on date NOT NULL,
  with_papers boolean NOT NULL,
  urgency text,
  full_board boolean NOT NULL,
  in_post integer NOT NULL CHECK (in_post > 0),
  present integer NOT NULL CHECK (present >= 0 AND present <= in_post),
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL,
  CHECK (notice_on <= held_on)
);
CREATE INDEX meetings_of_a_board ON meeting (board, held_on);

CREATE TABLE resolution (
  id uuid PRIMARY KEY,
  meeting uuid NOT NULL REFERENCES meeting,
  case_id uuid NOT NULL,
  purpose text NOT NULL CHECK (purpose IN ('apply', 'final')),
  wording text NOT NULL,
  votes_for integer NOT NULL CHECK (votes_for >= 0),
  votes_against integer NOT NULL CHECK (votes_against >= 0),
  abstained integer NOT NULL CHECK (abstained >= 0),
  casting text CHECK (casting IN ('for', 'against')),
  withdrew integer NOT NULL CHECK (withdrew >= 0),
  carried boolean NOT NULL,
  minutes uuid NOT NULL REFERENCES document,
  recorded_at timestamptz NOT NULL
);
CREATE INDEX resolutions_of_a_case ON resolution (case_id);
REVOKE UPDATE, DELETE ON meeting, resolution FROM assent_service;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
