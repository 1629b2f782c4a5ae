import { parentPort, workerData } from 'node:worker_threads';
import { Database } from '#platform';
import { DocumentStore } from '#evidence';
import { makeCases } from './make-cases.js';
import type { Share } from './make-cases.js';

export interface SeedWork {
  readonly url: string;
  readonly documentsDir: string;
  readonly share: Share;
}

/** What a thread says: how far it is. */
export interface SeedProgress {
  readonly cases: number;
  readonly entries: number;
}

const { url, documentsDir, share } = workerData as SeedWork;
const database = await Database.open({ url, connections: 2 });
const documents = await DocumentStore.open(database.pool, documentsDir);
await makeCases(database.pool, documents, share, (cases, entries) => {
  parentPort!.postMessage({ cases, entries } satisfies SeedProgress);
});
await database.close();
