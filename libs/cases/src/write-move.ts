import { newId } from '#platform';
import type { Sql } from '#platform';
import type { SealedEntry } from '#evidence';
import type { Intent, JourneySnapshot } from '#journey';
import type { LetterRow } from '#mail';
import { streamOf } from './office.js';
import type { CaseAtDoor } from './read-case.js';
import { standingOf } from './standing.js';

export interface MailingRow {
  readonly id: string;
  readonly consultation_id: string;
  readonly template: string;
  readonly audience: object;
  readonly values: object;
  readonly created_by: string;
  readonly not_before?: string;
  readonly sending?: string;
  readonly wave?: number;
}

export interface DeadlineRow {
  readonly id: string;
  readonly kind: string;
  readonly subject: string;
  readonly due_at: string;
}

export interface WholeMove {
  readonly found: CaseAtDoor;
  readonly sealed: SealedEntry;
  readonly snapshot: JourneySnapshot;
  readonly trustName: string | null;
  readonly letters: readonly LetterRow[];
  readonly mailings: readonly MailingRow[];
  readonly deadlines: readonly DeadlineRow[];
}

const WRITE = {
  name: 'door-write',
  text: `SELECT write_move($1, $2, $3::json, $4, $5, $6::date, $7, $8, $9, $10, $11, $12,
    $13::json, $14::json, $15::json, $16::json) AS written`,
};

/** Writes a move in one statement; false when somebody else moved the case first. */
export async function writeMove(sql: Sql, move: WholeMove): Promise<boolean> {
  const { found, sealed, snapshot } = move;
  const standing = standingOf(snapshot);
  const { rows } = await sql.query<{ written: boolean }>({
    ...WRITE,
    values: [
      found.id,
      found.version,
      JSON.stringify(snapshot),
      standing.stage,
      standing.waitingFor,
      standing.dueOn,
      move.trustName,
      found.now,
      standing.ended,
      streamOf(found.id),
      sealed.seq,
      sealed.hash,
      sealed.entry,
      jsonOrNull(move.letters),
      jsonOrNull(move.mailings),
      jsonOrNull(move.deadlines),
    ],
  });
  return rows[0]!.written;
}

/** The deadlines that a move sets; a new one of a kind replaces the earlier. */
export function deadlinesOf(intents: readonly Intent[]): readonly DeadlineRow[] {
  return intents.flatMap((intent) =>
    intent.type === 'set-deadline'
      ? [{ id: newId(), kind: intent.kind, subject: intent.subject, due_at: intent.at }]
      : [],
  );
}

const jsonOrNull = (rows: readonly object[]): string | null =>
  rows.length === 0 ? null : JSON.stringify(rows);
