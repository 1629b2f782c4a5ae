import { content } from '#platform';
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
  readonly smallNumbers: string;
  readonly notShown: string;
  readonly picture: string;
  readonly pictureNotShown: string;
  readonly digits: readonly string[];
  readonly unknownGroup: string;
  readonly total: string;
  readonly campaign: string;
  readonly noCampaign: string;
  readonly noBase: string;
  readonly sections: Readonly<Record<string, string>>;
  readonly tables: Readonly<Record<string, TableWords>>;
  readonly people: string;
  readonly samePerson: string;
  readonly noBallots: string;
  readonly notStated: string;
  readonly atDesk: string;
  readonly codesFrom: string;
  readonly noCodes: string;
  readonly noQuestions: string;
  readonly noPetitions: string;
  readonly alternative: string;
  readonly noAlternatives: string;
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
