import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Passwords, for those whose administrator allows one, and accounts at an identity provider. */
export class OtherWaysIn1700000000035 implements MigrationInterface {
  name = 'OtherWaysIn1700000000035';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PASSWORDS);
    await runner.query(PROVIDERS);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

// Real times, as in 0002. What was allowed and when it ended stays; of passwords only the newest hash.
const PASSWORDS = `
CREATE TABLE password_permission (
  person uuid NOT NULL REFERENCES person,
  allowed_by uuid NOT NULL REFERENCES person,
  allowed_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz,
  PRIMARY KEY (person, allowed_at)
);
CREATE UNIQUE INDEX one_permission_a_person ON password_permission (person) WHERE ended_at IS NULL;
CREATE TABLE password (
  person uuid PRIMARY KEY REFERENCES person,
  salt bytea NOT NULL CHECK (length(salt) = 16),
  hash bytea NOT NULL CHECK (length(hash) = 32),
  set_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE password_reset (
  id uuid PRIMARY KEY,
  person uuid REFERENCES person,
  secret_hash bytea NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
  asked_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
GRANT DELETE ON password, password_reset TO assent_service;
`;

// An account is its issuer and its subject, and never an address: addresses are given to others. It is
// joined to a person by an invitation, once.
const PROVIDERS = `
CREATE TABLE provider_account (
  issuer text NOT NULL CHECK (issuer <> ''),
  subject text NOT NULL CHECK (subject <> ''),
  person uuid NOT NULL REFERENCES person,
  joined_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz
);
CREATE UNIQUE INDEX one_person_an_account ON provider_account (issuer, subject)
  WHERE ended_at IS NULL;
CREATE UNIQUE INDEX one_account_a_person ON provider_account (person) WHERE ended_at IS NULL;
CREATE TABLE provider_invitation (
  id uuid PRIMARY KEY,
  person uuid NOT NULL REFERENCES person,
  secret_hash bytea NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
  invited_by uuid NOT NULL REFERENCES person,
  invited_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
`;
