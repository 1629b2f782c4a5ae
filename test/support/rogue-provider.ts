import { createHmac, createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Key {
  readonly kid: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const aKey = (): Key => ({
  kid: randomUUID(),
  ...generateKeyPairSync('rsa', { modulusLength: 2048 }),
});

const CLIENT = { id: 'assent', secret: 'not so secret' };

/** What a case makes of an honest provider; all that is left out stays honest. */
export interface Mischief {
  readonly header?: Record<string, unknown>;
  readonly claims?: Record<string, unknown>;
  readonly sign?: 'none' | 'public-key-as-secret' | 'another-key' | 'new-key';
  readonly discovery?: Record<string, unknown>;
  /** Answers the token endpoint instead of the honest way. */
  readonly token?: (response: ServerResponse) => void;
}

/** An identity provider that misbehaves on request. What it knows of a visit, the spec tells it. */
export class RogueProvider {
  mischief: Mischief = {};
  /** The challenge of the visit, against which the code's verifier is held. */
  lastForm: URLSearchParams | null = null;
  private readonly key = aKey();
  private readonly other = aKey();
  private nonce = '';

  private constructor(private readonly server: Server) {}

  static async open(): Promise<RogueProvider> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const rogue = new RogueProvider(server);
    server.on('request', (request, response) => void rogue.answer(request, response));
    return rogue;
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get settings() {
    return {
      name: 'Rogue',
      issuer: this.issuer,
      clientId: CLIENT.id,
      clientSecret: CLIENT.secret,
      scope: 'openid',
      proofs: [] as string[],
    };
  }

  /** A person signs in there: the nonce of the visit goes into the token. */
  visit(url: string): URL {
    const asked = new URL(url);
    this.nonce = asked.searchParams.get('nonce') ?? '';
    return asked;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await new Response(request as never).text();
    const path = request.url ?? '';
    if (path.startsWith('/.well-known')) return json(response, this.discovery());
    if (path === '/jwks') return json(response, { keys: [jwkOf(this.key)] });
    if (path !== '/token') return void response.writeHead(404).end();
    this.lastForm = new URLSearchParams(body);
    if (this.mischief.token) return this.mischief.token(response);
    json(response, { access_token: 'x', token_type: 'Bearer', id_token: this.idToken() });
  }

  private discovery() {
    return {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/auth`,
      token_endpoint: `${this.issuer}/token`,
      jwks_uri: `${this.issuer}/jwks`,
      response_types_supported: ['code'],
      id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
      authorization_response_iss_parameter_supported: false,
      ...this.mischief.discovery,
    };
  }

  private idToken(): string {
    const { header, claims, sign } = this.mischief;
    const now = Math.floor(Date.now() / 1000);
    const key = sign === 'new-key' ? this.other : this.key;
    const alg = { none: 'none', 'public-key-as-secret': 'HS256' }[String(sign)] ?? 'RS256';
    const honest = { iss: this.issuer, aud: CLIENT.id, sub: 'ruth', nonce: this.nonce };
    const parts = [
      { alg, kid: key.kid, ...header },
      { ...honest, auth_time: now, iat: now, exp: now + 300, ...claims },
    ];
    const text = parts.map((part) => base64url(JSON.stringify(part))).join('.');
    return `${text}.${this.signature(text, key)}`;
  }

  private signature(text: string, key: Key): string {
    const { sign } = this.mischief;
    if (sign === 'none') return '';
    if (sign === 'public-key-as-secret') {
      const secret = key.publicKey.export({ type: 'spki', format: 'pem' });
      return createHmac('sha256', secret).update(text).digest('base64url');
    }
    const signer = createSign('RSA-SHA256').update(text);
    return signer.sign(
      sign === 'another-key' ? this.other.privateKey : key.privateKey,
      'base64url',
    );
  }
}

const jwkOf = ({ kid, publicKey }: Key) => ({
  ...publicKey.export({ format: 'jwk' }),
  kid,
  alg: 'RS256',
  use: 'sig',
});

const base64url = (text: string): string => Buffer.from(text).toString('base64url');

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
