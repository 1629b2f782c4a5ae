import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Papers that a body was given without being asked anew, the bodies of a school as clerks found
 * them, and people on a case who are written to on paper.
 */
export class BodiesOfSchools1700000000019 implements MigrationInterface {
  name = 'BodiesOfSchools1700000000019';

  async up(runner: QueryRunner): Promise<void> {
    // A request of another kind brings papers to a body that has consented in principle.
    await runner.query(`
ALTER TABLE consent_request ADD COLUMN asks boolean NOT NULL DEFAULT true;

CREATE TABLE school_body (
  id uuid PRIMARY KEY,
  urn text NOT NULL,
  part text NOT NULL,
  body uuid NOT NULL REFERENCES body,
  reason bytea NOT NULL REFERENCES private_text,
  case_id uuid NOT NULL REFERENCES cases,
  found_by text NOT NULL,
  found_at timestamptz NOT NULL
);
CREATE INDEX bodies_of_a_school ON school_body (urn, part, found_at);
CREATE TRIGGER school_bodies_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON school_body
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE case_person_by_post (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases,
  body uuid NOT NULL REFERENCES body,
  role text NOT NULL,
  name text NOT NULL CHECK (btrim(name) <> ''),
  postal_address text NOT NULL CHECK (btrim(postal_address) <> ''),
  since timestamptz NOT NULL,
  until timestamptz
);
CREATE INDEX people_by_post_of_a_case ON case_person_by_post (case_id) WHERE until IS NULL;

GRANT SELECT, INSERT ON school_body TO assent_service;
GRANT SELECT, INSERT, UPDATE ON case_person_by_post TO assent_service;
REVOKE UPDATE, DELETE, TRUNCATE ON school_body FROM assent_service;
REVOKE DELETE ON case_person_by_post FROM assent_service;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
