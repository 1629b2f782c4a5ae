import type { Document } from './document.js';

/**
 * Headers under which a document leaves the service: always as a download that no page can frame,
 * run or sniff, and that nobody on the way keeps.
 */
export function downloadHeaders(
  document: Pick<Document, 'fileName' | 'mediaType' | 'sizeBytes'>,
): Readonly<Record<string, string>> {
  return {
    'content-type': contentType(document.mediaType),
    'content-length': String(document.sizeBytes),
    'content-disposition': contentDisposition(document.fileName),
    'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, no-store',
  };
}

function contentType(mediaType: string): string {
  return mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType;
}

/** RFC 6266 with both names: the plain one for old readers, the one of RFC 8187 for the rest. */
function contentDisposition(fileName: string): string {
  // Some readers decode a percent sign even in the plain name.
  const plain = fileName.replace(/[^ -~]|["\\%]/gu, '_');
  return `attachment; filename="${plain}"; filename*=UTF-8''${extendedValue(fileName)}`;
}

function extendedValue(text: string): string {
  return encodeURIComponent(text).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
