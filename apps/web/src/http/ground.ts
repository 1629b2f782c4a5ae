import type { Visitor } from '#identity';
import type { Settings } from '#platform';
import type { Assets } from './assets.js';
import type { FormTokens } from './form-token.js';
import type { Views } from './views.js';

/** What every request of one server leans on; `request.server.ground` reaches it. */
export interface Ground {
  readonly settings: Settings;
  readonly formTokens: FormTokens;
  readonly views: Views;
  readonly assets: Assets;
  /** Served over https: decides cookie names, HSTS and the scheme of our own origin. */
  readonly secure: boolean;
  readonly loopback: boolean;
  /** The host that letters name, with its port. */
  readonly publicHost: () => string;
  readonly publicBaseUrl: () => string;
}

declare module 'fastify' {
  interface FastifyInstance {
    ground: Ground;
  }
  interface FastifyRequest {
    /** Set by the gate; null when nobody is signed in. */
    visitor: Visitor | null;
  }
}
