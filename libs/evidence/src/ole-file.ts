import { Refusal } from '#platform';

const ENTRY_BYTES = 128;
const STORAGE_OR_STREAM = [1, 2];

const ENCRYPTED = ['EncryptedPackage', 'EncryptionInfo', 'EncryptedSummary'];
const MACROS = ['Macros', '_VBA_PROJECT', '_VBA_PROJECT_CUR', 'VBA'];

/**
 * Which of the older Office kinds a compound file is (MS-CFB). Its directory's entries stand on
 * 128-byte boundaries wherever the chain of sectors takes them, so every boundary is looked at: a
 * chain twisted to hide an entry hides nothing.
 */
export function oleKind(bytes: Buffer): 'doc' | 'ppt' {
  const entries = directoryEntries(bytes);
  const has = (names: readonly string[]) => names.some((name) => entries.has(name));
  if (has(ENCRYPTED)) throw new Refusal('wrong-type', { reason: 'encrypted' });
  if (has(MACROS)) throw new Refusal('wrong-type', { reason: 'macros' });
  const word = entries.get('WordDocument');
  if (word !== undefined) return refuseEncryptedWord(bytes, word);
  if (has(['PowerPoint Document'])) return 'ppt';
  throw new Refusal('wrong-type', { reason: 'unknown' });
}

/** Names of the entries, and in which sector each begins. */
function directoryEntries(bytes: Buffer): Map<string, number> {
  const entries = new Map<string, number>();
  for (let at = 512; at + ENTRY_BYTES <= bytes.length; at += ENTRY_BYTES) {
    const nameBytes = bytes.readUInt16LE(at + 64);
    if (nameBytes < 4 || nameBytes > 64 || !STORAGE_OR_STREAM.includes(bytes[at + 66]!)) continue;
    entries.set(bytes.toString('utf16le', at, at + nameBytes - 2), bytes.readUInt32LE(at + 116));
  }
  return entries;
}

/** MS-DOC 2.5.1: the stream begins with FibBase; bit 0x0100 at offset 10 is fEncrypted. */
function refuseEncryptedWord(bytes: Buffer, sector: number): 'doc' {
  const sectorBytes = 2 ** bytes.readUInt16LE(30);
  const at = (sector + 1) * sectorBytes;
  if (at + 12 > bytes.length || bytes.readUInt16LE(at) !== 0xa5ec) {
    throw new Refusal('wrong-type', { reason: 'damaged' });
  }
  if ((bytes.readUInt16LE(at + 10) & 0x0100) !== 0) {
    throw new Refusal('wrong-type', { reason: 'encrypted' });
  }
  return 'doc';
}
