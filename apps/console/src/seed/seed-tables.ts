import { CopyBatch, copyRows, inTransaction } from '#platform';
import type { Pool } from 'pg';

/** The tables that a seed fills, in the order in which their foreign keys allow it. */
const COLUMNS = {
  school: [
    ...['urn', 'name', 'la_code', 'la_name', 'type_code', 'type_name', 'status_code'],
    ...['status_name', 'religious_character_code', 'religious_character_name', 'diocese_code'],
    ...['diocese_name', 'trust_flag_code', 'trust_flag_name', 'federation_flag', 'name_key'],
  ],
  body: ['id', 'kind', 'name', 'code'],
  person: ['id', 'name', 'email'],
  membership: ['person', 'body', 'role'],
  stream: ['name', 'seq', 'head'],
  journal: ['stream', 'seq', 'entry', 'hash'],
  cases: [
    ...['id', 'reference', 'urn', 'school_name', 'trust_name', 'desk', 'board', 'version'],
    ...['machine', 'rule_set', 'snapshot', 'stage', 'waiting_for', 'due_on', 'opened_at'],
    ...['moved_at', 'ended_at'],
  ],
  case_body: ['case_id', 'part', 'body', 'since'],
  case_person: ['case_id', 'person', 'role', 'body', 'since'],
  private_text: ['commitment', 'salt', 'text'],
  blob: ['sha256', 'size_bytes', 'media_type', 'stored_at'],
  document: [
    ...['id', 'stream', 'kind', 'title', 'file_name', 'sha256', 'media_type', 'size_bytes'],
    ...['status', 'confidentiality', 'uploaded_by', 'recorded_at', 'record_seq'],
  ],
  consultation: [
    ...['id', 'case_id', 'question', 'document', 'opens_at', 'closes_at', 'launched_at'],
    ...['closed_at', 'created_by', 'created_at'],
  ],
  consultation_text: [
    ...['consultation_id', 'version', 'sections', 'sha256', 'written_by', 'written_at'],
  ],
  consultation_text_published: [
    ...['consultation_id', 'version', 'published_by', 'published_at', 'record_seq'],
  ],
  consultee: [
    ...['id', 'consultation_id', 'name', 'email', 'group_name', 'channel', 'added_by'],
    'added_at',
  ],
  consent_request: [
    ...['id', 'case_id', 'consent', 'body', 'papers', 'papers_hash', 'message', 'asked_by'],
    'asked_at',
  ],
  meeting: [
    ...['id', 'board', 'held_on', 'notice_on', 'with_papers', 'full_board', 'in_post'],
    ...['present', 'recorded_by', 'recorded_at'],
  ],
  resolution: [
    ...['id', 'meeting', 'case_id', 'purpose', 'wording', 'votes_for', 'votes_against'],
    ...['abstained', 'withdrew', 'carried', 'minutes', 'recorded_at'],
  ],
  deadline: ['id', 'case_id', 'kind', 'subject', 'due_at'],
} as const;

export type SeedTable = keyof typeof COLUMNS;
export type Cell = string | number | boolean | Date | Buffer | readonly string[] | null;

/** Enough rows for COPY to be quick, and few enough to be done in a second. */
const BATCH_BYTES: Partial<Record<SeedTable, number>> = {
  journal: 16e6,
  document: 8e6,
  cases: 8e6,
};
const SMALL_BATCH_BYTES = 2e6;
/** Batches are written when one is so full: a whole case must still fit. */
const FULL = 0.4;

/** Gathers rows of all tables and copies them together, so that each batch is whole cases. */
export class SeedTables {
  private readonly batches = new Map<SeedTable, CopyBatch>();

  constructor(private readonly pool: Pool) {
    for (const table of Object.keys(COLUMNS) as SeedTable[]) {
      this.batches.set(table, new CopyBatch(BATCH_BYTES[table] ?? SMALL_BATCH_BYTES));
    }
  }

  add<T extends SeedTable>(
    table: T,
    row: Readonly<Record<(typeof COLUMNS)[T][number], Cell>>,
  ): void {
    const cells = row as Readonly<Record<string, Cell>>;
    const values = COLUMNS[table].map((column) => textOf(cells[column]!));
    if (!this.batches.get(table)!.add(values))
      throw new Error(`The batch of ${table} is too small.`);
  }

  get isNearlyFull(): boolean {
    return [...this.batches].some(
      ([table, batch]) => batch.lines.length > FULL * (BATCH_BYTES[table] ?? SMALL_BATCH_BYTES),
    );
  }

  async write(): Promise<void> {
    await inTransaction(this.pool, async (tx) => {
      for (const [table, batch] of this.batches) {
        if (batch.lines.length > 0) await copyRows(tx, table, COLUMNS[table], batch);
        batch.clear();
      }
    });
  }
}

function textOf(cell: Cell): string | null {
  if (cell === null || typeof cell === 'string') return cell;
  if (Buffer.isBuffer(cell)) return `\\x${cell.toString('hex')}`;
  if (cell instanceof Date) return cell.toISOString();
  if (Array.isArray(cell)) return `{${cell.join(',')}}`;
  return String(cell);
}
