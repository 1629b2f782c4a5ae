import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { ownSecretKeys } from './secret-keys.js';

/** Everything that the environment decides, read once when a process starts. */
export interface Settings {
  readonly host: string;
  /** Null lets the launcher choose a free one. */
  readonly port: number | null;
  readonly varDir: string;
  readonly documentsDir: string;
  readonly database: DatabaseSettings;
  /** Origin that letters name, without a slash at its end. Null: where the server turns out to listen. */
  readonly publicBaseUrl: string | null;
  readonly smtpUrl: string | null;
  readonly mailFrom: string;
  readonly mailDomain: string;
  readonly smtpInHost: string;
  readonly smtpInPort: number | null;
  /** A mailbox from which answers are fetched. */
  readonly imapUrl: string | null;
  /** What a mail provider that hands us answers shows of itself; null: none may. */
  readonly mailHookSecret: string | null;
  readonly dkim: DkimSettings | null;
  /** The first signs, all verify. */
  readonly secretKeys: readonly string[];
  readonly trustedProxies: readonly string[];
  /** Where people may sign in by OpenID Connect; null: nowhere. */
  readonly provider: OidcSettings | null;
  /** When a session is over: so long after its last request, and so long after its first. */
  readonly sessions: { readonly idleMinutes: number; readonly longestHours: number };
  /** Whether the name servers of a sender's domain are asked who may send for it. */
  readonly checkSenders: boolean;
  /** Relays of our own that hand mail on to us. */
  readonly trustedRelays: readonly string[];
  /** Domains whose word counts on how a mail came to them that they forward. */
  readonly trustedForwarders: readonly string[];
  /** A sending to more people than this needs a second person’s word. */
  readonly secondPersonAbove: number;
  readonly chromiumPath: string | null;
  readonly mailCorpusDir: string | null;
  /** Bound to loopback with neither DATABASE_URL nor SMTP_URL: examples, a clock that moves, "sign in as". */
  readonly isExample: boolean;
}

export interface DatabaseSettings {
  /** The service's database; null asks the launcher for the one of VAR_DIR. */
  readonly url: string | null;
  /** Migrates; the same as `url` where there is only one. */
  readonly ownerUrl: string | null;
  readonly embedded: boolean;
}

export interface OidcSettings {
  /** As people know it. */
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  /** Values of acr or amr that count as a second proof; with any, a sign-in without one is refused. */
  readonly proofs: readonly string[];
}

export interface DkimSettings {
  readonly domain: string;
  readonly selector: string;
  readonly privateKeyFile: string;
}

