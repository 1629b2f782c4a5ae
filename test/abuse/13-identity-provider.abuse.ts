import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { RogueProvider, type Mischief } from '../support/rogue-provider.js';
import { EMAIL, isSignedIn, ruthOn } from '../support/sign-in-link.js';
import { aWebServer, type WebServer } from '../support/web.js';

const NOW = Math.floor(Date.now() / 1000);

/** More of them, one by one, in libs/identity/src/provider/client.spec.ts. */
const ATTACKS: Readonly<Record<string, Mischief & { readonly query?: Record<string, string> }>> = {
  'a wrong aud': { claims: { aud: 'somebody-else' } },
  'a wrong iss': { claims: { iss: 'https://evil.example' } },
  'a wrong nonce': { claims: { nonce: 'another' } },
  'a wrong state': { query: { state: 'another' } },
  'alg none': { sign: 'none' },
  'HS256 with the public key': { sign: 'public-key-as-secret' },
  'a token that has expired': { claims: { exp: NOW - 60 } },
  'a future iat': { claims: { iat: NOW + 3600, exp: NOW + 7200 } },
  'no second proof where one is agreed': { claims: { amr: ['pwd'] } },
  'a mix-up of providers': { query: { iss: 'https://evil.example' } },
  'a swapped subject': { claims: { sub: 'somebody-else' } },
  'an e-mail address that is now a clerk’s': {
    claims: { sub: 'somebody-else', email: EMAIL, email_verified: true },
  },
};

let rogue: RogueProvider;
let server: WebServer;
beforeAll(async () => {
  rogue = await RogueProvider.open();
  const { issuer, clientId, clientSecret } = rogue.settings;
  server = await aWebServer({
    environment: {
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: clientId,
      OIDC_CLIENT_SECRET: clientSecret,
      OIDC_PROOFS: 'mfa',
    },
  });
  const ruth = await ruthOn(server);
  await server.database.pool.query(
    `INSERT INTO provider_account (issuer, subject, person) VALUES ($1, 'ruth', $2)`,
    [issuer, ruth],
  );
});
afterAll(async () => {
  await server.close();
  await rogue.close();
});

async function comeBack({ query = {}, claims = {}, ...mischief }: (typeof ATTACKS)[string]) {
  rogue.mischief = { ...mischief, claims: { amr: ['mfa'], ...claims } };
  const browser = server.browser();
  const asked = rogue.visit((await browser.get('/sign-in/provider')).headers.get('location')!);
  const state = asked.searchParams.get('state')!;
  const back = new URLSearchParams({ code: 'a-code', state, ...query });
  const answer = await browser.get(`/sign-in/provider/back?${back.toString()}`);
  return { browser, answer };
}

test('13: a provider that behaves signs in the person to whom the account was joined', async () => {
  const { browser, answer } = await comeBack({});
  expect([answer.status, isSignedIn(browser)]).toEqual([303, true]);
});

test.each(Object.entries(ATTACKS))('13: %s signs nobody in', async (_name, attack) => {
  const { browser, answer } = await comeBack(attack);
  expect([answer.status, isSignedIn(browser)]).toEqual([403, false]);
});
