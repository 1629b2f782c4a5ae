import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What bodies were asked and what they answered, in words. How a consent stands is the journey's. */
export class Consents1700000000008 implements MigrationInterface {
  name = 'Consents1700000000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE consent_request (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases,
  consent text NOT NULL,
  body uuid NOT NULL REFERENCES body,
  papers uuid[] NOT NULL CHECK (cardinality(papers) > 0),
  papers_hash text NOT NULL,
  message bytea NOT NULL REFERENCES private_text,
  asked_by text NOT NULL,
  asked_at timestamptz NOT NULL
);
CREATE INDEX requests_of_a_case ON consent_request (case_id, consent, asked_at);

CREATE TABLE consent_answer (
  id uuid PRIMARY KEY,
  request uuid NOT NULL REFERENCES consent_request,
  answer text NOT NULL CHECK (answer IN ('acknowledged', 'more-asked', 'granted', 'refused', 'withdrawn')),
  words bytea REFERENCES private_text,
  signatory bytea REFERENCES private_text,
  authority bytea REFERENCES private_text,
  answered_by text NOT NULL,
  answered_at timestamptz NOT NULL
);
CREATE INDEX answers_to_a_request ON consent_answer (request, answered_at);

CREATE TABLE consent_condition (
  id uuid PRIMARY KEY,
  answer uuid NOT NULL REFERENCES consent_answer,
  due text NOT NULL CHECK (due IN ('application', 'funding-agreement', 'opening')),
  words bytea NOT NULL REFERENCES private_text
);
REVOKE UPDATE, DELETE ON consent_request, consent_answer, consent_condition FROM assent_service;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
