import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Settings } from '#platform';

/**
 * The DNS records without which letters are taken for spam, and answers do not arrive: to be given
 * to whoever keeps the domain. Nothing is looked up.
 */
export function mailRecords(settings: Settings): readonly string[] {
  const { mailDomain, mailFrom, smtpUrl } = settings;
  const fromDomain = mailFrom.split('@')[1]!;
  const relay = smtpUrl === null ? hostname() : new URL(smtpUrl).hostname;
  const spf = `TXT "v=spf1 a:${relay} -all"`;
  return [
    `${mailDomain}. MX 10 ${hostname()}. (the host that receives answers on port 25)`,
    ...[...new Set([mailDomain, fromDomain])].map((domain) => `${domain}. ${spf}`),
    dkimRecord(settings),
    `_dmarc.${fromDomain}. TXT "v=DMARC1; p=quarantine; adkim=r; aspf=r; rua=mailto:postmaster@${fromDomain}"`,
  ];
}

function dkimRecord({ dkim, mailFrom }: Settings): string {
  if (dkim === null)
    return `SELECTOR._domainkey.${mailFrom.split('@')[1]}. TXT (once there is a key)`;
  const name = `${dkim.selector}._domainkey.${dkim.domain}.`;
  try {
    const key = createPublicKey(readFileSync(dkim.privateKeyFile));
    const bytes = key.export({ type: 'spki', format: 'der' }).toString('base64');
    return `${name} TXT "v=DKIM1; k=${key.asymmetricKeyType}; p=${bytes}"`;
  } catch (error) {
    return `${name} TXT cannot be told: ${dkim.privateKeyFile} (${(error as Error).message})`;
  }
}
