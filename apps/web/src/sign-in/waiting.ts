import { z } from 'zod';
import type { Visitor } from '#identity';
import { homeOf } from '../http/navigation.js';
import { ownPath } from '../http/page.js';

/** Where a proof leads on: to a form that waits, or to a page of ours. */
export const Waiting = z.object({
  held: z.uuid().optional(),
  next: z.string().max(2_000).optional(),
});
export type Waiting = z.infer<typeof Waiting>;

export function placeOf({ held, next }: Waiting, who: Visitor): string {
  if (held !== undefined) return `/sign-in/again/go-on?held=${held}`;
  return ownPath(next ?? '') ?? homeOf(who);
}

/** The same as the query of the next address, so that no page on the way loses it. */
export function queryOf({ held, next }: Waiting): string {
  const query = new URLSearchParams({ ...(held && { held }), ...(next && { next }) }).toString();
  return query === '' ? '' : `?${query}`;
}
