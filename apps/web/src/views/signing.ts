import { content, fill } from '#platform';

/** What an act does, and who would be written to, by name: shown before it is signed. */
export function effectsOf(
  told: readonly { readonly name: string }[],
  ...others: readonly string[]
): readonly string[] {
  const names = [...new Set(told.map(({ name }) => name))];
  const { nobody, some } = content<{ nobody: string; some: string }>('signing');
  return [...others, names.length === 0 ? nobody : fill(some, { names })];
}

/** The same name, however its letters' case and spaces were typed. */
export const isSameName = (one: string, other: string): boolean => plain(one) === plain(other);

const plain = (name: string): string =>
  name.normalize('NFKC').toLowerCase().replace(/[‘’`]/g, "'").replace(/\s+/g, ' ').trim();
