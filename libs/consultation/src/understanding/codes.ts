import type { Sql } from '#platform';
import { newestFrame, writeCode } from './code-frame.js';
import { codedResponse, codedResponses, giveCodes, noCodeFits, takeCodeBack } from './codings.js';
import { partsOf } from './parts.js';
import {
  agreementOf,
  codesIn,
  decideCodes,
  drawSample,
  hiddenFrom,
  newestSample,
  readSecond,
  readTwice,
} from './second-readings.js';
import { responsesWithWords } from './responses-with-words.js';
import type { SaidResponse } from './responses-with-words.js';
import { suggestCodes } from './suggest-codes.js';

/** A suggested code with the replies behind it. */
export interface SuggestionOfReplies {
  readonly words: string;
  readonly replies: readonly SaidResponse[];
}

/** Codes that the words of a consultation's replies suggest; nothing is made of them but by a person. */
async function suggestedCodes(
  sql: Sql,
  consultation: string,
): Promise<readonly SuggestionOfReplies[]> {
  const all = await responsesWithWords(sql, consultation);
  return suggestCodes(all.map((reply) => reply.words)).map(({ words, members }) => ({
    words,
    replies: members.map((one) => all[one]!),
  }));
}

/** What replies speak of: the frame of codes, which words have which, and how far two people agree. */
export const codes = {
  frame: newestFrame,
  write: writeCode,
  of: codedResponses,
  ofOne: codedResponse,
  parts: partsOf,
  give: giveCodes,
  takeBack: takeCodeBack,
  noneFits: noCodeFits,
  draw: drawSample,
  sample: newestSample,
  readTwice,
  hiddenFrom,
  codesIn,
  readSecond,
  decide: decideCodes,
  agreement: agreementOf,
  suggested: suggestedCodes,
};
