/** The answers of a form again, as hidden fields of the one that acts; a list as one field each. */
export function sentAgain(sent: unknown): readonly { name: string; value: string }[] {
  return Object.entries(sent as Readonly<Record<string, string | string[]>>)
    .filter(([name]) => !name.startsWith('_'))
    .flatMap(([name, value]) => [value].flat().map((one) => ({ name, value: one })));
}
