import { inflateSync } from 'node:zlib';

/** An element of a tagged PDF: what it is, its words, and what is within it. */
export interface PdfElement {
  readonly tag: string;
  readonly alt: string | null;
  /** The words that stand in it itself, not in those within. */
  readonly text: string;
  readonly within: readonly PdfElement[];
}

export interface ReadPdf {
  readonly catalog: string;
  readonly info: string;
  readonly outline: readonly string[];
  readonly pages: number;
  readonly root: PdfElement;
}

/**
 * Reads a PDF as a screen reader does: by its tags, in their order, with the words that each names.
 * It knows what pdfkit writes, and shares no code with it.
 */
export function readPdf(bytes: Buffer): ReadPdf {
  const objects = objectsOf(bytes);
  const entries = [...objects.values()].map(({ dictionary }) => dictionary);
  const catalog = entries.find((one) => one.includes('/Type /Catalog'))!;
  const pages = [...objects].filter(([, { dictionary }]) => /\/Type \/Page\b/.test(dictionary));
  const words = new Map(pages.map(([id, page]) => [id, wordsOfPage(page.dictionary, objects)]));
  const tree = objects.get(refIn(catalog, 'StructTreeRoot')!)!;
  const [first] = refsIn(listIn(tree.dictionary, 'K'));
  return {
    catalog,
    info: entries.find((one) => one.includes('/Producer')) ?? '',
    outline: entries.filter((one) => /\/Dest \[/.test(one)).map((one) => stringIn(one, 'Title')!),
    pages: pages.length,
    root: elementOf(first!, objects, words),
  };
}

/** Every element with a tag, in reading order. */
export function elementsIn(root: PdfElement, tag: string): readonly PdfElement[] {
  return [
    ...(root.tag === tag ? [root] : []),
    ...root.within.flatMap((one) => elementsIn(one, tag)),
  ];
}

/** All words of an element and of those within it, in reading order. */
export function textOf(element: PdfElement): string {
  return [element.text, ...element.within.map(textOf)].filter((one) => one !== '').join(' ');
}

interface PdfObject {
  readonly dictionary: string;
  readonly stream: string | null;
}
type Objects = ReadonlyMap<number, PdfObject>;

function objectsOf(bytes: Buffer): Objects {
  const found = bytes.toString('latin1').matchAll(/\n?(\d+) 0 obj\n([\s\S]*?)\nendobj/g);
  return new Map(
    [...found].map(([, id, body]): [number, PdfObject] => {
      const at = body!.indexOf('\nstream\n');
      if (at < 0) return [Number(id), { dictionary: body!, stream: null }];
      const raw = Buffer.from(body!.slice(at + 8, body!.lastIndexOf('\nendstream')), 'latin1');
      const dictionary = body!.slice(0, at);
      const stream = dictionary.includes('FlateDecode') ? inflateSync(raw) : raw;
      return [Number(id), { dictionary, stream: stream.toString('latin1') }];
    }),
  );
}

const refIn = (dictionary: string, key: string): number | null => {
  const found = new RegExp(`/${key} (\\d+) 0 R`).exec(dictionary);
  return found === null ? null : Number(found[1]);
};
const refsIn = (list: string): readonly number[] =>
  [...list.matchAll(/(\d+) 0 R/g)].map(([, id]) => Number(id));

function listIn(dictionary: string, key: string): string {
  const from = dictionary.indexOf(`/${key} [`);
  if (from < 0) return '';
  let depth = 0;
  for (let at = dictionary.indexOf('[', from); at < dictionary.length; at += 1) {
    if (dictionary[at] === '[') depth += 1;
    if (dictionary[at] === ']') depth -= 1;
    if (depth === 0) return dictionary.slice(from, at + 1);
  }
  return '';
}

function stringIn(dictionary: string, key: string): string | null {
  const found = new RegExp(`/${key} \\(((?:[^()\\\\]|\\\\[\\s\\S])*)\\)`).exec(dictionary);
  if (found === null) return null;
  const bytes = found[1]!.replaceAll(/\\([\s\S])/g, (_, mark: string) =>
    mark === 'n' ? '\n' : mark === 'r' ? '\r' : mark,
  );
  if (!bytes.startsWith('\xfe\xff')) return bytes;
  return Buffer.from(bytes.slice(2), 'latin1').swap16().toString('utf16le');
}

type WordsOfPages = ReadonlyMap<number, ReadonlyMap<number, string>>;

function elementOf(id: number, objects: Objects, words: WordsOfPages): PdfElement {
  const { dictionary } = objects.get(id)!;
  const page = refIn(dictionary, 'Pg');
  const kids = listIn(dictionary, 'K').slice(3);
  const pieces = kids.match(/<<[\s\S]*?>>|\d+ 0 R|\d+/g) ?? [];
  const own: string[] = [];
  const within: PdfElement[] = [];
  for (const piece of pieces) {
    const mcid = /^\d+$/.test(piece) ? Number(piece) : Number(/\/MCID (\d+)/.exec(piece)?.[1]);
    if (piece.startsWith('<<') || /^\d+$/.test(piece)) {
      own.push(words.get(refIn(piece, 'Pg') ?? page!)?.get(mcid) ?? '');
    } else within.push(elementOf(Number.parseInt(piece, 10), objects, words));
  }
  const tag = /\/S \/(\w+)/.exec(dictionary)![1]!;
  return { tag, alt: stringIn(dictionary, 'Alt'), text: own.join(' ').trim(), within };
}

/** The words of a page by the number with which its content is marked. */
function wordsOfPage(page: string, objects: Objects): ReadonlyMap<number, string> {
  const resources = objects.get(refIn(page, 'Resources') ?? -1)?.dictionary ?? page;
  const fonts = new Map(
    [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, id]) => {
      const font = objects.get(Number(id))!.dictionary;
      return [name!, lettersOf(objects.get(refIn(font, 'ToUnicode')!)!.stream!)];
    }),
  );
  const contents = refsIn(/\/Contents (\[[^\]]*\]|\d+ 0 R)/.exec(page)![1]!);
  const commands = contents.map((id) => objects.get(id)!.stream!).join('\n');
  const found = new Map<number, string>();
  const open: (number | null)[] = [];
  let letters: ReadonlyMap<number, string> = new Map();
  const parts = commands.matchAll(
    /\/(F\d+) [\d.]+ Tf|\/MCID (\d+)[^>]*>> BDC|(BMC|BDC)|(EMC)|\[((?:<[0-9a-f]*>|[-\d. ])*)\] TJ/g,
  );
  for (const [, font, mcid, begins, ends, shown] of parts) {
    if (font !== undefined) letters = fonts.get(font)!;
    else if (mcid !== undefined) open.push(Number(mcid));
    else if (begins !== undefined) open.push(null);
    else if (ends !== undefined) open.pop();
    else {
      const marked = open.findLast((one) => one !== null);
      if (marked === undefined) continue;
      const hex = [...shown!.matchAll(/<([0-9a-f]*)>/g)].map(([, one]) => one).join('');
      const codes = hex.match(/.{4}/g) ?? [];
      const line = codes.map((code) => letters.get(Number.parseInt(code, 16)) ?? '\uFFFD').join('');
      found.set(marked, `${found.get(marked) ?? ''} ${line}`);
    }
  }
  return new Map([...found].map(([id, text]) => [id, text.replaceAll(/\s+/g, ' ').trim()]));
}

function lettersOf(cmap: string): ReadonlyMap<number, string> {
  const letters = new Map<number, string>();
  for (const [, first, list] of cmap.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/g)) {
    [...list!.matchAll(/<([0-9a-f ]+)>/g)].forEach(([, hex], at) => {
      const bytes = Buffer.from(hex!.replaceAll(' ', ''), 'hex').swap16();
      letters.set(Number.parseInt(first!, 16) + at, bytes.toString('utf16le'));
    });
  }
  return letters;
}
