import { fill } from '#platform';
import { ENDS } from '../channels/unreached.js';
import { dayInWords } from '../instants.js';
import { VIEWS } from '../stakeholders.js';
import { wording } from '../wording.js';
import type { PublishedFigures } from './publish.js';
import { REACHED } from './reach.js';
import type { ByView } from './replies.js';
import { share, sumOf, table } from './table.js';
import type { GivenRow, RepliesBehind, ReportTable } from './table.js';
import type { Shown } from './publish.js';
import { reportWords } from './words.js';

const IN_TIME = { standing: 'counted', late: 'no' } as const;
const LATE = { standing: 'counted', late: 'yes' } as const;
const KEYS = [...VIEWS, 'not-asked'] as const;

const groupName = (group: string): string =>
  (wording().groups as Readonly<Record<string, string>>)[group] ?? reportWords().unknownGroup;

const viewName = (view: keyof ByView): string =>
  view === 'not-asked' ? reportWords().tables['forms']!.columns[6]! : wording().views[view];

function reachTable({ reach, places }: PublishedFigures): ReportTable {
  const row = (label: string, of: typeof reach.all): GivenRow => ({
    label,
    cells: [
      ...[of.asked, ...REACHED.map((how) => of[how]), of.replied],
      share(places, of.replied, of.asked),
    ],
  });
  const rows = reach.groups.map((one) => row(groupName(one.group), one));
  const all = { ...row(reportWords().total, reach.all), drawn: false };
  return table('reach', [...rows, all], {
    drawing: { kind: 'stacked', columns: REACHED.map((_, at) => at + 1) },
  });
}

function unreachedTable({ reach: { ends } }: PublishedFigures): ReportTable {
  const names = reportWords().tables['unreached']!.rows!;
  return table(
    'unreached',
    ENDS.map((end): GivenRow => ({ label: names[end]!, cells: [ends[end]] })),
  );
}

function ballotsTable({ ballots }: PublishedFigures): ReportTable {
  const { notStated } = reportWords();
  const rows = ballots.map(({ ranBy, question, heldOn, asked, voted, result }): GivenRow => ({
    label: ranBy,
    cells: [
      ...[question, dayInWords(heldOn), String(asked ?? notStated), String(voted ?? notStated)],
      result,
    ],
  }));
  return table('ballots', rows);
}

const STANDINGS = [
  ['inTime', IN_TIME],
  ['late', LATE],
  ['waiting', { standing: 'waiting' }],
  ['notCounted', { standing: 'not-counted' }],
  ['superseded', { standing: 'superseded' }],
  ['withdrawn', { standing: 'withdrawn' }],
  ['received', {}],
] as const;

function standingsTable({ replies: { standings }, places }: PublishedFigures): ReportTable {
  const names = reportWords().tables['standings']!.rows!;
  const rows = STANDINGS.map(([id, behind]): GivenRow => ({
    label: names[id]!,
    cells: [[standings[id], behind], share(places, standings[id], standings.received)],
  }));
  return table('standings', rows);
}

function viewsTable(figures: PublishedFigures, when: 'inTime' | 'late'): ReportTable {
  const { replies, places } = figures;
  const views = replies.views[when];
  const base = replies.given[when];
  const rows = VIEWS.map((view): GivenRow => ({
    label: wording().views[view],
    cells: [
      [views[view], { ...(when === 'inTime' ? IN_TIME : LATE), view }],
      share(places, views[view], base),
    ],
  }));
  const { notShown } = reportWords();
  const facts = { base: base ?? notShown, without: views['not-asked'] ?? notShown };
  const drawing = { kind: 'bars', columns: [0] } as const;
  return table(when === 'inTime' ? 'views' : 'lateViews', rows, { facts, drawing });
}

const BY_VIEW = { kind: 'stacked', columns: [1, 2, 3, 4, 5] } as const;

const viewCells = (views: ByView<Shown>, of: RepliesBehind | null) =>
  KEYS.map((view) =>
    of === null ? views[view] : ([views[view], { ...IN_TIME, ...of, view }] as const),
  );

function groupsTable({ replies, places }: PublishedFigures): ReportTable {
  const rows = replies.groups.map(({ group, inTime, late, views }): GivenRow => {
    const base = sumOf(VIEWS.map((view) => views[view]));
    const of = group === 'unknown' ? null : { group };
    return {
      label: groupName(group),
      cells: [
        of === null ? inTime : [inTime, { ...IN_TIME, ...of }],
        ...viewCells(views, of),
        ...[share(places, views.agree, base), share(places, views.disagree, base)],
        of === null ? late : [late, { ...LATE, ...of }],
      ],
    };
  });
  return table('groups', rows, { drawing: BY_VIEW });
}

