export interface LetterPart {
  readonly text: string;
  /** The path of a link to this installation; null for plain words and for links elsewhere. */
  readonly href: string | null;
}

/** A letter's text with the links to this installation told apart, so that they can be followed. */
export function partsOf(text: string, baseUrl: string): LetterPart[] {
  return text
    .split(/(https?:\/\/[^\s<>]+)/)
    .filter((part) => part !== '')
    .map((part) => ({
      text: part,
      href: part.startsWith(`${baseUrl}/`) ? part.slice(baseUrl.length) : null,
    }));
}
