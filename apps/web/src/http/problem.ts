import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HttpException } from '@nestjs/common';
import { Refusal } from '#platform';
import { BadRequest } from './bad-request.js';
import { CONTENT } from './views.js';

/** What a person is told when something is refused or broken. */
export interface Problem {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly sentence: string;
  readonly remedy: string;
  readonly facts: Readonly<Record<string, unknown>>;
  /** The defect behind it, for the log; null for an expected "no". */
  readonly defect: Error | null;
}

type Words = Pick<Problem, 'status' | 'title' | 'sentence' | 'remedy'>;
const WORDS = JSON.parse(readFileSync(join(CONTENT, 'refusals.json'), 'utf8')) as Record<
  string,
  Words
>;

const CODE_OF_STATUS: Readonly<Record<number, string>> = {
  401: 'signed-out',
  403: 'not-allowed',
  404: 'not-found',
  405: 'method',
  409: 'conflict',
  413: 'too-large',
  414: 'too-long',
  415: 'wrong-type',
  421: 'wrong-host',
  422: 'invalid',
  429: 'too-many',
  431: 'headers-too-large',
};

/** Postgres away, starting, stopping, full, out of connections; and the pool's own words for it. */
const DATABASE_AWAY = /^(08\w{3}|53\w{3}|57P\d\d|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT)$/;
const POOL_AWAY =
  /timeout exceeded when trying to connect|Connection terminated|Client has encountered/;

/** The one place where whatever was thrown becomes a status and a sentence. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof Refusal) return problem(thrown.code, thrown.facts);
  if (thrown instanceof BadRequest) return ofStatus(thrown.status);
  if (thrown instanceof HttpException) return ofStatus(thrown.getStatus(), thrown);
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const { statusCode, code } = error as { statusCode?: number; code?: unknown };
  if (isDatabaseAway(error, code)) return { ...problem('unavailable'), defect: error };
  if (statusCode !== undefined && statusCode < 500) return ofStatus(statusCode);
  return { ...problem('defect'), defect: error };
}

function ofStatus(status: number, thrown?: Error): Problem {
  if (status >= 500) {
    return { ...problem(status === 503 ? 'unavailable' : 'defect'), defect: thrown ?? null };
  }
  return problem(CODE_OF_STATUS[status] ?? 'bad-request');
}

function problem(code: string, facts: Problem['facts'] = {}): Problem {
  const words = WORDS[code];
  if (words === undefined) throw new Error(`content/refusals.json lacks ${code}.`);
  return { code, ...words, facts, defect: null };
}

function isDatabaseAway(error: Error, code: unknown): boolean {
  const ofDriver = 'driverError' in error ? (error.driverError as { code?: unknown }).code : code;
  const away = typeof ofDriver === 'string' && DATABASE_AWAY.test(ofDriver);
  // ENOENT is a missing socket only when a connection was being made; else it is a missing file.
  const isFile = ofDriver === 'ENOENT' && (error as NodeJS.ErrnoException).syscall !== 'connect';
  return (away && !isFile) || POOL_AWAY.test(error.message);
}
