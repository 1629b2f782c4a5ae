import { draw, INK, LETTERS } from './picture.js';
import type { Picture, Shape } from './picture.js';

/** A picture as SVG that stands in a page by itself: no style and no script. */
export function svgOf(picture: Picture): string {
  const { width, height, shapes } = draw(picture);
  const [title, description] = [`picture-${picture.id}`, `picture-${picture.id}-description`];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`,
    ` role="img" aria-labelledby="${title} ${description}" focusable="false"`,
    ` font-family="sans-serif" font-size="${LETTERS}" stroke="${INK}" fill="${INK}">`,
    `<title id="${title}">${escaped(picture.title)}</title>`,
    `<desc id="${description}">${escaped(picture.description)}</desc>`,
    ...shapes.map(element),
    '</svg>',
  ].join('');
}

function element(shape: Shape): string {
  if (shape.type === 'line') {
    const [x, y, toX, toY] = shape.points;
    return `<line x1="${x}" y1="${y}" x2="${toX}" y2="${toY}"/>`;
  }
  const at = `x="${shape.x}" y="${shape.y}"`;
  if (shape.type === 'rect')
    return `<rect ${at} width="${shape.width}" height="${shape.height}" fill="${shape.fill}"/>`;
  return `<text ${at} stroke="none" text-anchor="${shape.anchor}">${escaped(shape.text)}</text>`;
}

const MARKS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
/** Words as they may stand in HTML and in SVG. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => MARKS[mark]!);
