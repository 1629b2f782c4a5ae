import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { nameCaseBody, openIn, verifyCases } from '#cases';
import type { Office } from '#cases';
import { DocumentStore } from '#evidence';
import type { DocumentKind } from '#evidence';
import { addBody, addMembership, addPerson } from '#identity';
import { events } from '#journey';
import { Database, ensurePostgres, inTransaction, migrate, moveClockTo, now } from '#platform';
import type { Actor, Role } from '#platform';
import { Client } from 'pg';
import { count, readArguments } from '../command.js';
import type { Command, Desk } from '../command.js';
import { prepareClock } from '../examples.js';
import { addSchool } from '../seed/add-school.js';
import { madeSchool } from '../seed/made-schools.js';
import { pick, seeded } from '../seed/random.js';
import type { Random } from '../seed/random.js';
import { SimulatedCase } from './simulated-case.js';
import type { Papers, Tally } from './simulated-case.js';

const STEPS_A_CASE = 150;
/** Between two events of one case, on the average. */
const HOURS_A_STEP = 40;
const AN_HOUR_MS = 3_600_000;
const BROKEN_SHOWN = 20;
const PLACES = {
  authorities: [{ code: '383', name: 'Leeds' }],
  dioceses: {
    ce: [{ code: 'CE18', name: 'Diocese of Leeds' }],
    rc: [{ code: 'RC09', name: 'Diocese of Lancaster' }],
  },
};

export const simulate: Command = {
  usage: '--cases N --seed S',
  does: 'sends random events, lawful and not, through the real door of a scratch database',
  run: async (args, desk) => {
    const { options } = readArguments(args, ['cases', 'seed']);
    const cases = count(options, 'cases', 20);
    const random = seeded(count(options, 'seed', 1));
    const tally = await onScratchDatabase(desk, (url, folder) =>
      runSimulation({ url, folder, cases, random, say: desk.err }),
    );
    const { refusals, broken } = tally;
    const answer = { cases, events: tally.events, refusals, invariantsBroken: broken.length };
    for (const one of broken.slice(0, BROKEN_SHOWN)) desk.err(`broken: ${one}`);
    if (desk.json) desk.out(JSON.stringify(answer));
    else {
      desk.out(`${cases} cases, ${tally.events} events, ${broken.length} invariants broken`);
      for (const [rule, n] of Object.entries(refusals)) desk.out(`  refused by ${rule}: ${n}`);
    }
    return broken.length === 0 ? 0 : 1;
  },
};

