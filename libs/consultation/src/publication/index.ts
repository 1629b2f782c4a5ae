import { answer, answers } from './answers.js';
import { sections } from './sections.js';
import { factsOf, missingIn, newest, publish, publishedVersions, write } from './text.js';
import { publishedFaults } from './verify-published.js';

/** What a consultation tells people: its text in sections and versions, and answers to questions. */
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
  faults: publishedFaults,
};
