// An extract as large as the real one: 140 columns, windows-1252, CRLF, every text quoted, about
// 1,200 bytes a row. Made from the register's sample; only names, places and numbers are new.
import { createWriteStream, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { sampleExtracts } from '#register';
import { parse } from 'csv-parse/sync';

const COLUMNS = 140;
const ROW_BYTES = 1_180;
const SAINTS = [
  'Mary',
  'Joseph',
  'Peter',
  'John',
  'Anne',
  'Thomas',
  'Wilfrid',
  'Cuthbert',
  'Thérèse',
];
const PLACES = [
  'Oak',
  'River',
  'Meadow',
  'Hill',
  'Bridge',
  'Park',
  'Brook',
  'Mill',
  'Heath',
  'Ash',
];
const ENDS = ['side', 'field', 'wood', 'ton', 'ham', 'bury', 'ford', 'dale', 'worth', 'combe'];
const KINDS = [
  ...['Primary School', 'CofE Primary School', 'Catholic Primary School', 'Academy', 'High School'],
  ...['Church of England (VA) Infant School', 'C.E. Junior School', 'Community School', 'Nursery'],
];

/** Writes so many schools, and answers the size of the file in bytes. */
export async function generateExtract(path: string, rows: number): Promise<number> {
  const [header, ...samples] = parse(readFileSync(sampleExtracts()[0]!, 'latin1'));
  const filled = [...header!];
  while (filled.length < COLUMNS) filled.push(`SEN${filled.length} (name)`);
  const file = createWriteStream(path, 'latin1');
  file.write(`${filled.map(quoted).join(',')}\r\n`);
  for (let number = 0; number < rows; number += 1) {
    const cells = school(header!, samples[number % samples.length]!, number);
    while (cells.length < COLUMNS) cells.push('');
    if (!file.write(line(cells, header!.indexOf('Locality')))) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
  return file.bytesWritten;
}

/** The name of the school with a number, as people would write it. */
export function nameOf(number: number): string {
  const kind = KINDS[number % KINDS.length]!;
  const place = `${pick(PLACES, number, 7)}${pick(ENDS, number, 70)}`;
  return number % 3 === 0
    ? `St ${pick(SAINTS, number, 3)}'s ${kind}, ${place}`
    : `${place} ${kind} ${number % 500 === 0 ? number : ''}`.trim();
}

export function townOf(number: number): string {
  return `${pick(PLACES, number, 11)} ${pick(ENDS, number, 13).replace(/^./, (a) => a.toUpperCase())}`;
}

export function urnOf(number: number): string {
  return String(100_000 + number);
}

function school(header: readonly string[], sample: readonly string[], number: number): string[] {
  const news: Readonly<Record<string, string>> = {
    URN: urnOf(number),
    EstablishmentName: nameOf(number),
    Town: townOf(number),
    Postcode: `ZZ${number % 100} ${number % 10}AA`,
    EstablishmentNumber: String(1_000 + (number % 9_000)),
  };
  return header.map((title, index) => news[title] ?? sample[index]!);
}

/** Padded to the size of real rows in a column that has room. */
function line(cells: string[], roomy: number): string {
  const short = ROW_BYTES - cells.reduce((length, cell) => length + cell.length + 3, 0);
  if (short > 0)
    cells[roomy] = `${cells[roomy]!}${' and further on'.repeat(Math.ceil(short / 15))}`;
  return `${cells.map((cell) => (/^\d+$/.test(cell) ? cell : quoted(cell))).join(',')}\r\n`;
}

function pick<T>(from: readonly T[], number: number, step: number): T {
  return from[Math.floor(number / step) % from.length]!;
}

function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}
