import { faultPoint } from '#platform';
import type { Tx } from '#platform';
import { EMPTY_HEAD, sealEntry } from './entry.js';
import type { EntryDraft, Head, SealedEntry } from './entry.js';

/**
 * Adds an entry to the end of a stream, creating the stream with its first. Holds the stream's row
 * until the transaction ends, so that writers queue and the chain never forks.
 */
export async function append(
  tx: Tx,
  stream: string,
  draft: EntryDraft,
  at: Date,
): Promise<SealedEntry> {
  const head = (await lockHead(tx, stream)) ?? (await createHead(tx, stream));
  const sealed = sealEntry(stream, head, draft, at);
  await tx.query({ ...WRITE, values: [stream, sealed.seq, sealed.entry, sealed.hash] });
  faultPoint('record.after-append');
  return sealed;
}

const WRITE = {
  name: 'evidence-append',
  text: `WITH moved AS (UPDATE stream SET seq = $2, head = $4 WHERE name = $1)
    INSERT INTO journal (stream, seq, entry, hash) VALUES ($1, $2, $3, $4)`,
};

async function lockHead(tx: Tx, stream: string): Promise<Head | undefined> {
  const { rows } = await tx.query<Head>(
    'SELECT seq, head AS hash FROM stream WHERE name = $1 FOR UPDATE',
    [stream],
  );
  return rows[0];
}

/** Whoever else creates the same stream at this moment goes first; then its row is there to lock. */
async function createHead(tx: Tx, stream: string): Promise<Head> {
  await tx.query(
    'INSERT INTO stream (name, seq, head) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING',
    [stream, EMPTY_HEAD.seq, EMPTY_HEAD.hash],
  );
  const head = await lockHead(tx, stream);
  if (head === undefined) throw new Error(`The stream ${stream} could neither be made nor found.`);
  return head;
}
