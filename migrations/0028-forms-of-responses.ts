import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Petitions and organisations beside people; replies by telephone and from surveys; who may be quoted. */
export class FormsOfResponses1700000000028 implements MigrationInterface {
  name = 'FormsOfResponses1700000000028';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(FORMS);
    await runner.query(STANDING);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

// A petition is one response, however many signed it. publish: what its author lets be printed of
// it; null where nobody asked, which is no permission.
const FORMS = `
ALTER TABLE response
  DROP CONSTRAINT response_channel_check,
  ADD CONSTRAINT response_channel_check
    CHECK (channel IN ('email', 'page', 'paper', 'meeting', 'telephone', 'survey')),
  ADD COLUMN form text NOT NULL DEFAULT 'individual'
    CHECK (form IN ('individual', 'organisation', 'petition')),
  ADD COLUMN signatories integer CHECK (signatories > 0),
  ADD COLUMN publish text CHECK (publish IN ('named', 'unnamed', 'no')),
  ADD CONSTRAINT only_petitions_have_signatories
    CHECK ((form = 'petition') = (signatories IS NOT NULL));
`;

// As before; a view keeps the columns that its table had when it was made.
const STANDING = `
DROP VIEW response_standing;
CREATE VIEW response_standing AS
SELECT r.*, r.received_at >= c.closes_at AS late,
    CASE
      WHEN d.decision = 'withdrawn' THEN 'withdrawn'
      WHEN EXISTS (SELECT FROM response newer WHERE newer.supersedes = r.id) THEN 'superseded'
      WHEN d.decision IS NOT NULL THEN d.decision
      WHEN r.grade = 'unverified' THEN 'waiting'
      ELSE 'counted'
    END AS standing,
    d.at AS decided_at, d.by AS decided_by, d.reason_commitment
  FROM response r
  JOIN consultation c ON c.id = r.consultation_id
  LEFT JOIN LATERAL (
    SELECT * FROM response_decision WHERE response = r.id ORDER BY seq DESC LIMIT 1) d ON true;
`;
