import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = resolve(import.meta.dirname, '../..');
/** The numbered scenarios of the journey, and those that other parts of the product have. */
const LAST = 61;
const ELSEWHERE = [37, 58, 59];

const NAMED = /\b(?:it|test)\(\s*['"`](\d{1,2})[a-z]?(?:[:.]|, )/g;
const GIVEN = /\]\s*(?:as const)?\)\('(\d{1,2})[:.]/g;

describe('the scenarios of the journey', () => {
  const named = new Set(
    ['libs', 'apps', 'test']
      .flatMap(specsIn)
      .flatMap((text) => [...text.matchAll(NAMED), ...text.matchAll(GIVEN)])
      .map(([, number]) => Number(number)),
  );
  const asked = Array.from({ length: LAST }, (_, index) => index + 1).filter(
    (number) => !ELSEWHERE.includes(number),
  );

  it.each(asked)('%i has a spec that bears its number', (number) => {
    expect([...named]).toContain(number);
  });

  it('are told by their number in every form of a name', () => {
    const text = `it('7: a', x); test("8. b", x); it('9, in part: c', x); it('10th day', x);`;
    expect([...text.matchAll(NAMED)].map(([, number]) => Number(number))).toEqual([7, 8, 9]);
  });
});

function specsIn(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(spec|story)\.ts$/.test(file) && file !== 'architecture/scenarios.spec.ts')
    .map((file) => readFileSync(join(ROOT, folder, file), 'utf8'));
}
