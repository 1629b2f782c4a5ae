import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addBody, addMembership, addPerson } from '#identity';
import type { BodyKind, HumanRole } from '#identity';
import { inTransaction } from '#platform';
import { projectGroups } from '#cases';
import { routesOf } from '../../apps/web/src/http/routes.js';
import type { Route } from '../../apps/web/src/http/routes.js';
import { CaseDesk } from '../support/case-desk.js';
import { aWebServer, marksIn } from '../support/web.js';
import type { Browser, WebServer } from '../support/web.js';

/** Every role with a body of the kind in which it is held. */
const ROLES: Readonly<Record<HumanRole, BodyKind>> = {
  clerk: 'clerking-service',
  chair: 'governing-board',
  governor: 'governing-board',
  'senior-officer': 'clerking-service',
  'faith-officer': 'diocesan-board',
  'trust-officer': 'trust',
  'authority-officer': 'local-authority',
  'regional-officer': 'regional-director',
  'union-officer': 'union',
  administrator: 'clerking-service',
};

const ABSENT = '00000000-0000-4000-8000-000000000000';

let desk: CaseDesk;
let web: WebServer;
let routes: readonly Route[];
let caseId: string;
let group: string;
let invitation: string;
const strangers = new Map<HumanRole, Browser>();
/** The same people, signed in by a letter alone. */
const unproved = new Map<HumanRole, Browser>();

beforeAll(async () => {
  desk = await CaseDesk.open();
  web = await aWebServer({ on: desk });
  routes = routesOf(web.app);
  caseId = await desk.aCase('voluntary-aided-church-of-england');
  await makeGroup();
  for (const [role, kind] of Object.entries(ROLES)) {
    const person = await stranger(role as HumanRole, kind);
    strangers.set(role as HumanRole, await web.browserOf(person));
    unproved.set(role as HumanRole, await web.browserOf(person, { isProved: false }));
  }
});
afterAll(async () => {
  await web.close();
  await desk.close();
});

/** A group with the case in it, and an invitation to the other desk. */
async function makeGroup(): Promise<void> {
  const [actor, content] = [desk.clerk, {}];
  const form = () => ({ nonce: crypto.randomUUID(), person: actor.person, content });
  const { office } = desk;
  const named = { actor, form: form(), kind: 'conversion', name: 'Valley schools' } as const;
  group = (await projectGroups.make(office, named)).id;
  await projectGroups.join(office, { actor, form: form(), group, cases: [caseId] });
  const { urn } = (await desk.stored(await desk.aCaseOf(desk.otherClerk))).snapshot.case.context;
  invitation = (await projectGroups.invite(office, { actor, form: form(), group, asked: urn })).id;
}

/** Somebody who holds the role in a body that has nothing to do with the case. */
async function stranger(role: HumanRole, kind: BodyKind): Promise<string> {
  return inTransaction(desk.office.pool, async (tx) => {
    const body = await addBody(tx, { kind, name: `Another ${kind}`, code: `other-${role}` });
    const person = await addPerson(tx, { name: `A ${role}`, email: `other.${role}@example.org` });
    await addMembership(tx, { person: person.id, body: body.id, role });
    return person.id;
  });
}

/** The route's address on somebody else's case; what else it names does not exist. */
function addressOf({ path }: Route): string {
  return path
    .replace(/\/cases\/:id/, `/cases/${caseId}`)
    .replace('/schools/:case', `/schools/${caseId}`)
    .replace('/groups/:group', `/groups/${group}`)
    .replace('/invitations/:invitation', `/invitations/${invitation}`)
    .replace(':task', 'name-academy')
    .replace(':consent', 'diocesan-authority')
    .replace(':part', 'trust')
    .replace(':urn', '100000')
    .replace(/:(seq|at)\b/, '1')
    .replace(/:[a-z]+/gi, ABSENT);
}

async function statusOf(browser: Browser, route: Route): Promise<number> {
  const address = addressOf(route);
  const answer =
    route.method === 'GET' ? await browser.get(address) : await browser.post(address, {});
  return answer.status;
}

const restricted = () => routes.filter(({ audience }) => audience?.kind === 'roles');
const rolesOf = ({ audience }: Route): readonly HumanRole[] =>
  audience?.kind === 'roles' ? audience.roles : [];

