import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How sessions were opened and last proved, second factors, and forms that wait for a proof. */
export class ProofsOfIdentity1700000000034 implements MigrationInterface {
  name = 'ProofsOfIdentity1700000000034';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SESSIONS);
    await runner.query(FACTORS);
    await runner.query(HELD);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

// As in 0002, all these times are real time, now(), never the product's clock. The id names a session
// to its holder; the hash of its secret stays where it is.
const SESSIONS = `
ALTER TABLE session
  ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
  ADD COLUMN opened_by text NOT NULL DEFAULT 'link'
    CHECK (opened_by IN ('link', 'password', 'provider', 'example')),
  ADD COLUMN proved_by text
    CHECK (proved_by IN ('app', 'passkey', 'recovery-code', 'provider', 'example')),
  ADD COLUMN proved_at timestamptz,
  ADD COLUMN acr text,
  ADD COLUMN amr text[],
  ADD CHECK ((proved_by IS NULL) = (proved_at IS NULL));
ALTER TABLE session ALTER COLUMN opened_by DROP DEFAULT;
`;

// The secret of an app is sealed under the keys of the installation. A step that was used once is
// used: last_step only grows. Of recovery codes only hashes are kept, each used once.
const FACTORS = `
CREATE TABLE authenticator_app (
  id uuid PRIMARY KEY,
  person uuid NOT NULL REFERENCES person,
  sealed_secret bytea NOT NULL,
  begun_at timestamptz NOT NULL DEFAULT now(),
  confirmed_at timestamptz,
  removed_at timestamptz,
  last_step bigint NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX one_app_a_person ON authenticator_app (person)
  WHERE confirmed_at IS NOT NULL AND removed_at IS NULL;
CREATE UNIQUE INDEX one_app_begun ON authenticator_app (person) WHERE confirmed_at IS NULL;
CREATE TABLE passkey (
  id uuid PRIMARY KEY,
  person uuid NOT NULL REFERENCES person,
  name text NOT NULL CHECK (name <> ''),
  credential text NOT NULL UNIQUE,
  public_key bytea NOT NULL,
  counter bigint NOT NULL,
  transports text[] NOT NULL DEFAULT '{}',
  added_at timestamptz NOT NULL DEFAULT now(),
  used_at timestamptz,
  removed_at timestamptz
);
CREATE INDEX passkeys_of_a_person ON passkey (person) WHERE removed_at IS NULL;
CREATE TABLE recovery_code (
  person uuid NOT NULL REFERENCES person,
  code_hash bytea NOT NULL CHECK (length(code_hash) = 32),
  made_at timestamptz NOT NULL DEFAULT now(),
  used_at timestamptz,
  replaced_at timestamptz,
  PRIMARY KEY (person, code_hash)
);
CREATE TABLE passkey_challenge (
  session uuid PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
  challenge text NOT NULL,
  asked_at timestamptz NOT NULL DEFAULT now()
);
GRANT DELETE ON authenticator_app, passkey_challenge TO assent_service;
`;

// What somebody had typed when they were asked to prove who they are; sealed like a secret, because
// it is words of theirs that they have not sent yet.
const HELD = `
CREATE TABLE held_form (
  id uuid PRIMARY KEY,
  session uuid NOT NULL REFERENCES session (id) ON DELETE CASCADE,
  path text NOT NULL,
  sealed_fields bytea NOT NULL,
  held_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX held_forms_by_age ON held_form (held_at);
GRANT DELETE ON held_form TO assent_service;
`;
