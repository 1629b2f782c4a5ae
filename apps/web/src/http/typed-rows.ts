/** What somebody typed, as they may read it again before they send it: no marks, nothing empty. */
export function typedRows(fields: Readonly<Record<string, string | string[]>>) {
  return Object.entries(fields)
    .filter(([name, value]) => !isMark(name) && [value].flat().some((one) => one !== ''))
    .map(([name, value]) => ({ key: inWords(name), lines: [value].flat() }));
}

/** Versions, hashes and ids that the form carries by itself. */
const isMark = (name: string): boolean =>
  name.startsWith('_') || /^(seenVersion|draft)$|Hash$/.test(name);

/** closingDate-day becomes "Closing date day". */
function inWords(name: string): string {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[-_.]+/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
