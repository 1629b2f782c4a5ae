/** One part of a ZIP as its central directory lists it. */
export interface ZipEntry {
  readonly name: string;
  readonly encrypted: boolean;
  readonly deflated: boolean;
  readonly symbolicLink: boolean;
  readonly packedBytes: number;
  readonly expandedBytes: number;
  /** The part's bytes as they stand in the file; null where the directory points astray. */
  packed(bytes: Buffer): Buffer | null;
}

const END = 0x06054b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const CENTRAL = 0x02014b50;
const CENTRAL_BYTES = 46;
const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
const MOST_ENTRIES = 10_000;
const STORED = 0;
const DEFLATED = 8;

/**
 * The central directory of a ZIP (PKWARE APPNOTE 6.3, 4.3), without expanding anything; null where
 * it is not a plain, whole archive: split, of the 64-bit kind, cut, or with anything behind its end.
 */
export function readDirectory(bytes: Buffer): readonly ZipEntry[] | null {
  const end = findEnd(bytes);
  if (end === null) return null;
  const count = bytes.readUInt16LE(end + 10);
  const whole = bytes.readUInt32LE(end + 4) === 0 && bytes.readUInt16LE(end + 8) === count;
  if (!whole || count > MOST_ENTRIES) return null;

  const entries: ZipEntry[] = [];
  let at = bytes.readUInt32LE(end + 16);
  if (at + bytes.readUInt32LE(end + 12) !== end) return null;
  while (at < end) {
    if (at + CENTRAL_BYTES > end || bytes.readUInt32LE(at) !== CENTRAL) return null;
    const entry = readEntry(bytes, at);
    if (entry === null) return null;
    entries.push(entry);
    at += CENTRAL_BYTES + lengthsAt(bytes, at + 28) + bytes.readUInt16LE(at + 32);
  }
  return entries.length === count ? entries : null;
}

function findEnd(bytes: Buffer): number | null {
  const last = bytes.length - END_BYTES;
  for (let at = last; at >= 0 && at >= last - LONGEST_COMMENT; at -= 1) {
    if (
      bytes.readUInt32LE(at) === END &&
      at + END_BYTES + bytes.readUInt16LE(at + 20) === bytes.length
    )
      return at;
  }
  return null;
}

function readEntry(bytes: Buffer, at: number): ZipEntry | null {
  const method = bytes.readUInt16LE(at + 10);
  if (method !== STORED && method !== DEFLATED) return null;
  const packedBytes = bytes.readUInt32LE(at + 20);
  const localAt = bytes.readUInt32LE(at + 42);
  const nameAt = at + CENTRAL_BYTES;
  return {
    name: bytes.toString('utf8', nameAt, nameAt + bytes.readUInt16LE(at + 28)),
    encrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
    deflated: method === DEFLATED,
    symbolicLink: ((bytes.readUInt32LE(at + 38) >>> 16) & 0o170000) === 0o120000,
    packedBytes,
    expandedBytes: bytes.readUInt32LE(at + 24),
    packed: (file) => partAt(file, localAt, packedBytes),
  };
}

function partAt(bytes: Buffer, localAt: number, packedBytes: number): Buffer | null {
  if (localAt + LOCAL_BYTES > bytes.length || bytes.readUInt32LE(localAt) !== LOCAL) return null;
  const from = localAt + LOCAL_BYTES + lengthsAt(bytes, localAt + 26);
  return from + packedBytes <= bytes.length ? bytes.subarray(from, from + packedBytes) : null;
}

/** The lengths of a name and of the extra field behind it, which stand side by side. */
function lengthsAt(bytes: Buffer, at: number): number {
  return bytes.readUInt16LE(at) + bytes.readUInt16LE(at + 2);
}
