/** Things that belong together, joined pair by pair. */
export class Groups {
  private readonly parents: Int32Array;

  constructor(private readonly size: number) {
    this.parents = Int32Array.from({ length: size }, (_, one) => one);
  }

  /** Two things are in one group when they have the same. */
  of(one: number): number {
    let root = one;
    while (this.parents[root] !== root) root = this.parents[root]!;
    for (let at = one; at !== root;) {
      const next = this.parents[at]!;
      this.parents[at] = root;
      at = next;
    }
    return root;
  }

  join(one: number, other: number): void {
    this.parents[this.of(one)] = this.of(other);
  }

  /** The groups that are more than one thing, the largest first. */
  ofTwoAndMore(): readonly (readonly number[])[] {
    const everything = Array.from({ length: this.size }, (_, one) => one);
    const all = [...Map.groupBy(everything, (one) => this.of(one)).values()];
    return all
      .filter(({ length }) => length > 1)
      .toSorted((a, b) => b.length - a.length || a[0]! - b[0]!);
  }
}