/** A setting that is wrong or missing: one sentence that names it and the remedy. */
export class WrongSetting extends Error {
  override name = 'WrongSetting';
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings, or throws `WrongSetting` with the first thing to put right. What serves nobody
 * and sends nothing, a console command, may leave out what only those need.
 */
export function readSettings(
  environment: Environment,
  { serves = true }: { readonly serves?: boolean } = {},
): Settings {
  const set = parse(environment);
  const isLoopback = isLoopbackHost(set.HOST);
  const isExample = isLoopback && isOnlyHere(set);
  if (!isExample && serves) refuseUnsafe(set, isLoopback);
  const varDir = resolve(set.VAR_DIR);
  const mailDomain = set.MAIL_DOMAIN ?? set.MAIL_FROM?.split('@')[1] ?? 'assent.example.org';
  return {
    host: set.HOST,
    port: set.PORT ?? null,
    varDir,
    documentsDir: resolve(set.DOCUMENTS_DIR ?? `${varDir}/documents`),
    database: databaseOf(set),
    publicBaseUrl: set.PUBLIC_BASE_URL ?? null,
    smtpUrl: set.SMTP_URL ?? null,
    mailFrom: set.MAIL_FROM ?? `assent@${mailDomain}`,
    mailDomain,
    smtpInHost: set.SMTP_IN_HOST,
    smtpInPort: set.SMTP_IN_PORT ?? null,
    imapUrl: set.IMAP_URL ?? null,
    mailHookSecret: set.MAIL_HOOK_SECRET ?? null,
    dkim: dkimOf(set),
    secretKeys: set.SECRET_KEYS ?? ownSecretKeys(varDir),
    trustedProxies: set.TRUSTED_PROXIES,
    provider: providerOf(set),
    sessions: { idleMinutes: set.SESSION_IDLE_MINUTES, longestHours: set.SESSION_HOURS },
    checkSenders: set.CHECK_SENDERS === undefined ? !isExample : set.CHECK_SENDERS === 'dns',
    trustedRelays: set.TRUSTED_RELAYS,
    trustedForwarders: set.TRUSTED_FORWARDERS,
    secondPersonAbove: set.MAILING_SECOND_PERSON_ABOVE,
    chromiumPath: set.CHROMIUM_PATH ?? null,
    mailCorpusDir: set.MAIL_CORPUS_DIR ?? null,
    isExample,
  };
}

/** Whether only this machine can reach a server that listens on `host`. */
export function isLoopbackHost(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'));
}

const LEAST_KEY_LENGTH = 32;

const port = (name: string) =>
  z.coerce
    .number({ error: `${name} must be a number from 0 to 65535, for example 3000.` })
    .int(`${name} must be a whole number from 0 to 65535.`)
    .min(0, `${name} must be a number from 0 to 65535.`)
    .max(65_535, `${name} must be a number from 0 to 65535.`)
    .optional();

const wholeFrom = (name: string, least: number, most: number) => {
  const error = `${name} must be a whole number from ${least} to ${most}.`;
  return z.coerce.number({ error }).int(error).min(least, error).max(most, error);
};

const list = () =>
  z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((entry) => entry.trim())
        .filter(Boolean),
    );

const networks = (name: string) =>
  list().refine((entries) => entries.every(isNetwork), {
    error: `${name} must list IP addresses or networks: 10.0.0.5, 10.1.0.0/16.`,
  });

const postgresUrl = (name: string) =>
  address(name, ['postgres:', 'postgresql:'], 'postgres://user:password@host:5432/assent');

