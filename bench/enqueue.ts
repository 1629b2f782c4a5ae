// Enqueueing: from the one row of a mailing to two thousand committed letters.
import { randomUUID } from 'node:crypto';
import { expandMailings, writeMailing } from '#mail';
import { inTransaction } from '#platform';
import { servicePool, time } from './measure.js';
import type { BenchContext, BenchRow } from './measure.js';

const CONSULTEES = 2_000;

export async function enqueue(context: BenchContext): Promise<BenchRow[]> {
  const pool = servicePool(context);
  const once = async (): Promise<number> => {
    const consultees = Array.from({ length: CONSULTEES }, (_, number) => ({
      consultee: randomUUID(),
      name: `Person ${number}`,
      address: `person${number}@example.org`,
    }));
    const started = performance.now();
    await inTransaction(pool, (tx) =>
      writeMailing(tx, {
        template: 'consultation-launched',
        audience: {},
        values: { schoolName: 'St Mary’s', trustName: 'The Vale Trust', replyBy: 'Friday at 5pm' },
        createdBy: 'bench',
      }),
    );
    await expandMailings(pool, async () => consultees);
    const seconds = (performance.now() - started) / 1_000;
    // They are not to be sent by a benchmark that comes after.
    await pool.query(
      `SELECT mark_letter(id, 'cancelled', '{}') FROM letter WHERE status = 'queued'`,
    );
    return seconds;
  };
  try {
    const why = `seconds for ${CONSULTEES} letters; the target is under 2`;
    return [await time({ name: 'enqueue', clients: 1, unit: 's', why }, once)];
  } finally {
    await pool.end();
  }
}
