import { inflateRawSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { elementsIn, readPdf, textOf } from '../../../../test/support/read-pdf.js';
import type { ReadPdf } from '../../../../test/support/read-pdf.js';
import { GROUPS } from '../stakeholders.js';
import type { ReportFigures } from './figures.js';
import { modelOf } from './model.js';
import type { ReportModel } from './model.js';
import { published } from './publish.js';
import { papersOf, render } from './render.js';
import type { ReportPapers } from './render.js';

const views = (agree: number, neither: number, disagree: number, none = 0, without = 0) => ({
  ...{ agree, neither, disagree, 'no-opinion': none, 'not-asked': without },
});
const NOBODY = views(0, 0, 0);
/** Each group the same, so that every sum is plain; the first has a number that is not shown. */
const groups = GROUPS.map((group, at) => {
  const own = at === 0 ? views(3, 10, 20, 5, 7) : views(10, 10, 20, 5, 7);
  return { group, inTime: at === 0 ? 45 : 52, late: 6, views: own };
});
const N = GROUPS.length;
const all = views(10 * N - 7, 10 * N, 20 * N, 5 * N, 7 * N);
const inTime = 52 * N - 7;
const reached = {
  asked: 60,
  email: 30,
  post: 15,
  other: 0,
  failed: 8,
  waiting: 7,
  none: 0,
  replied: 20,
};
const day = (at: number) => new Date(Date.UTC(2026, 5, 1 + at)).toISOString().slice(0, 10);

/** A report with everything in it: long words, other letters, and enough rows for many pages. */
const figures: ReportFigures = {
  format: 'consultation-report/2',
  leastShown: null,
  ...{ asOf: '2026-07-20T09:00:00.000Z', places: 1, school: 'Ysgol Łukasz & St Dŵr’s' },
  ...{ reference: '2026-0001', question: 'Should our school join “Beacon <Trust>”?' },
  ...{ opensAt: '2026-06-01T08:00:00.000Z', closesAt: '2026-07-13T16:00:00.000Z', atDesk: 0 },
  reach: {
    groups: GROUPS.map((group) => ({ group, ...reached })),
    all: Object.fromEntries(Object.entries(reached).map(([key, one]) => [key, one * N])) as never,
    ends: {
      ...{ corrected: 9, printed: 8, telephone: 7, 'by-hand': 6, replied: 12 },
      ...{ 'not-reached': 11, open: 0 },
    },
  },
  replies: {
    standings: {
      ...{ inTime, late: 6 * N, waiting: 9, notCounted: 8, superseded: 7, withdrawn: 6 },
      received: inTime + 6 * N + 30,
    },
    people: 300,
    views: { inTime: all, late: { ...NOBODY, agree: 6 * N } },
    given: { inTime: inTime - 7 * N, late: 6 * N },
    groups,
    forms: [{ form: 'individual', inTime, late: 6 * N, views: all }],
    channels: [
      { channel: 'email', inTime: inTime - 40, late: 6 * N },
      { channel: 'survey', inTime: 40, late: 0 },
    ],
    days: Array.from({ length: 43 }, (_, at) => ({
      day: day(at),
      inTime: at < 42 ? 10 : inTime - 420,
      late: at < 42 ? 0 : 6 * N,
    })),
  },
  campaigns: {
    found: [{ inTime: 40, late: 6, views: views(0, 0, 40) }],
    outside: {
      ...{ inTime: inTime - 40, late: 6 * N - 6 },
      views: { ...all, disagree: 20 * N - 40 },
    },
  },
  ballots: [
    {
      ...{ ranBy: 'Undeb Hillside', question: 'Against?', heldOn: '2026-06-12', asked: 300 },
      ...{ voted: null, result: '212 against' },
    },
  ],
  petitions: [{ reference: 'R-0007', signatories: 412, view: 'disagree', standing: 'inTime' }],
  questions: [
    {
      ...{ id: 'q1', kind: 'choice', wording: 'Which name?' },
      options: [
        { text: 'The old one', inTime: 40, late: 10 },
        { text: 'A new one', inTime: 20, late: 8 },
      ],
      answered: { inTime: 60, late: 18 },
      silent: { inTime: 30, late: 6 },
      unasked: { inTime: inTime - 90, late: 6 * N - 24 },
    },
  ],
  codes: {
    ...{ frame: 2, read: 90, noneFits: 9 },
    codes: [{ code: 'BUS', title: 'The school bus', inTime: 31, late: 12 }],
  },
  themes: [
    {
      ...{ number: 1, title: 'What the bus costs', said: 'It is dear.\nAnd late.', does: 'partly' },
      ...{ why: 'The fare stays.', equality: true, alternative: true, count: 5 },
      replies: ['R-0001', 'R-0002', 'R-0003', 'R-0004', 'R-0005'],
      quotes: [{ reference: 'R-0002', words: 'Żaden bus ✓ comes “on time”.' }],
    },
  ],
};

let papers: ReportPapers;
let model: ReportModel;
let pdf: ReadPdf;

beforeAll(async () => {
  papers = await papersOf(figures);
  model = modelOf(published(figures));
  pdf = readPdf(papers.pdf);
});

/** Every word that a reader of the page reads, in its order. */
const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
const tablesOf = ({ sections }: ReportModel) => sections.flatMap(({ tables }) => tables);
const cellsOf = ({ columns, rows }: ReturnType<typeof tablesOf>[number]) => [
  columns.map(plain),
  ...rows.map(({ label, cells }) => [plain(label), ...cells.map(({ text }) => text)]),
];

describe('the report as a PDF', () => {
  it('is tagged, in English, with a title and a bookmark for each section', () => {
    expect(pdf.catalog).toContain('/Lang (en-GB)');
    expect(pdf.catalog).toContain('/MarkInfo');
    expect(papers.pdf.toString('latin1')).toContain('<pdfuaid:part>1</pdfuaid:part>');
    expect(pdf.outline).toEqual(model.sections.map(({ title }) => title));
    expect(elementsIn(pdf.root, 'H1').map(textOf)).toEqual([plain(model.title)]);
    expect(elementsIn(pdf.root, 'H2').map(textOf)).toEqual(
      model.sections.map(({ title }) => title),
    );
    expect(pdf.pages).toBeGreaterThan(5);
  });

  it('has every cell of every table, with headers for columns and rows', () => {
    const found = elementsIn(pdf.root, 'Table').map((table) =>
      elementsIn(table, 'TR').map(({ within }) => within.map(textOf)),
    );
    expect(found).toEqual(tablesOf(model).map(cellsOf));
    for (const table of elementsIn(pdf.root, 'Table')) {
      const [header, ...rows] = elementsIn(table, 'TR');
      expect(header!.within.every(({ tag }) => tag === 'TH')).toBe(true);
      for (const { within } of rows)
        expect(within.map(({ tag }) => tag === 'TH')).toEqual([
          true,
          ...within.slice(1).map(() => false),
        ]);
    }
  });

  it('says in words what each picture shows, and where its numbers are', () => {
    const pictures = tablesOf(model).flatMap(({ picture }) => picture ?? []);
    expect(pictures.length).toBeGreaterThan(5);
    expect(elementsIn(pdf.root, 'Figure').map(({ alt }) => alt)).toEqual(
      pictures.map(({ description }) => description),
    );
  });

  it('has the words of the page, letter by letter, and no others', () => {
    const said = [
      ...model.words,
      ...model.sections.flatMap(({ words, tables }) => [
        ...words,
        ...tables.map(({ note }) => note),
      ]),
    ];
    const read = elementsIn(pdf.root, 'P').map(textOf);
    for (const sentence of said) expect(read).toContain(plain(sentence));
    // A sign that the letters of the paper do not have is not lost without a trace.
    expect(elementsIn(pdf.root, 'BlockQuote').map(textOf)).toEqual([
      'Żaden bus \uFFFD comes “on time”. R-0002',
    ]);
    expect(elementsIn(pdf.root, 'LBody').map(textOf)).toContain('It is dear. And late.');
    // The page and the paper have the same words, whatever their order of tables and captions.
    const words = (text: string) => [...new Set(text.match(/[\p{L}\p{N}\p{M}’]+/gu))].toSorted();
    const page = render(figures)
      .html.replace(/^[\s\S]*<main>/, '')
      .replaceAll(/<title[\s\S]*?<\/desc>/g, ' ')
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll('&amp;', '&')
      .replaceAll(/&(lt|gt|quot|#39);/g, ' ');
    expect(words(textOf(pdf.root))).toEqual(words(page));
  });

  it('shows no number that the page does not show', () => {
    expect(textOf(elementsIn(pdf.root, 'Table')[5]!)).toContain('[c]');
    expect(textOf(elementsIn(pdf.root, 'Figure')[3]!)).toContain(': not shown');
  });

  it('is the same to the byte, whenever it is made', async () => {
    expect((await papersOf(figures)).pdf.equals(papers.pdf)).toBe(true);
  });
});

describe('the report as a Word document', () => {
  it('has headings, tables with header rows, pictures with words, and every cell', () => {
    const files = unzipped(papers.docx);
    const xml = files.get('word/document.xml')!;
    const paragraphs = [...xml.matchAll(/<w:p>([\s\S]*?)<\/w:p>/g)].map(([, one]) => one!);
    const headed = (level: number) =>
      paragraphs.filter((one) => one.includes(`w:val="Heading${level}"`)).map(wordsIn);
    expect(headed(1)).toEqual([model.title]);
    expect(headed(2)).toEqual(model.sections.map(({ title }) => title));
    expect(headed(3)).toContain('What the bus costs');

    const tables = [...xml.matchAll(/<w:tbl>([\s\S]*?)<\/w:tbl>/g)].map(([, one]) => one!);
    const rowsOf = (one: string) =>
      [...one.matchAll(/<w:tr>([\s\S]*?)<\/w:tr>/g)].map(([, row]) => row!);
    const cells = (row: string) =>
      [...row.matchAll(/<w:tc>([\s\S]*?)<\/w:tc>/g)].map(([, one]) => plain(wordsIn(one!)));
    expect(tables.map((one) => rowsOf(one).map(cells))).toEqual(tablesOf(model).map(cellsOf));
    for (const one of tables) expect(rowsOf(one)[0]).toContain('<w:tblHeader/>');

    const pictures = tablesOf(model).flatMap(({ picture }) => picture ?? []);
    const described = [...xml.matchAll(/<wp:docPr [^>]*descr="([^"]*)"/g)].map(([, one]) => one);
    expect(described).toEqual(pictures.map(({ description }) => description));
    const all = paragraphs.map(wordsIn).map(plain);
    for (const sentence of model.words) expect(all).toContain(plain(sentence));
    expect(all).toContain('Żaden bus ✓ comes “on time”. R-0002');
    expect(files.get('word/styles.xml')).toContain('w:val="en-GB"');
    expect(files.get('docProps/core.xml')).toContain('Report of the consultation');
  });
});

const wordsIn = (xml: string): string =>
  [...xml.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>|<w:br\/>/g)]
    .map(([, text = ' ']) => text)
    .join('')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');

/** The files of a ZIP by its directory, which stands at its end. */
function unzipped(zip: Buffer): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const end = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  let at = zip.readUInt32LE(end + 16);
  while (zip.toString('latin1', at, at + 4) === 'PK\x01\x02') {
    const [method, packed] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((place) => zip.readUInt16LE(at + place));
    const local = zip.readUInt32LE(at + 42);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(from, from + packed);
    const text = (method === 0 ? bytes : inflateRawSync(bytes)).toString('utf8');
    files.set(zip.toString('utf8', at + 46, at + 46 + name!), text);
    at += 46 + name! + extra! + comment!;
  }
  return files;
}
