import PDFDocument from 'pdfkit';
import { contentFile } from '#platform';
import { blocksOf } from './blocks.js';
import type { Block } from './blocks.js';
import type { ReportModel } from './model.js';
import { draw, INK, LETTERS } from './picture.js';
import type { Picture, Shape } from './picture.js';
import type { ReportTable } from './table.js';

const MARGIN = 56;
const SIZES = { 1: 20, 2: 15, 3: 11.5 } as const;
const TEXT = 10;
/** A table of ten columns is as wide as the paper. */
const IN_TABLES = 7.5;
const LABELS = 88;
/** What a heading must have below it, so that none is the last line of its page. */
const WITH_HEADING = 90;

type Pdf = PDFKit.PDFDocument;
type Element = ReturnType<Pdf['struct']>;

/**
 * The report as a PDF that a screen reader can follow: tagged after PDF/UA, its tables with headers,
 * its pictures with words. It knows no clock, so the same model is the same bytes.
 */
export async function pdfOf(model: ReportModel): Promise<Buffer> {
  const pdf = new PDFDocument({
    ...{ size: 'A4', margin: MARGIN, bufferPages: true },
    ...{ pdfVersion: '1.7', subset: 'PDF/UA', tagged: true, lang: 'en-GB', displayTitle: true },
    font: fontFile('Regular'),
    info: { Title: model.title, Creator: 'Assent', CreationDate: new Date(model.asOf) },
  } as unknown as PDFKit.PDFDocumentOptions);
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise<Buffer>((resolve) => {
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
  });
  pdf.registerFont('regular', fontFile('Regular')).registerFont('bold', fontFile('Bold'));
  const whole = pdf.struct('Document');
  pdf.addStructure(whole);
  const blocks = blocksOf(printable(pdf, model));
  blocks.forEach((block, at) => {
    if (block.type === 'heading') keepTogether(pdf, blocks.slice(at));
    write(pdf, whole, block);
  });
  whole.end();
  numberPages(pdf);
  pdf.end();
  return done;
}

// By its path a font is read once; from its bytes it would be read anew for each cell of a table.
const fontFile = (weight: 'Regular' | 'Bold') => contentFile(`fonts/NotoSans-${weight}.ttf`);

/** Where the letters have no picture of a sign, the paper shows that one stood there. */
function printable(pdf: Pdf, model: ReportModel): ReportModel {
  const { font } = (pdf as unknown as { readonly _font: { readonly font: Letters } })._font;
  const fit = (text: string) =>
    [...text]
      .map((sign) =>
        /\s/.test(sign) || font.hasGlyphForCodePoint(sign.codePointAt(0)!) ? sign : '\uFFFD',
      )
      .join('');
  return JSON.parse(JSON.stringify(model), (_, value: unknown) =>
    typeof value === 'string' ? fit(value) : value,
  ) as ReportModel;
}

interface Letters {
  hasGlyphForCodePoint(code: number): boolean;
}

function write(pdf: Pdf, whole: Element, block: Block): void {
  pdf.x = MARGIN;
  switch (block.type) {
    case 'heading':
      return heading(pdf, whole, block);
    case 'paragraph':
      return said(pdf, whole, 'P', block.text);
    case 'quote':
      return said(pdf, whole, 'BlockQuote', block.text, 18);
    case 'picture':
      return figure(pdf, whole, block.picture);
    case 'table':
      return table(pdf, whole, block.table);
    case 'terms':
      return terms(pdf, whole, block.terms);
  }
}

/** No heading is the last line of its page, nor is one parted from its picture. */
function keepTogether(pdf: Pdf, rest: readonly Block[]): void {
  const own = rest.findIndex(({ type }) => type === 'table' || type === 'picture');
  const next = rest[own];
  const headings = rest.slice(0, own).filter(({ type }) => type === 'heading').length;
  const drawn = next?.type === 'picture' && headings === own ? sizeOf(pdf, next.picture).height : 0;
  if (pdf.y + drawn + WITH_HEADING > pdf.page.maxY() && pdf.y > MARGIN) pdf.addPage();
}

function heading(
  pdf: Pdf,
  whole: Element,
  { level, text }: Extract<Block, { level: number }>,
): void {
  if (level === 2) pdf.outline.addItem(text);
  pdf.moveDown(level === 1 ? 0 : 0.5);
  whole.add(
    pdf.struct(`H${level}`, {}, () => {
      pdf.font('bold').fontSize(SIZES[level]).fillColor(INK).text(text);
    }),
  );
  pdf.moveDown(0.3);
}

