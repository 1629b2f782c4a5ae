import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Refusal, type RefusalCode } from '#platform';
import { BadRequest } from './bad-request.js';
import { problemOf } from './problem.js';

const source = readFileSync(
  new URL('../../../../libs/platform/src/refusal.ts', import.meta.url),
  'utf8',
);
const codes = [...source.matchAll(/^ {2}\| '([a-z-]+)'/gm)].map((match) => match[1] as RefusalCode);

describe('problems', () => {
  it.each(codes)('has words for %s: what happened, and what to do', (code) => {
    const { status, title, sentence, remedy } = problemOf(new Refusal(code));
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    for (const words of [title, sentence, remedy]) expect(words).not.toBe('');
    expect(`${sentence} ${remedy}`).not.toMatch(/please|sorry/i);
  });

  it.each<[number, string, unknown]>([
    [400, 'bad-request', new BadRequest(400)],
    [405, 'method', new BadRequest(405)],
    [413, 'too-large', Object.assign(new Error('x'), { statusCode: 413 })],
    [415, 'wrong-type', Object.assign(new Error('x'), { statusCode: 415 })],
    [400, 'bad-request', Object.assign(new Error('x'), { statusCode: 418 })],
    [503, 'unavailable', Object.assign(new Error('x'), { code: '57P01' })],
    [503, 'unavailable', Object.assign(new Error('x'), { code: '53300' })],
    [503, 'unavailable', Object.assign(new Error('x'), { driverError: { code: 'ECONNREFUSED' } })],
    [503, 'unavailable', new Error('timeout exceeded when trying to connect')],
    [503, 'unavailable', new Error('Connection terminated unexpectedly')],
    [500, 'defect', Object.assign(new Error('x'), { code: '23505' })],
    [500, 'defect', Object.assign(new Error('no file'), { code: 'ENOENT', syscall: 'open' })],
    [500, 'defect', 'a string'],
    [500, 'defect', Object.assign(new Error('x'), { statusCode: 500 })],
  ])('answers %i %s', (status, code, thrown) => {
    expect(problemOf(thrown)).toMatchObject({ status, code });
  });
});
