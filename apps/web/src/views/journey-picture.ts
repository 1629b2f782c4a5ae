import { content, fill } from '#platform';
import type { ConsentPart, LiveValue } from '#journey';

/** What of a case is drawn: its regions, and each consent under the name of its body. */
export interface Standing {
  readonly regions: LiveValue;
  readonly consents: readonly { readonly body: string; readonly state: ConsentPart['value'] }[];
}

/** “You are here”: a picture, and the same facts as rows of a table. */
export interface JourneyPicture {
  readonly svg: string;
  readonly title: string;
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly PictureRow[];
}

export interface PictureRow {
  readonly track: string;
  readonly state: string;
  readonly step: string;
}

type Progress = 'not-begun' | 'under-way' | 'done' | 'not-needed' | 'stopped';

interface Row {
  readonly track: string;
  readonly state: string;
  readonly progress: Progress;
  readonly at: number;
  readonly of: number;
}

interface PictureWords {
  readonly tracks: Readonly<
    Record<string, { readonly title: string; readonly states: Readonly<Record<string, string>> }>
  >;
  readonly consentStates: Readonly<Record<string, string>>;
  readonly picture: {
    readonly title: string;
    readonly desc: string;
    readonly table: string;
    readonly columns: readonly string[];
    readonly step: string;
    readonly standings: Readonly<Record<Progress, string>>;
  };
}

/** A way from left to right; what stands beside it is shown at the step that it leaves. */
interface Track {
  readonly steps: readonly string[];
  readonly beside?: Readonly<Record<string, { readonly at: number; readonly stops: boolean }>>;
}

const tracks: Readonly<Record<string, Track>> = {
  exploring: { steps: ['considering', 'presented'] },
  trust: { steps: ['unnamed', 'named', 'consented', 'fixed'] },
  foundation: { steps: ['notConsulted', 'consulted'] },
  'diligence.ofTrust': { steps: ['open', 'reported'] },
  'diligence.ofSchool': { steps: ['open', 'reported'] },
  'diligence.equality': { steps: ['open', 'assessed'] },
  board: {
    steps: ['undecided', 'resolvedToApply', 'decided'],
    beside: { refused: { at: 0, stops: true }, rejected: { at: 1, stops: true } },
  },
  consultation: { steps: ['planned', 'open', 'closed', 'reported', 'considered'] },
  dfe: { steps: ['notApplied', 'applied', 'approved', 'ordered'] },
  tupe: { steps: ['notStarted', 'informed', 'complete'] },
  legal: { steps: ['preparing', 'agreed'] },
  'opening.date': { steps: ['undated', 'dated', 'ready'] },
  'opening.name': { steps: ['unnamed', 'named'] },
  'opening.insurance': { steps: ['unconfirmed', 'confirmed'] },
};

const consentTrack: Track = {
  steps: ['notRequested', 'requested', 'granted'],
  beside: {
    acknowledged: { at: 1, stops: false },
    underConsideration: { at: 1, stops: false },
    conditional: { at: 1, stops: false },
    refused: { at: 1, stops: true },
    withdrawn: { at: 1, stops: true },
    superseded: { at: 0, stops: true },
  },
};

/** Consents are drawn where their turn comes: before the board resolves to apply. */
const CONSENTS_AFTER = 'foundation';

/** Draws where a case stands, without colour alone and without a script. */
export function journeyPicture({ regions, consents }: Standing): JourneyPicture {
  const words = content<PictureWords>('journey/parts');
  const rows = Object.entries(tracks).flatMap(([name, track]) => {
    const { title, states } = words.tracks[name]!;
    const own = rowOf(title, stateOf(regions, name), track, states);
    if (name !== CONSENTS_AFTER) return [own];
    const asked = consents.map(({ body, state }) =>
      rowOf(body, state, consentTrack, words.consentStates),
    );
    return [own, ...asked];
  });
  const { title, table, columns } = words.picture;
  return { svg: svgOf(rows, words), title, table, columns, rows: rows.map(asFacts(words)) };
}

function stateOf(regions: LiveValue, name: string): string {
  const [outer, inner] = name.split('.') as [keyof LiveValue, string?];
  const state = regions[outer] as string | Readonly<Record<string, string>>;
  return typeof state === 'string' ? state : state[inner!]!;
}

