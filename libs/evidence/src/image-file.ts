/** Width times height as a PNG's header says; null where there is no header. */
export function pngPixels(bytes: Buffer): number | null {
  if (bytes.length < 33 || bytes.toString('latin1', 12, 16) !== 'IHDR') return null;
  return bytes.readUInt32BE(16) * bytes.readUInt32BE(20) || null;
}

/** Width times height as a JPEG's frame says; null where no frame comes before the picture. */
export function jpegPixels(bytes: Buffer): number | null {
  let at = 2;
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!;
    if (marker === 0xff) at += 1;
    else if (isFrame(marker))
      return bytes.readUInt16BE(at + 5) * bytes.readUInt16BE(at + 7) || null;
    else at += 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}

/** SOF0 to SOF15, without the three of that range that mean tables (ITU T.81, table B.1). */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}
