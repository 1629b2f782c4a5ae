import type { FastifyReply, FastifyRequest } from 'fastify';

/** What we keep in a browser; the cookies page lists them all. */
export type CookieName = 'session' | 'browser' | 'reply' | 'note' | 'provider';

/** Over http the `__Host-` names would be dropped by the browser, and nobody could sign in. */
const nameOf = (name: CookieName, secure: boolean) => `${secure ? '__Host-' : ''}assent-${name}`;

export function cookieOf(request: FastifyRequest, name: CookieName): string | null {
  const { secure } = request.server.ground;
  return request.cookies[nameOf(name, secure)] ?? null;
}

/** Sets a cookie that no script can read; without seconds it goes when the browser is closed. */
export function setCookie(
  reply: FastifyReply,
  name: CookieName,
  value: string,
  maxAgeSeconds?: number,
): void {
  const { secure } = reply.server.ground;
  // What this very request renders later (a form) must already see it.
  reply.request.cookies[nameOf(name, secure)] = value;
  void reply.setCookie(nameOf(name, secure), value, {
    path: '/',
    httpOnly: true,
    secure,
    // Lax, not strict: a link in a letter must find its reader signed in.
    sameSite: 'lax',
    ...(maxAgeSeconds !== undefined && { maxAge: maxAgeSeconds }),
  });
}

export function clearCookie(reply: FastifyReply, name: CookieName): void {
  setCookie(reply, name, '', 0);
}
