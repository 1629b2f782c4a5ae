import { newId } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { consultees } from './consultees.js';
import type { ConsulteeDraft } from './consultees.js';
import { readConsulteeFile } from './read-consultee-file.js';
import type { FaultyRow, ReadRow } from './read-consultee-file.js';
import type { Group } from './stakeholders.js';

/** What confirming a file would do: shown first, so that nothing comes as a surprise. */
export interface ImportPreview {
  readonly id: string;
  readonly fileName: string;
  readonly toAdd: readonly ReadRow[];
  /** The same name at the same address, on the list already or earlier in the file. */
  readonly known: readonly ReadRow[];
  readonly faulty: readonly FaultyRow[];
  readonly unknownColumns: readonly string[];
  /** How many of `toAdd` share an address with somebody else: they get a letter each. */
  readonly sharedAddresses: number;
  readonly byPost: number;
}

export interface UploadedFile {
  readonly consultation: string;
  readonly fileName: string;
  readonly bytes: Buffer;
  /** For a file without a column for it. */
  readonly everybodyIs: Group | null;
}

/** Reads a file and keeps what it would do, adding nobody yet. */
async function prepare(tx: Tx, actor: Actor, file: UploadedFile): Promise<string> {
  const { rows, faulty, unknownColumns } = readConsulteeFile(file.bytes, file.everybodyIs);
  const { rows: listed } = await tx.query<Pick<ConsulteeDraft, 'name' | 'email' | 'postal'>>(
    `SELECT name, email, postal FROM consultee WHERE consultation_id = $1 AND removed_at IS NULL`,
    [file.consultation],
  );
  const { toAdd, known } = withoutKnown(rows, listed);
  const preview = { toAdd, known, faulty, unknownColumns, ...reachOf(toAdd, listed) };
  const id = newId();
  await tx.query(
    `INSERT INTO consultee_import (id, consultation_id, file_name, preview, created_by, created_at)
     VALUES ($1, $2, $3, $4, $5, assent_now())`,
    [id, file.consultation, file.fileName, JSON.stringify(preview), actor.person],
  );
  return id;
}

type Known = Pick<ConsulteeDraft, 'name' | 'email' | 'postal'>;

function withoutKnown(rows: readonly ReadRow[], listed: readonly Known[]) {
  const seen = new Set(listed.map(samePerson));
  const toAdd: ReadRow[] = [];
  const known: ReadRow[] = [];
  for (const row of rows) {
    const key = samePerson(row.draft);
    (seen.has(key) ? known : toAdd).push(row);
    seen.add(key);
  }
  return { toAdd, known };
}

/** Two parents at one address are two people; a name without an address is told apart by nothing. */
function samePerson({ name, email, postal }: Known): string {
  return JSON.stringify([name.toLowerCase(), email?.toLowerCase() ?? postal?.toLowerCase() ?? '']);
}

function reachOf(toAdd: readonly ReadRow[], listed: readonly Known[]) {
  const emails = [...listed, ...toAdd.map(({ draft }) => draft)].flatMap(({ email }) =>
    email === null ? [] : [email.toLowerCase()],
  );
  const uses = new Map<string, number>();
  for (const email of emails) uses.set(email, (uses.get(email) ?? 0) + 1);
  return {
    sharedAddresses: toAdd.filter(
      ({ draft }) => (uses.get(draft.email?.toLowerCase() ?? '') ?? 0) > 1,
    ).length,
    byPost: toAdd.filter(({ draft }) => draft.email === null).length,
  };
}

/** A file that waits for the clerk's yes; null when it was confirmed or is somebody else's. */
async function preview(sql: Sql, consultation: string, id: string): Promise<ImportPreview | null> {
  const { rows } = await sql.query<{
    fileName: string;
    preview: Omit<ImportPreview, 'id' | 'fileName'>;
  }>(
    `SELECT file_name AS "fileName", preview FROM consultee_import
      WHERE consultation_id = $1 AND id = $2`,
    [consultation, id],
  );
  return rows[0] === undefined ? null : { id, fileName: rows[0].fileName, ...rows[0].preview };
}

/** Adds exactly the people whom the preview showed, once; answers how many, or null: done before. */
async function confirm(
  tx: Tx,
  actor: Actor,
  consultation: string,
  id: string,
  mostAlone?: number,
): Promise<number | null> {
  const { rows } = await tx.query<{ preview: Pick<ImportPreview, 'toAdd'> }>(
    'DELETE FROM consultee_import WHERE consultation_id = $1 AND id = $2 RETURNING preview',
    [consultation, id],
  );
  if (rows[0] === undefined) return null;
  const drafts = rows[0].preview.toAdd.map(({ draft }) => draft);
  await consultees.add(tx, actor, consultation, drafts, mostAlone);
  return drafts.length;
}

/** A list of people from a file: read and shown first, then added. */
export const consulteeImports = { prepare, preview, confirm };
