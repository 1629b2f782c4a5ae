import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Schools of a group that consult together, and replies that are about several of them. */
export class JointConsultations1700000000037 implements MigrationInterface {
  name = 'JointConsultations1700000000037';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(JOINT);
    await runner.query(SCHOOLS);
    await runner.query(TWINS);
    await runner.query(REPLIES);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

// A consultation leads others or is led, never both, and what it is stands still from its launch on.
const JOINT = `
CREATE TABLE joint_consultation (
  id uuid PRIMARY KEY,
  lead uuid NOT NULL REFERENCES consultation,
  member uuid NOT NULL REFERENCES consultation,
  joined_by text NOT NULL,
  joined_at timestamptz NOT NULL,
  left_by text,
  left_at timestamptz,
  CHECK (lead <> member),
  CHECK ((left_by IS NULL) = (left_at IS NULL))
);
CREATE UNIQUE INDEX one_lead_a_consultation ON joint_consultation (member) WHERE left_at IS NULL;
CREATE INDEX members_of_a_lead ON joint_consultation (lead) WHERE left_at IS NULL;
CREATE FUNCTION keep_joint() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM consultation c WHERE c.launched_at IS NOT NULL
      AND (c.id = NEW.member OR TG_OP = 'INSERT' AND c.id = NEW.lead)) THEN
    RAISE EXCEPTION 'a launched consultation stays with whom it was launched'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF TG_OP = 'INSERT' AND EXISTS (SELECT FROM joint_consultation j
      WHERE j.left_at IS NULL AND (j.member = NEW.lead OR j.lead = NEW.member)) THEN
    RAISE EXCEPTION 'a consultation leads others or is led'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.left_at IS NOT NULL THEN
    RAISE EXCEPTION 'a consultation leaves once' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER joint_consultation_keeps BEFORE INSERT OR UPDATE ON joint_consultation
  FOR EACH ROW EXECUTE FUNCTION keep_joint();
REVOKE UPDATE ON joint_consultation FROM assent_service;
GRANT UPDATE (left_by, left_at) ON joint_consultation TO assent_service;
`;

// Everybody who consults together, with the one that leads.
const SCHOOLS = `
CREATE VIEW joint_school AS
SELECT lead, lead AS consultation_id, NULL::timestamptz AS joined_at
  FROM joint_consultation WHERE left_at IS NULL GROUP BY lead
UNION ALL
SELECT lead, member, joined_at FROM joint_consultation WHERE left_at IS NULL;
`;

// Whoever is on several lists, by name and address as the duplicates of one list are found, and the
// entry that is written to instead: the lead's, else that of whichever school wrote before.
const TWINS = `
CREATE VIEW joint_twin AS
SELECT DISTINCT ON (e.consultation_id, e.id) e.consultation_id, e.id AS consultee,
    o.consultation_id AS written_in, o.id AS twin
  FROM joint_school s
  JOIN consultation c ON c.id = s.consultation_id
  JOIN joint_school os ON os.lead = s.lead AND os.consultation_id <> s.consultation_id
  JOIN consultation oc ON oc.id = os.consultation_id
  JOIN consultee e ON e.consultation_id = s.consultation_id AND e.removed_at IS NULL
  JOIN consultee o ON o.consultation_id = os.consultation_id AND o.removed_at IS NULL
    AND lower(o.name) = lower(e.name)
    AND coalesce(lower(o.email), lower(o.postal)) = coalesce(lower(e.email), lower(e.postal))
 WHERE s.consultation_id <> s.lead
   AND (os.consultation_id = s.lead OR oc.launched_at < coalesce(c.launched_at, 'infinity'))
 ORDER BY e.consultation_id, e.id, (os.consultation_id = s.lead) DESC, oc.launched_at, o.added_at, o.id;
`;

// One reply is a response of each school that it is about; all but the first name the first.
const REPLIES = `
ALTER TABLE response ADD COLUMN joint uuid REFERENCES response,
  DROP CONSTRAINT one_response_a_mail,
  ADD CONSTRAINT one_response_a_mail UNIQUE (inbound_mail, consultation_id);
CREATE INDEX responses_of_a_joint_reply ON response (joint) WHERE joint IS NOT NULL;
`;
