import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';

let made = 0;
const folder = mkdtempSync(join(tmpdir(), 'assent-extract-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A CSV file of its own; a row is its cells, and windows-1252 text is given as bytes. */
export function anExtract(rows: readonly (readonly string[])[], name = 'extract.csv'): string {
  return aFile(`${rows.map((cells) => cells.map(quoted).join(',')).join('\r\n')}\r\n`, name);
}

export function aFile(content: string | Buffer, name = 'extract.csv'): string {
  made += 1;
  const path = join(folder, `${made}-${name}`);
  writeFileSync(path, content);
  return path;
}

function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}
