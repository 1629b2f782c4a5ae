import type { Settings, Sql } from '#platform';
import { describeKey, findByReplyKey } from './reply-key.js';

export type RecipientSettings = Pick<Settings, 'mailDomain' | 'mailFrom'>;

/** To whom an inbound mail is addressed, as its envelope says; headers are only hints. */
export type MailRecipient =
  | { readonly kind: 'reply' | 'bounce'; readonly address: string; readonly letter: string }
  // Programs that ignore Reply-To write to our From, and every domain has a postmaster.
  | { readonly kind: 'general'; readonly address: string; readonly letter: null };

export type RefusedRecipient = 'other-domain' | 'damaged' | 'unknown';

// Some systems turn the plus into another sign, or take it away.
const KEYED = /^(reply|bounce)[+=_-]?([a-z2-7]{20,40})$/;

/** Takes an address of the envelope, or says why nobody lives there. */
export async function findRecipient(
  sql: Sql,
  address: string,
  settings: RecipientSettings,
): Promise<MailRecipient | RefusedRecipient> {
  const folded = address.toLowerCase();
  if (folded === settings.mailFrom.toLowerCase()) return { kind: 'general', address, letter: null };
  const at = folded.lastIndexOf('@');
  if (folded.slice(at + 1) !== settings.mailDomain) return 'other-domain';
  const local = folded.slice(0, at);
  if (local === 'postmaster') return { kind: 'general', address, letter: null };
  const keyed = KEYED.exec(local);
  if (!keyed) return 'unknown';
  if (describeKey(keyed[2]!) === 'damaged') return 'damaged';
  const found = await findByReplyKey(sql, keyed[2]!);
  if (!found) return 'unknown';
  return { kind: keyed[1] as 'reply' | 'bounce', address, letter: found.letter };
}
