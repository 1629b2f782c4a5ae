import type { Reading } from './layout.js';

/** What was in a cell: a value for the database, null for unknown, or a reason not to take the row. */
export type Cell = string | null | Unreadable;

/** A cell that cannot be what its column is for. */
export class Unreadable {
  constructor(readonly reason: string) {}
}

// A name is where a wrong decoding shows: Cyrillic where windows-1252 was read as windows-1251,
// "Ã©" where UTF-8 was read as windows-1252, the replacement character where it was neither.
const DECODED_WRONGLY = /[\u0400-\u04ff\ufffd\u0080-\u009f]|Ã[\u0080-\u00bf]|â€/;
const UNKNOWN_DATE = '1900-01-01';
const DAY_FIRST = /^(\d{1,2})[-/](\d{1,2})[-/](\d{4})$/;
const YEAR_FIRST = /^(\d{4})-(\d{2})-(\d{2})$/;

/** How each reading takes a cell. An unreadable count is unknown, not a reason to lose a school. */
export const READERS: Readonly<Record<Reading, (given: string) => Cell>> = {
  text: (given) => blankToNull(given.trim()),
  name: readName,
  urn: (given) => keyOf(given, /^\d{6}$/, 'is no URN (six digits)'),
  uid: (given) => keyOf(given, /^\d{1,9}$/, 'is no group UID'),
  date: readDate,
  count: (given) => (/^\d{1,9}$/.test(given.trim()) ? given.trim() : null),
};

/** The day a cell names, as 2024-09-01; null where it names none or is the placeholder of 1900. */
export function readDate(given: string): Cell {
  const text = given.trim();
  if (text === '') return null;
  const iso = isoOf(text);
  if (iso === null) return new Unreadable(`“${text}” is not a date`);
  return iso === UNKNOWN_DATE ? null : iso;
}

/** 't' where a date stands for a day that nobody knows: a school closed on 01-01-1900 is closed. */
export function isPlaceholder(given: string): 't' | 'f' {
  return isoOf(given.trim()) === UNKNOWN_DATE ? 't' : 'f';
}

function readName(given: string): Cell {
  const text = given.trim();
  if (text === '') return new Unreadable('has no name');
  if (!DECODED_WRONGLY.test(text)) return text;
  return new Unreadable(`the name “${text}” was decoded wrongly`);
}

function keyOf(given: string, form: RegExp, complaint: string): Cell {
  const text = given.trim();
  return form.test(text) ? text : new Unreadable(`“${text}” ${complaint}`);
}

function blankToNull(text: string): string | null {
  return text === '' ? null : text;
}

function isoOf(text: string): string | null {
  const dayFirst = DAY_FIRST.exec(text);
  if (dayFirst !== null) return real(dayFirst[3]!, dayFirst[2]!, dayFirst[1]!);
  const yearFirst = YEAR_FIRST.exec(text);
  return yearFirst === null ? null : real(yearFirst[1]!, yearFirst[2]!, yearFirst[3]!);
}

/** 31-02 has the form of a date and is none. */
function real(year: string, month: string, day: string): string | null {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (date.getUTCMonth() + 1 !== Number(month) || date.getUTCDate() !== Number(day)) return null;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
