import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { isLoopbackHost } from '#platform';

/**
 * For whom a passkey is made: the public address; on a machine of one's own, whichever of its names the
 * browser shows, because the front door lets only those in. Null where browsers make none: for an IP address.
 */
export function relyingPartyOf({ server, headers }: FastifyRequest) {
  const own = new URL(server.ground.publicBaseUrl());
  const shown = isLoopbackHost(own.hostname) ? new URL(`http://${headers.host}`) : own;
  if (isIP(shown.hostname.replace(/^\[|\]$/g, '')) !== 0) return null;
  return { host: shown.hostname, origin: shown.origin };
}
