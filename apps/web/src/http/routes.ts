import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import type { INestApplication } from '@nestjs/common';
import { MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import { audienceOf, strongActOf, type Audience, type StrongAct } from './audience.js';

export interface Route {
  readonly method: string;
  /** The pattern, for example `/cases/:id/tasks`. */
  readonly path: string;
  /** `CasesController.tasks`. */
  readonly name: string;
  readonly audience: Audience | undefined;
  /** What it does that needs a fresh proof of who does it. */
  readonly strong: StrongAct | undefined;
  /** Its text, in which a spec looks for what must not be done without a proof. */
  readonly source: string;
}

/** Every route of the application with its audience; the permission matrix is made from it. */
export function routesOf(app: INestApplication): Route[] {
  const reflector = app.get(Reflector);
  const scanner = new MetadataScanner();
  const modules = [...app.get(ModulesContainer, { strict: false }).values()];
  const controllers = modules.flatMap((module) => [...module.controllers.values()]);
  return controllers.flatMap(({ metatype }) => {
    if (typeof metatype !== 'function') return [];
    const prototype: object = metatype.prototype;
    return scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler: unknown = Reflect.get(prototype, name);
      if (typeof handler !== 'function') return [];
      return routesOfHandler(reflector, metatype as new () => object, handler as () => void);
    });
  });
}

/** Refuses to serve a route that does not say whom it is for. */
export function refuseWithoutAudience(routes: readonly Route[]): void {
  const silent = routes.filter(({ audience }) => audience === undefined);
  if (silent.length === 0) return;
  const names = silent.map(({ method, path, name }) => `${method} ${path} (${name})`);
  throw new Error(`These routes do not say whom they are for: ${names.join(', ')}. Add @For(…).`);
}

function routesOfHandler(
  reflector: Reflector,
  type: new () => object,
  handler: () => void,
): Route[] {
  const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
  if (method === undefined) return [];
  const place = { getHandler: () => handler, getClass: () => type as never };
  const audience = audienceOf(reflector, place);
  const strong = strongActOf(reflector, place);
  return pathsOf(type).flatMap((base) =>
    pathsOf(handler).map((path) => ({
      method: RequestMethod[method],
      path: `/${base}/${path}`.replace(/\/+/g, '/').replace(/(?<=.)\/$/, ''),
      name: `${type.name}.${handler.name}`,
      audience,
      strong,
      source: handler.toString(),
    })),
  );
}

function pathsOf(target: object): string[] {
  const paths = Reflect.getMetadata(PATH_METADATA, target) as string | string[] | undefined;
  return [paths ?? ''].flat();
}
