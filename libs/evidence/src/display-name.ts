const LONGEST_STEM = 100;

// Names that Windows keeps for devices, whatever their extension.
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/**
 * A file name fit to be shown and offered for download: no path, no control or direction marks,
 * nothing a system treats specially, and the extension of what the file was found to be.
 */
export function displayName(given: string, extension: string): string {
  const stem = plainName(given)
    .replace(/\.[a-z]{1,5}$/i, '')
    .replace(/[\s.]+$/, '');
  const short = Array.from(stem).slice(0, LONGEST_STEM).join('').trim();
  const safe = short === '' || DEVICE.test(short) ? `document ${short}`.trim() : short;
  return `${safe}.${extension}`;
}

/** The extension as given, in lower case, without its point; '' where there is none. */
export function extensionOf(given: string): string {
  return /[^.]\.([^.]+)$/.exec(plainName(given))?.[1]?.toLowerCase() ?? '';
}

function plainName(given: string): string {
  return given
    .replace(/\p{Surrogate}/gu, '')
    .normalize('NFC')
    .replace(/^.*[/\\]/s, '')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[<>:"|?*]/g, '-')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+/, '')
    .trim();
}
