import { content, fill } from '#platform';
import { dayInWords, inWords } from '../instants.js';
import { VIEWS } from '../stakeholders.js';
import { wording } from '../wording.js';
import type { ReportedTheme, ReportFigures } from './figures.js';
import { percent } from './percent.js';
import { REACHED } from './reach.js';
import type { ByView } from './replies.js';
import type { BoardAnswer } from './themes.js';

interface TableWords {
  readonly title: string;
  readonly note: string;
  readonly columns: readonly string[];
  readonly rows?: Readonly<Record<string, string>>;
}

/** The words of content/consultation-report.json. */
export interface ReportWords {
  readonly title: string;
  readonly asked: string;
  readonly window: string;
  readonly asOf: string;
  readonly rounding: string;
  readonly nobodyNamed: string;
  readonly digits: readonly string[];
  readonly unknownGroup: string;
  readonly notAsked: string;
  readonly total: string;
  readonly noBase: string;
  readonly sections: Readonly<Record<string, string>>;
  readonly tables: Readonly<Record<string, TableWords>>;
  readonly people: string;
  readonly atDesk: string;
  readonly noThemes: string;
  readonly themeSaid: string;
  readonly themeReplies: string;
  readonly themeQuotes: string;
  readonly themeDoes: string;
  readonly themeWhy: string;
  readonly does: Readonly<Record<BoardAnswer, string>>;
  readonly equalityNote: string;
  readonly equalityThemes: string;
  readonly equalityNone: string;
}

export const reportWords = (): ReportWords => content<ReportWords>('consultation-report');

/** A table; `drawn` names the column whose numbers are drawn beside it, `most` the longest bar. */
export interface ReportTable {
  readonly id: string;
  readonly title: string;
  readonly note: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly label: string; readonly cells: readonly string[] }[];
  readonly drawn: number;
  readonly most: number;
}

export interface ReportSection {
  readonly id: string;
  readonly title: string;
  readonly words: readonly string[];
  readonly tables: readonly ReportTable[];
  readonly themes: readonly ThemeWords[];
}

export interface ThemeWords extends Omit<ReportedTheme, 'does'> {
  readonly does: string;
}

/** A report in words and tables: what every way of showing it is made from. */
export interface ReportModel {
  readonly title: string;
  readonly words: readonly string[];
  readonly sections: readonly ReportSection[];
}

export function modelOf(figures: ReportFigures): ReportModel {
  const words = reportWords();
  const { school, question, reference, places } = figures;
  const at = (instant: string) => inWords(new Date(instant));
  return {
    title: fill(words.title, { school }),
    words: [
      fill(words.asked, { question }),
      fill(words.window, { opens: at(figures.opensAt), closes: at(figures.closesAt) }),
      fill(words.asOf, { asOf: at(figures.asOf), reference }),
      fill(words.rounding, { digits: words.digits[places] }),
      words.nobodyNamed,
    ],
    sections: [
      section('reach', [reachTable(figures)]),
      section('replies', [standingsTable(figures)], countedBeside(figures)),
      section('views', [viewsTable(figures, 'views'), viewsTable(figures, 'lateViews')]),
      section('groups', [groupsTable(figures)]),
      section('channels', [channelsTable(figures)]),
      section('days', [daysTable(figures)]),
      themesSection(figures),
      section('equality', [], equalityOf(figures)),
    ],
  };
}

function section(
  id: string,
  tables: readonly ReportTable[],
  words: readonly string[] = [],
): ReportSection {
  return { id, title: reportWords().sections[id]!, words, tables, themes: [] };
}

type Cells = readonly (number | string)[];

function table(
  id: string,
  rows: readonly (readonly [string, ...Cells])[],
  facts: object = {},
  drawn = 0,
): ReportTable {
  const { title, note, columns } = reportWords().tables[id]!;
  const most = Math.max(1, ...rows.map(([, ...cells]) => Number(cells[drawn])));
  return {
    ...{ id, title, note: fill(note, facts), columns, drawn, most },
    rows: rows.map(([label, ...cells]) => ({ label, cells: cells.map(String) })),
  };
}