function formsTable({ replies }: PublishedFigures): ReportTable {
  const rows = replies.forms.map(({ form, inTime, late, views }): GivenRow => ({
    label: wording().forms[form],
    cells: [
      [inTime, { ...IN_TIME, form }],
      ...viewCells(views, { form }),
      [late, { ...LATE, form }],
    ],
  }));
  return table('forms', rows);
}

function channelsTable({
  replies: { channels, standings },
  places,
}: PublishedFigures): ReportTable {
  const rows = channels.map(({ channel, inTime, late }): GivenRow => ({
    label: wording().channels[channel],
    cells: [
      [inTime, { ...IN_TIME, channel }],
      share(places, inTime, standings.inTime),
      [late, { ...LATE, channel }],
    ],
  }));
  return table('channels', rows, { drawing: { kind: 'stacked', columns: [0, 2] } });
}

function daysTable({ replies: { days } }: PublishedFigures): ReportTable {
  const rows = days.map(({ day, inTime, late }) => ({
    label: dayInWords(day),
    cells: [inTime, late],
  }));
  return table('days', rows, { drawing: { kind: 'columns', columns: [0, 1] } });
}

/** What the campaigns leave over stands below them, so that each column adds up to all that counts. */
function campaignsTable({ campaigns: { found, outside } }: PublishedFigures): ReportTable {
  const { campaign, noCampaign } = reportWords();
  const row = (label: string, { inTime, views, late }: typeof outside): GivenRow => ({
    label,
    cells: [inTime, ...viewCells(views, null), late],
  });
  return table('campaigns', [
    ...found.map((one, at) => row(fill(campaign, { number: at + 1 }), one)),
    row(noCampaign, outside),
  ]);
}

function petitionsTable({ petitions }: PublishedFigures): ReportTable {
  const standings = reportWords().tables['standings']!.rows!;
  const rows = petitions.map(({ reference, signatories, view, standing }) => ({
    label: reference,
    cells: [signatories, viewName(view), standings[standing]!],
  }));
  return table('petitions', rows);
}

function questionTables({ questions, places }: PublishedFigures): readonly ReportTable[] {
  const names = reportWords().tables['question']!.rows!;
  return questions.map(({ id, wording, options, ...rest }) => {
    const { answered, silent, unasked } = rest;
    const row = (label: string, { inTime, late }: typeof answered, drawn = false): GivenRow => ({
      ...{ label, drawn },
      cells: [inTime, share(places, inTime, answered.inTime), late],
    });
    const rows = options.map((option) => row(option.text, option, true));
    const after = [
      row(names['answered']!, answered),
      ...(
        [
          [names['silent']!, silent],
          [names['unasked']!, unasked],
        ] as const
      ).map(([label, { inTime, late }]) => ({
        ...{ label, drawn: false, cells: [inTime, '', late] },
      })),
    ];
    const drawing =
      options.length === 0 ? undefined : ({ kind: 'stacked', columns: [0, 2] } as const);
    return table('question', [...rows, ...after], {
      ...{ of: `question-${id}`, facts: { wording } },
      ...(drawing && { drawing }),
    });
  });
}

function codesTable({ codes: { codes } }: PublishedFigures): ReportTable {
  const rows = codes.map(({ code, title, inTime, late }) => ({
    ...{ key: code, label: `${code}: ${title}`, cells: [inTime, late] },
  }));
  return table('codes', rows, { drawing: { kind: 'stacked', columns: [0, 1] } });
}

function themesTable({ themes, replies, places }: PublishedFigures): ReportTable {
  const base = sumOf([replies.standings.inTime, replies.standings.late]);
  const rows = themes.map(({ title, count }) => ({
    ...{ label: title, cells: [count, share(places, count, base)] },
  }));
  return table('themes', rows, { facts: { base: base ?? reportWords().notShown } });
}

/** Every table of a report, by its name in the words. */
export const tables = {
  reach: reachTable,
  unreached: unreachedTable,
  ballots: ballotsTable,
  standings: standingsTable,
  views: (figures: PublishedFigures) => viewsTable(figures, 'inTime'),
  lateViews: (figures: PublishedFigures) => viewsTable(figures, 'late'),
  groups: groupsTable,
  forms: formsTable,
  channels: channelsTable,
  days: daysTable,
  campaigns: campaignsTable,
  petitions: petitionsTable,
  questions: questionTables,
  codes: codesTable,
  themes: themesTable,
};
