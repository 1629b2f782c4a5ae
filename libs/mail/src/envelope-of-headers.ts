import type { Sql } from '#platform';
import { defaultLimits } from './reading/mail-reading.js';
import { readHeaderBlock } from './reading/mime/header-fields.js';
import type { HeaderFields } from './reading/mime/header-fields.js';
import { readAddresses } from './reading/mime/read-addresses.js';
import type { Envelope } from './receive.js';
import { findRecipient } from './recipient.js';
import type { MailRecipient, RecipientSettings } from './recipient.js';

/** Where a mailbox notes to whom a mail was really addressed, before what its sender wrote. */
const ADDRESSED = [
  ...['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'x-forwarded-to'],
  ...['to', 'cc', 'bcc'],
];
const MOST = 100;

/**
 * The envelope of a mail that came without one, from its own headers. Nobody is refused: what names
 * no letter of ours is kept under the general address, and waits for a person.
 */
export async function envelopeOfHeaders(
  sql: Sql,
  raw: Buffer,
  settings: RecipientSettings,
): Promise<Envelope> {
  const fields = headersOf(raw);
  const addresses = ADDRESSED.flatMap((name) => addressesOf(fields, name));
  const to: MailRecipient[] = [];
  for (const address of [...new Set(addresses)].slice(0, MOST)) {
    const found = await findRecipient(sql, address, settings);
    if (typeof found !== 'string' && found.letter !== null) to.push(found);
  }
  const general = { kind: 'general', address: settings.mailFrom, letter: null } as const;
  return {
    from: addressesOf(fields, 'return-path')[0] ?? '',
    to: to.length === 0 ? [general] : to,
  };
}

function addressesOf(fields: HeaderFields, name: string): readonly string[] {
  try {
    return fields
      .all(name)
      .flatMap((value) => readAddresses(value, MOST).map(({ address }) => address));
  } catch {
    return [];
  }
}

/** Headers that nobody can read say nothing; the mail is kept all the same. */
function headersOf(raw: Buffer): HeaderFields {
  const { headerBytes } = defaultLimits;
  const source = raw.toString('latin1', 0, Math.min(raw.length, headerBytes));
  try {
    return readHeaderBlock(source, 0, source.length, defaultLimits).fields;
  } catch {
    return readHeaderBlock('', 0, 0, defaultLimits).fields;
  }
}
