/** How many digits stand after the point. */
export type Places = 0 | 1 | 2;

/**
 * A part of a base in percent, rounded half up, exactly: 1 of 8 at one place is 12.5, 1 of 3 is
 * 33.3. Null where there is no base. Parts so rounded may not add up to 100, and the report says so.
 */
export function percent(part: number, base: number, places: Places): string | null {
  if (base === 0) return null;
  const scale = 10 ** places;
  const scaled = Math.floor((part * 100 * scale * 2 + base) / (base * 2));
  return `${(scaled / scale).toFixed(places)}%`;
}
