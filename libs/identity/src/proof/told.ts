import { letterRow } from '#mail';
import { content, fill, type Tx } from '#platform';
import type { Person } from '../people.js';

/** What changed of how somebody proves who they are; the words are content/account.json's. */
export type FactorChange =
  | 'appAdded'
  | 'appRemoved'
  | 'passkeyAdded'
  | 'passkeyRemoved'
  | 'codesMade'
  | 'codeUsed'
  | 'allRemoved'
  | 'passwordSet'
  | 'accountJoined'
  | 'accountEnded';

/**
 * Tells a person by letter what changed of how they prove who they are, in the transaction that
 * changes it: whoever did it in their name cannot do it unseen.
 */
export async function tellChange(
  tx: Tx,
  person: string,
  change: FactorChange,
  values: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { rows } = await tx.query<Person>('SELECT id, name, email FROM person WHERE id = $1', [
    person,
  ]);
  const { id, name, email } = rows[0]!;
  const { changes } = content<{ changes: Record<FactorChange, string> }>('account');
  const row = letterRow({
    template: 'second-factor-changed',
    to: { name, address: email, person: id },
    values: { what: fill(changes[change], values), link: '/account/second-factors' },
  });
  await tx.query({
    name: 'write-letters',
    text: 'SELECT write_letters($1::json) AS written',
    values: [JSON.stringify([row])],
  });
}
