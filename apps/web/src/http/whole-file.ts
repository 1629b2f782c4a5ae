import type { IncomingFile } from './read-form.js';

const MOST_BYTES = 2_000_000;

/** A small file, read whole; its bytes are null when it is not small. */
export async function wholeFile({ name, content }: IncomingFile) {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MOST_BYTES) chunks.push(chunk);
  }
  const bytes = size > MOST_BYTES ? null : Buffer.concat(chunks);
  return { fileName: name.slice(0, 200), bytes };
}
