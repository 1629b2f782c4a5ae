import type { Readable } from 'node:stream';

/** A page to show: what a handler returns instead of writing to the reply. */
export class Page {
  constructor(
    readonly view: string,
    readonly data: Readonly<Record<string, unknown>>,
    readonly status: number,
  ) {}
}

/** `page('clerk/overview', { … })` shows apps/web/src/clerk/overview.njk. */
export const page = (view: string, data: Readonly<Record<string, unknown>> = {}, status = 200) =>
  new Page(view, data, status);

/** Where a POST leads: 303, so that reloading the next page sends nothing again. */
export class SeeOther {
  constructor(
    readonly path: string,
    readonly saying: string | null,
  ) {}
}

/** Leads to a page of ours; `saying` is shown once at its top as what has been done. */
export function seeOther(path: string, { saying = null }: { saying?: string | null } = {}) {
  return new SeeOther(ownPath(path) ?? '/', saying);
}

/** A file to keep; it is never shown inside a page of ours. */
export class Attachment {
  constructor(
    readonly name: string,
    readonly type: string,
    readonly content: Readable | Buffer | string,
  ) {}
}

export const attachment = (name: string, type: string, content: Readable | Buffer | string) =>
  new Attachment(name, type, content);

/** A path of our own site, or null: never another site, however it is spelled. */
export function ownPath(path: string): string | null {
  // Browsers read a backslash as a slash and drop control characters: neither is in a path of ours.
  return /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(path) && path.length <= 2_000 ? path : null;
}
