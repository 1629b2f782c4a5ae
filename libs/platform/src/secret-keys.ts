import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The keys of an installation that was given none: made once, readable by its own user alone. */
export function ownSecretKeys(varDir: string): string[] {
  const path = join(varDir, 'secret-keys');
  mkdirSync(varDir, { recursive: true });
  if (!existsSync(path)) publish(path, randomBytes(32).toString('hex'));
  return readFileSync(path, 'utf8').trim().split(',');
}

/** Several processes start at once: whoever links the whole file first decides. */
function publish(path: string, text: string): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, text, { mode: 0o600 });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    unlinkSync(draft);
  }
}

/** Signs with the first of its keys and knows what any of them signed, so that keys can be changed. */
export class Signer {
  constructor(
    private readonly keys: readonly string[],
    private readonly purpose: string,
  ) {}

  sign(text: string): Buffer {
    return this.signWith(this.keys[0]!, text);
  }

  verifies(text: string, signature: Buffer): boolean {
    return this.keys.some((key) => {
      const expected = this.signWith(key, text);
      return expected.length === signature.length && timingSafeEqual(expected, signature);
    });
  }

  private signWith(key: string, text: string): Buffer {
    return createHmac('sha256', key).update(`${this.purpose}\0${text}`).digest();
  }
}

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals what the database must keep and must not tell: with the first of its keys; any of them opens
 * it. What was sealed for one owner opens for no other, so that a row cannot be passed off as another.
 */
export class Sealer {
  private readonly keys: readonly Buffer[];

  constructor(secretKeys: readonly string[], purpose: string) {
    this.keys = secretKeys.map((key) => Buffer.from(hkdfSync('sha256', key, '', purpose, 32)));
  }

  seal(text: string, owner: string): Buffer {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, this.keys[0]!, iv).setAAD(Buffer.from(owner));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
  }

  /** Null when none of the keys opens it for this owner. */
  open(sealed: Buffer, owner: string): string | null {
    for (const key of this.keys) {
      const text = openWith(key, sealed, owner);
      if (text !== null) return text;
    }
    return null;
  }
}

function openWith(key: Buffer, sealed: Buffer, owner: string): string | null {
  const iv = sealed.subarray(0, IV_BYTES);
  const tag = sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES);
  try {
    const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(owner)).setAuthTag(tag);
    const rest = sealed.subarray(IV_BYTES + TAG_BYTES);
    return Buffer.concat([decipher.update(rest), decipher.final()]).toString('utf8');
  } catch {
    // Another key, another owner, or bytes that somebody changed: it is the same "no".
    return null;
  }
}
