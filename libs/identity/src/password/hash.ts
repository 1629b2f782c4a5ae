import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** OWASP's first choice for argon2id: 19 MiB, two passes; some 50 ms on a small machine. */
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;
const SALT_BYTES = 16;

const derive = promisify(argon2);

export interface PasswordHash {
  readonly salt: Buffer;
  readonly hash: Buffer;
}

export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = randomBytes(SALT_BYTES);
  return { salt, hash: await hashWith(salt, password) };
}

const NOBODYS: PasswordHash = {
  salt: Buffer.alloc(SALT_BYTES),
  hash: Buffer.alloc(COST.tagLength),
};

/** Whether it is this password; without a hash the same work is done, and the answer is no. */
export async function isPassword(stored: PasswordHash | null, password: string): Promise<boolean> {
  const { salt, hash } = stored ?? NOBODYS;
  const given = await hashWith(salt, password);
  return timingSafeEqual(given, hash) && stored !== null;
}

const hashWith = (nonce: Buffer, password: string): Promise<Buffer> =>
  derive('argon2id', { ...COST, message: Buffer.from(password, 'utf8'), nonce });
