import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which replies share their words, found beside the pages that show it. */
export class CampaignFindings1700000000036 implements MigrationInterface {
  name = 'CampaignFindings1700000000036';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(FINDINGS);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

// What follows from the replies alone, and can be found again from them: nothing of the record. The
// state is the hash of which words of which replies were compared; the words themselves are not here.
const FINDINGS = `
CREATE TABLE campaign_finding (
  consultation_id uuid NOT NULL REFERENCES consultation,
  state bytea NOT NULL CHECK (length(state) = 32),
  record_seq integer NOT NULL,
  groups jsonb NOT NULL CHECK (jsonb_typeof(groups) = 'array'),
  found_at timestamptz NOT NULL,
  looked_at timestamptz NOT NULL,
  PRIMARY KEY (consultation_id, state)
);
`;
