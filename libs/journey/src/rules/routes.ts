import type { Route } from '../facts.js';

/**
 * What the board's own application asks for. An order of the Secretary of State's own motion waits
 * for none of it: neither the board's resolutions, nor the consents of s.3(4), nor s.5 (s.5(2)).
 */
const ofApplications = [
  'R1',
  'R2',
  'R3',
  'R4',
  'R4a',
  'R5',
  'R7',
  'R8',
  'R10',
  'R12',
  'R22',
  'R40',
];

/** What such an order asks for, and an application does not. */
const ofDirectiveOrders = ['R44', 'R44a', 'R44b', 'R45', 'R45a'];

/** What a trust asks for that does not exist yet. */
const ofNewTrusts = ['R90', 'R91', 'R93'];

/** An application to join a trust is for one school alone. */
const ofJoining = ['R92'];

const on = (routes: readonly Route[], rules: readonly string[]) =>
  rules.map((rule) => [rule, routes] as const);

const routesOf: ReadonlyMap<string, readonly Route[]> = new Map([
  ...on(['join', 'form'], ofApplications),
  ...on(['sponsored'], ofDirectiveOrders),
  ...on(['form'], ofNewTrusts),
  ...on(['join'], ofJoining),
]);

/** Whether a rule binds a case on this route at all; the one place where the routes part. */
export const bindsOn = (rule: string, route: Route): boolean =>
  routesOf.get(rule)?.includes(route) ?? true;
