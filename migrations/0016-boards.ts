import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who sits on a board, and what happens at its meetings: notice, papers, attendance, votes. */
export class Boards1700000000016 implements MigrationInterface {
  name = 'Boards1700000000016';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(MEMBERS);
    await runner.query(MEETINGS);
    await runner.query(SHEETS);
    await runner.query(APPEND_ONLY);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

// Associate members, and a head who is no governor, sit with the board and have no vote there. The
// key of id and vote lets a line of the ledger refuse theirs.
const MEMBERS = `
CREATE TABLE board_member (
  id uuid PRIMARY KEY,
  board uuid NOT NULL REFERENCES body,
  name text NOT NULL CHECK (name <> ''),
  email text CHECK (email <> ''),
  person uuid REFERENCES person,
  category text NOT NULL CHECK (category IN ('parent', 'staff', 'head', 'authority', 'foundation',
    'partnership', 'co-opted', 'ex-officio', 'interim-executive', 'management-committee',
    'associate', 'head-in-attendance')),
  has_vote boolean NOT NULL GENERATED ALWAYS AS
    (category NOT IN ('associate', 'head-in-attendance')) STORED,
  school text,
  since date NOT NULL,
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL,
  UNIQUE (id, has_vote)
);
CREATE INDEX members_of_a_board ON board_member (board, since);
CREATE TABLE board_member_ended (
  member uuid PRIMARY KEY REFERENCES board_member,
  ended_on date NOT NULL,
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL
);
CREATE TABLE board_interest (
  id uuid PRIMARY KEY,
  member uuid NOT NULL REFERENCES board_member,
  kind text NOT NULL,
  trust text,
  words text NOT NULL,
  declared_on date NOT NULL,
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL
);
CREATE INDEX interests_of_a_member ON board_interest (member);
CREATE TABLE board_interest_ended (
  interest uuid PRIMARY KEY REFERENCES board_interest,
  ended_on date NOT NULL,
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL
);
CREATE TABLE board_seats (
  id uuid PRIMARY KEY,
  board uuid NOT NULL REFERENCES body,
  seats jsonb NOT NULL,
  counts_from date NOT NULL,
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL
);
CREATE INDEX seats_of_a_board ON board_seats (board, counts_from);
CREATE TABLE remote_resolution (
  id uuid PRIMARY KEY,
  board uuid NOT NULL REFERENCES body,
  resolved_on date NOT NULL,
  ends_on date CHECK (ends_on >= resolved_on),
  words text NOT NULL CHECK (words <> ''),
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL
);
CREATE INDEX remote_resolutions_of_a_board ON remote_resolution (board, resolved_on);
`;

// A meeting that was convened here has its counts in its sheets; one that is only reported keeps
// them on its row.
const MEETINGS = `
ALTER TABLE meeting
  ALTER COLUMN in_post DROP NOT NULL,
  ALTER COLUMN present DROP NOT NULL,
  ADD COLUMN convened_at timestamptz,
  ADD COLUMN starts_at text,
  ADD COLUMN place text,
  ADD CHECK (convened_at IS NOT NULL OR (in_post IS NOT NULL AND present IS NOT NULL));
CREATE TABLE agenda_item (
  id uuid PRIMARY KEY,
  meeting uuid NOT NULL REFERENCES meeting,
  case_id uuid NOT NULL,
  position integer NOT NULL,
  purpose text NOT NULL CHECK (purpose IN ('explore', 'apply', 'launch', 'final', 'rescind')),
  rescinds text CHECK (rescinds IN ('apply', 'final')),
  motion text NOT NULL CHECK (motion <> ''),
  recorded_at timestamptz NOT NULL,
  CHECK ((purpose = 'rescind') = (rescinds IS NOT NULL)),
  UNIQUE (meeting, position)
);
CREATE INDEX agenda_items_of_a_case ON agenda_item (case_id);
CREATE TABLE item_paper (
  item uuid NOT NULL REFERENCES agenda_item,
  document uuid NOT NULL REFERENCES document,
  sent_on date NOT NULL,
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (item, document)
);
ALTER TABLE resolution
  ADD COLUMN item uuid UNIQUE REFERENCES agenda_item,
  DROP CONSTRAINT resolution_purpose_check,
  ADD CONSTRAINT resolution_purpose_check
    CHECK (purpose IN ('explore', 'apply', 'launch', 'final', 'rescind'));
`;

// A sheet is written whole; a later one stands in the place of the earlier, which stays.
const SHEETS = `
CREATE TABLE attendance_sheet (
  id uuid PRIMARY KEY,
  meeting uuid NOT NULL REFERENCES meeting,
  version integer NOT NULL CHECK (version > 0),
  chair uuid REFERENCES board_member,
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL,
  UNIQUE (meeting, version)
);
CREATE TABLE attendance (
  sheet uuid NOT NULL REFERENCES attendance_sheet,
  member uuid NOT NULL REFERENCES board_member,
  how text NOT NULL CHECK (how IN ('in-person', 'remote', 'apologies', 'absent', 'suspended')),
  PRIMARY KEY (sheet, member)
);
CREATE TABLE vote_sheet (
  id uuid PRIMARY KEY,
  item uuid NOT NULL REFERENCES agenda_item,
  version integer NOT NULL CHECK (version > 0),
  interests_asked boolean NOT NULL,
  casting text CHECK (casting IN ('for', 'against')),
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL,
  UNIQUE (item, version)
);
CREATE TABLE vote_line (
  sheet uuid NOT NULL REFERENCES vote_sheet,
  member uuid NOT NULL,
  has_vote boolean NOT NULL,
  interest text NOT NULL,
  withdrew boolean NOT NULL,
  vote text CHECK (vote IN ('for', 'against', 'abstained')),
  PRIMARY KEY (sheet, member),
  FOREIGN KEY (member, has_vote) REFERENCES board_member (id, has_vote),
  CONSTRAINT only_governors_vote CHECK (vote IS NULL OR has_vote),
  CONSTRAINT whoever_withdrew_has_no_vote CHECK (vote IS NULL OR NOT withdrew)
);
`;

const TABLES = [
  ...['board_member', 'board_member_ended', 'board_interest', 'board_interest_ended'],
  ...['board_seats', 'remote_resolution', 'agenda_item', 'item_paper'],
  ...['attendance_sheet', 'attendance', 'vote_sheet', 'vote_line'],
].join(', ');

const APPEND_ONLY = `
GRANT SELECT, INSERT ON ${TABLES} TO assent_service;
REVOKE UPDATE, DELETE ON ${TABLES} FROM assent_service;
`;
