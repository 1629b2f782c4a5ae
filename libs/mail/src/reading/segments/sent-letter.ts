import { wordsIn, type Word } from './words.js';

// A word pair that is frequent in our letter is looked up at its first places only.
const PLACES = 32;

export interface Place {
  from: number;
  length: number;
}

/** The letter that we sent, indexed by its words, so that any line of it is found again at once. */
export class SentLetter {
  readonly #words: string[] = [];
  readonly #places = new Map<string, number[]>();
  /** Word positions at which a line of the letter begins or ends. */
  readonly #bounds = new Set<number>([0]);
  /** Lines without a word, such as rules. */
  readonly #ornaments = new Set<string>();

  constructor(sent: string) {
    for (let start = 0; start <= sent.length;) {
      const found = sent.indexOf('\n', start);
      const end = found < 0 ? sent.length : found;
      const words = wordsIn(sent, start, end);
      for (const word of words) this.#words.push(word.text);
      if (words.length === 0) this.#ornaments.add(sent.slice(start, end).trim());
      this.#bounds.add(this.#words.length);
      start = end + 1;
    }
    this.#words.forEach((word, at) => {
      this.#remember(word, at);
      if (at + 1 < this.#words.length) this.#remember(`${word} ${this.#words[at + 1]}`, at);
    });
  }

  get length(): number {
    return this.#words.length;
  }

  isBound(place: number): boolean {
    return this.#bounds.has(place);
  }

  hasOrnament(line: string): boolean {
    return this.#ornaments.has(line);
  }

  /** The longest beginning of `words` that stands in the letter, looked for at `expected` first. */
  find(words: Word[], expected: number): Place {
    let best: Place = { from: expected, length: this.#matchAt(words, expected) };
    if (words.length === 0 || best.length === words.length) return best;
    const key = words.length > 1 ? `${words[0]!.text} ${words[1]!.text}` : words[0]!.text;
    for (const from of this.#places.get(key) ?? []) {
      const length = this.#matchAt(words, from);
      if (length > best.length) best = { from, length };
      if (length === words.length && from >= expected) return { from, length };
    }
    return best;
  }

  #matchAt(words: Word[], from: number): number {
    let length = 0;
    while (length < words.length && words[length]!.text === this.#words[from + length]) length += 1;
    return length;
  }

  #remember(key: string, at: number): void {
    const list = this.#places.get(key);
    if (!list) this.#places.set(key, [at]);
    else if (list.length < PLACES) list.push(at);
  }
}
