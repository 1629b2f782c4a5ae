import type { Duties } from '#journey';

export interface Tally {
  readonly schools: number;
  readonly refused: number;
  /** Schools of kinds that the journey does not carry. */
  readonly outOfScope: number;
  /** Schools of which it is known who must consent, each body by its name. */
  readonly settled: number;
  readonly categories: Readonly<Record<string, number>>;
  /** Schools of which this is not known; one school may stand under several. */
  readonly unknown: Readonly<Record<string, number>>;
}

/** What bears on a conversion but not on who must consent to it. */
const BESIDE_CONSENT = ['pfi', 'federation'];

/** Counts schools by their kinds, and by what nobody knows of them. */
export class DutiesTally {
  private schools = 0;
  private refused = 0;
  private outOfScope = 0;
  private settled = 0;
  private readonly categories: Record<string, number> = {};
  private readonly unknown: Record<string, number> = {};

  refuse(): void {
    this.refused += 1;
  }

  add({ category, unknown, outOfScope }: Duties): void {
    this.schools += 1;
    if (outOfScope !== null || category === null) {
      this.outOfScope += 1;
      return;
    }
    this.categories[category] = (this.categories[category] ?? 0) + 1;
    const open = new Set(unknown.map(({ what }) => what));
    for (const what of open) this.unknown[what] = (this.unknown[what] ?? 0) + 1;
    if ([...open].every((what) => BESIDE_CONSENT.includes(what))) this.settled += 1;
  }

  get total(): Tally {
    const { schools, refused, outOfScope, settled, categories, unknown } = this;
    return { schools, refused, outOfScope, settled, categories, unknown };
  }

  get lines(): readonly string[] {
    const each = (counts: Readonly<Record<string, number>>) =>
      Object.entries(counts)
        .toSorted(([, one], [, other]) => other - one)
        .map(([name, count]) => `${name} ${count}`)
        .join(', ') || 'none';
    return [
      `${this.schools} schools, ${this.refused} rows refused, ${this.outOfScope} not carried by this journey`,
      `known who must consent: ${this.settled}`,
      `kinds: ${each(this.categories)}`,
      `not known: ${each(this.unknown)}`,
    ];
  }
}
