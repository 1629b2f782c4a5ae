import type { ReportModel, ReportSection, ThemeWords } from './model.js';
import { escaped, svgOf } from './svg.js';
import type { ReportTable } from './table.js';
import { reportWords } from './words.js';

/** The report as one page that needs nothing else: no script, no picture or style from elsewhere. */
export function htmlOf({ title, words, sections }: ReportModel): string {
  return [
    '<!doctype html>',
    '<html lang="en-GB">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">',
    `<title>${escaped(title)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    '<main>',
    `<h1>${escaped(title)}</h1>`,
    ...paragraphs(words),
    ...sections.flatMap(sectionLines),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

const STYLE = [
  'body{margin:0;font:1rem/1.5 system-ui,sans-serif;color:#0b0c0c;background:#fff}',
  'main{max-width:60rem;margin:0 auto;padding:1rem;overflow-wrap:anywhere}',
  'table{border-collapse:collapse;width:100%;margin:0 0 .5rem}',
  'caption{text-align:left;font-weight:700;padding:.5rem 0}',
  'th,td{border-bottom:1px solid #b1b4b6;padding:.4rem .6rem .4rem 0;text-align:left;vertical-align:top;overflow-wrap:normal}',
  'td{font-variant-numeric:tabular-nums}',
  '.wide{overflow-x:auto}.wide:focus{outline:3px solid #0b0c0c}',
  'figure{margin:1rem 0}svg{display:block;width:100%;max-width:30rem;height:auto}',
  '@media print{figure,tr{break-inside:avoid}}',
  'blockquote{margin:.5rem 0;padding-left:1rem;border-left:4px solid #b1b4b6;white-space:pre-line}',
  'dt{font-weight:700}dd{margin:0 0 .5rem;white-space:pre-line}',
].join('');

function sectionLines({ id, title, words, tables, themes }: ReportSection): readonly string[] {
  return [
    `<section aria-labelledby="${id}">`,
    `<h2 id="${id}">${escaped(title)}</h2>`,
    ...paragraphs(words),
    ...tables.flatMap(tableLines),
    ...themes.flatMap(themeLines),
    '</section>',
  ];
}

const paragraphs = (words: readonly string[]) => words.map((one) => `<p>${escaped(one)}</p>`);

function tableLines({ title, note, columns, rows, picture }: ReportTable): readonly string[] {
  return [
    ...(picture === null ? [] : [`<figure>${svgOf(picture)}</figure>`]),
    `<div class="wide" role="region" tabindex="0" aria-label="${escaped(title)}">`,
    '<table>',
    `<caption>${escaped(title)}</caption>`,
    `<thead><tr>${columns.map((one) => `<th scope="col">${escaped(one)}</th>`).join('')}</tr></thead>`,
    '<tbody>',
    ...rows.map(
      ({ label, cells }) =>
        `<tr><th scope="row">${escaped(label)}</th>${cells.map(({ text }) => `<td>${escaped(text)}</td>`).join('')}</tr>`,
    ),
    '</tbody>',
    '</table>',
    '</div>',
    `<p>${escaped(note)}</p>`,
  ];
}

function themeLines(theme: ThemeWords): readonly string[] {
  const words = reportWords();
  const quotes = theme.quotes.map(
    ({ reference, words: quoted }) =>
      `<blockquote>${escaped(quoted)} <cite>${escaped(reference)}</cite></blockquote>`,
  );
  return [
    `<h3>${escaped(theme.title)}</h3>`,
    '<dl>',
    ...term(words.themeSaid, escaped(theme.said)),
    ...(quotes.length === 0 ? [] : term(words.themeQuotes, quotes.join(''))),
    ...term(words.themeDoes, escaped(theme.does)),
    ...term(words.themeWhy, escaped(theme.why)),
    ...term(words.themeReplies, escaped(theme.replies)),
    '</dl>',
  ];
}

const term = (name: string, html: string) => [`<dt>${escaped(name)}</dt>`, `<dd>${html}</dd>`];
