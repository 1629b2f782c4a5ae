import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RogueProvider, type Mischief } from '../../../../test/support/rogue-provider.js';
import { ProviderClient, type Errand } from './client.js';

const BACK = 'https://assent.test/sign-in/provider/back';
const NOW = Math.floor(Date.now() / 1000);
const HOUR = 3600;

interface Case extends Mischief {
  /** What the browser brings back, when it is not what it was given. */
  readonly brought?: (query: URLSearchParams, issuer: string) => void;
  readonly proofs?: string[];
  readonly away?: true;
}

/** Each is one way to misbehave, and all of them end without anybody signed in. */
const CASES: Readonly<Record<string, Case>> = {
  'a token for another client': { claims: { aud: 'somebody-else' } },
  'a token for two clients, made for the other': { claims: { aud: ['assent', 'x'], azp: 'x' } },
  'a token of another issuer': { claims: { iss: 'https://evil.example' } },
  'an issuer that differs by a slash': { claims: { iss: 'http://127.0.0.1/' } },
  'the nonce of another visit': { claims: { nonce: 'another' } },
  'no nonce': { claims: { nonce: undefined } },
  'a token that nobody signed (alg none)': { sign: 'none' },
  'HS256 with the public key as the secret': { sign: 'public-key-as-secret' },
  'a signature by another key': { sign: 'another-key' },
  'keys that changed, and an unknown kid': { sign: 'new-key' },
  'an algorithm that was not agreed': { header: { alg: 'RS512' } },
  'a token that has expired': { claims: { iat: NOW - 2 * HOUR, exp: NOW - HOUR } },
  'a token from the future': { claims: { iat: NOW + HOUR, exp: NOW + 2 * HOUR } },
  'a token that counts later': { claims: { nbf: NOW + HOUR } },
  'no subject': { claims: { sub: undefined } },
  'an empty subject': { claims: { sub: '' } },
  'a subject of 300 signs': { claims: { sub: 'x'.repeat(300) } },
  'no second proof, where one is agreed': { proofs: ['mfa'], claims: { amr: ['pwd'] } },
  'a second proof of another kind': { proofs: ['mfa'], claims: { acr: 'mfa ', amr: 'mfa' } },
  'a second proof of an hour ago': {
    proofs: ['mfa'],
    claims: { amr: ['mfa'], auth_time: NOW - HOUR },
  },
  'a second proof of nobody knows when': {
    proofs: ['mfa'],
    claims: { amr: ['mfa'], auth_time: undefined },
  },
  'a token of a megabyte': { claims: { fill: 'x'.repeat(1_000_000) } },
  'no token at all': {
    token: (it) => answer(it, 200, { access_token: 'x', token_type: 'Bearer' }),
  },
  'a page instead of an answer': {
    token: (it) => void it.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hello</h1>'),
  },
  'a code that was used before': { token: (it) => answer(it, 400, { error: 'invalid_grant' }) },
  'a redirect to inside': {
    token: (it) => void it.writeHead(307, { location: 'http://169.254.169.254/latest' }).end(),
  },
  'a token endpoint inside': { discovery: { token_endpoint: 'http://127.0.0.2:1/token' } },
  'keys inside': { discovery: { jwks_uri: 'http://[::1]:1/jwks' } },
  'another issuer than was asked': { discovery: { issuer: 'https://evil.example' } },
  'a wrong state': { brought: (query) => query.set('state', 'another') },
  'no state': { brought: (query) => query.delete('state') },
  'two states': { brought: (query) => query.append('state', 'another') },
  'the answer of another provider (mix-up)': {
    brought: (query) => query.set('iss', 'https://evil.example'),
  },
  'no issuer, where it is announced': {
    discovery: { authorization_response_iss_parameter_supported: true },
  },
  'a refusal by its user': {
    brought: (query) => {
      query.delete('code');
      query.set('error', 'access_denied');
    },
  },
  'a broken server': { away: true, token: (it) => answer(it, 500, { error: 'server_error' }) },
  silence: { away: true, token: () => undefined },
};

function answer(
  response: Parameters<NonNullable<Mischief['token']>>[0],
  status: number,
  value: object,
) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

describe('an identity provider', () => {
  let rogue: RogueProvider;
  beforeAll(async () => {
    rogue = await RogueProvider.open();
  });
  afterAll(() => rogue.close());

  async function visit({ brought, proofs = [], ...mischief }: Case) {
    rogue.mischief = mischief;
    const client = new ProviderClient({ ...rogue.settings, proofs });
    const { url, errand } = await client.begin(BACK);
    const asked = rogue.visit(url);
    const address = new URL(BACK);
    address.searchParams.set('code', 'a-code');
    address.searchParams.set('state', asked.searchParams.get('state')!);
    brought?.(address.searchParams, rogue.issuer);
    return { asked, errand, account: () => client.finish(address, errand) };
  }

  it('that behaves says who came: by PKCE, state and nonce, for the address that we gave', async () => {
    const { asked, errand, account } = await visit({ claims: { acr: 'a', amr: ['pwd', 'otp'] } });
    expect(Object.fromEntries(asked.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: 'assent',
      redirect_uri: BACK,
      code_challenge_method: 'S256',
      code_challenge: challengeOf(errand),
    });
    expect(await account()).toEqual({
      issuer: rogue.issuer,
      subject: 'ruth',
      acr: 'a',
      amr: ['pwd', 'otp'],
      isProved: false,
    });
    expect(rogue.lastForm?.get('code_verifier')).toBe(errand.verifier);
    expect(rogue.lastForm?.get('redirect_uri')).toBe(BACK);
  });

  it('proves a second time by the acr or amr that was agreed', async () => {
    const byAmr = await visit({ proofs: ['mfa'], claims: { amr: ['pwd', 'mfa'] } });
    expect(await byAmr.account()).toMatchObject({ isProved: true });
    const byAcr = await visit({ proofs: ['urn:mfa'], claims: { acr: 'urn:mfa' } });
    expect(await byAcr.account()).toMatchObject({ isProved: true });
  });

  it.each(Object.entries(CASES))('is refused with %s', async (_name, mischief) => {
    const trying = async () => (await visit(mischief)).account();
    const code = mischief.away ? 'provider-away' : 'provider-refused';
    await expect(trying()).rejects.toMatchObject({ code });
  });

  it('that is away today may be well tomorrow', async () => {
    rogue.mischief = { discovery: { issuer: 'https://evil.example' } };
    const client = new ProviderClient(rogue.settings);
    await expect(client.begin(BACK)).rejects.toMatchObject({ code: 'provider-refused' });
    rogue.mischief = {};
    expect((await client.begin(BACK)).url).toContain('/auth?');
    const gone = new ProviderClient({ ...rogue.settings, issuer: 'http://127.0.0.1:1' });
    await expect(gone.begin(BACK)).rejects.toMatchObject({ code: 'provider-away' });
  });
});

const challengeOf = ({ verifier }: Errand): string =>
  createHash('sha256').update(verifier).digest('base64url');
