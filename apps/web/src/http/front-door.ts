import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isLoopbackHost, Refusal } from '#platform';
import { BadRequest } from './bad-request.js';

const METHODS = ['GET', 'HEAD', 'POST'];
const LONGEST_URL = 4_096;

/** What is refused before anything of a request is read: its method, its host, its origin. */
export function guardFrontDoor(server: FastifyInstance): void {
  server.addHook('onRequest', async (request, reply) => {
    refuseMethod(request, reply);
    if (request.raw.url!.length > LONGEST_URL) throw new BadRequest(414);
    // Nothing of ours is called so, and Postgres would stumble over it in a search.
    if (request.raw.url!.includes('%00')) throw new BadRequest(400);
    refuseForeignHost(request);
    if (request.method === 'POST') refuseForeignForm(request);
  });
}

function refuseMethod(request: FastifyRequest, reply: FastifyReply): void {
  if (METHODS.includes(request.method)) return;
  void reply.header('allow', METHODS.join(', '));
  throw new BadRequest(405);
}

/** Addresses in letters and redirects never come from Host; it is still refused when it is not ours. */
function refuseForeignHost(request: FastifyRequest): void {
  const host = request.headers.host?.toLowerCase();
  // Of two, Node shows the first, and whatever stands before us may have read the second.
  if (host === undefined || isNamedTwice(request, 'host')) throw new BadRequest(400);
  if (!isOurHost(request, host)) throw new BadRequest(421);
}

const isNamedTwice = ({ raw }: FastifyRequest, header: string): boolean =>
  (raw.headersDistinct[header]?.length ?? 0) > 1;

function isOurHost({ server, socket }: FastifyRequest, host: string): boolean {
  const { publicHost, loopback } = server.ground;
  if (host === publicHost()) return true;
  if (!loopback || !URL.canParse(`http://${host}`)) return false;
  // Bound to loopback, any of its names will do; another name (DNS rebinding) will not.
  const { hostname, port } = new URL(`http://${host}`);
  return isLoopbackHost(hostname) && Number(port || 80) === socket.localPort;
}

/**
 * Three layers keep other sites' forms out: what the browser says of the request's site, its
 * origin, and later the form's token. A program that says neither still needs the token.
 */
function refuseForeignForm(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    throw new Refusal('form-expired', { site: 'foreign' });
  }
  const { origin } = request.headers;
  if (origin === undefined) return;
  const scheme = request.server.ground.secure ? 'https' : 'http';
  if (origin.toLowerCase() !== `${scheme}://${request.headers.host!.toLowerCase()}`) {
    throw new Refusal('form-expired', { site: 'foreign' });
  }
}
