import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readSettings, WrongSetting } from './settings.js';

const KEY = 'k'.repeat(32);
const REAL = {
  DATABASE_URL: 'postgres://app:secret@db.example.org/assent',
  SMTP_URL: 'smtp://mail.example.org:25',
  MAIL_FROM: 'assent@example.org',
  PUBLIC_BASE_URL: 'https://assent.example.org',
  SECRET_KEYS: KEY,
};

describe('the settings', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'assent-settings-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const read = (environment: Record<string, string | undefined>) =>
    readSettings({ VAR_DIR: folder, ...environment });

  it('need nothing for an example installation, whose keys are made once and kept private', () => {
    const settings = read({});
    expect(settings).toMatchObject({
      host: '127.0.0.1',
      port: null,
      isExample: true,
      database: { url: null, ownerUrl: null, embedded: true },
      documentsDir: join(folder, 'documents'),
    });
    expect(settings.secretKeys[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(read({}).secretKeys).toEqual(settings.secretKeys);
    const path = join(folder, 'secret-keys');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).toBe(settings.secretKeys[0]);
  });

  it.each([
    ['DATABASE_URL', { ...REAL }],
    ['SMTP_URL alone', { SMTP_URL: REAL.SMTP_URL, MAIL_FROM: REAL.MAIL_FROM }],
    ['another HOST', { ...REAL, DATABASE_URL: undefined, HOST: '0.0.0.0' }],
  ])('know no examples with %s', (_, environment) => {
    expect(read(environment).isExample).toBe(false);
  });

  it('take a real installation as it is', () => {
    const settings = read({
      ...REAL,
      SECRET_KEYS: `${KEY}, ${'o'.repeat(40)}`,
      MAIL_DOMAIN: 'Reply.Example.ORG',
    });
    expect(settings).toMatchObject({
      database: { url: REAL.DATABASE_URL, ownerUrl: REAL.DATABASE_URL, embedded: false },
      secretKeys: [KEY, 'o'.repeat(40)],
      mailDomain: 'reply.example.org',
      publicBaseUrl: 'https://assent.example.org',
    });
    const owner = 'postgres://owner@db.example.org/assent';
    expect(read({ ...REAL, DATABASE_OWNER_URL: owner }).database.ownerUrl).toBe(owner);
  });

  it('ask the domains of senders, except where there is no network to ask', () => {
    expect(read(REAL)).toMatchObject({ checkSenders: true, trustedRelays: [] });
    expect(read({}).checkSenders).toBe(false);
    expect(read({ ...REAL, CHECK_SENDERS: 'off' }).checkSenders).toBe(false);
    const behind = { TRUSTED_RELAYS: '10.1.0.0/16, ::1', TRUSTED_FORWARDERS: 'Lists.Example.org' };
    expect(read({ ...REAL, ...behind })).toMatchObject({
      trustedRelays: ['10.1.0.0/16', '::1'],
      trustedForwarders: ['lists.example.org'],
    });
  });

  it('know where people may sign in, and when a session ends', () => {
    const client = { OIDC_CLIENT_ID: 'assent', OIDC_CLIENT_SECRET: 'secret' };
    expect(read({}).provider).toBeNull();
    expect(read({ ...client, OIDC_PRESET: 'dfe-sign-in' }).provider).toEqual({
      name: 'DfE Sign-in',
      issuer: 'https://oidc.signin.education.gov.uk',
      clientId: 'assent',
      clientSecret: 'secret',
      scope: 'openid',
      proofs: [],
    });
    const own = { ...client, OIDC_ISSUER: 'https://login.trust.example', OIDC_PROOFS: 'mfa, otp' };
    expect(read(own).provider).toMatchObject({
      name: 'login.trust.example',
      proofs: ['mfa', 'otp'],
    });
    expect(read({}).sessions).toEqual({ idleMinutes: 480, longestHours: 24 });
    expect(read({ SESSION_HOURS: '10' }).sessions.longestHours).toBe(10);
  });

  it.each<[string, Record<string, string | undefined>]>([
    ['SMTP_URL is missing: with a DATABASE_URL', { ...REAL, SMTP_URL: undefined }],
    ['SMTP_URL is missing: with a DATABASE_URL', { DATABASE_URL: REAL.DATABASE_URL }],
    ['SMTP_URL is missing: others can reach', { HOST: '0.0.0.0' }],
    ['SMTP_URL is missing: others can reach', { PUBLIC_BASE_URL: 'https://assent.example.org' }],
    ['MAIL_FROM is missing', { ...REAL, MAIL_FROM: undefined }],
    ['MAIL_FROM must be one', { ...REAL, MAIL_FROM: 'a@x.org, b@y.org' }],
    ['SECRET_KEYS is missing', { ...REAL, SECRET_KEYS: '' }],
    ['Each of SECRET_KEYS needs at least 32', { ...REAL, SECRET_KEYS: `${KEY},short` }],
    ['PUBLIC_BASE_URL must begin with https', { ...REAL, PUBLIC_BASE_URL: 'http://assent.org' }],
    ['PUBLIC_BASE_URL must be an origin', { ...REAL, PUBLIC_BASE_URL: 'https://a.org/assent' }],
    ['PUBLIC_BASE_URL is missing', { ...REAL, PUBLIC_BASE_URL: undefined, HOST: '0.0.0.0' }],
    ['PORT must be', { PORT: 'eighty' }],
    ['PORT must be', { PORT: '70000' }],
    ['HOST must be an IP address', { HOST: 'my host' }],
    ['DATABASE_URL must be an address', { ...REAL, DATABASE_URL: 'mysql://app:secret@db/x' }],
    ['DATABASE_OWNER_URL is set without', { DATABASE_OWNER_URL: REAL.DATABASE_URL }],
    ['SMTP_URL must be an address', { ...REAL, SMTP_URL: 'mail.example.org' }],
    ['MAIL_DOMAIN must be', { MAIL_DOMAIN: 'not a domain' }],
    ['DKIM_DOMAIN, DKIM_SELECTOR', { DKIM_DOMAIN: 'example.org' }],
    ['TRUSTED_PROXIES must list', { TRUSTED_PROXIES: 'proxy.example.org' }],
    ['TRUSTED_RELAYS must list', { TRUSTED_RELAYS: '10.0.0.0/64' }],
    ['OIDC_ISSUER (or OIDC_PRESET), OIDC_CLIENT_ID', { OIDC_PRESET: 'dfe-sign-in' }],
    ['OIDC_ISSUER must begin with https', { OIDC_ISSUER: 'http://login.example.org' }],
    ['SESSION_IDLE_MINUTES must be', { SESSION_IDLE_MINUTES: '0' }],
    ['SESSION_HOURS must be', { SESSION_HOURS: 'long' }],
    ['CHECK_SENDERS must be', { CHECK_SENDERS: 'sometimes' }],
    ['EMBEDDED_DATABASE_URL is set by npm start', { EMBEDDED_DATABASE_URL: REAL.DATABASE_URL }],
  ])('say in one sentence: %s', (sentence, environment) => {
    const reading = () => read(environment);
    expect(reading).toThrow(WrongSetting);
    expect(reading).toThrow(sentence);
    try {
      reading();
    } catch (error) {
      const { message } = error as Error;
      expect(message).toMatch(/^[^\n]+\.$/);
      expect(message).not.toContain('secret@');
    }
  });
});
