import type { ReportModel, ThemeWords } from './model.js';
import type { ReportTable } from './table.js';
import { reportWords } from './words.js';

/** A spreadsheet takes a cell that begins like this for a formula, and would carry it out. */
const FORMULA = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

/** One cell of CSV (RFC 4180); what a spreadsheet would carry out begins with an apostrophe. */
export function csvCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The report's words, tables and themes one below the other, with a byte order mark for Excel. */
export function csvOf({ title, words, sections }: ReportModel): string {
  const rows: (readonly string[])[] = [[title], ...words.map((one) => [one])];
  for (const section of sections) {
    rows.push([], [section.title], ...section.words.map((one) => [one]));
    for (const table of section.tables) rows.push([], ...tableRows(table));
    if (section.themes.length > 0) rows.push([], ...themeRows(section.themes));
  }
  return `\uFEFF${rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')}`;
}

const tableRows = ({ title, note, columns, rows }: ReportTable) => [
  ...[[title], [note], columns],
  ...rows.map(({ label, cells }) => [label, ...cells.map(({ text }) => text)]),
];

function themeRows(themes: readonly ThemeWords[]) {
  const words = reportWords();
  const { themes: table } = words.tables;
  const { themeSaid, themeDoes, themeWhy, themeReplies, themeQuotes } = words;
  return [
    [table!.columns[0]!, themeSaid, themeDoes, themeWhy, themeReplies, themeQuotes],
    ...themes.map(({ title, said, does, why, replies, quotes }) => [
      ...[title, said, does, why, replies],
      quotes.map(({ reference, words: quoted }) => `${reference}: ${quoted}`).join('\n'),
    ]),
  ];
}
