import helmet from '@fastify/helmet';
import type { FastifyHelmetOptions } from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

const YEAR_SECONDS = 31_536_000;
const NONE = ["'none'"];
const SELF = ["'self'"];

/** Headers of every answer, errors included. */
export async function setSecurityHeaders(server: FastifyInstance, secure: boolean): Promise<void> {
  await server.register(helmet, options(secure));
  server.addHook('onRequest', async (_request, reply) => {
    // Nothing in these pages asks for a sensor or a payment.
    void reply.header('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=()');
  });
}

function options(secure: boolean): FastifyHelmetOptions {
  return {
    enableCSPNonces: true,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: NONE,
        scriptSrc: SELF,
        styleSrc: SELF,
        // The icon stands in the page itself: one request less for whoever replies on a telephone.
        imgSrc: [...SELF, 'data:'],
        connectSrc: SELF,
        manifestSrc: SELF,
        formAction: SELF,
        frameAncestors: NONE,
        baseUri: NONE,
        objectSrc: NONE,
        // Over http it would send a browser to an https that is not there.
        ...(secure && { upgradeInsecureRequests: [] }),
      },
    },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: false,
    // Never the path, which may hold a link's secret; "no-referrer" would blank the origin of forms.
    referrerPolicy: { policy: 'strict-origin' },
    strictTransportSecurity: secure ? { maxAge: YEAR_SECONDS, includeSubDomains: true } : false,
    frameguard: { action: 'deny' },
  };
}
