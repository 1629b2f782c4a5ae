import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far each mailbox that answers are fetched from has been read. */
export class Mailboxes1700000000023 implements MigrationInterface {
  name = 'Mailboxes1700000000023';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE mailbox_position (
  mailbox text PRIMARY KEY,
  uid_validity bigint NOT NULL,
  uid bigint NOT NULL CHECK (uid >= 0),
  at timestamptz NOT NULL DEFAULT assent_now()
);
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
