import { letterRow } from '#mail';
import { Refusal, inTransaction, newId, violates, type Sql, type Tx } from '#platform';
import type { Pool } from 'pg';
import { newLinkSecret, readLinkSecret } from '../link-secret.js';
import type { Person } from '../people.js';
import { tellChange } from '../proof/told.js';
import { spend, type Limit } from '../rate-limit.js';
import { hashOf, openSession } from '../session.js';
import type { ProviderAccount } from './client.js';

const INVITATION_LIFE = '3 days';
const TRIES_A_MACHINE: Limit = { name: 'provider invitation', most: 30, windowSeconds: 60 };

/** Invites a person to join their account at the provider: a letter with a link that works once. */
export async function inviteAccount(
  tx: Tx,
  given: { person: string; by: string; baseUrl: string; provider: string },
): Promise<void> {
  const { person, by, baseUrl, provider } = given;
  const { rows } = await tx.query<Person>('SELECT id, name, email FROM person WHERE id = $1', [
    person,
  ]);
  const { id, name, email } = rows[0]!;
  const secret = newLinkSecret();
  await tx.query(
    `INSERT INTO provider_invitation (id, person, secret_hash, invited_by, expires_at)
     VALUES ($1, $2, $3, $4, now() + interval '${INVITATION_LIFE}')`,
    [newId(), person, hashOf(secret), by],
  );
  const row = letterRow({
    template: 'provider-invitation',
    to: { name, address: email, person: id },
    values: { link: `${baseUrl}/sign-in/provider/join/${secret}`, what: provider },
  });
  await tx.query({
    name: 'write-letters',
    text: 'SELECT write_letters($1::json) AS written',
    values: [JSON.stringify([row])],
  });
}

/** Whom the invitation is for; looking changes nothing. */
export async function lookAtInvitation(
  sql: Sql,
  { secret, machine }: { secret: string; machine: string },
): Promise<string> {
  await spend(sql, TRIES_A_MACHINE, machine);
  return (await findInvitation(sql, readLinkSecret(secret))).name;
}

/**
 * Signs in the person to whom this account was joined, or joins it by an invitation. An account that
 * nobody joined is refused as `provider-unknown`, whatever address it has.
 */
export async function signInByAccount(
  pool: Pool,
  given: { account: ProviderAccount; invitation: string | null; userAgent: string | null },
): Promise<string> {
  const { account, invitation, userAgent } = given;
  return inTransaction(pool, async (tx) => {
    if (invitation !== null) await join(tx, account, readLinkSecret(invitation));
    const { rows } = await tx.query<{ person: string }>(
      `SELECT a.person FROM provider_account a JOIN person p ON p.id = a.person
        WHERE a.issuer = $1 AND a.subject = $2 AND a.ended_at IS NULL AND p.ended_at IS NULL`,
      [account.issuer, account.subject],
    );
    const person = rows[0]?.person;
    if (person === undefined) throw new Refusal('provider-unknown');
    const { acr, amr, isProved } = account;
    const provedBy = isProved ? 'provider' : null;
    return openSession(tx, { person, openedBy: 'provider', provedBy, acr, amr, userAgent });
  });
}

/** The account of a person no longer signs them in. */
export async function endAccount(tx: Tx, person: string): Promise<void> {
  const { rowCount } = await tx.query(
    'UPDATE provider_account SET ended_at = now() WHERE person = $1 AND ended_at IS NULL',
    [person],
  );
  if (rowCount === 0) throw new Refusal('not-found');
  await tellChange(tx, person, 'accountEnded');
}

/** Of these people, whose account at a provider is joined. */
export async function joinedOf(sql: Sql, people: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql.query<{ person: string }>(
    'SELECT person FROM provider_account WHERE person = ANY ($1) AND ended_at IS NULL',
    [people],
  );
  return new Set(rows.map(({ person }) => person));
}

async function join(tx: Tx, { issuer, subject }: ProviderAccount, secret: string): Promise<void> {
  const { id, person } = await findInvitation(tx, secret);
  const { rowCount } = await tx.query(
    'UPDATE provider_invitation SET used_at = now() WHERE id = $1 AND used_at IS NULL',
    [id],
  );
  if (rowCount === 0) throw new Refusal('link-expired');
  await tx.query(
    'UPDATE provider_account SET ended_at = now() WHERE person = $1 AND ended_at IS NULL',
    [person],
  );
  try {
    await tx.query('INSERT INTO provider_account (issuer, subject, person) VALUES ($1, $2, $3)', [
      issuer,
      subject,
      person,
    ]);
  } catch (error) {
    // The account is somebody else's here: nothing of this invitation stays done.
    if (violates(error, 'one_person_an_account')) throw new Refusal('provider-unknown');
    throw error;
  }
  await tellChange(tx, person, 'accountJoined');
}

async function findInvitation(sql: Sql, secret: string) {
  const { rows } = await sql.query<{ id: string; person: string; name: string; open: boolean }>(
    `SELECT i.id, i.person, p.name, used_at IS NULL AND expires_at > now() AS open
       FROM provider_invitation i JOIN person p ON p.id = i.person
      WHERE i.secret_hash = $1 AND p.ended_at IS NULL`,
    [hashOf(secret)],
  );
  const [found] = rows;
  if (found === undefined) throw new Refusal('not-found');
  if (!found.open) throw new Refusal('link-expired');
  return found;
}
