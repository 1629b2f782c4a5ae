import {
  copiedResponse,
  copiedResponses,
  lookAgain,
  offeredOf,
  putBack,
  sayReady,
  takeOut,
} from './copies.js';
import {
  areShown,
  copyCounts,
  permissionsOf,
  publishedCsv,
  publishedReplies,
  showReplies,
} from './published-replies.js';
import { piecesOf, REASONS, redactionWords } from './spans.js';

/** Copies of replies without what nobody else should read, and which of them anybody may. */
export const redaction = {
  reasons: REASONS,
  words: redactionWords,
  pieces: piecesOf,
  of: copiedResponses,
  ofOne: copiedResponse,
  offered: offeredOf,
  takeOut,
  putBack,
  sayReady,
  lookAgain,
  counts: copyCounts,
  permissions: permissionsOf,
  show: showReplies,
  areShown,
  published: publishedReplies,
  csv: publishedCsv,
};
