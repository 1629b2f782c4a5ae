import { access } from 'node:fs/promises';
import { Refusal } from '#platform';
import type { Sql } from '#platform';
import { verifyCases } from '#cases';
import type { Fault } from '#evidence';
import { readArguments } from './command.js';
import type { Command, Desk, DeskDatabase } from './command.js';

const PROGRESS_EVERY = 100_000;
const FAULTS_SHOWN = 50;

interface FaultLine {
  /** The case's reference; null where the fault is of no case (a board's own record, say). */
  readonly case: string | null;
  readonly seq: number;
  readonly what: string;
  readonly stream: string;
}

export const verify: Command = {
  usage: '[--case REF]',
  does: 'checks the record: chains, replay of every case, texts, documents and their files',
  run: async (args, desk) => {
    const { options } = readArguments(args, ['case']);
    const database = await desk.openDatabase();
    const { pool } = database;
    const reference = options['case'];
    const store = await documentsIn(desk, database);
    const verified = await verifyCases(pool, {
      ...(typeof reference === 'string' ? { caseId: await caseOf(pool, reference) } : {}),
      ...(store === null ? {} : { store }),
      onProgress: progressOn(desk),
    });
    const faults = await Promise.all(verified.faults.map((fault) => lineOf(pool, fault)));
    const { cases, entries } = verified;
    tell(desk, { cases, entries, ok: faults.length === 0, faults });
    return faults.length === 0 ? 0 : 1;
  },
};

async function documentsIn({ settings, err }: Desk, database: DeskDatabase) {
  const folder = settings.documentsDir;
  const isThere = await access(folder).then(
    () => true,
    () => false,
  );
  if (isThere) return database.openDocuments();
  err(`There is no folder ${folder}: the documents’ bytes are not checked.`);
  return null;
}

async function caseOf(sql: Sql, reference: string): Promise<string> {
  const { rows } = await sql.query<{ id: string }>(
    'SELECT id FROM cases WHERE reference = $1 OR id::text = $1',
    [reference],
  );
  if (rows[0] === undefined) throw new Refusal('not-found', { case: reference });
  return rows[0].id;
}

async function lineOf(sql: Sql, { stream, seq, what }: Fault): Promise<FaultLine> {
  const id = /case:([0-9a-f-]{36})$/.exec(stream)?.[1];
  const { rows } = await sql.query<{ reference: string }>(
    'SELECT reference FROM cases WHERE id = $1',
    [id ?? null],
  );
  return { case: rows[0]?.reference ?? null, seq, what, stream };
}

function progressOn({ err }: Desk): (entries: number) => void {
  let told = 0;
  return (entries) => {
    if (entries - told < PROGRESS_EVERY) return;
    told = entries;
    err(`${entries.toLocaleString('en-GB')} entries`);
  };
}

function tell(
  { json, out }: Desk,
  answer: { cases: number; entries: number; ok: boolean; faults: readonly FaultLine[] },
): void {
  if (json) return out(JSON.stringify(answer));
  const { cases, entries, ok, faults } = answer;
  const count = (n: number) => n.toLocaleString('en-GB');
  out(
    `${count(cases)} cases, ${count(entries)} entries: ${ok ? 'whole' : `${faults.length} faults`}`,
  );
  for (const { case: reference, stream, seq, what } of faults.slice(0, FAULTS_SHOWN)) {
    out(`  ${reference ?? stream}, entry ${seq}: ${what}`);
  }
  if (faults.length > FAULTS_SHOWN) out('  and more; --json names them all');
}
