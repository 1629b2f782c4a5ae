import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a board's procedure leaves on paper: meetings that three governors asked for, the end of a
 * resolution on taking part from elsewhere, an interim executive board's own quorum, an item on the
 * school's category, and who was asked for the test of a federation.
 */
export class BoardProcedure1700000000020 implements MigrationInterface {
  name = 'BoardProcedure1700000000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(REQUISITIONS);
    await runner.query(RULES_OF_A_BOARD);
    await runner.query(APPEND_ONLY);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

// A paper names its three at once and is the document; one begun at a desk is received with the third.
const REQUISITIONS = `
CREATE TABLE meeting_requisition (
  id uuid PRIMARY KEY,
  board uuid NOT NULL REFERENCES body,
  words text NOT NULL CHECK (words <> ''),
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL
);
CREATE INDEX requisitions_of_a_board ON meeting_requisition (board, recorded_at);
CREATE TABLE requisition_member (
  requisition uuid NOT NULL REFERENCES meeting_requisition,
  member uuid NOT NULL REFERENCES board_member,
  signed_on date NOT NULL,
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (requisition, member)
);
CREATE TABLE requisition_received (
  requisition uuid PRIMARY KEY REFERENCES meeting_requisition,
  received_on date NOT NULL,
  document uuid REFERENCES document,
  recorded_at timestamptz NOT NULL
);
CREATE TABLE requisition_met (
  requisition uuid PRIMARY KEY REFERENCES requisition_received,
  meeting uuid NOT NULL REFERENCES meeting,
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL
);
CREATE INDEX requisitions_of_a_meeting ON requisition_met (meeting);
`;

const RULES_OF_A_BOARD = `
CREATE TABLE remote_resolution_ended (
  resolution uuid PRIMARY KEY REFERENCES remote_resolution,
  ended_on date NOT NULL,
  minutes uuid NOT NULL REFERENCES document,
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL
);
CREATE TABLE board_quorum (
  id uuid PRIMARY KEY,
  board uuid NOT NULL REFERENCES body,
  quorum integer NOT NULL CHECK (quorum > 0),
  counts_from date NOT NULL,
  document uuid NOT NULL REFERENCES document,
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL
);
CREATE INDEX quorums_of_a_board ON board_quorum (board, counts_from);
ALTER TABLE meeting ADD COLUMN category_item text CHECK (category_item <> '');
CREATE TABLE prescribed_test_asked (
  urn text NOT NULL,
  case_id uuid NOT NULL REFERENCES cases,
  asked_by text NOT NULL,
  asked_at timestamptz NOT NULL,
  PRIMARY KEY (case_id, asked_at)
);
CREATE INDEX tests_asked_for ON prescribed_test_asked (urn);
`;

const TABLES = [
  ...['meeting_requisition', 'requisition_member', 'requisition_received', 'requisition_met'],
  ...['remote_resolution_ended', 'board_quorum', 'prescribed_test_asked'],
].join(', ');

const APPEND_ONLY = `
GRANT SELECT, INSERT ON ${TABLES} TO assent_service;
REVOKE UPDATE, DELETE ON ${TABLES} FROM assent_service;
`;
