import type { ReportModel, ReportSection, ThemeWords } from './model.js';
import type { Picture } from './picture.js';
import type { ReportTable } from './table.js';
import { reportWords } from './words.js';

/** A report as one piece after the other: what a paper is made from. */
export type Block =
  | { readonly type: 'heading'; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly type: 'paragraph'; readonly text: string }
  | { readonly type: 'quote'; readonly text: string }
  | { readonly type: 'picture'; readonly picture: Picture }
  | { readonly type: 'table'; readonly table: ReportTable }
  | { readonly type: 'terms'; readonly terms: readonly (readonly [string, string])[] };

export function blocksOf({ title, words, sections }: ReportModel): readonly Block[] {
  return [
    { type: 'heading', level: 1, text: title },
    ...words.map(paragraph),
    ...sections.flatMap(ofSection),
  ];
}

const paragraph = (text: string): Block => ({ type: 'paragraph', text });

function ofSection({ title, words, tables, themes }: ReportSection): readonly Block[] {
  return [
    { type: 'heading', level: 2, text: title },
    ...words.map(paragraph),
    ...tables.flatMap(ofTable),
    ...themes.flatMap(ofTheme),
  ];
}

function ofTable(table: ReportTable): readonly Block[] {
  const { picture } = table;
  return [
    { type: 'heading', level: 3, text: table.title },
    ...(picture === null ? [] : [{ type: 'picture', picture } as const]),
    { type: 'table', table },
    paragraph(table.note),
  ];
}

function ofTheme(theme: ThemeWords): readonly Block[] {
  const words = reportWords();
  const quotes = theme.quotes.map(({ reference, words: quoted }): Block => ({
    ...{ type: 'quote', text: `${quoted} ${reference}` },
  }));
  return [
    { type: 'heading', level: 3, text: theme.title },
    { type: 'terms', terms: [[words.themeSaid, theme.said]] },
    ...(quotes.length === 0 ? [] : [paragraph(words.themeQuotes), ...quotes]),
    {
      type: 'terms',
      terms: [
        [words.themeDoes, theme.does],
        [words.themeWhy, theme.why],
        [words.themeReplies, theme.replies],
      ],
    },
  ];
}
