import { isCanonical } from './canonical.js';
import { EMPTY_HEAD, hashOf } from './entry.js';
import type { Entry } from './entry.js';
import type { Fault } from './fault.js';

/** stream, seq, entry, hash in hex, kind and type as the journal's columns hold them. */
export type JournalRow = readonly [
  stream: string,
  seq: number,
  entry: string,
  hash: string,
  kind: string,
  type: string,
];

/** A stream read to its end: where its chain ended, and its entries if they were asked for. */
export interface WalkedStream {
  readonly stream: string;
  readonly lastSeq: number;
  readonly lastHash: string;
  readonly entries: Entry[];
}

const START = EMPTY_HEAD.hash.toString('hex');

/** Follows the chains of streams whose rows arrive in order of stream and seq. Reads nothing. */
export class ChainWalk {
  private stream: string | null = null;
  private seq = 0;
  private hash = START;
  /** What the last entry's hash would be if only the column were wrong. */
  private computed = START;
  private entries: Entry[] = [];

  constructor(
    private readonly keepEntries: boolean,
    private readonly fault: (fault: Fault) => void,
    private readonly sound: (entry: Entry) => void,
    private readonly ended: (stream: WalkedStream) => void,
  ) {}

  take(row: JournalRow): void {
    const [stream, seq, text, hash] = row;
    if (stream !== this.stream) this.begin(stream);
    if (seq !== this.seq + 1) this.report(this.seq + 1, missing(this.seq + 1, seq - 1));
    const computed = hashOf(text);
    const entry: unknown = JSON.parse(text);
    const what = computed === hash ? this.wrongIn(row, entry) : 'was changed: its hash differs';
    if (what === null) this.sound(entry as Entry);
    else this.report(seq, `entry ${seq} ${what}`);
    if (this.keepEntries) this.entries.push(entry as Entry);
    this.seq = seq;
    this.hash = hash;
    this.computed = computed;
  }

  end(): void {
    if (this.stream === null) return;
    const { stream, seq, hash, entries } = this;
    this.ended({ stream, lastSeq: seq, lastHash: hash, entries });
    this.stream = null;
  }

  private begin(stream: string): void {
    this.end();
    this.stream = stream;
    this.seq = 0;
    this.hash = START;
    this.computed = START;
    this.entries = [];
  }

  /** What is wrong with an entry whose bytes and hash agree; null if nothing is. */
  private wrongIn([stream, seq, text, , kind, type]: JournalRow, parsed: unknown): string | null {
    if (typeof parsed !== 'object' || parsed === null) return 'is not an entry';
    const entry = parsed as Partial<Entry>;
    if (entry.prev !== this.hash && entry.prev !== this.computed) {
      return `does not follow what stands before it: entry ${seq - 1} was replaced or moved`;
    }
    if (entry.stream !== stream) return `says that it belongs to ${String(entry.stream)}`;
    if (entry.seq !== seq) return `says that it is entry ${String(entry.seq)}`;
    if (entry.kind !== kind) return 'has another kind than its column says';
    if (entry.type !== type) return 'has another type than its column says';
    return isCanonical(text, parsed) ? null : 'is not in canonical form';
  }

  private report(seq: number, what: string): void {
    this.fault({ stream: this.stream!, seq, what });
  }
}

function missing(from: number, to: number): string {
  return from === to ? `entry ${from} is missing` : `entries ${from} to ${to} are missing`;
}
