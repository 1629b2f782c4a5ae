import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Schools, trusts and the links between schools as GIAS gives them; bank holidays and terms. */
export class Register1700000000003 implements MigrationInterface {
  name = 'Register1700000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE EXTENSION IF NOT EXISTS pg_trgm');
    await runner.query(SCHOOLS);
    await runner.query(TRUSTS);
    await runner.query(LINKS);
    await runner.query(IMPORTS);
    await runner.query(CALENDAR);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

// Codes and names stand as given: '99' without a name, '06 None' and '00 Does not apply' are three
// different answers, and null is a fourth. `closed_undated`: GIAS gives 01-01-1900 as the close date
// when nobody knows it. `closed_from` needs no clock: closed means <= today.
// The keys are folded by the importer; in collation C so that LIKE 'x%' can use their indexes. The
// index by name carries all that a search weighs: walking it finds common words at once, and rare
// ones, which have the index of fragments, without a look at the table.
// Only the importer writes here, and it vacuums when it has: that is the MAINTAIN. Autovacuum in the
// middle of an import would call the table empty, and every row would be looked up by reading it all.
const SCHOOLS = `
CREATE TABLE school (
  urn text PRIMARY KEY CHECK (urn ~ '^[0-9]{6}$'),
  name text NOT NULL CHECK (name <> ''),
  la_code text,
  la_name text,
  establishment_number text,
  ukprn text,
  type_code text,
  type_name text,
  type_group_code text,
  type_group_name text,
  status_code text,
  status_name text,
  open_date date,
  close_date date,
  phase_code text,
  phase_name text,
  low_age integer,
  high_age integer,
  religious_character_code text,
  religious_character_name text,
  religious_ethos text,
  diocese_code text,
  diocese_name text,
  trust_flag_code text,
  trust_flag_name text,
  trust_uid text,
  trust_name text,
  federation_flag text,
  federation_code text,
  federation_name text,
  street text,
  locality text,
  address3 text,
  town text,
  county text,
  postcode text,
  website text,
  telephone text,
  number_of_pupils integer,
  capacity integer,
  region_code text,
  region_name text,
  last_changed date,
  rest jsonb NOT NULL DEFAULT '{}',
  closed_undated boolean NOT NULL DEFAULT false,
  closed_from date GENERATED ALWAYS AS (
    CASE WHEN closed_undated OR ltrim(status_code, '0') = '3' OR lower(status_name) = 'closed'
         THEN '-infinity'::date ELSE close_date END) STORED,
  name_key text COLLATE "C" NOT NULL,
  town_key text COLLATE "C",
  postcode_key text COLLATE "C",
  search text COLLATE "C" NOT NULL GENERATED ALWAYS AS (
    ' ' || name_key || coalesce(' ' || town_key, '') || coalesce(' ' || lower(postcode_key), '')) STORED
);
CREATE INDEX schools_by_name ON school (name_key, urn) INCLUDE (search, closed_from);
CREATE INDEX schools_by_fragment ON school USING gin (search gin_trgm_ops);
CREATE INDEX schools_by_postcode ON school (postcode_key);
CREATE INDEX schools_by_number ON school (la_code, establishment_number);
ALTER TABLE school SET (autovacuum_enabled = false);
GRANT MAINTAIN ON school TO assent_service;
`;

const TRUSTS = `
CREATE TABLE trust (
  uid text PRIMARY KEY CHECK (uid ~ '^[0-9]+$'),
  name text NOT NULL CHECK (name <> ''),
  group_id text,
  companies_house_number text,
  ukprn text,
  type_code text,
  type_name text,
  status_code text,
  status_name text,
  open_date date,
  close_date date,
  incorporated_date date,
  street text,
  locality text,
  address3 text,
  town text,
  county text,
  postcode text,
  closed_undated boolean NOT NULL DEFAULT false,
  closed_from date GENERATED ALWAYS AS (
    CASE WHEN closed_undated OR lower(status_name) = 'closed' OR lower(status_code) = 'closed'
         THEN '-infinity'::date ELSE close_date END) STORED,
  name_key text COLLATE "C" NOT NULL,
  town_key text COLLATE "C",
  postcode_key text COLLATE "C",
  search text COLLATE "C" NOT NULL GENERATED ALWAYS AS (
    ' ' || name_key || coalesce(' ' || town_key, '') || coalesce(' ' || lower(postcode_key), '')) STORED
);
CREATE INDEX trusts_by_name ON trust (name_key, uid) INCLUDE (search, closed_from);
CREATE INDEX trusts_by_fragment ON trust USING gin (search gin_trgm_ops);
CREATE INDEX trusts_by_group_id ON trust (group_id);
ALTER TABLE trust SET (autovacuum_enabled = false);
GRANT MAINTAIN ON trust TO assent_service;
`;

// No foreign key: a link may name a school that no list has.
const LINKS = `
CREATE TABLE school_link (
  urn text NOT NULL CHECK (urn ~ '^[0-9]{6}$'),
  link_urn text NOT NULL CHECK (link_urn ~ '^[0-9]{6}$'),
  type text NOT NULL CHECK (type <> ''),
  link_name text,
  established date,
  PRIMARY KEY (urn, link_urn, type)
);
ALTER TABLE school_link SET (autovacuum_enabled = false);
GRANT MAINTAIN ON school_link TO assent_service;
`;

const IMPORTS = `
CREATE TABLE register_import (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  file text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('schools', 'groups', 'links')),
  sha256 bytea NOT NULL CHECK (length(sha256) = 32),
  extract_date date,
  rows integer NOT NULL,
  added integer NOT NULL,
  changed integer NOT NULL,
  unchanged integer NOT NULL,
  closed integer NOT NULL,
  refused integer NOT NULL,
  unknown_columns text[] NOT NULL,
  imported_at timestamptz NOT NULL DEFAULT assent_now()
);
CREATE INDEX imports_by_kind ON register_import (kind, imported_at DESC, id DESC);
`;

// One-offs that are proclaimed after this release, and each authority's terms: an administrator
// keeps both right, and so may remove what was wrong.
const CALENDAR = `
CREATE TABLE bank_holiday_exception (
  day date PRIMARY KEY,
  name text NOT NULL,
  is_holiday boolean NOT NULL
);
CREATE TABLE school_year (
  la_code text NOT NULL,
  name text NOT NULL,
  first_day date NOT NULL,
  last_day date NOT NULL CHECK (last_day > first_day),
  PRIMARY KEY (la_code, name)
);
CREATE TABLE school_holiday (
  la_code text NOT NULL,
  first_day date NOT NULL,
  last_day date NOT NULL CHECK (last_day >= first_day),
  name text NOT NULL,
  PRIMARY KEY (la_code, first_day)
);
GRANT DELETE ON bank_holiday_exception, school_year, school_holiday TO assent_service;
`;
