import { Readable } from 'node:stream';
import { content } from '#platform';
import { DOCUMENT_KINDS, commitText } from '#evidence';
import type { CommittedText, DocumentStore, KeptFile } from '#evidence';

/** Titles of the documents that a paper stands for, by their kind. */
export type Titles = ReadonlyMap<
  string,
  { readonly title: CommittedText; readonly fileName: CommittedText }
>;

export interface Paper {
  readonly file: KeptFile;
  readonly titles: Titles;
}

/** A small paper that really lies in the store; the documents of several cases share it. */
export async function aPaper(documents: DocumentStore, number: string): Promise<Paper> {
  const text = `%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n% ${number}\n%%EOF\n`;
  const file = await documents.receive({
    fileName: 'paper.pdf',
    content: Readable.from([Buffer.from(text)]),
  });
  return { file, titles: titlesOf(number) };
}

function titlesOf(number: string): Titles {
  const words = content<Record<string, string>>('journey/document-kinds');
  return new Map(
    DOCUMENT_KINDS.map((kind) => [
      kind,
      { title: commitText(words[kind] ?? kind), fileName: commitText(`${kind}-${number}.pdf`) },
    ]),
  );
}
