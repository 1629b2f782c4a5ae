import { isIP } from 'node:net';
import * as oidc from 'openid-client';
import { Refusal, isLoopbackHost, type Settings } from '#platform';

export type ProviderSettings = NonNullable<Settings['provider']>;

/** A provider that is slower than a person's patience is away. */
const PATIENCE_SECONDS = 5;
/** Discovery, keys and tokens are some kilobytes; more is an attack or a mistake. */
const MOST_BYTES = 256 * 1024;
/** Clocks differ; a token from further ahead was made with a wrong one. */
const SKEW_SECONDS = 60;
const ALGORITHM = 'RS256';
/** A second proof at the provider is as old here as it is there: see PROOF_SECONDS of a visitor. */
const PROOF_SECONDS = 10 * 60;

/** What must come back unchanged from the provider: kept in the browser, sealed. */
export interface Errand {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Who came back: the account by its issuer and subject, and how its holder proved themselves there. */
export interface ProviderAccount {
  readonly issuer: string;
  readonly subject: string;
  readonly acr: string | null;
  readonly amr: readonly string[] | null;
  /** Whether that includes what the settings accept as a second proof. */
  readonly isProved: boolean;
}

/** One identity provider, by OpenID Connect: authorisation code with PKCE, state and nonce. */
export class ProviderClient {
  private found: Promise<oidc.Configuration> | null = null;

  constructor(private readonly settings: ProviderSettings) {}

  /** Where the browser goes, and what it must bring back. */
  async begin(back: string): Promise<{ url: string; errand: Errand }> {
    const errand = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
    };
    const config = await this.configuration();
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: back,
      scope: this.settings.scope,
      state: errand.state,
      nonce: errand.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(errand.verifier),
      code_challenge_method: 'S256',
      ...(this.asksForProof && { max_age: String(PROOF_SECONDS) }),
    });
    return { url: url.href, errand };
  }

  /**
   * Takes the code back to the provider and reads its token. Whatever does not fit is refused as
   * `provider-refused`; a provider that is away, slow or broken as `provider-away`.
   */
  async finish(address: URL, { state, nonce, verifier }: Errand): Promise<ProviderAccount> {
    const config = await this.configuration();
    try {
      const tokens = await oidc.authorizationCodeGrant(config, address, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
        ...(this.asksForProof && { maxAge: PROOF_SECONDS }),
      });
      return this.accountOf(tokens.claims()!);
    } catch (error) {
      throw refusalOf(error);
    }
  }

  private get asksForProof(): boolean {
    return this.settings.proofs.length > 0;
  }

  private accountOf(claims: oidc.IDToken): ProviderAccount {
    const { iss: issuer, sub: subject, iat } = claims;
    if (subject === '' || subject.length > 255) throw new Refusal('provider-refused');
    if (iat > Date.now() / 1000 + SKEW_SECONDS) throw new Refusal('provider-refused');
    const acr = typeof claims.acr === 'string' ? claims.acr : null;
    const amr = Array.isArray(claims.amr) ? claims.amr.map(String).slice(0, 20) : null;
    const { proofs } = this.settings;
    const isProved = proofs.some((one) => one === acr || amr?.includes(one) === true);
    if (this.asksForProof && !isProved) throw new Refusal('provider-refused', { lacks: 'proof' });
    return { issuer, subject, acr, amr, isProved };
  }

  /** Asked for once; a failure is forgotten, so that the next person may find the provider well. */
  private async configuration(): Promise<oidc.Configuration> {
    this.found ??= this.discover();
    try {
      return await this.found;
    } catch (error) {
      this.found = null;
      throw refusalOf(error);
    }
  }

  private async discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    const own = new URL(issuer);
    const insecure = isLoopbackHost(own.hostname) ? [oidc.allowInsecureRequests] : [];
    return oidc.discovery(
      own,
      clientId,
      { client_secret: clientSecret, id_token_signed_response_alg: ALGORITHM },
      oidc.ClientSecretBasic(clientSecret),
      {
        timeout: PATIENCE_SECONDS,
        [oidc.customFetch]: (url, options) => fetchGuarded(own, url, options),
        // Without it the library trusts the connection and leaves the token's signature unread.
        execute: [...insecure, oidc.enableNonRepudiationChecks],
      },
    );
  }
}

/** No redirects, no machines that only an insider reaches, no endless answers. */
async function fetchGuarded(
  own: URL,
  address: string,
  options: oidc.CustomFetchOptions,
): Promise<Response> {
  const { hostname, host } = new URL(address);
  const isInside = isIP(hostname.replace(/^\[|\]$/g, '')) !== 0 || isLoopbackHost(hostname);
  if (isInside && host !== own.host) throw new Refusal('provider-refused', { address: 'inside' });
  const answer = await fetchHonestly(address, { ...options, redirect: 'manual' } as RequestInit);
  if (answer.status >= 500) throw new Refusal('provider-away', { status: answer.status });
  const body = await readAtMost(answer, MOST_BYTES);
  const { status, statusText, headers } = answer;
  return new Response(body.length === 0 ? null : body, { status, statusText, headers });
}

async function readAtMost(answer: Response, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > most) throw new Refusal('provider-refused', { answer: 'too large' });
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** A network that refuses, breaks or is silent: the provider is away, whatever the error is called. */
async function fetchHonestly(address: string, options: RequestInit): Promise<Response> {
  return fetch(address, options).catch((error: unknown) => {
    throw new Refusal('provider-away', { because: String(error) });
  });
}

/** What we refused goes through; all that the library found wrong is one "no". */
function refusalOf(error: unknown): Refusal {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof Refusal) return cause;
  }
  return new Refusal('provider-refused', { because: String(error) });
}
