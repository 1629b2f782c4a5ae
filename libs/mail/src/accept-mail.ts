import type { Pool } from 'pg';
import { receive } from './receive.js';
import { findRecipient } from './recipient.js';
import type { MailRecipient, RecipientSettings, RefusedRecipient } from './recipient.js';
import { wake } from './wake.js';

/** A mail that a provider received for us and hands on, with the envelope as it was. */
export interface HandedOver {
  readonly raw: Buffer;
  readonly from: string;
  readonly to: readonly string[];
}

/** For each address: kept, or why nobody lives there. */
export type Accepted = readonly {
  readonly to: string;
  readonly outcome: 'kept' | RefusedRecipient;
}[];

/**
 * Keeps a mail that a provider hands on, for those of its addresses that are ours, and only then
 * returns. Rejects when it cannot be kept: the provider has to come again.
 */
export async function acceptMail(
  pool: Pool,
  { raw, from, to }: HandedOver,
  settings: RecipientSettings,
): Promise<Accepted> {
  const found = await Promise.all(
    [...new Set(to)].map(async (address) => ({
      address,
      recipient: await findRecipient(pool, address, settings),
    })),
  );
  const ours = found.map(({ recipient }) => recipient).filter(isOurs);
  if (ours.length > 0) {
    await receive(pool, raw, { from, to: ours });
    wake(pool, 'inbound');
  }
  return found.map(({ address, recipient }) => ({
    to: address,
    outcome: isOurs(recipient) ? 'kept' : recipient,
  }));
}

const isOurs = (recipient: MailRecipient | RefusedRecipient): recipient is MailRecipient =>
  typeof recipient !== 'string';
