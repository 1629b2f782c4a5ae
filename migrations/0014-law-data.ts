import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the law leaves doubtful, in versions that an administrator corrects: which body speaks for a
 * religion, which governors of a federation must vote for. A way to the overrides that were asked
 * for. And the rule-set of a case stays that of its snapshot.
 */
export class LawData1700000000014 implements MigrationInterface {
  name = 'LawData1700000000014';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE law_datum (
  kind text NOT NULL CHECK (kind IN ('religious-authority', 'prescribed-governors')),
  subject text NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  counts_from date NOT NULL,
  value jsonb NOT NULL,
  reason text NOT NULL CHECK (btrim(reason) <> ''),
  source text NOT NULL,
  set_by text NOT NULL,
  set_at timestamptz NOT NULL,
  PRIMARY KEY (kind, subject, version)
);
CREATE TRIGGER law_data_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON law_datum
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON law_datum TO assent_service;
REVOKE UPDATE, DELETE, TRUNCATE ON law_datum FROM assent_service;

CREATE INDEX overrides_asked ON journal (stream) WHERE type = 'override.asked';

-- A case's rule-set is the snapshot's: moved on, corrected or brought up to date, the column follows.
CREATE FUNCTION keep_rule_set() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.rule_set := coalesce(NEW.snapshot #>> '{case,context,ruleSet}', NEW.rule_set);
  RETURN NEW;
END $$;
CREATE TRIGGER case_keeps_rule_set BEFORE UPDATE OF snapshot ON cases
  FOR EACH ROW EXECUTE FUNCTION keep_rule_set();
`);
    for (const [kind, subject, value, reason, source] of FIRST) {
      await runner.query(
        `INSERT INTO law_datum (kind, subject, version, counts_from, value, reason, source, set_by, set_at)
         VALUES ($1, $2, 1, '2010-07-27', $3, $4, $5, 'system', assent_now())`,
        [kind, subject, JSON.stringify(value), reason, source],
      );
    }
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

const KNOWN = 'How the service began.';
const UNSETTLED =
  'How the service began. Check it with the school’s trust deed before relying on it.';
const MEASURE = 'Diocesan Boards of Education Measure 2021, section 8';
const LIST = 'Religious Character of Schools regulations, SI 2012/8, Schedule 3';

const authority = (character: string, body: string, reason: string, source: string) =>
  ['religious-authority', character, { body }, reason, source] as const;

const FIRST = [
  authority(
    'church-of-england',
    'The Diocesan Board of Education of the school’s diocese',
    KNOWN,
    MEASURE,
  ),
  authority('roman-catholic', 'The diocesan bishop, with the diocesan trustees', KNOWN, LIST),
  authority('methodist', 'The Methodist Church, education office', UNSETTLED, LIST),
  authority('jewish', 'The Board of Deputies of British Jews', UNSETTLED, LIST),
  authority('muslim', 'The Association of Muslim Schools UK', UNSETTLED, LIST),
  authority('sikh', 'The Network of Sikh Organisations', UNSETTLED, LIST),
  authority('hindu', 'The foundation body of the school', UNSETTLED, LIST),
  authority('seventh-day-adventist', 'The British Union Conference', UNSETTLED, LIST),
  authority('greek-orthodox', 'The Archdiocese of Thyateira and Great Britain', UNSETTLED, LIST),
  authority('other-christian', 'The national body or the school’s trustees', UNSETTLED, LIST),
  [
    'prescribed-governors',
    '*',
    { descriptions: ['head', 'staff', 'parent', 'foundation'], minFor: null, minPercent: 50 },
    'How the service began. The text of the regulation is doubtful: check it for each federation.',
    'SI 2012/1035, regulation 46',
  ],
] as const;