const schema = z.object({
  HOST: z.string().default('127.0.0.1').refine(isHost, {
    error: 'HOST must be an IP address to listen on or localhost, for example 127.0.0.1.',
  }),
  PORT: port('PORT'),
  VAR_DIR: z.string().default('var'),
  DOCUMENTS_DIR: z.string().optional(),
  DATABASE_URL: postgresUrl('DATABASE_URL').optional(),
  DATABASE_OWNER_URL: postgresUrl('DATABASE_OWNER_URL').optional(),
  /** The launcher's word to its children: the Postgres of VAR_DIR, through its socket. */
  EMBEDDED_DATABASE_URL: postgresUrl('EMBEDDED_DATABASE_URL')
    .refine((url) => url.includes('%2F') || url.includes('%2f'), {
      error: 'EMBEDDED_DATABASE_URL is set by npm start itself: set DATABASE_URL instead.',
    })
    .optional(),
  PUBLIC_BASE_URL: address('PUBLIC_BASE_URL', ['http:', 'https:'], 'https://assent.example.org')
    .refine((url) => new URL(url).pathname === '/' && !/[?#]/.test(url), {
      error: 'PUBLIC_BASE_URL must be an origin without a path: https://assent.example.org.',
    })
    .transform((url) => new URL(url).origin)
    .optional(),
  SMTP_URL: address(
    'SMTP_URL',
    ['smtp:', 'smtps:'],
    'smtps://user:password@mail.example.org:465',
  ).optional(),
  MAIL_FROM: z.email('MAIL_FROM must be one e-mail address: assent@example.org.').optional(),
  MAIL_DOMAIN: z
    .string()
    .regex(/^(?=.{4,253}$)[a-z0-9-]+(\.[a-z0-9-]+)+$/i, {
      error: 'MAIL_DOMAIN must be the domain that receives answers: reply.example.org.',
    })
    .transform((domain) => domain.toLowerCase())
    .optional(),
  SMTP_IN_HOST: z.string().default('127.0.0.1').refine(isHost, {
    error: 'SMTP_IN_HOST must be an IP address to listen on or localhost, for example 127.0.0.1.',
  }),
  SMTP_IN_PORT: port('SMTP_IN_PORT'),
  IMAP_URL: address(
    'IMAP_URL',
    ['imap:', 'imaps:'],
    'imaps://user:password@mail.example.org/INBOX',
  ).optional(),
  MAIL_HOOK_SECRET: z
    .string()
    .min(LEAST_KEY_LENGTH, {
      error: `MAIL_HOOK_SECRET needs at least ${LEAST_KEY_LENGTH} random characters: make one with "openssl rand -hex 32".`,
    })
    .optional(),
  DKIM_DOMAIN: z.string().optional(),
  DKIM_SELECTOR: z.string().optional(),
  DKIM_PRIVATE_KEY_FILE: z.string().optional(),
  SECRET_KEYS: z
    .string()
    .transform((list) => list.split(',').map((key) => key.trim()))
    .refine((keys) => keys.every((key) => key.length >= LEAST_KEY_LENGTH), {
      error:
        `Each of SECRET_KEYS needs at least ${LEAST_KEY_LENGTH} random characters: ` +
        'make one with "openssl rand -hex 32"; the first signs, all verify.',
    })
    .optional(),
  TRUSTED_PROXIES: networks('TRUSTED_PROXIES'),
  OIDC_PRESET: z.enum(['dfe-sign-in'], { error: 'OIDC_PRESET must be dfe-sign-in.' }).optional(),
  OIDC_NAME: z.string().max(60, 'OIDC_NAME must be 60 characters or fewer.').optional(),
  OIDC_ISSUER: address('OIDC_ISSUER', ['https:', 'http:'], 'https://login.example.org')
    .refine((url) => url.startsWith('https:') || isLoopbackHost(new URL(url).hostname), {
      error: 'OIDC_ISSUER must begin with https:// unless it names this machine itself.',
    })
    .optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_PROOFS: list(),
  SESSION_IDLE_MINUTES: wholeFrom('SESSION_IDLE_MINUTES', 5, 24 * 60).default(8 * 60),
  SESSION_HOURS: wholeFrom('SESSION_HOURS', 1, 7 * 24).default(24),
  CHECK_SENDERS: z.enum(['dns', 'off'], { error: 'CHECK_SENDERS must be dns or off.' }).optional(),
  TRUSTED_RELAYS: networks('TRUSTED_RELAYS'),
  TRUSTED_FORWARDERS: list().transform((domains) => domains.map((domain) => domain.toLowerCase())),
  MAILING_SECOND_PERSON_ABOVE: wholeFrom('MAILING_SECOND_PERSON_ABOVE', 0, 1_000_000).default(500),
  CHROMIUM_PATH: z.string().optional(),
  MAIL_CORPUS_DIR: z.string().optional(),
});
type Set = z.infer<typeof schema>;

function parse(environment: Environment): Set {
  // An empty value is what a form or a compose file leaves for "not set".
  const given = Object.entries(environment).filter(([, value]) => value?.trim());
  const result = schema.safeParse(Object.fromEntries(given));
  if (result.success) return result.data;
  throw new WrongSetting(result.error.issues[0]?.message ?? 'A setting is wrong.');
}

/** Behind a public address a proxy would show the examples, and "sign in as", to everybody. */
function isOnlyHere({ DATABASE_URL, SMTP_URL, PUBLIC_BASE_URL }: Set): boolean {
  const isNamedHere =
    PUBLIC_BASE_URL === undefined || isLoopbackHost(new URL(PUBLIC_BASE_URL).hostname);
  return isNamedHere && DATABASE_URL === undefined && SMTP_URL === undefined;
}

