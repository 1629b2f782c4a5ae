import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { createApp } from '../../apps/web/src/create-app.js';
import type { Extra } from '../../apps/web/src/app.module.js';
import { Database, readSettings, type Settings } from '#platform';
import { freshDatabase } from './database.js';
import type { TestDatabase } from './database.js';
import { aSession } from './session.js';

// A database, an application and a listening server take their time on a busy machine.
jest.setTimeout(60_000);

export interface WebServer {
  readonly url: string;
  readonly app: NestFastifyApplication;
  readonly database: Database;
  readonly settings: Settings;
  /** Every line that the server logged. */
  readonly lines: string[];
  /** A browser of its own, with its own cookies. */
  browser(): Browser;
  /** A browser in which this person is signed in, and has proved who they are unless told otherwise. */
  browserOf(person: string, proof?: { isProved?: boolean }): Promise<Browser>;
  close(): Promise<void>;
}

/** A database and a folder of documents that belong together: a CaseDesk is one. */
export interface Place {
  readonly test: TestDatabase;
  readonly folder: string;
}

async function aPlace(): Promise<Place> {
  return { test: await freshDatabase(), folder: await mkdtemp(join(tmpdir(), 'assent-web-')) };
}

/** The real web application, on a database of its own or `on` somebody's, listening on a free port of loopback. */
export async function aWebServer(
  options: { extra?: Extra; environment?: Record<string, string>; on?: Place } = {},
): Promise<WebServer> {
  const place = options.on ?? (await aPlace());
  const { folder } = place;
  const databaseUrl = place.test.url;
  const settings = readSettings({ VAR_DIR: folder, DOCUMENTS_DIR: folder, ...options.environment });
  const database = await Database.open({ url: databaseUrl });
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  const withDatabase = { ...settings.database, url: databaseUrl, ownerUrl: databaseUrl };
  const leave = async () => {
    await database.close();
    if (options.on !== undefined) return;
    await place.test.drop();
    await rm(folder, { recursive: true });
  };
  const app = await createApp({
    settings: { ...settings, database: withDatabase },
    database,
    log,
    ...(options.extra && { extra: options.extra }),
  }).catch(async (error: unknown) => {
    await leave();
    throw error;
  });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const browser = () => new Browser(url);
  return {
    url,
    app,
    database,
    settings,
    lines,
    browser,
    async browserOf(person, proof) {
      const signedIn = browser();
      signedIn.cookies.set('assent-session', await aSession(database.pool, person, proof));
      return signedIn;
    },
    async close() {
      await app.close();
      await leave();
    },
  };
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** As little of a browser as the specs need: cookies, forms with their marks, no redirects followed. */
export class Browser {
  readonly cookies = new Map<string, string>();

  constructor(readonly url: string) {}

  async get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send(path, { headers });
  }

  /** Opens the page, takes the marks of its form, fills it in and sends it; `to` is the form's action. */
  async fill(path: string, to: string, fields: Record<string, string | string[]>): Promise<Answer> {
    const { text } = await this.get(path);
    return this.post(to, { ...marksIn(text), ...fields });
  }

  async post(
    path: string,
    fields: Record<string, string | string[]>,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(fields)) {
      for (const one of [value].flat()) body.append(name, one);
    }
    return this.send(path, { method: 'POST', body, headers });
  }

  /** A multipart form, its token in the address as appForm writes it. */
  async upload(page: string, to: string, form: FormData): Promise<Answer> {
    const { text } = await this.get(page);
    const { _token, _nonce } = marksIn(text);
    form.set('_nonce', _nonce);
    return this.send(`${to}?_token=${encodeURIComponent(_token)}`, { method: 'POST', body: form });
  }

  async send(path: string, init: RequestInit): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(this.url + path, {
      ...init,
      redirect: 'manual',
      headers: { accept: 'text/html', ...(cookie && { cookie }), ...init.headers },
    });
    for (const line of response.headers.getSetCookie()) this.keep(line);
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  private keep(line: string): void {
    const [pair = ''] = line.split(';');
    const at = pair.indexOf('=');
    const value = decodeURIComponent(pair.slice(at + 1));
    if (value === '') this.cookies.delete(pair.slice(0, at));
    else this.cookies.set(pair.slice(0, at), value);
  }
}

/** What a form with files sends: its fields, and the file under the name `file`. */
export function formOf(fields: Readonly<Record<string, string>>, file?: File): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  if (file !== undefined) form.set('file', file);
  return form;
}

/** The hidden marks of the first form of a page. */
export function marksIn(html: string): { _token: string; _nonce: string } {
  const token = /name="_token" value="([^"]+)"/.exec(html) ?? /[?&]_token=([^"&]+)/.exec(html);
  const nonce = /name="_nonce" value="([^"]+)"/.exec(html);
  return { _token: decodeURIComponent(token?.[1] ?? ''), _nonce: nonce?.[1] ?? '' };
}
