import type { AddressInfo } from 'node:net';
import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import { NestFactory, Reflector } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isLoopbackHost, type Database, type Log, type Settings } from '#platform';
import type { Office } from '#cases';
import { DocumentStore } from '#evidence';
import { AppModule, type Extra } from './app.module.js';
import { Answering } from './http/answering.js';
import { Assets } from './http/assets.js';
import { FormTokens } from './http/form-token.js';
import { guardFrontDoor } from './http/front-door.js';
import { Gate } from './http/gate.js';
import type { Ground } from './http/ground.js';
import { ParameterCheck } from './http/parameters.js';
import { ProblemFilter } from './http/problem-filter.js';
import { logRequests } from './http/request-log.js';
import { refuseWithoutAudience, routesOf } from './http/routes.js';
import { setSecurityHeaders } from './http/security-headers.js';
import { Views } from './http/views.js';
import { openMailHook } from './provider/mail-hook.js';

const BODY_BYTES = 100 * 1024;
const FILE_BYTES = 20 * 1024 * 1024;

export interface WebOptions {
  readonly settings: Settings;
  readonly database: Database;
  readonly log: Log;
  /** For specs: controllers and views beside the product's own. */
  readonly extra?: Extra;
}

/** The web application, ready to listen; refuses when a route does not say whom it is for. */
export async function createApp(options: WebOptions): Promise<NestFastifyApplication> {
  const { settings, database, log } = options;
  const problems = new ProblemFilter(log, database.pool);
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_BYTES,
    requestTimeout: 120_000,
    connectionTimeout: 150_000,
    keepAliveTimeout: 5_000,
    forceCloseConnections: 'idle',
    trustProxy: settings.trustedProxies.length > 0 ? [...settings.trustedProxies] : false,
    routerOptions: { maxParamLength: 200 },
    skipMiddie: true,
    multipart: false,
    frameworkErrors: (error: Error, _request: FastifyRequest, reply: FastifyReply) =>
      problems.answerBarely(error, reply),
  });
  const server: FastifyInstance = adapter.getInstance();
  const office = await officeOf(server, options);
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with({ settings, database, log, office }, options.extra),
    adapter,
    { logger: ['error', 'fatal'], abortOnError: false },
  );
  await layGround(server, options);
  app.useGlobalFilters(problems);
  app.useGlobalGuards(new Gate(app.get(Reflector), database.pool));
  app.useGlobalInterceptors(new Answering(database.pool));
  app.useGlobalPipes(new ParameterCheck());
  refuseWithoutAudience(routesOf(app));
  await app.init();
  await server.ready();
  return app;
}

/** What the use cases need around them; the address is known once the server listens. */
async function officeOf(server: FastifyInstance, given: WebOptions): Promise<Office> {
  const { pool } = given.database;
  const documents = await DocumentStore.open(pool, given.settings.documentsDir);
  return {
    pool,
    documents,
    secondPersonAbove: given.settings.secondPersonAbove,
    get baseUrl() {
      return server.ground.publicBaseUrl();
    },
  };
}

async function layGround(
  server: FastifyInstance,
  { settings, log, extra }: WebOptions,
): Promise<void> {
  const ground = groundOf(server, settings, extra?.views);
  server.decorate('ground', ground);
  server.decorateRequest('visitor', null);
  logRequests(server, log);
  await setSecurityHeaders(server, ground.secure);
  await server.register(cookie);
  guardFrontDoor(server);
  openMailHook(server, settings.mailHookSecret);
  await server.register(multipart, {
    limits: { fileSize: FILE_BYTES, files: 10, fields: 100, parts: 110, fieldSize: BODY_BYTES },
  });
  ground.assets.serveOn(server);
}

function groundOf(
  server: FastifyInstance,
  settings: Settings,
  more: readonly string[] = [],
): Ground {
  // Without PUBLIC_BASE_URL (development, specs) the address is where the server listens.
  const listening = () => {
    const { port } = server.server.address() as AddressInfo;
    return `http://${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${port}`;
  };
  const publicBaseUrl = () => settings.publicBaseUrl ?? listening();
  return {
    settings,
    formTokens: new FormTokens(settings.secretKeys),
    views: new Views({ more }),
    assets: new Assets(),
    secure: settings.publicBaseUrl?.startsWith('https:') ?? false,
    loopback: isLoopbackHost(settings.host),
    publicBaseUrl,
    publicHost: () => new URL(publicBaseUrl()).host,
  };
}
