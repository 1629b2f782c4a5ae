import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rawMail, type MailReading, type Segment } from '#mail';

export interface CorpusScore {
  corpus: string;
  cases: number;
  /** Equal after trimming white space, as a share of the cases. */
  exact: number;
  /** Cases in which a word of the author is missing. */
  lost: number;
  /** Cases in which words of others stayed. */
  leak: number;
  misses: unknown[];
}

interface Case {
  file: string;
  expected: string;
  actual: string;
  same: boolean;
}

interface TalonCase {
  file: string;
  kind: string;
  expectedReply?: string;
  expectedHtml?: string;
}

/** talon expects signatures to stay, so the answer and the signature are compared. */
export function scoreTalon(folder: string): CorpusScore {
  const cases = readJson<TalonCase[]>(join(folder, 'EXPECTED.json')).map((entry): Case => {
    const source = readFileSync(join(folder, 'fixtures', entry.file));
    const isMail = entry.file.endsWith('.eml');
    const reading = isMail ? rawMail.read(source) : readBody('text/html', source);
    const actual = joinKinds(reading.segments, ['answer', 'signature']);
    const html = Buffer.from(entry.expectedHtml ?? '');
    const expected = entry.expectedReply ?? readBody('text/html', html).text;
    const same = isMail
      ? normalise(actual) === normalise(expected)
      : withoutBlanks(actual) === withoutBlanks(expected);
    return { file: entry.file, expected, actual, same };
  });
  return score('talon', cases);
}

interface CrispTest {
  fixtures: string[];
  asserts: { op: string; a: unknown; b: unknown }[];
}

/** The tests that assert the visible text: those whose expected text begins as the mail begins. */
export function scoreCrisp(folder: string): CorpusScore {
  const tests = readJson<CrispTest[]>(join(folder, 'EXPECTED-recorded-asserts.json'));
  const cases: Case[] = [];
  for (const { fixtures, asserts } of tests) {
    const file = fixtures[0]!;
    const path = join(folder, 'fixtures', file);
    if (!existsSync(path)) continue;
    const text = readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
    for (const { op, b } of asserts) {
      if (op !== 'equal' || typeof b !== 'string' || !isVisibleText(b, text)) continue;
      const { segments } = readBody('text/plain', Buffer.from(text));
      const actual = joinKinds(segments, ['answer']);
      cases.push({ file, expected: b, actual, same: normalise(actual) === normalise(b) });
    }
  }
  return score('crisp', cases);
}

/** Other asserts hold counts, truth values, or a fragment of a longer answer. */
function isVisibleText(expected: string, mail: string): boolean {
  if (['true', 'false'].includes(expected) || /^\d*$/.test(expected)) return false;
  if (expected.trim().length < 5) return false;
  return withoutBlanks(mail).startsWith(withoutBlanks(expected));
}

interface BounceCase {
  file: string;
  temporary: string[];
  permanent: string[];
}

/** Right when exactly the expected addresses are named, each for good or for now. */
export function scoreBounces(folder: string): CorpusScore {
  const misses: unknown[] = [];
  let lost = 0;
  let leak = 0;
  const entries = readJson<BounceCase[]>(join(folder, 'EXPECTED.json'));
  for (const { file, temporary, permanent } of entries) {
    const { kind, why, failed } = rawMail.read(readFileSync(join(folder, 'data', file)));
    const named = new Set(failed.map((one) => `${one.address} ${one.permanent}`.toLowerCase()));
    const wanted = new Set([
      ...temporary.map((address) => `${address} false`.toLowerCase()),
      ...permanent.map((address) => `${address} true`.toLowerCase()),
    ]);
    const missing = wanted.difference(named).size > 0;
    const tooMany = named.difference(wanted).size > 0;
    if (missing) lost += 1;
    if (tooMany) leak += 1;
    const seen = kind === 'bounce' || kind === 'automatic';
    if (missing || tooMany || !seen)
      misses.push({ file, kind, why, wanted: [...wanted], named: [...named] });
  }
  const exact = round((entries.length - misses.length) / entries.length);
  return { corpus: 'flufl.bounce', cases: entries.length, exact, lost, leak, misses };
}

function score(corpus: string, cases: Case[]): CorpusScore {
  const wrong = cases.filter((one) => !one.same);
  return {
    corpus,
    cases: cases.length,
    exact: round((cases.length - wrong.length) / cases.length),
    lost: wrong.filter((one) => hasMoreWords(one.expected, one.actual)).length,
    leak: wrong.filter((one) => hasMoreWords(one.actual, one.expected)).length,
    misses: wrong,
  };
}

/** Whether `many` says a word more often than `few` does. */
function hasMoreWords(many: string, few: string): boolean {
  const counts = new Map<string, number>();
  for (const word of few.split(/\s+/)) counts.set(word, (counts.get(word) ?? 0) + 1);
  for (const word of many.split(/\s+/).filter(Boolean)) {
    const left = (counts.get(word) ?? 0) - 1;
    if (left < 0) return true;
    counts.set(word, left);
  }
  return false;
}

/** A bare body as the mail it came from. */
function readBody(type: string, body: Buffer): MailReading {
  return rawMail.read(
    Buffer.concat([Buffer.from(`Content-Type: ${type}; charset=utf-8\r\n\r\n`), body]),
  );
}

function joinKinds(segments: Segment[], kinds: Segment['kind'][]): string {
  return segments
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ text }) => text)
    .join('');
}

function normalise(text: string): string {
  const lines = text.split('\n').map((line) => line.trimEnd());
  return lines.join('\n').trim();
}

function withoutBlanks(text: string): string {
  return text.replaceAll(/\s/g, '');
}

function round(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}
