import { figures } from './figures.js';
import { fingerprint, issuedReports, recordIssued, requireCurrent } from './issue.js';
import { render } from './render.js';
import { modelOf, reportWords } from './tables.js';
import { ANSWERS, takeOutTheme, themesAt, writeTheme } from './themes.js';

/** The report of a consultation: its figures, what the board does, its files, and its issue. */
export const report = {
  figures,
  model: modelOf,
  render,
  words: reportWords,
  fingerprint,
  requireCurrent,
  recordIssued,
  issued: issuedReports,
  themes: themesAt,
  writeTheme,
  takeOutTheme,
  answers: ANSWERS,
};
