import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Browser } from './web.js';
import type { Answer } from './web.js';

// The package brings no types of its own.
type ProviderClass = new (
  issuer: string,
  configuration: object,
) => {
  callback(): (request: unknown, response: unknown) => void;
  on(event: string, hear: () => void): void;
};

export interface RealProvider {
  readonly issuer: string;
  readonly environment: Record<string, string>;
  /** From here on it serves the web application that listens there. */
  serve(web: string): Promise<void>;
  /** Somebody signs in there as this subject, and is led back: the address to which. */
  signIn(url: string, subject: string): Promise<string>;
  close(): Promise<void>;
}

/** A certified provider of OpenID Connect, in this process, on a free port of loopback. */
export async function aProvider(): Promise<RealProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = { client_id: 'assent', client_secret: 'a secret that both know well' };
  return {
    issuer,
    environment: {
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: client.client_id,
      OIDC_CLIENT_SECRET: client.client_secret,
      OIDC_NAME: 'School Sign-in',
    },
    async serve(web) {
      // @ts-expect-error It brings no types of its own.
      const { default: Provider } = (await import('oidc-provider')) as { default: ProviderClass };
      const provider = new Provider(issuer, {
        clients: [{ ...client, redirect_uris: [`${web}/sign-in/provider/back`] }],
        pkce: { required: () => true },
        cookies: { keys: ['a key for the cookies of this run'] },
      });
      server.on('request', provider.callback());
    },
    async signIn(url, subject) {
      const browser = new Browser(issuer);
      let answer = await browser.get(pathOf(url));
      for (let step = 0; step < 12; step += 1) {
        const location = answer.headers.get('location');
        if (location !== null && !location.startsWith(issuer) && !location.startsWith('/')) {
          return location;
        }
        answer =
          location === null
            ? await answerForm(browser, answer, subject)
            : await browser.get(pathOf(location, issuer));
      }
      throw new Error('The provider never led back.');
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Its page of signing in, or of consenting: both are forms that post to themselves. */
async function answerForm(browser: Browser, { text }: Answer, subject: string): Promise<Answer> {
  const action = /action="([^"]+)"/.exec(text)?.[1] ?? '';
  const prompt = /name="prompt" value="([^"]+)"/.exec(text)?.[1] ?? '';
  return browser.post(pathOf(action, browser.url), { prompt, login: subject, password: 'any' });
}

function pathOf(address: string, base?: string): string {
  const { pathname, search } = new URL(address, base);
  return pathname + search;
}
