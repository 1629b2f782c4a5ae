import type { DocumentStore, KeptFile } from '#evidence';
import type { Pool } from 'pg';
import { tellStory } from './case-story.js';
import { madeSchool } from './made-schools.js';
import { aPaper } from './paper.js';
import type { Paper, Titles } from './paper.js';
import { between, seeded } from './random.js';
import { SeedCase } from './seed-case.js';
import { SeedTables } from './seed-tables.js';
import type { SeedWorld } from './seed-world.js';

/** A run of cases, all of one thread. */
export interface Share {
  readonly world: SeedWorld;
  readonly seed: number;
  readonly firstNumber: number;
  readonly firstUrn: number;
  readonly cases: number;
  readonly entries: number;
}

/** So many cases share the bytes of one paper; verifying reads the file once for every document. */
const CASES_A_PAPER = 10;
const LEAST_ENTRIES = 6;

/** Makes the cases of a share and writes them; answers how many entries there are. */
export async function makeCases(
  pool: Pool,
  documents: DocumentStore,
  share: Share,
  onProgress: (cases: number, entries: number) => void = () => undefined,
): Promise<number> {
  const random = seeded(share.seed);
  const tables = new SeedTables(pool);
  let paper: Paper | null = null;
  let isNewPaper = false;
  let entries = 0;
  for (let index = 0; index < share.cases; index += 1) {
    if (index % CASES_A_PAPER === 0) {
      paper = await aPaper(documents, `${share.firstNumber + index}`);
      addTitles(tables, paper.titles);
      isNewPaper = true;
    }
    const left = share.entries - entries;
    const fair = left / (share.cases - index);
    const isLast = index === share.cases - 1;
    const wanted = isLast ? left : Math.round(fair * between(random, 0.4, 1.6));
    const tale = new SeedCase({
      world: share.world,
      tables,
      random,
      school: madeSchool(String(share.firstUrn + index), random, share.world),
      reference: `${share.world.now.slice(0, 4)}-${String(share.firstNumber + index).padStart(4, '0')}`,
      paper: paper!,
    });
    tellStory(tale, Math.max(LEAST_ENTRIES, wanted));
    tale.finish();
    entries += tale.entries;
    if (isNewPaper) addBlob(tables, paper!.file, tale.firstPaperAt);
    isNewPaper = false;
    if (tables.isNearlyFull) {
      await tables.write();
      onProgress(index + 1, entries);
    }
  }
  await tables.write();
  onProgress(share.cases, entries);
  return entries;
}

/** A blob’s row says when its first document was recorded. */
function addBlob(tables: SeedTables, { sha256, sizeBytes, mediaType }: KeptFile, at: Date): void {
  tables.add('blob', {
    sha256: Buffer.from(sha256, 'hex'),
    size_bytes: sizeBytes,
    media_type: mediaType,
    stored_at: at,
  });
}

function addTitles(tables: SeedTables, titles: Titles): void {
  for (const { title, fileName } of titles.values()) {
    for (const { commitment, salt, text } of [title, fileName]) {
      tables.add('private_text', { commitment: Buffer.from(commitment, 'hex'), salt, text });
    }
  }
}
