import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What bodies say of their consents in general, in versions, and when their committees meet. */
export class Policies1700000000015 implements MigrationInterface {
  name = 'Policies1700000000015';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE body_policy (
  id uuid PRIMARY KEY,
  body uuid NOT NULL REFERENCES body,
  version int NOT NULL CHECK (version > 0),
  counts_from date NOT NULL,
  decision_order text NOT NULL CHECK (decision_order IN ('before-consultation', 'after-consultation', 'any')),
  stages text NOT NULL CHECK (stages IN ('one', 'two')),
  accepts jsonb NOT NULL,
  required text[] NOT NULL,
  silence_days int CHECK (silence_days BETWEEN 1 AND 365),
  validity_months int CHECK (validity_months BETWEEN 1 AND 60),
  wants_members_agreement boolean NOT NULL,
  words text NOT NULL,
  published_by text NOT NULL,
  published_at timestamptz NOT NULL,
  UNIQUE (body, version)
);

CREATE TABLE committee_date (
  id uuid PRIMARY KEY,
  body uuid NOT NULL REFERENCES body,
  meets_on date NOT NULL,
  papers_by date NOT NULL CHECK (papers_by <= meets_on),
  added_by text NOT NULL,
  added_at timestamptz NOT NULL
);
CREATE INDEX committee_dates_of_a_body ON committee_date (body, meets_on);

CREATE TABLE committee_date_removed (
  committee_date uuid PRIMARY KEY REFERENCES committee_date,
  removed_by text NOT NULL,
  removed_at timestamptz NOT NULL
);
GRANT SELECT, INSERT ON body_policy, committee_date, committee_date_removed TO assent_service;
REVOKE UPDATE, DELETE ON body_policy, committee_date, committee_date_removed FROM assent_service;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
