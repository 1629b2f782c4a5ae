import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { routesOf, type Route } from '../../apps/web/src/http/routes.js';
import { aWebServer, type WebServer } from '../support/web.js';

/**
 * What decides, signs, overrides, takes the record away, or changes who may do so. A handler that
 * calls one of these and does not say so lets a stolen session or a stolen mailbox do it.
 */
const CALLS: readonly (readonly [RegExp, Route['strong']])[] = [
  [/\banswerConsent\(|answer: ['"]withdrawn['"]|\bacceptCondition\(|\bpublishPolicy\(/, 'approve'],
  [/\bsubmit\(this\.office/, 'sign'],
  [/\boverrideDesk\.decide\(/, 'override'],
  [/\brecordFile\(/, 'export'],
  [
    /\b(?:removeAll|inviteOfficer|endMembership|addCasePerson|removeCasePerson|nameRepresentative)\(/,
    'people',
  ],
  [/\bpasswords\.(?:allow|disallow)\(/, 'people'],
  [/\bprovider\.(?:invite|endAccount)\(/, 'people'],
  [/\bboardRoom\.(?:addMember|endMember)\(/, 'people'],
  [/\bsecondFactors\.(?:removeApp|makeCodes)\(|\bpasskeys\.remove\(/, 'factors'],
];

/** Addresses that sound like such an act and are none, each with the reason. */
const HARMLESS: Readonly<Record<string, string>> = {
  '/reply/withdraw': 'somebody takes back their own reply, by the letter that asked for it',
};
const SOUNDS_STRONG = /\/(?:sign|approve|publish|withdraw|erase|export|override)(?:\/|$)/;

let web: WebServer;
let routes: readonly Route[];
beforeAll(async () => {
  web = await aWebServer();
  routes = routesOf(web.app);
});
afterAll(() => web.close());

describe('an act that needs a fresh proof', () => {
  it.each(CALLS)('%s is said to be one', (call, act) => {
    const calling = routes.filter(({ source }) => call.test(source));
    expect(calling.map(({ name }) => name)).not.toEqual([]);
    for (const { name, strong } of calling) expect([name, strong]).toEqual([name, act]);
  });

  it('is every POST that sounds like one, or says why not', () => {
    const sounding = routes.filter(
      ({ method, path, strong }) =>
        method === 'POST' && SOUNDS_STRONG.test(path) && strong === undefined,
    );
    expect(sounding.map(({ path }) => path).filter((path) => !(path in HARMLESS))).toEqual([]);
  });

  it('is never open to somebody who is not signed in', () => {
    for (const { name, audience, strong } of routes) {
      if (strong === undefined) continue;
      expect([name, audience?.kind]).not.toEqual([name, 'anyone']);
      expect([name, audience?.kind]).not.toEqual([name, 'link-holder']);
    }
  });
});
