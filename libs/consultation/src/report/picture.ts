import type { Shown } from './publish.js';

/** Numbers to be drawn: bars, bars of several parts, or a column for each day. */
export interface Picture {
  readonly id: string;
  readonly kind: 'bars' | 'stacked' | 'columns';
  readonly title: string;
  readonly description: string;
  /** What stands in the place of a number that is not shown. */
  readonly notShown: string;
  readonly series: readonly string[];
  readonly rows: readonly { readonly label: string; readonly values: readonly Shown[] }[];
}

/** What a picture is drawn of, in its own units, from the top left. */
export type Shape =
  | {
      readonly type: 'rect';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly fill: string;
    }
  | { readonly type: 'line'; readonly points: readonly [number, number, number, number] }
  | {
      readonly type: 'text';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly anchor: 'start' | 'end';
    };

export interface Drawn {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

/** As wide as a small telephone, so that its letters are never smaller than the page's. */
const WIDTH = 320;
export const LETTERS = 14;
const LINE = 20;
const BAR = 16;
const COLUMNS = 120;
export const INK = '#0b0c0c';
const BLUE = '#1d5c8f';
const WHITE = '#ffffff';
/** What is under the lines of each part. */
const FILLS = [BLUE, WHITE, WHITE, WHITE, WHITE, INK] as const;

/** A picture as shapes; the same picture is always the same shapes. */
export function draw(picture: Picture): Drawn {
  const legend = picture.series.length > 1 ? legendOf(picture) : { height: 0, shapes: [] };
  const rest = picture.kind === 'columns' ? columnsOf(picture) : barsOf(picture);
  const moved = rest.shapes.map((shape) => lower(shape, legend.height));
  return {
    width: WIDTH,
    height: legend.height + rest.height,
    shapes: [...legend.shapes, ...moved],
  };
}

type Part = Pick<Drawn, 'height' | 'shapes'>;

function legendOf({ series }: Picture): Part {
  const shapes = series.flatMap((name, at): readonly Shape[] => [
    ...filled({ x: 0, y: at * LINE + 3, width: BAR, height: BAR - 2 }, at),
    text(BAR + 6, at * LINE + LETTERS, name),
  ]);
  return { height: series.length * LINE + 8, shapes };
}

/** One bar below the other, each under its name and number, its parts in the order of the legend. */
function barsOf({ rows, notShown }: Picture): Part {
  const sums = rows.map(({ values }) => sumOf(values));
  const most = Math.max(1, ...sums.map((sum) => sum ?? 0));
  const step = LINE + BAR + 8;
  const shapes = rows.flatMap(({ label, values }, row): readonly Shape[] => {
    const top = row * step;
    const sum = sums[row]!;
    const parts = sum === null ? [] : values.map((value) => (value! * (WIDTH - 2)) / most);
    const starts = parts.map((_, at) => parts.slice(0, at).reduce((all, one) => all + one, 1));
    return [
      text(0, top + LETTERS, `${label}: ${sum ?? notShown}`),
      ...parts.flatMap((width, at) =>
        width === 0 ? [] : filled({ x: starts[at]!, y: top + LINE, width, height: BAR }, at),
      ),
    ];
  });
  return { height: rows.length * step, shapes };
}

/** A column for each row, with the highest number and the names of the first and the last below. */
function columnsOf({ rows, notShown }: Picture): Part {
  const sums = rows.map(({ values }) => sumOf(values));
  const most = Math.max(1, ...sums.map((sum) => sum ?? 0));
  const step = (WIDTH - 2) / rows.length;
  const width = Math.min(step * 0.8, 40);
  const base = LINE + COLUMNS;
  const columns = rows.flatMap(({ values }, row): readonly Shape[] => {
    const x = 1 + row * step;
    if (sums[row] === null) return [text(x, base - 4, '×')];
    let y = base;
    return values.flatMap((value, at) => {
      const height = (value! * COLUMNS) / most;
      y -= height;
      return height === 0 ? [] : filled({ x, y, width, height }, at);
    });
  });
  const hasHidden = sums.includes(null);
  return {
    height: base + LINE * (hasHidden ? 3 : 2) + 8,
    shapes: [
      text(0, LETTERS, String(most)),
      ...columns,
      { type: 'line', points: [0, base, WIDTH, base] },
      text(0, base + LINE, rows[0]!.label),
      ...(rows.length > 1 ? [text(WIDTH, base + LINE * 2, rows.at(-1)!.label, 'end')] : []),
      ...(hasHidden ? [text(0, base + LINE * 3, `× ${notShown}`)] : []),
    ],
  };
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Parts differ by their lines and not by colour alone: full, lying, empty, standing, both, black. */
function filled(box: Box, at: number): readonly Shape[] {
  const { x, y, width, height } = box;
  const lines = (from: number, length: number, gap: number) =>
    Array.from({ length: Math.max(0, Math.ceil(length / gap) - 1) }, (_, one) =>
      round(from + (one + 1) * gap),
    );
  const lying = lines(y, height, 4).map((level): Shape => ({
    ...{ type: 'line', points: [round(x), level, round(x + width), level] },
  }));
  const standing = lines(x, width, 4).map((place): Shape => ({
    ...{ type: 'line', points: [place, round(y), place, round(y + height)] },
  }));
  const within = [[], lying, [], standing, [...lying, ...standing], []][at % FILLS.length]!;
  const rect = { x: round(x), y: round(y), width: round(width), height: round(height) };
  return [{ type: 'rect', ...rect, fill: FILLS[at % FILLS.length]! }, ...within];
}

function sumOf(values: readonly Shown[]): Shown {
  return values.reduce((sum, one) => (sum === null || one === null ? null : sum + one), 0);
}

function text(x: number, y: number, words: string, anchor: 'start' | 'end' = 'start'): Shape {
  return { type: 'text', x: round(x), y, text: words, anchor };
}

function lower(shape: Shape, by: number): Shape {
  if (shape.type !== 'line') return { ...shape, y: round(shape.y + by) };
  const [x, y, toX, toY] = shape.points;
  return { ...shape, points: [x, round(y + by), toX, round(toY + by)] };
}

const round = (value: number): number => Math.round(value * 100) / 100;
