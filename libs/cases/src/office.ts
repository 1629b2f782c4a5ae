import type { Pool } from 'pg';
import type { DocumentStore } from '#evidence';

/** What every use case needs of its surroundings. */
export interface Office {
  readonly pool: Pool;
  readonly documents: DocumentStore;
  /** The origin under which people reach the service; letters name it. */
  readonly baseUrl: string;
  /** Above so many recipients a second person confirms a sending; absent: the usual number. */
  readonly secondPersonAbove?: number;
}

export const streamOf = (caseId: string): string => `case:${caseId}`;
