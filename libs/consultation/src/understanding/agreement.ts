/** What each coder said of one thing; null: that coder did not say. */
export type Said = readonly (string | null)[];

/**
 * Cohen's kappa: how much more two coders agree than by chance, from 1 down. Null where chance alone
 * would always agree, or nothing was coded.
 */
export function cohensKappa(pairs: readonly (readonly [string, string])[]): number | null {
  const total = pairs.length;
  if (total === 0) return null;
  const firsts = countsOf(pairs.map(([first]) => first));
  const seconds = countsOf(pairs.map(([, second]) => second));
  const observed = pairs.filter(([first, second]) => first === second).length / total;
  const byChance = [...firsts].reduce(
    (sum, [value, count]) => sum + (count * (seconds.get(value) ?? 0)) / total ** 2,
    0,
  );
  return byChance === 1 ? null : (observed - byChance) / (1 - byChance);
}

/**
 * Krippendorff's alpha for values without an order, for any number of coders of whom some may not
 * have said. Null where all said one and the same, or nobody can be compared.
 */
export function krippendorffsAlpha(units: readonly Said[]): number | null {
  const comparable = units.map((said) => said.filter((value) => value !== null));
  const pairable = comparable.filter(({ length }) => length > 1);
  const all = pairable.flat();
  const observed = pairable.reduce((sum, said) => sum + differing(said) / (said.length - 1), 0);
  const expected = differing(all);
  return expected === 0 ? null : 1 - ((all.length - 1) * observed) / expected;
}

/** How many ordered pairs of values differ. */
function differing(values: readonly string[]): number {
  const alike = [...countsOf(values).values()].reduce((sum, count) => sum + count ** 2, 0);
  return values.length ** 2 - alike;
}

function countsOf(values: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
