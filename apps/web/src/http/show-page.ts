import type { FastifyReply } from 'fastify';
import type { Sql } from '#platform';
import { now } from '#platform';
import { clearCookie, cookieOf, setCookie } from './cookies.js';
import { placesOf } from './navigation.js';
import type { NavigationItem } from './navigation.js';
import { Attachment, type Page, type SeeOther } from './page.js';

const NOTE_SECONDS = 60;

/** Renders a page for whoever asks: with their navigation, form marks and, once, the note left for them. */
export async function showPage(reply: FastifyReply, shown: Page, sql: Sql): Promise<string> {
  const { ground } = reply.server;
  const clock = ground.settings.isExample ? await now(sql) : null;
  const html = ground.views.render(shown.view, {
    ...shown.data,
    site: siteOf(reply, clock),
    form: ground.formTokens.marksFor(reply),
    cspNonce: reply.cspNonce.script,
  });
  void reply.status(shown.status).type('text/html; charset=utf-8');
  return html;
}

/** 303 to the next page, with a note for it to show once. */
export function leadTo(reply: FastifyReply, { path, saying }: SeeOther): void {
  if (saying !== null) {
    setCookie(reply, 'note', Buffer.from(saying).toString('base64url'), NOTE_SECONDS);
  }
  void reply.status(303).header('location', path);
}

/** A file to keep, which no browser may run or show as part of this site. */
export function handOver(reply: FastifyReply, { name, type, content }: Attachment) {
  const plain = name.replace(/[^\w.() -]/g, '_');
  void reply
    .header('content-type', type)
    .header(
      'content-disposition',
      `attachment; filename="${plain}"; filename*=UTF-8''${encodeName(name)}`,
    )
    .header('content-security-policy', "default-src 'none'; sandbox");
  return content;
}

export function siteOf(reply: FastifyReply, clock: Date | null) {
  const { request } = reply;
  const path = request.url.split('?')[0]!;
  return {
    visitor: request.visitor,
    path,
    clock,
    note: takeNote(reply),
    navigation: navigationAt(path, placesOf(request.visitor)),
    asset: (name: string) => reply.server.ground.assets.address(name),
    icon: reply.server.ground.assets.inlined('favicon.svg'),
  };
}

/** The places of the bar; the one that the page is nearest to is where the visitor is. */
function navigationAt(path: string, places: readonly NavigationItem[]) {
  const nearest = places
    .filter(({ href }) => path === href || path.startsWith(`${href}/`))
    .toSorted((one, other) => other.href.length - one.href.length)[0];
  return places.map((place) => ({ ...place, active: place === nearest }));
}

function takeNote(reply: FastifyReply): string | null {
  const note = cookieOf(reply.request, 'note');
  if (!note) return null;
  clearCookie(reply, 'note');
  return Buffer.from(note, 'base64url').toString().slice(0, 500);
}

/** RFC 8187: what encodeURIComponent leaves and the header does not allow. */
function encodeName(name: string): string {
  return encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
}
