import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A report is issued as a PDF and as a Word document too; one that was issued before has neither. */
export class ReportPapers1700000000032 implements MigrationInterface {
  name = 'ReportPapers1700000000032';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE consultation_report
  ADD COLUMN pdf uuid REFERENCES document,
  ADD COLUMN docx uuid REFERENCES document,
  ADD CONSTRAINT both_papers_or_neither CHECK ((pdf IS NULL) = (docx IS NULL));
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
