import { isAscii, isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';
import type { TransformCallback } from 'node:stream';
import { FileRefused } from './file-refused.js';

export type Encoding = 'UTF-8' | 'windows-1252';

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Turns the bytes of an extract into UTF-8 and counts and hashes them on the way. GIAS writes
 * windows-1252, other services UTF-8, neither says so: the first bytes beyond ASCII decide, since
 * windows-1252 text is next to never valid UTF-8.
 */
export class DecodeExtract extends Transform {
  bytes = 0;
  private readonly hash = createHash('sha256');
  private readonly windows1252 = new TextDecoder('windows-1252');
  private decided: Encoding | null = null;
  private held: Buffer = Buffer.alloc(0);
  private atStart = true;

  /** Pure ASCII is both; it is called UTF-8. */
  get encoding(): Encoding {
    return this.decided ?? 'UTF-8';
  }

  sha256(): Buffer {
    return this.hash.copy().digest();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.hash.update(chunk);
    this.bytes += chunk.length;
    // UTF-16 and every binary file has zero bytes; no text that Postgres can keep has.
    if (chunk.includes(0)) {
      done(FileRefused.asAWhole('is not a text file in windows-1252 or UTF-8'));
    } else {
      done(null, this.decode(this.withoutBom(chunk), false));
    }
  }

  override _flush(done: TransformCallback): void {
    done(null, this.decode(Buffer.alloc(0), true));
  }

  private decode(chunk: Buffer, isLast: boolean): Buffer {
    if (this.decided === 'UTF-8') return chunk;
    if (this.decided === 'windows-1252') return this.transcode(chunk);
    const bytes = this.held.length === 0 ? chunk : Buffer.concat([this.held, chunk]);
    this.held = Buffer.alloc(0);
    if (isAscii(bytes)) return bytes;
    const whole = isLast ? bytes.length : wholeCharacters(bytes);
    if (!isLast && isAscii(bytes.subarray(0, whole))) {
      this.held = bytes.subarray(whole);
      return bytes.subarray(0, whole);
    }
    this.decided = isUtf8(bytes.subarray(0, whole)) ? 'UTF-8' : 'windows-1252';
    return this.decode(bytes, isLast);
  }

  private transcode(chunk: Buffer): Buffer {
    return isAscii(chunk) ? chunk : Buffer.from(this.windows1252.decode(chunk));
  }

  private withoutBom(chunk: Buffer): Buffer {
    if (!this.atStart) return chunk;
    this.atStart = false;
    if (!chunk.subarray(0, BOM.length).equals(BOM)) return chunk;
    this.decided = 'UTF-8';
    return chunk.subarray(BOM.length);
  }
}

/** Where a character that the chunk cuts in two would begin; the chunk's length if none is cut. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) break;
    if (byte >= 0xc0) return characterLength(byte) > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

function characterLength(lead: number): number {
  if (lead >= 0xf0) return 4;
  return lead >= 0xe0 ? 3 : 2;
}
