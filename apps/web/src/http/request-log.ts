import type { FastifyInstance } from 'fastify';
import type { Log } from '#platform';

/** One line a request, by the route's pattern: paths hold the secrets of links and are never logged. */
export function logRequests(server: FastifyInstance, log: Log): void {
  server.addHook('onResponse', async (request, reply) => {
    log.info(
      {
        request: request.id,
        method: request.method,
        route: request.routeOptions.url ?? null,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        person: request.visitor?.person.id ?? null,
      },
      'request',
    );
  });
}
