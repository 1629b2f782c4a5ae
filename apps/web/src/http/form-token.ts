import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { newSecret } from '#identity';
import { Refusal, Signer, newOpaqueId } from '#platform';
import { cookieOf, setCookie } from './cookies.js';

/** The fields that the ground puts into every form and takes out again. */
export const TOKEN_FIELD = '_token';
export const NONCE_FIELD = '_nonce';

const SALT_BYTES = 12;

/** What a template needs to write a form: see the macro appForm. */
export interface FormMarks {
  readonly token: string;
  readonly nonce: string;
}

/**
 * Shows that a form was ours: a signature over the session or the browser that it was shown in,
 * salted so that no two pages hold the same bytes. Signed again at every sign-in and sign-out.
 */
export class FormTokens {
  private readonly signer: Signer;

  constructor(secretKeys: readonly string[]) {
    this.signer = new Signer(secretKeys, 'form');
  }

  marksFor(reply: FastifyReply): FormMarks {
    const make = () => this.make(holdersOf(reply.request)[0] ?? rememberBrowser(reply));
    let token: string | undefined;
    return {
      // Only a page with a form needs a cookie.
      get token() {
        return (token ??= make());
      },
      nonce: newOpaqueId(),
    };
  }

  /** Refuses as `form-expired` what was not sent from a form that we showed to this browser. */
  check(request: FastifyRequest): void {
    const [salt = '', signature = ''] = sentToken(request)?.split('.') ?? [];
    const genuine = holdersOf(request).some((holder) =>
      this.signer.verifies(`${salt}\0${holder}`, Buffer.from(signature, 'base64url')),
    );
    if (!genuine) throw new Refusal('form-expired');
  }

  private make(holder: string): string {
    const salt = randomBytes(SALT_BYTES).toString('base64url');
    return `${salt}.${this.signer.sign(`${salt}\0${holder}`).toString('base64url')}`;
  }
}

/** The cookie that stands for this browser, set when it has none yet. */
export function rememberBrowser(reply: FastifyReply): string {
  const known = cookieOf(reply.request, 'browser');
  if (known) return known;
  const browser = newSecret();
  setCookie(reply, 'browser', browser);
  return browser;
}

/**
 * For whom a form is shown, the surest first: the session by its id, because its secret changes when
 * its holder proves who they are and pages in other tabs must live on; its cookie where nobody asked
 * yet whose it is; else the browser.
 */
function holdersOf(request: FastifyRequest): string[] {
  const cookie = cookieOf(request, 'session');
  const known = [request.visitor && `session ${request.visitor.session.id}`, cookie];
  const holders = known.filter((one): one is string => Boolean(one));
  if (holders.length > 0) return holders;
  return [cookieOf(request, 'browser')].filter((one): one is string => Boolean(one));
}

/** A multipart body is not read yet when the token is asked for, so there it stands in the address. */
function sentToken(request: FastifyRequest): string | null {
  for (const part of [request.body, request.query]) {
    if (typeof part !== 'object' || part === null || !(TOKEN_FIELD in part)) continue;
    const token: unknown = part[TOKEN_FIELD];
    if (typeof token === 'string') return token;
  }
  return null;
}
