import { describe, expect, it } from '@jest/globals';
import { decodeQR } from 'qr/decode.js';
import { qrPicture } from './qr-picture.js';

const SCALE = 4;

describe('the picture of a secret', () => {
  it('says to a camera what it was made from', () => {
    const text = 'otpauth://totp/Assent:ruth%40example.org?secret=GEZDGNBVGY3TQOJQ&issuer=Assent';
    const { size, d } = qrPicture(text);
    const width = size * SCALE;
    const data = new Uint8Array(width * width * 4).fill(255);
    for (const [, x = '', y = ''] of d.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
      for (let at = 0; at < SCALE * SCALE; at += 1) {
        const row = Number(y) * SCALE + Math.floor(at / SCALE);
        const column = Number(x) * SCALE + (at % SCALE);
        data.fill(0, (row * width + column) * 4, (row * width + column) * 4 + 3);
      }
    }
    expect(decodeQR({ width, height: width, data })).toBe(text);
  });
});
