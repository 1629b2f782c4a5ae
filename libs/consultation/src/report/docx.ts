import {
  Document,
  HeadingLevel,
  ImageRun,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import { blocksOf } from './blocks.js';
import type { Block } from './blocks.js';
import type { ReportModel } from './model.js';
import { draw } from './picture.js';
import type { Picture } from './picture.js';
import { svgOf } from './svg.js';
import type { ReportTable } from './table.js';

const LEVELS = { 1: HeadingLevel.HEADING_1, 2: HeadingLevel.HEADING_2, 3: HeadingLevel.HEADING_3 };
const LANGUAGE = { value: 'en-GB' } as const;

/** The report as a Word document, for a reader who needs other letters or colours: with headings and headers. */
export async function docxOf(model: ReportModel): Promise<Buffer> {
  const document = new Document({
    title: model.title,
    creator: 'Assent',
    lastModifiedBy: 'Assent',
    styles: { default: { document: { run: { font: 'Arial', size: 22, language: LANGUAGE } } } },
    sections: [{ children: blocksOf(model).flatMap(childrenOf) }],
  });
  return Packer.toBuffer(document);
}

function childrenOf(block: Block): readonly (Paragraph | Table)[] {
  switch (block.type) {
    case 'heading':
      return [new Paragraph({ text: block.text, heading: LEVELS[block.level], keepNext: true })];
    case 'paragraph':
      return [new Paragraph({ text: block.text, spacing: { after: 120 } })];
    case 'quote':
      return [new Paragraph({ children: lines(block.text), indent: { left: 400 } })];
    case 'picture':
      return [new Paragraph({ children: [imageOf(block.picture)] })];
    case 'table':
      return [tableOf(block.table)];
    case 'terms':
      return block.terms.flatMap(([name, words]) => [
        new Paragraph({ children: [new TextRun({ text: name, bold: true })], keepNext: true }),
        new Paragraph({ children: lines(words), spacing: { after: 120 } }),
      ]);
  }
}

const lines = (text: string) =>
  text.split('\n').map((line, at) => new TextRun({ text: line, break: at === 0 ? 0 : 1 }));

function tableOf({ columns, rows }: ReportTable): Table {
  const cell = (text: string, bold = false) =>
    new TableCell({
      children: [new Paragraph({ children: [new TextRun({ text, bold, size: 18 })] })],
    });
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: [
      new TableRow({ tableHeader: true, children: columns.map((text) => cell(text, true)) }),
      ...rows.map(
        ({ label, cells }) =>
          new TableRow({
            cantSplit: true,
            children: [cell(label, true), ...cells.map(({ text }) => cell(text))],
          }),
      ),
    ],
  });
}

/** A program that cannot show SVG shows a white dot, and the table below has every number. */
function imageOf(picture: Picture): ImageRun {
  const { width, height } = draw(picture);
  const scale = Math.min(1, 640 / height);
  return new ImageRun({
    type: 'svg',
    data: Buffer.from(svgOf(picture)),
    fallback: { type: 'png', data: WHITE_DOT },
    transformation: { width: Math.round(width * scale), height: Math.round(height * scale) },
    altText: { name: picture.id, title: picture.title, description: picture.description },
  });
}

const WHITE_DOT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mP4DwABAQEAG7buVgAAAABJRU5ErkJggg==',
  'base64',
);
