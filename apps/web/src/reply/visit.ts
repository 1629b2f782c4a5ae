import type { FastifyReply, FastifyRequest } from 'fastify';
import { Signer } from '#platform';
import { cookieOf, setCookie } from '../http/cookies.js';

const VISIT_SECONDS = 2 * 60 * 60;

/**
 * What a link is exchanged for at its first opening, so that its key leaves the address: a cookie
 * that names one letter for two hours from the last page. It is signed and nowhere stored, since
 * opening a link changes nothing.
 */
export class Visits {
  private readonly signer: Signer;

  constructor(secretKeys: readonly string[]) {
    this.signer = new Signer(secretKeys, 'reply-visit');
  }

  begin(reply: FastifyReply, letter: string): void {
    // Real time, as for sessions: a newcomer who moves the clock on must not lose their page.
    const until = Math.floor(Date.now() / 1000) + VISIT_SECONDS;
    const signature = this.signer.sign(`${letter}.${until}`).toString('base64url');
    setCookie(reply, 'reply', `${letter}.${until}.${signature}`, VISIT_SECONDS);
  }

  /** The letter that this browser holds the link of; null when it holds none, or no longer. */
  letterOf(request: FastifyRequest): string | null {
    const [letter, until, signature] = cookieOf(request, 'reply')?.split('.') ?? [];
    if (letter === undefined || until === undefined || signature === undefined) return null;
    const genuine = this.signer.verifies(`${letter}.${until}`, Buffer.from(signature, 'base64url'));
    return genuine && Number(until) * 1000 > Date.now() ? letter : null;
  }
}
