import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { BadRequest } from './bad-request.js';
import { BUILT_PUBLIC, GOVUK, WEB_SOURCE } from './views.js';

interface Asset {
  readonly type: string;
  readonly tag: string;
  readonly plain: Buffer;
  readonly gzip: Buffer;
  readonly brotli: Buffer;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ico': 'image/x-icon',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};

/**
 * The few files of the look, read and packed once at start and named by their content, so that a
 * browser asks for each once. Nothing else of the file system can be reached.
 */
export class Assets {
  private readonly assets = new Map<string, Asset>();

  constructor() {
    this.addFolder(join(WEB_SOURCE, 'public', 'assets'));
    this.addFolder(BUILT_PUBLIC);
    this.add('govuk-frontend.js', readFileSync(join(GOVUK, 'govuk', 'govuk-frontend.min.js')));
  }

  address(name: string): string {
    return `/assets/${name}?v=${this.assets.get(name)?.tag.slice(0, 10) ?? ''}`;
  }

  /** The same inside the page, for what is smaller than asking for it. */
  inlined(name: string): string {
    const { type, plain } = this.assets.get(name)!;
    return `data:${type};base64,${plain.toString('base64')}`;
  }

  serveOn(server: FastifyInstance): void {
    server.get('/assets/:name', (request, reply) => this.serve(request, reply));
  }

  private serve(request: FastifyRequest, reply: FastifyReply) {
    const { name } = request.params as { name: string };
    const asset = this.assets.get(name);
    if (asset === undefined) throw new BadRequest(404);
    void reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('etag', `"${asset.tag}"`)
      .header('vary', 'accept-encoding')
      .type(asset.type);
    if (request.headers['if-none-match'] === `"${asset.tag}"`) return reply.status(304).send();
    const accepted = String(request.headers['accept-encoding'] ?? '');
    if (accepted.includes('br')) return reply.header('content-encoding', 'br').send(asset.brotli);
    if (accepted.includes('gzip')) return reply.header('content-encoding', 'gzip').send(asset.gzip);
    return reply.send(asset.plain);
  }

  private addFolder(folder: string): void {
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder)) {
      if (extname(name) in TYPES) this.add(name, readFileSync(join(folder, name)));
    }
  }

  private add(name: string, plain: Buffer): void {
    this.assets.set(name, {
      type: TYPES[extname(name)]!,
      tag: createHash('sha256').update(plain).digest('hex').slice(0, 32),
      plain,
      gzip: gzipSync(plain),
      brotli: brotliCompressSync(plain),
    });
  }
}