/** A database of its own on a cluster that need not last, whatever DATABASE_URL says. */
async function onScratchDatabase<T>(
  { settings }: Pick<Desk, 'settings'>,
  work: (url: string, folder: string) => Promise<T>,
): Promise<T> {
  const dir = join(settings.varDir, 'scratch-postgres');
  const postgres = await ensurePostgres({ dir, fsync: false });
  const name = `simulation_${process.pid}`;
  const folder = await mkdtemp(join(tmpdir(), 'assent-simulation-'));
  try {
    await onCluster(postgres.url('postgres'), `CREATE DATABASE ${name}`);
    await migrate(postgres.url(name));
    await prepareClock(postgres.url(name), true);
    return await work(postgres.url(name), folder);
  } finally {
    await onCluster(postgres.url('postgres'), `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await postgres.stop();
    await rm(folder, { recursive: true });
  }
}

async function onCluster(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

interface Simulation {
  readonly url: string;
  readonly folder: string;
  readonly cases: number;
  readonly random: Random;
  readonly say: (line: string) => void;
}

/** Moves many cases in turn under one clock, and verifies the record that they leave. */
export async function runSimulation(given: Simulation): Promise<Tally> {
  const { url, folder, cases, random, say } = given;
  const database = await Database.open({ url });
  const tally: Tally = { events: 0, refusals: {}, broken: [] };
  try {
    const { pool } = database;
    const documents = await DocumentStore.open(pool, folder);
    const office: Office = { pool, documents, baseUrl: 'http://simulation.example.org' };
    const all: SimulatedCase[] = [];
    for (let n = 0; n < cases; n += 1) all.push(await openSimulated(office, random, n, tally));
    const steps = cases * STEPS_A_CASE;
    for (let step = 1; step <= steps; step += 1) {
      const hours = (2 * random() * HOURS_A_STEP) / cases;
      await moveClockTo(pool, new Date((await now(pool)).getTime() + hours * AN_HOUR_MS));
      await pick(random, all).step();
      if (step % 1_000 === 0) say(`${step} of ${steps} steps`);
    }
    const { faults } = await verifyCases(pool, { store: documents });
    for (const { stream, seq, what } of faults) tally.broken.push(`${stream}, ${seq}: ${what}`);
    return tally;
  } finally {
    await database.close();
  }
}

async function openSimulated(
  office: Office,
  random: Random,
  n: number,
  tally: Tally,
): Promise<SimulatedCase> {
  const school = madeSchool(String(800_000 + n), random, PLACES);
  await addSchool(office.pool, school);
  const clerk = await inTransaction(office.pool, (tx) => member(tx, 'clerk', null));
  const { id } = await inTransaction(office.pool, (tx) =>
    openIn(tx, { actor: clerk, urn: school.urn, bodies: [] }),
  );
  const actors = await manned(office, id, clerk);
  return new SimulatedCase(
    office.pool,
    random,
    id,
    actors,
    await papersOf(office, id, clerk),
    tally,
  );
}

/** Everybody whom the case needs; one body gives all consents, so that one officer speaks for each. */
async function manned(office: Office, caseId: string, clerk: Actor) {
  const { rows } = await office.pool.query<{ board: string; parts: string[] }>(
    `SELECT board, ARRAY(SELECT json_object_keys(snapshot -> 'consents')) AS parts
       FROM cases WHERE id = $1`,
    [caseId],
  );
  const { board, parts } = rows[0]!;
  const code = `simulated ${caseId}`;
  const kind = 'religious-body';
  for (const part of parts) {
    await nameCaseBody(office, { actor: clerk, caseId, part, kind, name: 'All bodies', code });
  }
  return inTransaction(office.pool, async (tx) => {
    const body = await addBody(tx, { kind, name: 'All bodies', code });
    const actors: Partial<Record<Role, Actor>> = {
      clerk,
      chair: await member(tx, 'chair', board),
      'faith-officer': await member(tx, 'faith-officer', body.id),
    };
    return actors;
  });
}

async function member(
  tx: Parameters<typeof addPerson>[0],
  role: 'clerk' | 'chair' | 'faith-officer',
  given: string | null,
): Promise<Actor> {
  const body =
    given ?? (await addBody(tx, { kind: 'clerking-service', name: 'Simulated clerks' })).id;
  const email = `${role}.${body.slice(-12)}@example.org`;
  const { id } = await addPerson(tx, { name: `A ${role}`, email });
  await addMembership(tx, { person: id, body, role });
  return { person: id, role, body };
}

const KINDS = [
  ...new Set(
    Object.values(events).flatMap(({ evidence }) => evidence.flatMap(({ kinds }) => kinds)),
  ),
];

/** One paper of every kind that an event could need, filed as people file them. */
async function papersOf(office: Office, caseId: string, clerk: Actor): Promise<Papers> {
  const text = `%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n% ${caseId}\n%%EOF\n`;
  const file = await office.documents.receive({
    fileName: 'paper.pdf',
    content: Readable.from([Buffer.from(text)]),
  });
  const record = async (kind: DocumentKind, stream: string) =>
    inTransaction(office.pool, (tx) =>
      office.documents.record(tx, file, {
        stream,
        kind,
        title: kind,
        dated: null,
        status: 'approved',
        confidentiality: 'board',
        uploadedBy: clerk,
      }),
    );
  const own = new Map<string, string>();
  for (const kind of KINDS) own.set(kind, (await record(kind, `case:${caseId}`)).id);
  const foreign = await record('correspondence', `body:${clerk.body}`);
  return { own, foreign: foreign.id };
}
