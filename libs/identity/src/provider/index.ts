import { Sealer } from '#platform';
import {
  endAccount,
  inviteAccount,
  joinedOf,
  lookAtInvitation,
  signInByAccount,
} from './accounts.js';
import { ProviderClient, type Errand, type ProviderSettings } from './client.js';

export type { ProviderAccount } from './client.js';

/** A visit to the provider: what must come back, where it leads, and the invitation it may bring. */
export interface ProviderVisit extends Errand {
  readonly next: string | null;
  readonly invitation: string | null;
}

const OWNER = 'browser';
const sealerOf = (keys: readonly string[]) => new Sealer(keys, 'visit to a provider');

/** For the browser's cookie, in which only we can read. */
const seal = (keys: readonly string[], visit: ProviderVisit): string =>
  sealerOf(keys).seal(JSON.stringify(visit), OWNER).toString('base64url');

/** Null for what we did not seal. */
function open(keys: readonly string[], sealed: string): ProviderVisit | null {
  const text = sealerOf(keys).open(Buffer.from(sealed, 'base64url'), OWNER);
  return text === null ? null : (JSON.parse(text) as ProviderVisit);
}

/** Signing in at an identity provider; an account is joined to a person by an invitation alone. */
export const provider = {
  client: (settings: ProviderSettings) => new ProviderClient(settings),
  seal,
  open,
  invite: inviteAccount,
  lookAtInvitation,
  signIn: signInByAccount,
  endAccount,
  joinedOf,
};
export type { ProviderClient };
