import { newId } from '#platform';
import type { Actor } from '#platform';
import type { CaseInMemory } from '#cases';
import { documentEntry, sealEntry } from '#evidence';
import type { DocumentKind, EntryDraft, Head, SealedEntry } from '#evidence';
import type { Paper } from './paper.js';
import type { SeedTables } from './seed-tables.js';

const EMPTY: Head = { seq: 0, hash: Buffer.alloc(32) };

/** What stands in the record beside a case's own stream: its documents and other chains. */
export class CaseRecord {
  readonly documents: { id: string; kind: string; sha256: string }[] = [];
  firstPaperAt: Date | null = null;
  /** Entries that are not in the case's own stream. */
  entries = 0;
  private readonly heads = new Map<string, Head>();

  constructor(
    private readonly tables: SeedTables,
    private readonly paper: Paper,
    private readonly clerk: Actor,
  ) {}

  /** Files a paper of this kind on the case, and answers its document. */
  file(kind: string, of: CaseInMemory, at: Date): string {
    const id = newId();
    const { file, titles } = this.paper;
    const { title, fileName } = titles.get(kind)!;
    const facts = {
      stream: of.stream,
      kind: kind as DocumentKind,
      title: title.text,
      dated: null,
      status: 'approved',
      confidentiality: 'board',
      uploadedBy: this.clerk,
    } as const;
    const texts = { title: title.commitment, fileName: fileName.commitment };
    const { stream, draft } = documentEntry(id, file, facts, texts);
    this.tables.add('document', {
      id,
      stream: facts.stream,
      kind,
      title: facts.title,
      file_name: fileName.text,
      sha256: Buffer.from(file.sha256, 'hex'),
      media_type: file.mediaType,
      size_bytes: file.sizeBytes,
      status: facts.status,
      confidentiality: facts.confidentiality,
      uploaded_by: this.clerk.person,
      recorded_at: at,
      record_seq: this.append(stream, draft, at).seq,
    });
    this.firstPaperAt ??= at;
    this.documents.push({ id, kind, sha256: file.sha256 });
    return id;
  }

  /** An act on a stream of its own: a consultation's, a board's. */
  note(stream: string, { type, data, on, actor = this.clerk }: Note, at: Date): number {
    return this.append(
      stream,
      { kind: 'act', type, actor, ...(on === undefined ? {} : { on }), data },
      at,
    ).seq;
  }

  /** The case's own entries, and where every chain ends. */
  finish({ stream, entries, head }: CaseInMemory): void {
    for (const entry of entries) this.write(stream, entry);
    this.heads.set(stream, head);
    for (const [name, { seq, hash }] of this.heads) {
      this.tables.add('stream', { name, seq, head: hash });
    }
  }

  private append(stream: string, draft: EntryDraft, at: Date): SealedEntry {
    const sealed = sealEntry(stream, this.heads.get(stream) ?? EMPTY, draft, at);
    this.heads.set(stream, sealed);
    this.write(stream, sealed);
    this.entries += 1;
    return sealed;
  }

  private write(stream: string, { seq, entry, hash }: SealedEntry): void {
    this.tables.add('journal', { stream, seq, entry, hash });
  }
}

export interface Note {
  readonly type: string;
  readonly data: EntryDraft['data'];
  readonly on?: string;
  readonly actor?: Actor;
}
