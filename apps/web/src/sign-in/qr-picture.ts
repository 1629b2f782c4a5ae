import { encodeQR } from 'qr';

/** Lighter squares around it, without which a camera does not find it. */
const BORDER = 4;

/** A text as a QR code, drawn here: the secret in it goes to nobody else. `d` is the path of an SVG. */
export function qrPicture(text: string): { readonly size: number; readonly d: string } {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: BORDER });
  const d = rows
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return { size: rows.length, d };
}
