const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** RFC 4648's base32 in lower case, without padding: it survives people and mail programs. */
export function base32(bytes: Buffer): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  return (bits.match(/.{5}/g) ?? []).map((five) => ALPHABET[parseInt(five, 2)]).join('');
}
