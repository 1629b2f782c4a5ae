import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { BadRequest } from '../http/bad-request.js';

export const MAIL_HOOK = '/mail/inbound';
const MAIL_TYPE = 'message/rfc822';
/** As large as the listener takes them. */
const LARGEST_MAIL = 25 * 1024 * 1024;

/**
 * Lets whole mails in by one address, and only from whoever shows the secret: before a byte of the
 * body is read, so that nobody else can make this process hold one.
 */
export function openMailHook(server: FastifyInstance, secret: string | null): void {
  server.addHook('onRequest', async (request) => {
    const isMail = request.headers['content-type']?.split(';')[0]!.trim() === MAIL_TYPE;
    const isHook = request.url === MAIL_HOOK;
    if (isMail && !isHook) throw new BadRequest(415);
    if (isHook && (secret === null || !shows(request, secret))) throw new BadRequest(404);
    if (isHook && !isMail) throw new BadRequest(415);
  });
  server.addContentTypeParser(
    MAIL_TYPE,
    { parseAs: 'buffer', bodyLimit: LARGEST_MAIL },
    (_request, body, done) => done(null, body),
  );
}

function shows({ headers }: FastifyRequest, secret: string): boolean {
  const [, shown] = /^bearer (.+)$/i.exec(headers.authorization ?? '') ?? [];
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return shown !== undefined && timingSafeEqual(digest(shown), digest(secret));
}