function refuseUnsafe(set: Set, isLoopback: boolean): void {
  const real = set.DATABASE_URL !== undefined;
  if (set.SMTP_URL === undefined) {
    throw new WrongSetting(
      real
        ? 'SMTP_URL is missing: with a DATABASE_URL real letters must leave, so set it to smtp://host:25.'
        : 'SMTP_URL is missing: others can reach this address, so set SMTP_URL, or remove HOST and PUBLIC_BASE_URL.',
    );
  }
  if (set.MAIL_FROM === undefined) {
    throw new WrongSetting('MAIL_FROM is missing: set it to the address that letters come from.');
  }
  if (real && set.SECRET_KEYS === undefined) {
    throw new WrongSetting(
      'SECRET_KEYS is missing: all copies must share it, so set it to the output of "openssl rand -hex 32".',
    );
  }
  if (set.PUBLIC_BASE_URL === undefined) {
    if (!isLoopback) {
      throw new WrongSetting(
        'PUBLIC_BASE_URL is missing: set it to the address that people open, https://assent.example.org.',
      );
    }
    return;
  }
  const { protocol, hostname } = new URL(set.PUBLIC_BASE_URL);
  if (protocol !== 'https:' && !isLoopbackHost(hostname)) {
    throw new WrongSetting(
      'PUBLIC_BASE_URL must begin with https:// unless it names this machine itself.',
    );
  }
}

function databaseOf(set: Set): DatabaseSettings {
  if (set.DATABASE_URL !== undefined) {
    const ownerUrl = set.DATABASE_OWNER_URL ?? set.DATABASE_URL;
    return { url: set.DATABASE_URL, ownerUrl, embedded: false };
  }
  if (set.DATABASE_OWNER_URL !== undefined) {
    throw new WrongSetting('DATABASE_OWNER_URL is set without DATABASE_URL: set both or neither.');
  }
  const url = set.EMBEDDED_DATABASE_URL ?? null;
  return { url, ownerUrl: url, embedded: true };
}

/** What is the same for everybody who uses it. */
const PRESETS = {
  'dfe-sign-in': { name: 'DfE Sign-in', issuer: 'https://oidc.signin.education.gov.uk' },
} as const;

function providerOf(set: Set): OidcSettings | null {
  const preset = set.OIDC_PRESET === undefined ? undefined : PRESETS[set.OIDC_PRESET];
  const issuer = set.OIDC_ISSUER ?? preset?.issuer;
  const { OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = set;
  if (issuer === undefined && clientId === undefined && clientSecret === undefined) return null;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) {
    throw new WrongSetting(
      'OIDC_ISSUER (or OIDC_PRESET), OIDC_CLIENT_ID and OIDC_CLIENT_SECRET belong together: set all or none.',
    );
  }
  const name = set.OIDC_NAME ?? preset?.name ?? new URL(issuer).hostname;
  return { name, issuer, clientId, clientSecret, scope: 'openid', proofs: set.OIDC_PROOFS };
}

function dkimOf(set: Set): DkimSettings | null {
  const parts = [set.DKIM_DOMAIN, set.DKIM_SELECTOR, set.DKIM_PRIVATE_KEY_FILE];
  if (parts.every((part) => part === undefined)) return null;
  const [domain, selector, privateKeyFile] = parts;
  if (domain === undefined || selector === undefined || privateKeyFile === undefined) {
    throw new WrongSetting(
      'DKIM_DOMAIN, DKIM_SELECTOR and DKIM_PRIVATE_KEY_FILE belong together: set all three or none.',
    );
  }
  return { domain, selector, privateKeyFile };
}

function address(name: string, protocols: readonly string[], example: string) {
  return z.string().refine(
    (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol),
    // Never the value itself: it may hold a password.
    { error: `${name} must be an address that looks like ${example}.` },
  );
}

function isNetwork(entry: string): boolean {
  const [ip = '', bits, ...rest] = entry.split('/');
  const most = isIP(ip) === 6 ? 128 : 32;
  const isWhole = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
  return isIP(ip) !== 0 && isWhole && rest.length === 0;
}

function isHost(host: string): boolean {
  return host === 'localhost' || isIP(host) !== 0;
}
