import type { Sql } from '#platform';
import { newestCampaigns } from './campaign-findings.js';
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
import type { SuggestedCode } from './suggest-codes.js';

/** A suggested code with the replies behind it. */
export interface SuggestionOfReplies extends Omit<SuggestedCode, 'members'> {
  readonly replies: readonly SaidResponse[];
}

/**
 * Codes that the words of a consultation's replies suggest, by what sets the people of one group or of
 * one view apart from the others; nothing is made of them but by a person.
 */
async function suggestedCodes(
  sql: Sql,
  consultation: string,
): Promise<readonly SuggestionOfReplies[]> {
  const all = await responsesWithWords(sql, consultation);
  const campaigns = (await newestCampaigns(sql, consultation))?.groups ?? [];
  const repeated = new Set(campaigns.flatMap((ids) => ids.slice(1)));
  const copies = new Set(all.flatMap(({ id }, at) => (repeated.has(id) ? [at] : [])));
  const replies = all.map(({ words, group, view }) => ({
    words,
    groups: [group, view].flatMap((of) => of ?? []),
  }));
  return suggestCodes(replies, copies).map(({ members, ...found }) => ({
    ...found,
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
