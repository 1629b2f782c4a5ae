import type { SegmentKind } from '../mail-reading.js';
import type { Lines } from './lines.js';

export const ANSWER = 0;
export const QUOTED = 1;
export const SIGNATURE = 2;
export const DISCLAIMER = 3;
export const MARKER = 4;
/** A signature by guess: it becomes answer again where the mail would otherwise say nothing. */
export const SIGN_OFF = 5;

const names: SegmentKind[] = ['answer', 'quoted', 'signature', 'disclaimer', 'marker', 'signature'];

/** What each line has been found to be, and where an answer begins inside a line of ours. */
export class LineKinds {
  readonly kinds: Uint8Array;
  /** Lines that the sent text decided; no later rule changes them. */
  readonly decided: Uint8Array;
  readonly splits = new Map<number, number>();

  constructor(readonly lines: Lines) {
    this.kinds = new Uint8Array(lines.count);
    this.decided = new Uint8Array(lines.count);
  }

  get(line: number): number {
    return this.kinds[line]!;
  }

  set(line: number, kind: number): void {
    if (!this.decided[line]) this.kinds[line] = kind;
  }

  setRange(from: number, to: number, kind: number): void {
    for (let line = from; line < to; line += 1) this.set(line, kind);
  }

  decide(line: number, kind: number): void {
    this.kinds[line] = kind;
    this.decided[line] = 1;
  }

  isAnswer(line: number): boolean {
    return this.kinds[line] === ANSWER;
  }

  nameOf(line: number): SegmentKind {
    return names[this.kinds[line]!]!;
  }
}
