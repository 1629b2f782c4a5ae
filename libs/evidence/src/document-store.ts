import type { Readable } from 'node:stream';
import type { Pool } from 'pg';
import type { Sql, Tx } from '#platform';
import type { Document, DocumentFacts } from './document.js';
import { isWhole, openFile } from './open-file.js';
import { UPLOAD_LIMITS, keepWritten, receiveFile } from './receive-file.js';
import type { KeptFile, Upload, UploadLimits, WrittenFile } from './receive-file.js';
import { recordDocument } from './record-document.js';
import type { RecordedDocument } from './record-document.js';
import { StoreFolder } from './store-folder.js';
import { sweepOrphans } from './sweep-orphans.js';
import type { Sweep } from './sweep-orphans.js';

const A_DAY_MS = 86_400_000;

/**
 * The documents' bytes, in one folder that all copies of the service share, each file under its
 * own SHA-256. Files come before rows and nothing is ever removed: whatever dies in between, there
 * is no row without its file, and no file is lost.
 */
export class DocumentStore {
  private constructor(
    private readonly folder: StoreFolder,
    private readonly databaseId: string,
  ) {}

  /** Opens the folder of this database, and refuses any other with the remedy. */
  static async open(sql: Sql, path: string): Promise<DocumentStore> {
    const folder = new StoreFolder(path);
    const { rows } = await sql.query<{ id: string; used: boolean }>(
      'SELECT id, EXISTS (SELECT FROM blob) AS used FROM installation',
    );
    const { id, used } = rows[0]!;
    const found = await folder.readDatabaseId();
    if (found === null && used) {
      throw new Error(
        `The documents of this database are not in ${path}. Set DOCUMENTS_DIR to their folder, or mount it.`,
      );
    }
    if (found !== null && found !== id) {
      throw new Error(
        `The documents in ${path} belong to another database. Set DOCUMENTS_DIR or DATABASE_URL to the pair that belongs together.`,
      );
    }
    await folder.prepare();
    if (found === null) await folder.writeDatabaseId(id);
    return new DocumentStore(folder, id);
  }

  /** Whether the folder is still there and still this database's. */
  async isReady(): Promise<boolean> {
    return (await this.folder.readDatabaseId()) === this.databaseId;
  }

  /**
   * Takes an upload in without holding any database connection: streams it through SHA-256 to the
   * disk, looks at what it is, and gives it its place. Refuses 'too-large' (limitBytes), 'invalid'
   * (reason 'empty') or 'wrong-type' (reason); a refused or broken upload leaves nothing behind.
   */
  async receive(upload: Upload, limits: Partial<UploadLimits> = {}): Promise<KeptFile> {
    return receiveFile(this.folder, upload, { ...UPLOAD_LIMITS, ...limits });
  }

  /** Takes in a page, a table or data that the service wrote; the same bytes are one file. */
  async keep(written: WrittenFile): Promise<KeptFile> {
    return keepWritten(this.folder, written);
  }

  /**
   * Records a received file as a document, with an entry in stream `documents:…` that commits to
   * every column. Refuses 'conflict' when what it supersedes has been superseded, 'not-found' when
   * that is no document of the same stream.
   */
  async record(tx: Tx, file: KeptFile, facts: DocumentFacts): Promise<RecordedDocument> {
    return recordDocument(tx, this.folder, file, facts);
  }

  /** The bytes of a document, checked against its hash first; throws DamagedDocument. */
  async open(document: Pick<Document, 'sha256'>): Promise<Readable> {
    return openFile(this.folder, document.sha256);
  }

  /** Whether a file is there, byte for byte. */
  async isWhole(sha256: string): Promise<boolean> {
    return isWhole(this.folder, sha256);
  }

  /** Moves files that no row has named for a day into the folder `orphans`, and says which. */
  async sweepOrphans(pool: Pool, olderThanMs: number = A_DAY_MS): Promise<Sweep> {
    return sweepOrphans(pool, this.folder, olderThanMs);
  }
}
