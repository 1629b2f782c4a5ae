import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import { DecodeExtract } from './decode-extract.js';

async function decoded(chunks: Buffer[]): Promise<{ text: string; encoding: string }> {
  const decoder = new DecodeExtract();
  const text = (await buffer(Readable.from(chunks).pipe(decoder))).toString();
  return { text, encoding: decoder.encoding };
}

const inTwo = (bytes: Buffer) =>
  Array.from({ length: bytes.length + 1 }, (_, at) => [bytes.subarray(0, at), bytes.subarray(at)]);

describe('decoding an extract', () => {
  const name = 'St Thomas à Becket’s, North Star 82° – Łódź 🙂';

  test('reads UTF-8 wherever a character is cut', async () => {
    for (const chunks of inTwo(Buffer.from(`urn\n${name}\n`))) {
      expect(await decoded(chunks)).toEqual({ text: `urn\n${name}\n`, encoding: 'UTF-8' });
    }
  });

  test('reads windows-1252 wherever it is cut', async () => {
    const bytes = Buffer.from('à Becket\x92s 82\xb0 caf\xe9', 'latin1');
    for (const chunks of inTwo(bytes)) {
      expect(await decoded(chunks)).toEqual({
        text: 'à Becket’s 82° café',
        encoding: 'windows-1252',
      });
    }
  });

  test('decides at the first byte beyond ASCII, however late it comes', async () => {
    const ascii = Array.from({ length: 50 }, () => Buffer.from('plain,text\n'.repeat(100)));
    const last = await decoded([...ascii, Buffer.from([0xe0]), Buffer.from(' Becket')]);
    expect(last.text.endsWith('à Becket')).toBe(true);
  });

  test('takes off a byte order mark', async () => {
    expect(await decoded([Buffer.from('\ufeffURN')])).toEqual({ text: 'URN', encoding: 'UTF-8' });
  });

  test('refuses UTF-16 and whatever else has zero bytes', async () => {
    await expect(decoded([Buffer.from('URN,Name', 'utf16le')])).rejects.toThrow('not a text file');
  });

  test('hashes the bytes as they came', async () => {
    const bytes = Buffer.from('\ufeffà', 'utf8');
    const decoder = new DecodeExtract();
    await buffer(Readable.from([bytes]).pipe(decoder));
    expect(decoder.sha256()).toEqual(createHash('sha256').update(bytes).digest());
  });
});
