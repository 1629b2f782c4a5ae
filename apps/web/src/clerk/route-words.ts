import { content } from '#platform';
import type { Route } from '#journey';

/** A route in words: what it is, when it is the right one, and what follows from it. */
export interface RouteWords {
  readonly title: string;
  readonly hint: string;
  readonly follows: readonly string[];
  /** The heading above the bodies of the school, which consent or are consulted. */
  readonly bodies: string;
}

const routes = () => content<Readonly<Record<Route, RouteWords>>>('clerk/routes');

export const routeInWords = (route: Route): RouteWords => routes()[route];

/** The routes as the choices of a form, with what follows from each below. */
export const routeChoices = () =>
  Object.entries(routes()).map(([value, { title, hint, follows }]) => ({
    value,
    text: title,
    hint,
    follows,
  }));
