import { domainToASCII } from 'node:url';

/** One e-mail address that our grammar accepts, kept byte for byte. */
export type Address = string & { readonly addressBrand: unique symbol };

const LONGEST_LOCAL = 64;
const LONGEST_ADDRESS = 254;

// The dot-atom of RFC 5322 without what a mail command or a shell could read as something else: no
// quotes, comments, groups, routes or spaces; a leading '-' is an option to some mail programs.
const LOCAL = /^(?!-)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LABEL = /^(?!-)[A-Za-z0-9-]{1,63}(?<!-)$/;
const TOP_LABEL = /^([A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{1,59})$/;

/**
 * Takes exactly one plain address (`name@school.example`) and answers it unchanged; null for
 * anything else, since a mail program could read anything else as another or a second recipient.
 */
export function parseAddress(text: string): Address | null {
  if (text.length > LONGEST_ADDRESS) return null;
  const at = text.lastIndexOf('@');
  if (at < 1) return null;
  return isLocal(text.slice(0, at)) && isDomain(text.slice(at + 1)) ? (text as Address) : null;
}

function isLocal(local: string): boolean {
  return local.length <= LONGEST_LOCAL && LOCAL.test(local);
}

/** A registered name, in ASCII: letters of other scripts can look like ours (write them as xn--…). */
function isDomain(domain: string): boolean {
  const labels = domain.split('.');
  const top = labels.at(-1)!;
  return (
    labels.length > 1 &&
    labels.every((label) => LABEL.test(label)) &&
    TOP_LABEL.test(top) &&
    domainToASCII(domain) === domain.toLowerCase()
  );
}
