// A worker's process that begins what is to be sent by now, and then writes the letters.
import { passDeadlines } from '#cases';
import { consultees } from '#consultation';
import { expandMailings } from '#mail';
import { Database } from '#platform';
import { readJob } from './life.mjs';

const job = await readJob();
const database = await Database.open({ url: job.url });
await passDeadlines(database.pool, 'https://assent.example.org');
await expandMailings(database.pool, consultees.recipients);
await database.close();
