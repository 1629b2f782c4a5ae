import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { Refusal } from '#platform';
import { recogniseFile } from './file-type.js';

const LIMITS = { expandedBytes: 200_000_000, ratio: 100 };

function typeOf(bytes: Buffer, name: string): string {
  return recogniseFile(bytes, name, LIMITS).mediaType;
}

/** Why a file is refused. */
function reasonFor(bytes: Buffer, name: string): unknown {
  try {
    return `taken as ${typeOf(bytes, name)}`;
  } catch (error) {
    expect(error).toBeInstanceOf(Refusal);
    expect((error as Refusal).code).toBe('wrong-type');
    return (error as Refusal).facts['reason'];
  }
}

interface Part {
  name: string;
  content?: string | Buffer;
  flags?: number;
  mode?: number;
  /** What the directory claims instead of the truth. */
  claims?: number;
  packs?: number;
  stored?: boolean;
}

/** A ZIP of these parts, with whatever lies in its directory that a test wants there. */
function aZip(parts: readonly Part[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content = 'x', flags = 0, mode = 0, claims, packs, stored = false } of parts) {
    const raw = Buffer.from(content);
    const packed = stored ? raw : deflateRawSync(raw);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(Buffer.byteLength(name), 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(flags, 8);
    central.writeUInt16LE(stored ? 0 : 8, 10);
    central.writeUInt32LE(packs ?? packed.length, 20);
    central.writeUInt32LE(claims ?? raw.length, 24);
    central.writeUInt16LE(Buffer.byteLength(name), 28);
    central.writeUInt32LE((mode << 16) >>> 0, 38);
    central.writeUInt32LE(offset, 42);
    directory.push(central, Buffer.from(name));
    locals.push(local, Buffer.from(name), packed);
    offset += 30 + Buffer.byteLength(name) + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

const contents = (type: string, more = '') => ({
  name: '[Content_Types].xml',
  content: `<Types><Override PartName="/a.xml" ContentType="application/vnd.openxmlformats-officedocument.${type}.main+xml"/>${more}</Types>`,
});
const WORD = contents('wordprocessingml.document');
const aDocx = (...parts: Part[]) => aZip([WORD, { name: 'word/document.xml' }, ...parts]);
const MIMETYPE = {
  name: 'mimetype',
  content: 'application/vnd.oasis.opendocument.text',
  stored: true,
};
const MANIFEST = { name: 'META-INF/manifest.xml', content: '<manifest:manifest/>' };

/** A compound file with directory entries of these names; the first is put where it says it is. */
function anOle(names: readonly string[], fib = Buffer.from([0xec, 0xa5])): Buffer {
  const file = Buffer.alloc(512 * 8);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(file);
  file.writeUInt16LE(9, 30);
  names.forEach((name, index) => {
    const at = 1024 + index * 128;
    file.write(name, at, 'utf16le');
    file.writeUInt16LE(name.length * 2 + 2, at + 64);
    file[at + 66] = 2;
    file.writeUInt32LE(4, at + 116);
  });
  fib.copy(file, 5 * 512);
  return file;
}

function aPng(width: number, height: number): Buffer {
  const png = Buffer.alloc(64);
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(png);
  png.writeUInt32BE(width, 16);
  png.writeUInt32BE(height, 20);
  return png;
}

const EXIF = Buffer.concat([Buffer.from('ffe10102', 'hex'), Buffer.alloc(256)]);
const aJpeg = (height: string, width: string) =>
  Buffer.concat([
    Buffer.from('ffd8', 'hex'),
    EXIF,
    Buffer.from(`ffc0001108${height}${width}03`, 'hex'),
    Buffer.alloc(32),
  ]);

describe('a file', () => {
  it.each([
    ['minutes.pdf', Buffer.from('%PDF-1.7\n…'), 'application/pdf'],
    ['MINUTES.PDF', Buffer.from('%PDF-1.7\n…'), 'application/pdf'],
    ['minutes', Buffer.from('%PDF-1.7\n…'), 'application/pdf'],
    ['plan.png', aPng(3000, 2000), 'image/png'],
    ['plan.jpeg', aJpeg('0bb8', '07d0'), 'image/jpeg'],
    ['report.docx', aDocx(), /wordprocessingml\.document$/],
    ['slides.pptx', aZip([contents('presentationml.presentation')]), /presentation$/],
    ['budget.xlsx', aZip([contents('spreadsheetml.sheet')]), /sheet$/],
    ['report.odt', aZip([MIMETYPE, MANIFEST]), 'application/vnd.oasis.opendocument.text'],
    ['report.doc', anOle(['WordDocument', '1Table']), 'application/msword'],
    ['slides.ppt', anOle(['PowerPoint Document']), 'application/vnd.ms-powerpoint'],
    ['votes.csv', Buffer.from('name,vote\nŁucja,for\n'), 'text/csv'],
    ['note.txt', Buffer.from('\ufeffA note with a £ sign'), 'text/plain'],
  ])('called %s is known by its own bytes', (name, bytes, mediaType) => {
    expect(typeOf(bytes, name)).toMatch(mediaType);
  });

  it.each([
    ['a program called a PDF', 'minutes.pdf', Buffer.from('MZ\x90\0'), 'unknown'],
    ['a PDF called a program', 'minutes.pdf.exe', Buffer.from('%PDF-1.7'), 'name-differs'],
    ['a program with two extensions', 'minutes.pdf.exe', Buffer.from('MZ\x90\0'), 'unknown'],
    ['a picture called a document', 'minutes.docx', aPng(10, 10), 'name-differs'],
    ['SVG', 'logo.svg', Buffer.from('<svg><script>alert(1)</script></svg>'), 'unknown'],
    ['SVG called text', 'logo.txt', Buffer.from(' <svg><script/></svg>'), 'web-page'],
    ['HTML', 'page.html', Buffer.from('<!doctype html>'), 'unknown'],
    ['HTML called CSV', 'page.csv', Buffer.from('a,b\n<HTML>'), 'web-page'],
    ['PDF and HTML at once', 'a.pdf', Buffer.from('%PDF-1.4 <script>alert(1)'), 'web-page'],
    ['HTML and PDF at once', 'a.pdf', Buffer.from('<html>%PDF-1.4'), 'unknown'],
    ['text with NUL', 'a.txt', Buffer.from('a\0b'), 'unknown'],
    ['text in another encoding', 'a.csv', Buffer.from('£5', 'latin1'), 'unknown'],
    ['a bare ZIP', 'a.docx', aZip([{ name: 'readme.txt' }]), 'unknown'],
    ['a program in a ZIP', 'a.zip', aZip([{ name: 'setup.exe' }]), 'unknown'],
    ['a pixel flood', 'a.png', aPng(30_000, 30_000), 'too-many-pixels'],
    ['a pixel flood as JPEG', 'a.jpg', aJpeg('7530', '7530'), 'too-many-pixels'],
    ['a PNG without a header', 'a.png', Buffer.from('89504e470d0a1a0a', 'hex'), 'damaged'],
    ['a JPEG without a frame', 'a.jpg', Buffer.from('ffd8ffe00002', 'hex'), 'damaged'],
    ['an older workbook', 'a.doc', anOle(['Workbook']), 'unknown'],
    ['an installer', 'a.doc', anOle(['SummaryInformation']), 'unknown'],
  ])('is refused: %s', (_what, name, bytes, reason) => {
    expect(reasonFor(bytes, name)).toBe(reason);
  });

  const macroType =
    '<Override PartName="/word/x.bin" ContentType="application/vnd.ms-office.vbaProject"/>';
  it.each([
    ['macros in a .docm called .docx', aDocx({ name: 'word/vbaProject.bin' }), 'macros'],
    [
      'macros under another name',
      aZip([contents('wordprocessingml.document', macroType), { name: 'word/x.bin' }]),
      'macros',
    ],
    [
      'a macro-enabled main part',
      aZip([
        {
          name: '[Content_Types].xml',
          content: 'application/vnd.ms-word.document.macroEnabled.main+xml',
        },
      ]),
      'macros',
    ],
    [
      'a type spelled with character references',
      aZip([contents('wordprocessingml.document', macroType.replace('vba', 'vb&#97;'))]),
      'damaged',
    ],
    ['Excel 4 macros', aDocx({ name: 'xl/macrosheets/sheet1.xml' }), 'macros'],
    ['Basic in an ODT', aZip([MIMETYPE, MANIFEST, { name: 'Basic/script.xml' }]), 'macros'],
    [
      'a password on an ODT',
      aZip([MIMETYPE, { ...MANIFEST, content: '<manifest:encryption-data/>' }]),
      'encrypted',
    ],
    ['an encrypted part', aDocx({ name: 'word/a.xml', flags: 1 }), 'encrypted'],
    ['a password on a .docx', anOle(['EncryptedPackage', 'EncryptionInfo']), 'encrypted'],
    [
      'a password on a .doc',
      anOle(['WordDocument'], Buffer.from('eca500000000000000000001', 'hex')),
      'encrypted',
    ],
    ['macros in a .doc', anOle(['WordDocument', 'Macros']), 'macros'],
    ['macros in a .ppt', anOle(['PowerPoint Document', '_VBA_PROJECT']), 'macros'],
    ['a way out', aDocx({ name: '../../etc/passwd' }), 'points-outside'],
    ['a way out of Windows', aDocx({ name: 'word\\..\\..\\a' }), 'points-outside'],
    ['an absolute name', aDocx({ name: '/etc/passwd' }), 'points-outside'],
    ['a symbolic link', aDocx({ name: 'word/link', mode: 0o120777 }), 'points-outside'],
    ['two parts of one name', aDocx({ name: 'word/document.xml' }), 'damaged'],
    [
      'a bomb by ratio',
      aDocx({ name: 'word/b', content: Buffer.alloc(1_000_000) }),
      'expands-too-far',
    ],
    ['a bomb by claim', aDocx({ name: 'word/b', claims: 0xfffffffe }), 'expands-too-far'],
    [
      'a bomb of parts that share their bytes',
      aDocx(...['a', 'b', 'c'].map((name) => ({ name, packs: 400, claims: 400 }))),
      'expands-too-far',
    ],
    [
      'a content list that is a bomb',
      aZip([{ ...WORD, content: Buffer.alloc(3_000_000), claims: 100 }]),
      'damaged',
    ],
    ['a cut file', aDocx().subarray(0, -30), 'damaged'],
    ['bytes behind its end', Buffer.concat([aDocx(), Buffer.from('<html>')]), 'damaged'],
  ])('of an office is refused for %s', (_what, bytes, reason) => {
    expect(reasonFor(bytes, '')).toBe(reason);
  });

  it('of any damaged kind is taken or refused, never a defect', () => {
    const whole = [
      aDocx({ name: 'word/a', content: 'b' }),
      anOle(['WordDocument']),
      aPng(9, 9),
      aJpeg('0009', '0009'),
    ];
    const defects: unknown[] = [];
    const tryOn = (bytes: Buffer) => {
      try {
        typeOf(bytes, '');
      } catch (error) {
        if (!(error instanceof Refusal)) defects.push(error);
      }
    };
    for (const file of whole) {
      for (let at = 0; at < file.length; at += 1) {
        const damaged = Buffer.from(file);
        damaged[at] = damaged[at]! ^ 0xff;
        tryOn(damaged);
        tryOn(file.subarray(0, at));
      }
    }
    expect(defects).toEqual([]);
  });
});
