import type { WholeStream } from '#evidence';
import type { Actor, Sql, Tx } from '#platform';
import { joinLead, jointSchools, leadOf, leaveLead, named } from '../joint/joint.js';
import { handOnWords, ownSections, takeLeadWords } from '../joint/lead-words.js';
import { answer, answers } from './answers.js';
import { callOffGathering, gatherings, writeGathering } from './gatherings.js';
import { giveNotice, noticeOf } from './notice.js';
import { report } from '../report/index.js';
import { issuedFaults } from '../report/verify-issued.js';
import { questions } from '../questions/index.js';
import { readyFacts, sections } from './sections.js';
import { factsOf, missingIn, newest, publish, publishedVersions, write } from './text.js';
import type { SectionWritten } from './text.js';
import { codingFaults } from '../understanding/verify-codings.js';
import { publishedFaults } from './verify-published.js';

/** What a consultation tells people: its text in versions, its questions, answers, and its report. */
export const publication = {
  sections,
  readyFacts,
  newest,
  versions: publishedVersions,
  write: async (tx: Tx, actor: Actor, written: SectionWritten): Promise<void> => {
    await write(tx, actor, written);
    await handOnWords(tx, actor, written.consultation);
  },
  publish,
  missingIn,
  factsOf,
  answer,
  answers,
  faults: async (sql: Sql, streams: readonly WholeStream[]) => [
    ...(await publishedFaults(sql, streams)),
    ...(await codingFaults(sql, streams)),
    ...(await issuedFaults(sql, streams)),
  ],
  notice: noticeOf,
  giveNotice,
  gatherings: { list: gatherings, write: writeGathering, callOff: callOffGathering },
  report,
  questions,
  joint: {
    schools: jointSchools,
    leadOf,
    join: joinLead,
    leave: leaveLead,
    takeLeadWords,
    ownSections,
    named,
  },
};
