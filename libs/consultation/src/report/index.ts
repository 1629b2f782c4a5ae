import { figures } from './figures.js';
import {
  fingerprint,
  FORMS,
  issuedReports,
  otherForms,
  recordIssued,
  requireCurrent,
  unlessCompared,
} from './issue.js';
import { papersOf, render } from './render.js';
import { modelOf } from './model.js';
import { published } from './publish.js';
import { LEAST_SHOWN } from './small-numbers.js';
import { svgOf } from './svg.js';
import { reportWords } from './words.js';
import { ANSWERS, takeOutTheme, themesAt, writeTheme } from './themes.js';

/** The report of a consultation: its figures, what the board does, its files, and its issue. */
export const report = {
  figures,
  published,
  model: modelOf,
  picture: svgOf,
  leastShown: LEAST_SHOWN,
  unlessCompared,
  render,
  papers: papersOf,
  forms: FORMS,
  words: reportWords,
  fingerprint,
  requireCurrent,
  recordIssued,
  issued: issuedReports,
  otherForms,
  themes: themesAt,
  writeTheme,
  takeOutTheme,
  answers: ANSWERS,
};
