import { groupWords } from './group-model.js';
import type { GateMark, MemberRow } from './group-model.js';

/** Sizes in a picture 320 wide, so that it is legible on the narrowest screen as it is. */
const WIDTH = 320;
const ROW = 84;
const LEFT = 30;
const RIGHT = WIDTH - 74;
const BAR = 44;
const MOST_LETTERS = 32;

const ink = '#16211f';
const brand = '#123f3a';
const quiet = '#5d6e69';

/** The schools of a group, how far each has come, and which depends on which. */
export function groupPicture(rows: readonly MemberRow[]): string {
  const { picture } = groupWords();
  const going = rows.filter(({ isGoing }) => isGoing);
  const at = new Map(going.map(({ school }, index) => [school, index * ROW + BAR]));
  const arrows = going.flatMap(({ school, dependsOn }) =>
    dependsOn.flatMap((other, nth) => {
      const to = at.get(other);
      return to === undefined ? [] : [arrow(at.get(school)!, to, nth)];
    }),
  );
  return [
    `<svg class="app-journey" role="img" aria-labelledby="group-title group-desc"`,
    ` viewBox="0 0 ${WIDTH} ${going.length * ROW}" width="100%" xmlns="http://www.w3.org/2000/svg">`,
    `<title id="group-title">${escaped(picture.title)}</title>`,
    `<desc id="group-desc">${escaped(picture.desc)}</desc>`,
    `<g font-family="system-ui, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif" fill="${ink}">`,
    ...going.map((row, index) => `<g transform="translate(0 ${index * ROW})">${drawn(row)}</g>`),
    ...arrows,
    `</g></svg>`,
  ].join('');
}

function drawn({ school, marks }: MemberRow): string {
  const x = (step: number) => LEFT + ((RIGHT - LEFT) * step) / (marks.length - 1);
  return (
    `<text x="4" y="18" font-size="15" font-weight="700">${escaped(short(school))}</text>` +
    `<path d="M${LEFT} ${BAR}H${RIGHT}" stroke="${quiet}" stroke-width="2" stroke-dasharray="2 4"/>` +
    marks.map((mark, step) => gate(x(step), mark)).join('')
  );
}

/** Passed: filled, with a tick. To come: hollow. Not needed on this route: a dash. */
function gate(x: number, { title, standing }: GateMark): string {
  const words = `<text x="${x}" y="${BAR + 26}" font-size="15" text-anchor="middle">${escaped(title)}</text>`;
  if (standing === 'done') {
    return (
      `<circle cx="${x}" cy="${BAR}" r="9" fill="${brand}"/>` +
      `<path d="M${x - 4} ${BAR}l3 3.5 5-6.5" fill="none" stroke="#fff" stroke-width="2"/>${words}`
    );
  }
  if (standing === 'not-needed') {
    return `<path d="M${x - 6} ${BAR}h12" stroke="${ink}" stroke-width="3"/>${words}`;
  }
  return `<circle cx="${x}" cy="${BAR}" r="8" fill="#fff" stroke="${quiet}" stroke-width="2"/>${words}`;
}

/** From a school that depends to the one on which it depends, along the right side. */
function arrow(from: number, to: number, nth: number): string {
  const start = RIGHT + 14;
  const side = RIGHT + 40;
  const out = side + 8 + Math.min(nth, 2) * 8;
  return (
    `<path d="M${start} ${from}H${side}C${out} ${from} ${out} ${to} ${side} ${to}H${start}" ` +
    `fill="none" stroke="${brand}" stroke-width="2"/>` +
    `<path d="M${start + 8} ${to - 6}L${start} ${to}l8 6" fill="none" stroke="${brand}" stroke-width="2"/>`
  );
}

const short = (words: string): string =>
  [...words].length <= MOST_LETTERS ? words : `${[...words].slice(0, MOST_LETTERS - 1).join('')}…`;

const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
