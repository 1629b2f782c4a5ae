const DEEPEST_MARK = 8;

/** Collects lines of text with their quote depth; collapses white space as a browser does. */
export class TextBlocks {
  readonly #lines: string[] = [];
  #line: string[] = [];
  #lineLength = 0;
  #depth = 0;
  #blankWanted = false;
  #gap = false;
  #written = 0;
  #lastText = '';

  /** Characters written so far, to tell where a link began. */
  get length(): number {
    return this.#written;
  }

  deeper(): void {
    this.breakLine();
    this.#depth += 1;
  }

  shallower(): void {
    this.breakLine();
    this.#depth -= 1;
  }

  write(text: string): void {
    let start = 0;
    for (let at = 0; at <= text.length; at += 1) {
      if (at < text.length && !isSpace(text.charCodeAt(at))) continue;
      if (at > start) this.#append(text.slice(start, at));
      if (at < text.length) this.#gap = true;
      start = at + 1;
    }
  }

  writePreformatted(text: string): void {
    const lines = text.split('\n');
    lines.forEach((line, index) => {
      if (index > 0) this.endLine();
      if (line) this.#append(line);
    });
  }

  writeLine(text: string): void {
    this.breakLine();
    this.#append(text);
    this.breakLine();
  }

  writeGap(): void {
    if (this.#lineLength > 0) this.#gap = true;
  }

  /** A link's target, where its text does not already say it: an author may have meant the target. */
  writeTarget(href: string, start: number): void {
    if (!/^https?:/i.test(href) || this.#written === start || this.#lineLength > 1_000) return;
    const host = href.slice(0, 200).split('/')[2] ?? '';
    if (this.#line.join('').includes(host)) return;
    this.#append(` <${href}>`);
  }

  /** Ends the line as `<br>` does: an empty one stays. */
  endLine(): void {
    this.#flush();
  }

  /** Ends the line as a block's border does: an empty one vanishes. */
  breakLine(): void {
    if (this.#lineLength > 0) this.#flush();
    this.#gap = false;
  }

  blankLine(): void {
    this.#blankWanted = this.#lines.length > 0;
  }

  /** Whether the last line reads like "…, Name wrote:", so that a plain blockquote below it quotes. */
  endsWithAttribution(): boolean {
    const last = this.#lastText;
    if (last.length > 400 || !(last.endsWith(':') || last.endsWith('：'))) return false;
    return /\d/.test(last) || last.includes('@');
  }

  finish(): string {
    if (this.#lineLength > 0) this.#flush();
    return this.#lines.join('\n');
  }

  #append(text: string): void {
    if (this.#gap && this.#lineLength > 0) {
      this.#line.push(' ');
      this.#lineLength += 1;
    }
    this.#gap = false;
    this.#line.push(text);
    this.#lineLength += text.length;
    this.#written += text.length;
  }

  #flush(): void {
    const mark = '> '.repeat(Math.min(this.#depth, DEEPEST_MARK));
    if (this.#blankWanted && this.#lineLength > 0 && this.#lines.at(-1)?.trim())
      this.#lines.push(mark.trimEnd());
    if (this.#lineLength > 0) this.#blankWanted = false;
    const text = this.#line.join('');
    if (text) this.#lastText = text;
    this.#lines.push(text ? mark + text : mark.trimEnd());
    this.#line = [];
    this.#lineLength = 0;
    this.#gap = false;
  }
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0;
}