describe('every route', () => {
  test('says whom it is for', () => {
    for (const { name, audience } of routes)
      expect([name, audience]).not.toEqual([name, undefined]);
  });

  test('of a role is closed to nobody in particular', async () => {
    for (const route of restricted()) {
      const status = await statusOf(web.browser(), route);
      expect([route.name, [303, 403].includes(status)]).toEqual([route.name, true]);
    }
  });

  test('of whoever is signed in is closed to nobody in particular', async () => {
    const own = routes.filter(({ audience }) => audience?.kind === 'signed-in');
    expect(own.length).toBeGreaterThan(3);
    for (const route of own) {
      expect([route.name, await statusOf(web.browser(), route)]).toEqual([route.name, 303]);
    }
  });

  test('of a role is closed to every other role', async () => {
    for (const route of restricted()) {
      for (const [role, browser] of strangers) {
        if (rolesOf(route).includes(role)) continue;
        expect([route.name, role, await statusOf(browser, route)]).toEqual([route.name, role, 403]);
      }
    }
  });

  test('of a strong act leads whoever may do it to a proof of who they are first', async () => {
    const strong = restricted().filter((route) => route.strong !== undefined);
    expect(strong.length).toBeGreaterThan(10);
    for (const route of strong) {
      const role = rolesOf(route)[0]!;
      const browser = unproved.get(role)!;
      const marks = marksIn((await browser.get('/account/second-factors')).text);
      const address = addressOf(route);
      const answer =
        route.method === 'GET' ? await browser.get(address) : await browser.post(address, marks);
      const place = answer.headers.get('location')?.split('?')[0];
      expect([route.name, answer.status, place]).toEqual([route.name, 303, '/sign-in/again']);
    }
  });

  test('of a case is not found by the same role of another body', async () => {
    const ofCase = restricted().filter(
      ({ path, method }) => /\/cases\/:id/.test(path) && method === 'GET',
    );
    expect(ofCase.length).toBeGreaterThan(30);
    for (const route of ofCase) {
      for (const role of rolesOf(route)) {
        const browser = strangers.get(role);
        if (browser === undefined) continue;
        expect([route.path, role, await statusOf(browser, route)]).toEqual([route.path, role, 404]);
      }
    }
  });

  test('of a group is not found by a clerk whose desk is not in it', async () => {
    const ofGroup = restricted().filter(({ path }) => /\/:(group|invitation)\b/.test(path));
    expect(ofGroup.length).toBeGreaterThan(12);
    const browser = strangers.get('clerk')!;
    for (const route of ofGroup) {
      const address = addressOf(route);
      const marks = marksIn((await browser.get('/groups/new')).text);
      const { status } =
        route.method === 'GET' ? await browser.get(address) : await browser.post(address, marks);
      expect([route.name, status]).toEqual([route.name, 404]);
    }
  });

  test('of a group is found by the desks in it, and what one desk leads by that one', async () => {
    const [lead, guest] = await Promise.all(
      [desk.clerk, desk.otherClerk].map(({ person }) => web.browserOf(person)),
    );
    const path = `/groups/${group}`;
    const cells = async (browser: Browser) =>
      Promise.all(
        [
          path,
          `${path}/papers/add`,
          `${path}/schools/add`,
          `${path}/schools/${caseId}/dependence`,
          `${path}/invitations/new`,
          `${path}/invitations/${invitation}/take-back`,
          `/invitations/${invitation}`,
        ].map(async (address) => (await browser.get(address)).status),
      );
    expect(await cells(lead!)).toEqual([200, 200, 200, 200, 200, 200, 404]);
    expect(await cells(guest!)).toEqual([404, 404, 404, 404, 404, 404, 200]);

    const found = await projectGroups.readInvitation(
      desk.office.pool,
      [desk.otherClerk.body!],
      invitation,
    );
    const act = await desk.act(found.caseId, desk.otherClerk);
    await projectGroups.acceptInvitation(desk.office, act, invitation);
    expect(await cells(guest!)).toEqual([200, 200, 403, 404, 403, 403, 404]);
  });

  test('of a case is found by its own clerk', async () => {
    const own = await web.browserOf(desk.clerk.person);
    for (const path of ['', '/tasks', '/people', '/documents', '/letters', '/timeline']) {
      expect([path, (await own.get(`/cases/${caseId}${path}`)).status]).toEqual([path, 200]);
    }
  });
});
