import { fill } from '#platform';
import { inWords } from '../instants.js';
import type { ReportedTheme } from './figures.js';
import type { PublishedFigures, Shown } from './publish.js';
import { numberInWords } from './table.js';
import type { ReportTable } from './table.js';
import { tables } from './tables.js';
import { reportWords } from './words.js';

export interface ThemeWords extends Omit<ReportedTheme<Shown>, 'does' | 'replies'> {
  readonly does: string;
  /** Which replies it rests on, or why none are named. */
  readonly replies: string;
}

export interface ReportSection {
  readonly id: string;
  readonly title: string;
  readonly words: readonly string[];
  readonly tables: readonly ReportTable[];
  readonly themes: readonly ThemeWords[];
}

/** A report in words, tables and pictures: what every way of showing it is made from. */
export interface ReportModel {
  readonly title: string;
  readonly asOf: string;
  readonly words: readonly string[];
  readonly sections: readonly ReportSection[];
}

export function modelOf(figures: PublishedFigures): ReportModel {
  const words = reportWords();
  const { school, question, reference, places, leastShown } = figures;
  const at = (instant: string) => inWords(new Date(instant));
  const small = { most: (leastShown ?? 0) - 1, mark: words.notShown };
  return {
    title: fill(words.title, { school }),
    asOf: figures.asOf,
    words: [
      fill(words.asked, { question }),
      fill(words.window, { opens: at(figures.opensAt), closes: at(figures.closesAt) }),
      fill(words.asOf, { asOf: at(figures.asOf), reference }),
      fill(words.rounding, { digits: words.digits[places] }),
      words.nobodyNamed,
      ...(leastShown === null ? [] : [fill(words.smallNumbers, small)]),
    ],
    sections: [
      section('reach', [tables.reach(figures), tables.unreached(figures)]),
      section('replies', [tables.standings(figures)], countedBeside(figures)),
      section('views', [tables.views(figures), tables.lateViews(figures)]),
      section('groups', [tables.groups(figures), tables.forms(figures)]),
      section('questions', tables.questions(figures), questionsOf(figures)),
      section('channels', [tables.channels(figures)]),
      section('days', [tables.days(figures)]),
      campaignsSection(figures),
      ballotsSection(figures),
      codesSection(figures),
      themesSection(figures),
      section('alternatives', [], alternativesOf(figures)),
      section('equality', [], equalityOf(figures)),
    ],
  };
}

function section(
  id: string,
  ofSection: readonly ReportTable[],
  words: readonly string[] = [],
): ReportSection {
  return { id, title: reportWords().sections[id]!, words, tables: ofSection, themes: [] };
}

function countedBeside({ replies, atDesk }: PublishedFigures): readonly string[] {
  const words = reportWords();
  return [
    fill(words.people, { people: numberInWords(replies.people) }),
    words.samePerson,
    fill(words.atDesk, { mails: atDesk }),
  ];
}

const questionsOf = ({ questions }: PublishedFigures): readonly string[] =>
  questions.length === 0 ? [reportWords().noQuestions] : [];

function campaignsSection(figures: PublishedFigures): ReportSection {
  const campaigns = tables.campaigns(figures);
  if (figures.petitions.length === 0)
    return section('campaigns', [campaigns], [reportWords().noPetitions]);
  return section('campaigns', [campaigns, tables.petitions(figures)]);
}

/** Evidence, and no reply: what others asked, and what they say that they were told. */
function ballotsSection(figures: PublishedFigures): ReportSection {
  if (figures.ballots.length === 0) return section('ballots', [], [reportWords().noBallots]);
  return section('ballots', [tables.ballots(figures)]);
}

function codesSection(figures: PublishedFigures): ReportSection {
  const { codesFrom, noCodes } = reportWords();
  const { frame, read, noneFits } = figures.codes;
  if (frame === 0) return section('codes', [], [noCodes]);
  const facts = { frame, read: numberInWords(read), none: numberInWords(noneFits) };
  return section('codes', [tables.codes(figures)], [fill(codesFrom, facts)]);
}

function themesSection(figures: PublishedFigures): ReportSection {
  const { noThemes, does, noBase, notShown } = reportWords();
  const { themes } = figures;
  if (themes.length === 0) return section('themes', [], [noThemes]);
  return {
    ...section('themes', [tables.themes(figures)]),
    themes: themes.map(({ count, replies, ...theme }) => ({
      ...{ ...theme, count, does: does[theme.does] },
      replies: count === null ? notShown : replies.join(', ') || noBase,
    })),
  };
}

function alternativesOf({ themes }: PublishedFigures): readonly string[] {
  const { alternative, noAlternatives, does } = reportWords();
  const suggested = themes
    .filter((theme) => theme.alternative)
    .map((theme) => fill(alternative, { ...theme, does: does[theme.does] }));
  return suggested.length === 0 ? [noAlternatives] : suggested;
}

function equalityOf({ themes }: PublishedFigures): readonly string[] {
  const { equalityNote, equalityThemes, equalityNone } = reportWords();
  const touching = themes.filter(({ equality }) => equality).map(({ title }) => `“${title}”`);
  const said = touching.length === 0 ? equalityNone : fill(equalityThemes, { themes: touching });
  return [equalityNote, said];
}
