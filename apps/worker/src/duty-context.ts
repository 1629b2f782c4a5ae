import type { Pool } from 'pg';
import type { Log, Settings } from '#platform';

/** What each of the worker's duties is started with. */
export interface DutyContext {
  readonly pool: Pool;
  readonly settings: Settings;
  /** The origin that letters name; the launcher knows it where no setting says it. */
  readonly publicBaseUrl: string;
  readonly log: Log;
}
