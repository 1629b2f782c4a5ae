import type { Sql } from '#platform';
import type { DocumentStore } from './document-store.js';
import type { Entry } from './entry.js';

/** Something in the record is not as it was written: where, and what, in plain words. */
export interface Fault {
  readonly stream: string;
  readonly seq: number;
  readonly what: string;
}

export interface WholeStream {
  readonly stream: string;
  readonly entries: readonly Entry[];
}

export interface VerifyOptions {
  /** Only these streams, and the documents that belong to them. */
  readonly streams?: readonly string[];
  /** Also reads every document's bytes. */
  readonly store?: DocumentStore;
  readonly onProgress?: (entries: number) => void;
  /** Called with every batch of whole streams, for what only their owner can judge: the replay. */
  readonly check?: (streams: readonly WholeStream[]) => Promise<readonly Fault[]>;
}

export interface Verification {
  readonly streams: number;
  readonly entries: number;
  readonly faults: readonly Fault[];
}

export async function verifyStreams(
  _sql: Sql,
  _options: VerifyOptions = {},
): Promise<Verification> {
  throw new Error('not yet');
}
