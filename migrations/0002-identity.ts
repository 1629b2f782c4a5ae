import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People, bodies and who holds which role; signing in, sessions, limits; who is alive. */
export class Identity1700000000002 implements MigrationInterface {
  name = 'Identity1700000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PEOPLE);
    await runner.query(SIGN_IN);
    await runner.query(OPERATION);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

// The case of an address is kept as its owner wrote it; two that differ only in case are one person.
// A body without a code (a governing board) is told apart by its id alone.
const PEOPLE = `
CREATE TABLE body (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('clerking-service', 'governing-board', 'trust',
    'local-authority', 'diocesan-board', 'bishop', 'trustees', 'appointing-body', 'religious-body',
    'regional-director', 'union', 'solicitor')),
  name text NOT NULL CHECK (name <> ''),
  code text,
  UNIQUE (kind, code)
);
CREATE TABLE person (
  id uuid PRIMARY KEY,
  name text NOT NULL CHECK (name <> ''),
  email text NOT NULL CHECK (email <> ''),
  added_at timestamptz NOT NULL DEFAULT assent_now(),
  ended_at timestamptz
);
CREATE UNIQUE INDEX one_person_an_address ON person (lower(email));
CREATE TABLE membership (
  person uuid NOT NULL REFERENCES person,
  body uuid NOT NULL REFERENCES body,
  role text NOT NULL CHECK (role IN ('clerk', 'chair', 'governor', 'faith-officer',
    'trust-officer', 'authority-officer', 'regional-officer',
    'union-officer', 'administrator')),
  since timestamptz NOT NULL DEFAULT assent_now(),
  until timestamptz,
  PRIMARY KEY (person, body, role)
);
CREATE INDEX people_of_a_body ON membership (body, role);
`;

// These four columns of time are real time, now(), never the product's clock: a newcomer who moves
// that on by six weeks must not sign everybody out.
const SIGN_IN = `
CREATE TABLE sign_in_link (
  id uuid PRIMARY KEY,
  person uuid REFERENCES person,
  secret_hash bytea NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
  browser_hash bytea NOT NULL CHECK (length(browser_hash) = 32),
  code_hash bytea NOT NULL CHECK (length(code_hash) = 32),
  asked_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  wrong_codes integer NOT NULL DEFAULT 0
);
CREATE INDEX sign_in_links_of_a_browser ON sign_in_link (browser_hash, asked_at);
CREATE TABLE session (
  id_hash bytea PRIMARY KEY CHECK (length(id_hash) = 32),
  person uuid NOT NULL REFERENCES person,
  created_at timestamptz NOT NULL DEFAULT now(),
  seen_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz,
  user_agent text
);
CREATE INDEX sessions_of_a_person ON session (person) WHERE ended_at IS NULL;
`;

// Counts and heartbeats are worth nothing after a crash, so they are not logged. Their times are
// real times too.
const OPERATION = `
CREATE UNLOGGED TABLE rate_count (
  key text NOT NULL,
  window_start timestamptz NOT NULL,
  count integer NOT NULL,
  PRIMARY KEY (key, window_start)
);
CREATE UNLOGGED TABLE heartbeat (
  name text PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  detail json
);
GRANT DELETE ON sign_in_link, session, rate_count TO assent_service;
GRANT SELECT ON migrations TO assent_service;
`;
