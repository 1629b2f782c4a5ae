import { answer, answers } from './answers.js';
import { callOffGathering, gatherings, writeGathering } from './gatherings.js';
import { giveNotice, noticeOf } from './notice.js';
import { report } from '../report/index.js';
import { questions } from '../questions/index.js';
import { readyFacts, sections } from './sections.js';
import { factsOf, missingIn, newest, publish, publishedVersions, write } from './text.js';
import { publishedFaults } from './verify-published.js';

/** What a consultation tells people: its text in versions, its questions, answers, and its report. */
export const publication = {
  sections,
  readyFacts,
  newest,
  versions: publishedVersions,
  write,
  publish,
  missingIn,
  factsOf,
  answer,
  answers,
  notice: noticeOf,
  giveNotice,
  gatherings: { list: gatherings, write: writeGathering, callOff: callOffGathering },
  faults: publishedFaults,
  report,
  questions,
};
