import type { Actor } from '#platform';
import { sealEntry } from '#evidence';
import type { Head, SealedEntry } from '#evidence';
import { openJourney } from '#journey';
import type { Duties, JourneySnapshot } from '#journey';
import { judgeMove } from './judge-move.js';
import type { JudgedCase } from './judge-move.js';
import type { Move } from './move.js';
import { streamOf } from './office.js';
import { openingDraft } from './open-case.js';
import { standingOf } from './standing.js';
import type { Standing } from './standing.js';

export interface OpeningInMemory {
  readonly id: string;
  readonly reference: string;
  readonly actor: Actor;
  readonly duties: Duties;
  readonly inFederation: boolean;
  readonly at: Date;
}

const EMPTY: Head = { seq: 0, hash: Buffer.alloc(32) };

/**
 * A case that is opened and moved without a database, by the rules of the door and into the same
 * entries: for benchmarks that need a large record. Letters and deadlines are not written.
 */
export class CaseInMemory {
  readonly stream: string;
  readonly entries: SealedEntry[] = [];
  version = 0;
  snapshot: JourneySnapshot;

  constructor(readonly opening: OpeningInMemory) {
    const { id, reference, actor, duties, inFederation, at } = opening;
    this.stream = streamOf(id);
    this.snapshot = openJourney({ duties, inFederation, route: 'join' });
    const draft = openingDraft(actor, { owed: duties, inFederation, route: 'join' }, reference);
    this.entries.push(sealEntry(this.stream, EMPTY, draft, at));
  }

  /** Moves the case as the door would have at that instant, or refuses as the door refuses. */
  move(
    move: Omit<Move, 'caseId'>,
    { now, bodies, documents }: Pick<JudgedCase, 'now' | 'bodies' | 'documents'>,
  ): void {
    const { id } = this.opening;
    const { snapshot, version, head } = this;
    const found = { id, version, snapshot, head, now, bodies, documents };
    const { decision, sealed } = judgeMove(found, { ...move, caseId: id });
    this.snapshot = decision.snapshot;
    this.version += 1;
    this.entries.push(sealed);
  }

  get head(): SealedEntry {
    return this.entries.at(-1)!;
  }

  get standing(): Standing {
    return standingOf(this.snapshot);
  }
}
