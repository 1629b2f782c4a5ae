import { wording } from '#consultation';
import type { Code, CodedResponse, Group, Mark, View } from '#consultation';
import { inWords } from './response-words.js';

/** Each code with the number of replies that have it, and how many of these count. */
export function codeRows(codes: readonly Code[], replies: readonly CodedResponse[]) {
  return codes.map((code) => {
    const having = replies.filter(({ coding }) => coding?.marks.some(isOf(code.code)));
    const counted = having.filter(({ standing }) => standing === 'counted').length;
    return { ...code, replies: having.length, counted };
  });
}

/** The replies with a code, each with the words that have it. */
export function repliesWith(code: string, replies: readonly CodedResponse[]) {
  return replies.flatMap((reply) => {
    const marks = reply.coding?.marks.filter(isOf(code)) ?? [];
    if (marks.length === 0) return [];
    return [{ ...inWords(reply), passages: marks.map((mark) => wordsOf(mark, reply.words)) }];
  });
}

/** Whose words they are: of a group of people, or of those with a view. */
export const saidOf = (group: string): string =>
  ({ ...wording().groups, ...wording().views })[group as Group | View];

/** The words that a mark is on. */
export const wordsOf = ({ span }: Mark, words: string): string =>
  span === null ? words : words.slice(span.start, span.end);

const isOf = (code: string) => (mark: Mark) => mark.code === code;
