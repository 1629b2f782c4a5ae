import { Resolver } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { authenticate } from 'mailauth';
import type { AuthenticateResult } from 'mailauth';

/**
 * Whether the domain of a mail's From stands behind it (DMARC, RFC 9989): `pass`, an aligned
 * signature or server; `fail`, the domain says how its mail is known, and this is not, or the mail
 * has no one domain to ask; `none`, the domain says nothing, or only part of the body is signed;
 * `unknown`, its name servers did not answer; `unchecked`, nobody asked.
 */
export type SenderCheck = 'pass' | 'fail' | 'none' | 'unknown' | 'unchecked';

/** A mail as it came: what the dialogue said, and its bytes. */
export interface CameBy {
  readonly raw: Buffer;
  readonly envelopeFrom: string;
  /** Null where it did not come by SMTP: then the topmost Received line tells. */
  readonly remoteAddress: string | null;
  readonly helo: string | null;
}

export type CheckSender = (mail: CameBy) => Promise<SenderCheck>;

export type AskDns = (name: string, type: string) => Promise<string[][] | string[]>;

export interface SenderCheckOptions {
  /** Relays of our own, as addresses or networks: what they received from counts, not they. */
  readonly trustedRelays: readonly string[];
  /** Domains that forward mail and say under their seal (ARC, RFC 8617) how it came to them. */
  readonly trustedForwarders: readonly string[];
  readonly mta: string;
  /** Asks the system's name servers where it is left out. */
  readonly ask?: AskDns;
}

const DEADLINE_MS = 10_000;

/**
 * Makes the check. A header that claims a result (Authentication-Results) is never believed: who
 * writes a mail can write that too. Never rejects.
 */
export function senderCheck(options: SenderCheckOptions): CheckSender {
  const { mta, ask = asksSystem() } = options;
  const relays = networksOf(options.trustedRelays);
  return async ({ raw, envelopeFrom, remoteAddress, helo }) => {
    const isRelayed = remoteAddress === null || isWithin(relays, remoteAddress);
    const checking = authenticate(raw, {
      ...{ mta, sender: envelopeFrom, trustReceived: isRelayed, disableBimi: true },
      ...(isRelayed ? {} : { ip: remoteAddress, ...(helo === null ? {} : { helo }) }),
      resolver: ask,
    });
    const result = await withinTime(checking.catch(() => null));
    return result === null ? 'unknown' : verdictOf(result, options.trustedForwarders);
  };
}

/** For an installation without name servers: nothing is asked, and nothing is claimed. */
export const uncheckedSender: CheckSender = async () => 'unchecked';

function verdictOf(result: AuthenticateResult, forwarders: readonly string[]): SenderCheck {
  const { dmarc } = result;
  if (dmarc === false) return 'fail';
  switch (dmarc.status.result) {
    case 'pass':
      return isPartlySigned(result) ? 'none' : 'pass';
    case 'none':
      return 'none';
    case 'fail':
      return isVouchedFor(result, forwarders) ? 'pass' : 'fail';
    default:
      return 'unknown';
  }
}

/** A signature with a length (l=) lets anybody add words below; alone it shows nothing. */
function isPartlySigned({ dmarc }: AuthenticateResult): boolean {
  if (dmarc === false || dmarc.alignment.spf.result) return false;
  return (dmarc.alignment.dkim.underSized ?? 0) > 0;
}

/** The last seal of an unbroken chain is a trusted forwarder's, and it had seen the domain's own pass. */
function isVouchedFor({ arc }: AuthenticateResult, forwarders: readonly string[]): boolean {
  if (arc === false || arc.status.result !== 'pass' || !arc.signature) return false;
  const sealedBy = arc.signature.signingDomain?.toLowerCase();
  const claimed = arc.authenticationResults?.['dmarc'] as { result?: string } | undefined;
  return sealedBy !== undefined && forwarders.includes(sealedBy) && claimed?.result === 'pass';
}

function asksSystem(): AskDns {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  return (name, type) => resolver.resolve(name, type as 'TXT');
}

function networksOf(listed: readonly string[]): BlockList {
  const networks = new BlockList();
  for (const entry of listed) {
    const [address, bits] = entry.split('/') as [string, string | undefined];
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    networks.addSubnet(address, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family);
  }
  return networks;
}

function isWithin(networks: BlockList, address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  const family = isIP(plain);
  return family !== 0 && networks.check(plain, family === 6 ? 'ipv6' : 'ipv4');
}

async function withinTime<T>(work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), DEADLINE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
