import { randomInt } from 'node:crypto';
import { Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { proofs, readSession } from '#identity';
import type { Log, Sql } from '#platform';
import { cookieOf } from './cookies.js';
import { NONCE_FIELD, TOKEN_FIELD } from './form-token.js';
import { ownPath } from './page.js';
import { problemOf, type Problem } from './problem.js';
import { siteOf } from './show-page.js';
import { typedRows } from './typed-rows.js';

const RETRY_SECONDS = 30;
/** Letters and digits that nobody confuses when reading them out. */
const REFERENCE_SIGNS = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';

const BARE_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'strict-origin',
  'x-content-type-options': 'nosniff',
};

/** Answers whatever was thrown, anywhere, as a page or, where asked for, as a problem document. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly log: Log,
    private readonly sql: Sql,
  ) {}

  async catch(thrown: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const problem = problemOf(thrown);
    const reference = problem.defect === null ? null : this.note(problem, problem.defect, request);
    // The answer is on its way (a broken stream): there is nobody left to tell.
    if (reply.sent || reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    setHeaders(problem, reply);
    if (wantsJson(request)) return sendDocument(problem, reference, reply);
    if (problem.code === 'signed-out') return leadToSignIn(request, reply);
    try {
      if (problem.code === 'prove-again') return await this.leadToProof(request, reply);
      request.visitor ??= await this.visitorOf(problem, request);
      sendPage(problem, reference, request, reply);
    } catch (error) {
      this.log.error({ err: error, reference }, 'the error page is broken');
      this.answerBarely(problem, reply);
    }
  }

  /** Without anything of the ground, which has not run for an address that cannot even be parsed. */
  answerBarely(thrown: unknown, reply: FastifyReply): void {
    const { status, title, sentence, remedy } =
      thrown instanceof Error ? problemOf(thrown) : (thrown as Problem);
    const words = `<h1>${title}</h1><p>${sentence}</p><p>${remedy}</p><p><a href="/">Start page</a></p>`;
    void reply
      .status(status)
      .headers(BARE_HEADERS)
      .type('text/html; charset=utf-8')
      .send(
        `<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">` +
          `<meta name="viewport" content="width=device-width"><title>${title} – Assent</title></head>` +
          `<body><main>${words}</main></body></html>`,
      );
  }

  /** What was typed waits until its sender has proved who they are. */
  private async leadToProof(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { method, url, body, visitor, server } = request;
    const path = ownPath(url) ?? '/';
    const isForm = method === 'POST' && visitor !== null;
    const held = isForm
      ? await proofs.holdForm(this.sql, {
          keys: server.ground.settings.secretKeys,
          session: visitor.session.id,
          path: path.split('?')[0]!,
          fields: fieldsOf(body),
        })
      : null;
    const query = held === null ? `next=${encodeURIComponent(path)}` : `held=${held}`;
    void reply.status(303).header('location', `/sign-in/again?${query}`).send();
  }

  /** An address that leads nowhere passes no gate, and still shows who is signed in. */
  private async visitorOf({ status }: Problem, request: FastifyRequest) {
    const session = status === 404 ? cookieOf(request, 'session') : null;
    return session ? readSession(this.sql, session, request.server.ground.settings.sessions) : null;
  }

  private note(problem: Problem, defect: Error, request: FastifyRequest): string {
    const reference = newReference();
    const route = request.routeOptions?.url ?? null;
    this.log.error({ err: defect, reference, route, status: problem.status }, 'defect');
    return reference;
  }
}

function setHeaders({ status, facts }: Problem, reply: FastifyReply): void {
  void reply.status(status).header('cache-control', 'no-store');
  const seconds = facts['retryAfterSeconds'];
  if (status === 429 || status === 503) {
    void reply.header('retry-after', typeof seconds === 'number' ? seconds : RETRY_SECONDS);
  }
}

function sendDocument(problem: Problem, reference: string | null, reply: FastifyReply): void {
  const { code, status, title, sentence, remedy, facts } = problem;
  void reply
    .header('content-type', 'application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send({
      title,
      status,
      detail: `${sentence} ${remedy}`,
      code,
      ...(reference && { reference }),
      facts,
    });
}

/** What the person had typed: a conflict shows it, and a proof lets it go on. Never a password. */
function fieldsOf(body: unknown): Record<string, string | string[]> {
  if (typeof body !== 'object' || body === null) return {};
  const {
    [TOKEN_FIELD]: _token,
    [NONCE_FIELD]: _nonce,
    password: _password,
    ...fields
  } = body as Record<string, string>;
  return fields;
}

function leadToSignIn(request: FastifyRequest, reply: FastifyReply): void {
  const wanted = request.method === 'POST' ? null : ownPath(request.url);
  const next = wanted === null || wanted === '/' ? '' : `?next=${encodeURIComponent(wanted)}`;
  void reply.status(303).header('location', `/sign-in${next}`).send();
}

function sendPage(
  problem: Problem,
  reference: string | null,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const { ground } = reply.server;
  void reply.type('text/html; charset=utf-8').send(
    ground.views.render('errors/problem', {
      problem,
      reference,
      entered: problem.status === 409 ? typedRows(fieldsOf(request.body)) : [],
      site: siteOf(reply, null),
      form: ground.formTokens.marksFor(reply),
      cspNonce: reply.cspNonce?.script,
    }),
  );
}

function wantsJson({ headers }: FastifyRequest): boolean {
  const accept = headers.accept ?? '';
  return /application\/(problem\+)?json/.test(accept) && !accept.includes('text/html');
}

function newReference(): string {
  const sign = () => REFERENCE_SIGNS[randomInt(REFERENCE_SIGNS.length)];
  return `${Array.from({ length: 4 }, sign).join('')}-${Array.from({ length: 4 }, sign).join('')}`;
}
