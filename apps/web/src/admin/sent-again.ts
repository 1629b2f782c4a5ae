/** The answers again, for the form that records them; lists as one field each. */
export function sentAgain(sent: unknown): readonly { name: string; value: string }[] {
  return Object.entries(sent as Readonly<Record<string, string | string[]>>)
    .filter(([name]) => !name.startsWith('_'))
    .flatMap(([name, value]) => [value].flat().map((one) => ({ name, value: one })));
}
