import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Invitations to a group that go to another desk, by the number of a case or of a school. */
export class GroupInvitations1700000000021 implements MigrationInterface {
  name = 'GroupInvitations1700000000021';

  async up(runner: QueryRunner): Promise<void> {
    // The case is looked up whenever a desk asks, and named here only by the desk whose it is: who
    // invites does not learn whether there is one.
    await runner.query(`
CREATE TABLE group_invitation (
  id uuid PRIMARY KEY,
  group_id uuid NOT NULL REFERENCES project_group,
  asked text NOT NULL CHECK (asked ~ '^([0-9]{6}|[0-9]{4}-[0-9]{4,9})$'),
  asked_by text NOT NULL,
  asked_at timestamptz NOT NULL
);
CREATE INDEX invitations_of_a_group ON group_invitation (group_id, asked_at);
CREATE INDEX invitations_by_number ON group_invitation (asked);

CREATE TABLE group_invitation_answer (
  invitation uuid PRIMARY KEY REFERENCES group_invitation,
  answer text NOT NULL CHECK (answer IN ('accepted', 'declined', 'taken-back')),
  case_id uuid REFERENCES cases,
  answered_by text NOT NULL,
  answered_at timestamptz NOT NULL,
  CHECK ((answer = 'taken-back') = (case_id IS NULL))
);
GRANT SELECT, INSERT ON group_invitation, group_invitation_answer TO assent_service;
REVOKE UPDATE, DELETE ON group_invitation, group_invitation_answer FROM assent_service;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