function rowOf(
  track: string,
  state: string,
  { steps, beside = {} }: Track,
  names: Readonly<Record<string, string>>,
): Row {
  const aside = beside[state];
  const at = aside?.at ?? steps.indexOf(state);
  return {
    track,
    state: names[state] ?? state,
    at,
    of: steps.length,
    progress: aside?.stops ? 'stopped' : progressAt(at, steps.length),
  };
}

function progressAt(at: number, of: number): Progress {
  if (at === -1) return 'not-needed';
  if (at === 0) return 'not-begun';
  return at === of - 1 ? 'done' : 'under-way';
}

const asFacts =
  ({ picture }: PictureWords) =>
  ({ track, state, progress, at, of }: Row): PictureRow => {
    const standing = picture.standings[progress];
    const step =
      progress === 'not-needed' ? standing : fill(picture.step, { standing, step: at + 1, of });
    return { track, state, step };
  };

/** Sizes in a picture 320 wide, so that it is legible on the narrowest screen as it is. */
const WIDTH = 320;
const ROW = 64;
const LEFT = 12;
const RIGHT = WIDTH - 12;
const BAR = 48;

const ink = '#16211f';
const brand = '#123f3a';
const quiet = '#6b7c77';

function svgOf(rows: readonly Row[], { picture }: PictureWords): string {
  const height = rows.length * ROW;
  return [
    `<svg class="app-journey" role="img" aria-labelledby="journey-title journey-desc"`,
    ` viewBox="0 0 ${WIDTH} ${height}" width="100%" xmlns="http://www.w3.org/2000/svg">`,
    `<title id="journey-title">${escaped(picture.title)}</title>`,
    `<desc id="journey-desc">${escaped(picture.desc)}</desc>`,
    `<g font-family="system-ui, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif" fill="${ink}">`,
    ...rows.map((row, index) => `<g transform="translate(0 ${index * ROW})">${drawn(row)}</g>`),
    `</g></svg>`,
  ].join('');
}

function drawn(row: Row): string {
  const { track, state, at, of, progress } = row;
  const weight = progress === 'under-way' || progress === 'stopped' ? 700 : 400;
  const words =
    `<text x="${LEFT - 8}" y="15" font-size="14" font-weight="700">${escaped(short(track))}</text>` +
    `<text x="${LEFT - 8}" y="32" font-size="13" font-weight="${weight}">${escaped(state)}</text>`;
  if (progress === 'not-needed') return words + line(LEFT, RIGHT, quiet, '2 6');
  const x = (step: number) => LEFT + ((RIGHT - LEFT) * step) / (of - 1);
  const steps = Array.from({ length: of }, (_, step) => mark(x(step), step, row));
  return (
    words + line(x(at), RIGHT, quiet, '2 4') + line(LEFT, x(at), brand, 'none') + steps.join('')
  );
}

/** Done: filled, with a tick. Here: a ring around a dot. Stopped: a cross. To come: hollow. */
function mark(x: number, step: number, { at, progress }: Row): string {
  if (step < at || (step === at && progress === 'done'))
    return (
      `<circle cx="${x}" cy="${BAR}" r="8" fill="${brand}"/>` +
      `<path d="M${x - 4} ${BAR}l3 3.5 5-6.5" fill="none" stroke="#fff" stroke-width="2"/>`
    );
  if (step > at) return `<circle cx="${x}" cy="${BAR}" r="6" fill="#fff" stroke="${quiet}"/>`;
  const ring = `<circle cx="${x}" cy="${BAR}" r="9" fill="#fff" stroke="${brand}" stroke-width="3"/>`;
  return progress === 'stopped'
    ? `${ring}<path d="M${x - 4} ${BAR - 4}l8 8m0-8l-8 8" stroke="${ink}" stroke-width="2.5"/>`
    : `${ring}<circle cx="${x}" cy="${BAR}" r="4" fill="${brand}"/>`;
}

function line(from: number, to: number, colour: string, dashes: string): string {
  if (from === to) return '';
  return (
    `<line x1="${from}" y1="${BAR}" x2="${to}" y2="${BAR}" stroke="${colour}"` +
    ` stroke-width="3"${dashes === 'none' ? '' : ` stroke-dasharray="${dashes}"`}/>`
  );
}

/** A body’s name can be long; the table has it whole. */
function short(text: string): string {
  return text.length > 34 ? `${text.slice(0, 33)}…` : text;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character]!);
}
