/** A number of which others are the parts, so that one of them follows from all the rest. */
export interface Sum {
  readonly total: string;
  readonly parts: readonly string[];
}

/** Below this a number may show whose answer it is. */
export const LEAST_SHOWN = 5;

/** Beyond it the search for the fewest numbers to hide ends, and all that hang together are hidden. */
const MOST_STEPS = 4_000;
const BUDGETS = [0, 3, 6, 12, 24, 48, 96] as const;

/**
 * Which numbers are not shown: those from 1 to below `least`, and as many more as it takes so that
 * none of them follows from those shown. For each there is another set of whole numbers, none below
 * zero, that gives every shown number and differs in it by one or more. A zero speaks of nobody.
 */
export function hiddenNumbers(
  numbers: ReadonlyMap<string, number>,
  sums: readonly Sum[],
  least: number = LEAST_SHOWN,
): ReadonlySet<string> {
  const small = [...numbers].flatMap(([key, value]) => (value > 0 && value < least ? [key] : []));
  const search = new Search(numbers, sums, new Set(small));
  for (const key of small) search.cover(key);
  return search.hidden;
}

type Change = 1 | -1;
type Shift = Map<string, Change>;

/** Looks for other values of hidden numbers that leave every sum true, hiding more where it must. */
class Search {
  private readonly sumsOf = new Map<string, number[]>();
  private readonly inSum: readonly (readonly (readonly [string, Change])[])[];
  private readonly totals: ReadonlySet<string>;
  private readonly covered = new Set<string>();
  private steps = 0;

  constructor(
    private readonly numbers: ReadonlyMap<string, number>,
    sums: readonly Sum[],
    readonly hidden: Set<string>,
  ) {
    this.totals = new Set(sums.map(({ total }) => total));
    this.inSum = sums.map(({ total, parts }) => [
      [total, -1] as const,
      ...parts.map((part) => [part, 1] as const),
    ]);
    this.inSum.forEach((members, sum) => {
      for (const [key] of members) this.sumsOf.set(key, [...(this.sumsOf.get(key) ?? []), sum]);
    });
  }

  /** Whatever moves with a number is covered with it: the same other values show both. */
  cover(key: string): void {
    if (this.covered.has(key)) return;
    const moved = this.cheapest(key) ?? this.allTogether(key);
    for (const one of moved) {
      this.hidden.add(one);
      this.covered.add(one);
    }
  }

  private cheapest(key: string): Iterable<string> | null {
    for (const budget of BUDGETS) {
      for (const change of [1, -1] as const) {
        this.steps = 0;
        const shift: Shift = new Map([[key, change]]);
        if (this.numbers.get(key)! + change >= 0 && this.balance(shift, budget))
          return shift.keys();
      }
    }
    return null;
  }

  /** Makes every sum true again by moving more numbers, those first that cost least to hide. */
  private balance(shift: Shift, budget: number): boolean {
    this.steps += 1;
    const off = this.firstOff(shift);
    if (off === null) return true;
    if (this.steps > MOST_STEPS) return false;
    for (const [key, change] of this.remedies(off, shift)) {
      const left = budget - this.cost(key);
      if (left < 0) continue;
      shift.set(key, change);
      if (this.balance(shift, left)) return true;
      shift.delete(key);
    }
    return false;
  }

  private firstOff(shift: Shift): { readonly sum: number; readonly by: number } | null {
    for (const key of shift.keys()) {
      for (const sum of this.sumsOf.get(key) ?? []) {
        const by = this.inSum[sum]!.reduce(
          (all, [one, way]) => all + way * (shift.get(one) ?? 0),
          0,
        );
        if (by !== 0) return { sum, by };
      }
    }
    return null;
  }

  private remedies({ sum, by }: { readonly sum: number; readonly by: number }, shift: Shift) {
    return this.inSum[sum]!.flatMap(([key, way]): readonly (readonly [string, Change])[] => {
      const change: Change = way * by > 0 ? -1 : 1;
      const fits = !shift.has(key) && this.numbers.get(key)! + change >= 0;
      return fits ? [[key, change]] : [];
    }).toSorted(([a], [b]) => this.cost(a) - this.cost(b));
  }

  /** What the reader loses with a number: more with a large one, most with a total. */
  private cost(key: string): number {
    if (this.hidden.has(key)) return 0;
    return 1 + Math.log2(2 + this.numbers.get(key)!) + (this.totals.has(key) ? 4 : 0);
  }

  /** Twice every number is another answer to every sum, once nothing of them is shown. */
  private allTogether(key: string): Iterable<string> {
    const found = new Set([key]);
    for (const one of found)
      for (const sum of this.sumsOf.get(one) ?? [])
        for (const [other] of this.inSum[sum]!) if (this.numbers.get(other)! > 0) found.add(other);
    return found;
  }
}
