import { describe, expect, it } from '@jest/globals';
import { cohensKappa, krippendorffsAlpha } from './agreement.js';

/** So many pairs for each cell of a table of two coders. */
function pairs(table: readonly (readonly number[])[]): (readonly [string, string])[] {
  return table.flatMap((row, first) =>
    row.flatMap((count, second) =>
      Array.from({ length: count }, () => [String(first), String(second)] as const),
    ),
  );
}
const four = (value: number | null) => value?.toFixed(4);
const units = (...coders: readonly string[]) =>
  Array.from(coders[0]!, (_, at) => coders.map((said) => (said[at] === '.' ? null : said[at]!)));

describe('Cohen’s kappa', () => {
  // Cohen, A coefficient of agreement for nominal scales, 1960: 200 cases, .492 in print.
  it('is that of Cohen’s own example of three categories', () => {
    const table = [
      [88, 14, 18],
      [10, 40, 10],
      [2, 6, 12],
    ];
    expect(four(cohensKappa(pairs(table)))).toBe('0.4915');
  });

  // The worked examples of Wikipedia, Cohen's kappa: 50 grant proposals, and two tables of 100.
  it.each([
    ['0.4000', [20, 5, 10, 15]],
    ['0.1304', [45, 15, 25, 15]],
    ['0.2593', [25, 35, 5, 35]],
  ])('is %s for the published table %j', (kappa, [a, b, c, d]) => {
    const table = [
      [a!, b!],
      [c!, d!],
    ];
    expect(four(cohensKappa(pairs(table)))).toBe(kappa);
  });

  it('is 1 for two who always agree, below 0 for two who avoid each other', () => {
    const agreed = [
      [3, 0],
      [0, 4],
    ];
    const opposed = [
      [0, 3],
      [4, 0],
    ];
    expect(cohensKappa(pairs(agreed))).toBe(1);
    expect(cohensKappa(pairs(opposed))!).toBeLessThan(0);
  });

  it('is not told where both always said the same one thing, or nothing', () => {
    expect(cohensKappa(pairs([[9]]))).toBeNull();
    expect(cohensKappa([])).toBeNull();
  });
});

// Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011, sections A, B and C.
describe('Krippendorff’s alpha', () => {
  it('is that of his two observers of ten things, .095 in print', () => {
    expect(four(krippendorffsAlpha(units('0100000010', '1110010000')))).toBe('0.0952');
  });

  it('is that of his two observers of twelve things in five categories, .692 in print', () => {
    expect(four(krippendorffsAlpha(units('aabbdcccedda', 'babbbccceddd')))).toBe('0.6920');
  });

  it('is that of his four observers of whom some did not say, .743 in print', () => {
    const said = ['123321412...', '1233224125.3', '.3332342251.', '12332441251.'];
    expect(four(krippendorffsAlpha(units(...said)))).toBe('0.7434');
  });

  it('is not told where all said one and the same, or nobody can be compared', () => {
    expect(krippendorffsAlpha(units('aaa', 'aaa'))).toBeNull();
    expect(krippendorffsAlpha(units('ab.', '..c'))).toBeNull();
    expect(krippendorffsAlpha([])).toBeNull();
  });
});
