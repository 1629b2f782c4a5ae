import { createHmac } from 'node:crypto';

/** The app on somebody's phone: RFC 6238 once more, written from the standard and not from our code. */
export function codeOn(secret: string, stepsAhead = 0): string {
  const bits = [...secret.replace(/\s/g, '')]
    .map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => parseInt(eight, 2)));
  const counter = Buffer.alloc(8);
  counter.writeUInt32BE(Math.floor(Date.now() / 30_000) + stepsAhead, 4);
  const mac = createHmac('sha1', key).update(counter).digest();
  const at = mac[19]! & 15;
  const number =
    ((mac[at]! & 127) << 24) | (mac[at + 1]! << 16) | (mac[at + 2]! << 8) | mac[at + 3]!;
  return String(number % 1_000_000).padStart(6, '0');
}
