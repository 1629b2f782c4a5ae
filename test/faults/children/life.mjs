// What every child of the fault suite shares: its job, its voice, and a way to die inside a transaction.
import { writeSync } from 'node:fs';
import { text } from 'node:stream/consumers';

/** What this life is to do, as its parent gave it. */
export async function readJob() {
  return JSON.parse(await text(process.stdin));
}

/** Said at once and whole: nothing that was said is lost when the process dies. */
export function say(line) {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

/**
 * Kills this process once a statement that says `after`, in its text or its values, has run inside a
 * transaction. With `split` the transaction is committed first, as if the product had made two of
 * one: what the suite must then find.
 */
export function dieInside(pool, { after, passage = 1, split = false }) {
  const connect = pool.connect.bind(pool);
  const wrapped = new WeakSet();
  let passed = 0;
  const wrap = (client) => {
    wrapped.add(client);
    const query = client.query.bind(client);
    client.query = async (statement, given, callback) => {
      // The pool's own statements come with a callback, and are in no transaction.
      if (callback) return query(statement, given, callback);
      const { text, values = given ?? [] } =
        typeof statement === 'string' ? { text: statement } : statement;
      const isMeant = `${text} ${values.join(' ')}`.includes(after.split('/')[0]);
      if (!isMeant || (passed += 1) !== passage) return query(statement, given);
      if (split) {
        await query(...firstHalf(text, values, after));
        await query('COMMIT');
      } else {
        await query(statement, given);
      }
      return process.kill(process.pid, 'SIGKILL');
    };
  };
  pool.connect = async (callback) => {
    if (callback) return connect(callback);
    const client = await connect();
    if (!wrapped.has(client)) wrap(client);
    return client;
  };
}

/** Of what is one statement, that part which would be left if it were two; else all of it. */
function firstHalf(text, values, after) {
  switch (after) {
    case 'write_move/what follows':
      return [text, [...values.slice(0, 13), null, null, null]];
    case 'write_move/the entry':
      return [
        'UPDATE cases SET version = $2 + 1, snapshot = $3, stage = $4 WHERE id = $1',
        values.slice(0, 4),
      ];
    default:
      return [text, values];
  }
}

/** A sender that marks a letter in one transaction and keeps its words in the next, and dies between. */
export function markByHalves(pool) {
  const query = pool.query.bind(pool);
  pool.query = async (statement, values) => {
    if (statement.name !== 'mark-letter-kept') return query(statement, values);
    await query(
      `SELECT mark_letter($1, $2, $3::json, $4, $5 * interval '1 ms')`,
      values.slice(0, 5),
    );
    return process.kill(process.pid, 'SIGKILL');
  };
}

const LATER_MS = 400;

/** An intake that says that it has a mail before it has: the answer and the commit in wrong order. */
export function acknowledgeFirst(pool) {
  const query = pool.query.bind(pool);
  pool.query = async (statement, values) => {
    if (!statement.name?.startsWith('receive-')) return query(statement, values);
    setTimeout(() => void query(statement, values), LATER_MS);
    return { rows: [], rowCount: 1 };
  };
}
