/** Longest piece of a line that any rule looks at; what a rule needs stands at a line's beginning. */
const LOOKED_AT = 1_000;
const DEEPEST = 250;

/** The lines of a text as positions, so that a megabyte of line ends costs no megabyte of objects. */
export class Lines {
  readonly count: number;
  /** Where line i begins; `starts[count]` is the text's length. */
  readonly starts: Int32Array;
  /** Where its words begin, after the quote marks. */
  readonly contents: Int32Array;
  /** Where it ends, before the line end and trailing blanks. */
  readonly ends: Int32Array;
  /** How many ">" stand before it. */
  readonly depths: Uint8Array;
  /** The first line from i on that is not blank; `count` where there is none. */
  readonly nextWritten: Int32Array;

  constructor(readonly text: string) {
    let count = 1;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
    this.count = count;
    this.starts = new Int32Array(count + 1);
    this.contents = new Int32Array(count);
    this.ends = new Int32Array(count);
    this.depths = new Uint8Array(count);
    this.nextWritten = new Int32Array(count + 1);
    let start = 0;
    for (let line = 0; line < count; line += 1) {
      const found = text.indexOf('\n', start);
      this.starts[line] = start;
      this.#measure(line, start, found < 0 ? text.length : found);
      start = found + 1;
    }
    this.starts[count] = text.length;
    this.nextWritten[count] = count;
    for (let line = count - 1; line >= 0; line -= 1)
      this.nextWritten[line] = this.isBlank(line) ? this.nextWritten[line + 1]! : line;
  }

  isBlank(line: number): boolean {
    return this.contents[line]! >= this.ends[line]!;
  }

  depth(line: number): number {
    return this.depths[line]!;
  }

  /** The line's words without quote marks and surrounding blanks, at most 1,000 characters. */
  content(line: number): string {
    const start = this.contents[line]!;
    return this.text.slice(start, Math.min(this.ends[line]!, start + LOOKED_AT));
  }

  /** Whether a rule can know the whole line from `content`. */
  isShort(line: number): boolean {
    return this.ends[line]! - this.contents[line]! <= LOOKED_AT;
  }

  #measure(line: number, start: number, lineEnd: number): void {
    let end = lineEnd;
    while (end > start && isBlankCode(this.text.charCodeAt(end - 1))) end -= 1;
    let at = start;
    let depth = 0;
    for (;;) {
      let mark = at;
      while (mark < end && isBlankCode(this.text.charCodeAt(mark)) && mark - at < 4) mark += 1;
      if (mark >= end || this.text.charCodeAt(mark) !== 62 || mark - at > 3) break;
      at = mark + 1;
      depth += 1;
    }
    while (at < end && isBlankCode(this.text.charCodeAt(at))) at += 1;
    this.contents[line] = at;
    this.ends[line] = end;
    this.depths[line] = Math.min(depth, DEEPEST);
  }
}

function isBlankCode(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0xfeff;
}
