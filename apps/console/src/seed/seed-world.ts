import { inTransaction, now } from '#platform';
import type { Actor, Tx } from '#platform';
import { commitText, storeTexts } from '#evidence';
import { addBody, addMembership, addPerson } from '#identity';
import type { BodyKind, HumanRole } from '#identity';
import type { Pool } from 'pg';
import type { Diocese } from './made-schools.js';

const DESKS = 12;

export interface Manned {
  readonly code: string;
  readonly name: string;
  readonly body: string;
  readonly officer: string;
}

/** What all cases of a seed share: plain data, given to the threads that make them. */
export interface SeedWorld {
  /** The product's time at which the seed ends. */
  readonly now: string;
  readonly desks: readonly Actor[];
  readonly trusts: readonly Manned[];
  readonly authorities: readonly Manned[];
  readonly dioceses: Readonly<Record<'ce' | 'rc', readonly Diocese[]>>;
  /** The bodies that consent for a diocese, by kind and code. */
  readonly consenting: Readonly<Record<string, Manned>>;
  /** The commitment of what is written to a body when it is asked, in hex. */
  readonly message: string;
}

/** Makes, or finds, the bodies and people that the cases share, by the acts that make real ones. */
export async function openSeedWorld(pool: Pool, cases: number): Promise<SeedWorld> {
  const some = (most: number) => Math.min(most, 3 + Math.floor((most * cases) / 2_500));
  const at = (await now(pool)).toISOString();
  return inTransaction(pool, async (tx) => {
    const dioceses = { ce: made('CE', some(40)), rc: made('RC', some(20)) };
    return {
      now: at,
      desks: await desks(tx),
      trusts: await all(
        tx,
        'trust',
        'trust-officer',
        list(some(150), (n) => coded(70_000 + n, `Seed Learning Trust ${n}`)),
      ),
      authorities: await all(
        tx,
        'local-authority',
        'authority-officer',
        list(some(40), (n) => coded(950 + n, `Seedshire ${n}`)),
      ),
      dioceses,
      consenting: await consentingBodies(tx, dioceses),
      message: await keepMessage(tx),
    };
  });
}

const list = <T>(length: number, of: (n: number) => T): T[] =>
  Array.from({ length }, (_, index) => of(index + 1));
const coded = (code: number, name: string): Diocese => ({ code: String(code), name });
const made = (prefix: string, length: number): Diocese[] =>
  list(length, (n) => ({ code: `${prefix}${50 + n}`, name: `Diocese of Seed ${prefix} ${n}` }));

async function desks(tx: Tx): Promise<readonly Actor[]> {
  const { rows } = await tx.query<Actor>(
    `SELECT m.person, m.role, m.body FROM membership m JOIN body b ON b.id = m.body
      WHERE b.kind = 'clerking-service' AND b.name LIKE 'Seed clerks %' ORDER BY b.id`,
  );
  if (rows.length > 0) return rows;
  const clerks: Actor[] = [];
  for (const n of list(DESKS, (number) => number)) {
    const { body, officer } = await manned(tx, 'clerking-service', 'clerk', {
      code: null,
      name: `Seed clerks ${n}`,
    });
    clerks.push({ person: officer, role: 'clerk', body });
  }
  return clerks;
}

async function all(tx: Tx, kind: BodyKind, role: HumanRole, bodies: readonly Diocese[]) {
  const found: Manned[] = [];
  for (const body of bodies) found.push(await manned(tx, kind, role, body));
  return found;
}

async function consentingBodies(tx: Tx, { ce, rc }: SeedWorld['dioceses']) {
  const found: [string, Manned][] = [];
  const add = async (kind: BodyKind, from: readonly Diocese[], of: string) => {
    for (const { code, name } of from) {
      const body = await manned(tx, kind, 'faith-officer', { code, name: `${of}, ${name}` });
      found.push([`${kind} ${code}`, body]);
    }
  };
  await add('diocesan-board', ce, 'Diocesan Board of Education');
  await add('trustees', rc, 'Diocesan trustees');
  await add('bishop', rc, 'The bishop');
  return Object.fromEntries(found);
}

async function manned(
  tx: Tx,
  kind: BodyKind,
  role: HumanRole,
  { code, name }: { code: string | null; name: string },
): Promise<Manned> {
  const { id: body } = await addBody(tx, { kind, name, code });
  const email = `${kind}.${code ?? body.slice(-12)}@seed.example.org`;
  const { id: officer } = await addPerson(tx, { name: `Officer of ${name}`, email });
  await addMembership(tx, { person: officer, body, role });
  return { code: code ?? '', name, body, officer };
}

async function keepMessage(tx: Tx): Promise<string> {
  const message = commitText('The governing board asks for your consent to joining the trust.');
  await storeTexts(tx, [message]);
  return message.commitment;
}
