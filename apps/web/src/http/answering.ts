import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { from, mergeMap, type Observable } from 'rxjs';
import type { Sql } from '#platform';
import { Attachment, Page, SeeOther } from './page.js';
import { handOver, leadTo, showPage } from './show-page.js';

/** Turns what a handler returns (a page, a way onwards, a file) into the answer. */
export class Answering implements NestInterceptor {
  constructor(private readonly sql: Sql) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(mergeMap((answer) => from(this.answer(reply, answer))));
  }

  private async answer(reply: FastifyReply, answer: unknown): Promise<unknown> {
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
    if (answer instanceof Page) return showPage(reply, answer, this.sql);
    if (answer instanceof Attachment) return handOver(reply, answer);
    if (!(answer instanceof SeeOther)) return answer;
    leadTo(reply, answer);
    return undefined;
  }
}
