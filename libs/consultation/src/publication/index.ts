import type { WholeStream } from '#evidence';
import type { Sql } from '#platform';
import { answer, answers } from './answers.js';
import { report } from '../report/index.js';
import { questions } from '../questions/index.js';
import { sections } from './sections.js';
import { factsOf, missingIn, newest, publish, publishedVersions, write } from './text.js';
import { codingFaults } from '../understanding/verify-codings.js';
import { publishedFaults } from './verify-published.js';

/** What a consultation tells people: its text in versions, its questions, answers, and its report. */
export const publication = {
  sections,
  newest,
  versions: publishedVersions,
  write,
  publish,
  missingIn,
  factsOf,
  answer,
  answers,
  faults: async (sql: Sql, streams: readonly WholeStream[]) => [
    ...(await publishedFaults(sql, streams)),
    ...(await codingFaults(sql, streams)),
  ],
  report,
  questions,
};