function said(pdf: Pdf, whole: Element, tag: string, text: string, indent = 0): void {
  whole.add(
    pdf.struct(tag, {}, () => {
      const width = pdf.page.width - 2 * MARGIN - indent;
      pdf
        .font('regular')
        .fontSize(TEXT)
        .fillColor(INK)
        .text(text, MARGIN + indent, pdf.y, { width });
    }),
  );
  pdf.moveDown(0.5);
}

/** A list of what was said and done: each line has its name and its words. */
function terms(pdf: Pdf, whole: Element, all: readonly (readonly [string, string])[]): void {
  const list = pdf.struct('L');
  whole.add(list);
  for (const [name, words] of all) {
    const item = pdf.struct('LI');
    list.add(item);
    item.add(
      pdf.struct('Lbl', {}, () => {
        pdf.font('bold').fontSize(TEXT).fillColor(INK).text(name, MARGIN);
      }),
    );
    item.add(
      pdf.struct('LBody', {}, () => {
        pdf.font('regular').text(words);
      }),
    );
    item.end();
    pdf.moveDown(0.4);
  }
  list.end();
}

function table(pdf: Pdf, whole: Element, { columns, rows }: ReportTable): void {
  const header = { type: 'TH', scope: 'Column', font: { src: 'bold' } } as const;
  const label = { type: 'TH', scope: 'Row', font: { src: 'bold' } } as const;
  pdf.font('regular').fontSize(IN_TABLES);
  pdf.table({
    structParent: whole,
    columnStyles: [
      { width: columns.length > 4 ? LABELS : 200 },
      ...columns.slice(1).map(() => '*'),
    ],
    defaultStyle: { border: [0, 0, 0.5, 0], borderColor: '#b1b4b6', padding: [3, 4, 3, 0] },
    data: [
      columns.map((text) => ({ text, ...header })),
      ...rows.map((row) => [
        { text: row.label, ...label },
        ...row.cells.map(({ text }) => ({ text })),
      ]),
    ],
  } as unknown as PDFKit.Mixins.TableOptionsWithData);
  pdf.x = MARGIN;
  pdf.moveDown(0.5);
}

function figure(pdf: Pdf, whole: Element, picture: Picture): void {
  const { shapes, scale, width, height } = sizeOf(pdf, picture);
  if (pdf.y + height > pdf.page.maxY()) pdf.addPage();
  const top = pdf.y;
  const bbox = [MARGIN, top, MARGIN + width, top + height];
  whole.add(
    pdf.struct('Figure', { alt: picture.description, bbox } as object, () => {
      pdf.save().translate(MARGIN, top).scale(scale).lineWidth(1).strokeColor(INK);
      pdf.font('regular').fontSize(LETTERS);
      for (const shape of shapes) drawShape(pdf, shape);
      pdf.restore();
    }),
  );
  pdf.x = MARGIN;
  pdf.y = top + height;
  pdf.moveDown(0.5);
}

/** A picture is smaller where it would not stand on one page with its headings. */
function sizeOf(pdf: Pdf, picture: Picture) {
  const { width, height, shapes } = draw(picture);
  const scale = Math.min(0.8, (pdf.page.maxY() - MARGIN - WITH_HEADING) / height);
  return { shapes, scale, width: width * scale, height: height * scale };
}

function drawShape(pdf: Pdf, shape: Shape): void {
  if (shape.type === 'rect') {
    const { x, y, width, height } = shape;
    pdf.rect(x, y, width, height).fillAndStroke(shape.fill, INK);
  } else if (shape.type === 'line') {
    const [x, y, toX, toY] = shape.points;
    pdf.moveTo(x, y).lineTo(toX, toY).stroke(INK);
  } else {
    const width = shape.anchor === 'end' ? pdf.widthOfString(shape.text) : 0;
    // A picture gives the line on which letters stand, a PDF the top of them.
    const top = shape.y - LETTERS;
    pdf.fillColor(INK).text(shape.text, shape.x - width, top, { lineBreak: false });
  }
}

/** Said to the eye alone: whoever listens to the paper does not hear it between its words. */
function numberPages(pdf: Pdf): void {
  const { start, count } = pdf.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    pdf.switchToPage(page);
    const { margins, height, width } = pdf.page;
    margins.bottom = 0;
    pdf.markContent('Artifact', { type: 'Pagination' });
    pdf.font('regular').fontSize(8).fillColor(INK);
    pdf.text(`${page + 1} / ${count}`, width - 2 * MARGIN, height - 36, { lineBreak: false });
    pdf.endMarkedContent();
    margins.bottom = MARGIN;
  }
}