const share = ({ places }: ReportFigures, part: number, base: number): string =>
  percent(part, base, places) ?? reportWords().noBase;

const groupName = (group: string): string =>
  (wording().groups as Readonly<Record<string, string>>)[group] ?? reportWords().unknownGroup;

function reachTable(figures: ReportFigures): ReportTable {
  const { reach } = figures;
  const row = (label: string, of: typeof reach): [string, ...Cells] => {
    const sum = (key: 'asked' | 'replied' | (typeof REACHED)[number]) =>
      of.reduce((total, one) => total + one[key], 0);
    const reached = REACHED.map(sum);
    const replied = sum('replied');
    return [label, sum('asked'), ...reached, replied, share(figures, replied, sum('asked'))];
  };
  const rows = reach.map((one) => row(groupName(one.group), [one]));
  return table('reach', [...rows, row(reportWords().total, reach)]);
}

const STANDINGS = [
  ...(['inTime', 'late', 'waiting', 'notCounted', 'superseded', 'withdrawn'] as const),
  'received',
] as const;

function standingsTable(figures: ReportFigures): ReportTable {
  const { standings } = figures.replies;
  const names = reportWords().tables['standings']!.rows!;
  const rows = STANDINGS.map((id): [string, ...Cells] => [
    names[id]!,
    standings[id],
    share(figures, standings[id], standings.received),
  ]);
  return table('standings', rows);
}

function countedBeside({ replies, atDesk }: ReportFigures): readonly string[] {
  const words = reportWords();
  const { people } = replies;
  return [fill(words.people, { people }), fill(words.atDesk, { mails: atDesk })];
}

const given = (views: ByView): number => VIEWS.reduce((total, view) => total + views[view], 0);

function viewsTable(figures: ReportFigures, id: 'views' | 'lateViews'): ReportTable {
  const views = id === 'views' ? figures.replies.views.inTime : figures.replies.views.late;
  const base = given(views);
  const rows = VIEWS.map((view): [string, ...Cells] => [
    wording().views[view],
    views[view],
    share(figures, views[view], base),
  ]);
  return table(id, rows, { base, without: views['not-asked'] });
}

function groupsTable(figures: ReportFigures): ReportTable {
  const rows = figures.replies.groups.map(({ group, inTime, late, views }): [string, ...Cells] => {
    const base = given(views);
    return [
      ...([groupName(group), inTime] as const),
      ...[...VIEWS.map((view) => views[view]), views['not-asked']],
      ...[share(figures, views.agree, base), share(figures, views.disagree, base), late],
    ];
  });
  return table('groups', rows);
}

function channelsTable(figures: ReportFigures): ReportTable {
  const { channels, standings } = figures.replies;
  const rows = channels.map(({ channel, inTime, late }): [string, ...Cells] => [
    wording().channels[channel],
    inTime,
    share(figures, inTime, standings.inTime),
    late,
  ]);
  return table('channels', rows);
}

const daysTable = ({ replies: { days } }: ReportFigures): ReportTable =>
  table(
    'days',
    days.map(({ day, inTime, late }) => [dayInWords(day), inTime, late]),
  );

function themesSection(figures: ReportFigures): ReportSection {
  const { noThemes, does } = reportWords();
  const { themes, replies } = figures;
  if (themes.length === 0) return section('themes', [], [noThemes]);
  const base = replies.standings.inTime + replies.standings.late;
  const rows = themes.map(({ title, replies: { length } }): [string, ...Cells] => [
    title,
    length,
    share(figures, length, base),
  ]);
  return {
    ...section('themes', [table('themes', rows, { base })]),
    themes: themes.map((theme) => ({ ...theme, does: does[theme.does] })),
  };
}

function equalityOf({ themes }: ReportFigures): readonly string[] {
  const { equalityNote, equalityThemes, equalityNone } = reportWords();
  const touching = themes.filter(({ equality }) => equality).map(({ title }) => `“${title}”`);
  const said = touching.length === 0 ? equalityNone : fill(equalityThemes, { themes: touching });
  return [equalityNote, said];
}
