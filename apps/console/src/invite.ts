import { inviteOfficer } from '#cases';
import { addBody } from '#identity';
import type { Body } from '#identity';
import { parseAddress } from '#mail';
import { WrongSetting, inTransaction } from '#platform';
import type { Tx } from '#platform';
import { BadUsage, readArguments, required } from './command.js';
import type { Command, Desk } from './command.js';

/** Who begins an installation; everybody else is put on a case by its clerk. */
const ROLES = ['administrator', 'clerk', 'senior-officer'] as const;

export const invite: Command = {
  usage: 'EMAIL --role administrator|clerk|senior-officer --body BODY [--name NAME]',
  does: 'gives an administrator, a clerk or a senior officer of a clerking service their role, and writes to them',
  run: async (args, desk) => {
    const { options, words } = readArguments(args, ['role', 'body', 'name']);
    const [given, ...more] = words;
    if (given === undefined || more.length > 0) throw new BadUsage('Give one e-mail address.');
    const role = ROLES.find((known) => known === required(options, 'role'));
    if (role === undefined) throw new BadUsage(`--role must be ${ROLES.join(' or ')}.`);
    const bodyName = required(options, 'body');
    const email = addressOf(given);
    refuseOnExample(desk, email);
    const name = typeof options['name'] === 'string' ? options['name'] : nameIn(email);
    const { pool } = await desk.openDatabase();
    const answer = await inTransaction(pool, (tx) => inviteIn(tx, { email, name, role, bodyName }));
    if (desk.json) desk.out(JSON.stringify(answer));
    else desk.out(`${name} is ${role} of ${answer.body}; the invitation to ${email} is written.`);
    return 0;
  },
};

interface Wanted {
  readonly email: string;
  readonly name: string;
  readonly role: (typeof ROLES)[number];
  readonly bodyName: string;
}

async function inviteIn(tx: Tx, { email, name, role, bodyName }: Wanted) {
  const body = await bodyNamed(tx, bodyName);
  const { person, letter } = await inviteOfficer(tx, { email, name, role, body });
  return { email: person.email, role, body: body.name, person: person.id, letter };
}

/** A clerking service has no code, so here it is told by its name. */
async function bodyNamed(tx: Tx, name: string): Promise<Body> {
  // Two who invite at once must not make it twice.
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('body ' || $1, 0))`, [name]);
  const { rows } = await tx.query<Body>(
    `SELECT id, kind, name, code FROM body
      WHERE kind = 'clerking-service' AND lower(name) = lower($1) ORDER BY id LIMIT 1`,
    [name],
  );
  return rows[0] ?? addBody(tx, { kind: 'clerking-service', name });
}

function addressOf(text: string): string {
  const address = parseAddress(text);
  if (address === null) throw new BadUsage(`${text} is no e-mail address.`);
  return address;
}

function refuseOnExample({ settings }: Desk, email: string): void {
  if (!settings.isExample || email.endsWith('@example.org')) return;
  throw new WrongSetting(
    'No letter leaves an example installation: set DATABASE_URL or SMTP_URL first, or use example.org.',
  );
}

/** “jo.bell@…” is Jo Bell until somebody says otherwise. */
function nameIn(email: string): string {
  const words = email
    .split('@')[0]!
    .split(/[._-]+/)
    .filter(Boolean);
  return words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join(' ') || email;
}
