import { isUtf8 } from 'node:buffer';
import { parse } from 'csv-parse/sync';
import { Refusal } from '#platform';

const MOST_BYTES = 2_000_000;
const MOST_COLUMNS = 50;

export interface CsvLimits {
  /** Rows below the headings. */
  readonly most: number;
  /** What they are, for whoever is told that there are too many. */
  readonly of: string;
  readonly recordBytes: number;
}

/** The cells of a CSV, headings first: commas, semicolons or tabs; UTF-8 or windows-1252. */
export function readCsv(bytes: Buffer, limits: CsvLimits): string[][] {
  return parseLines(decode(bytes), limits);
}

function decode(bytes: Buffer): string {
  if (bytes.length > MOST_BYTES) throw new Refusal('too-large');
  if (bytes.includes(0)) throw refused('The selected file must be a CSV');
  const text = isUtf8(bytes)
    ? bytes.toString('utf8')
    : new TextDecoder('windows-1252').decode(bytes);
  return text.replace(/^\uFEFF/, '');
}

function parseLines(text: string, { most, of, recordBytes }: CsvLimits): string[][] {
  const head = text.slice(0, text.search(/[\r\n]|$/));
  const delimiter = [',', ';', '\t'].toSorted(
    (a, b) => head.split(b).length - head.split(a).length,
  )[0]!;
  let lines: string[][];
  try {
    lines = parse(text, {
      delimiter,
      relax_column_count: true,
      skip_empty_lines: true,
      to: most + 2,
      max_record_size: recordBytes,
    });
  } catch {
    throw refused('The selected file must be a CSV: a quotation mark in it has no partner');
  }
  if (lines.length > most + 1) {
    throw refused(`The selected file must have ${most.toLocaleString('en-GB')} ${of} or fewer`);
  }
  if (lines.some((cells) => cells.length > MOST_COLUMNS)) {
    throw refused('The selected file must be a CSV with at most 50 columns');
  }
  return lines;
}

export const refused = (file: string) => new Refusal('invalid', { faults: { file } });

/** A heading or a code as people spell it. */
export const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, ' ');
