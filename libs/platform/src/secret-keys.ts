import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
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
