/**
 * The line that our letters carry above their text, so that both people and this reader see where
 * an answer may go. Its words are recognised without the dashes and behind any quote marks.
 */
export const replyMarkerLine = '--- Please write your answer above this line ---';

const words = 'please write your answer above this line';

/** Whether this line, quote marks taken off, is our own marker. */
export function isReplyMarker(content: string): boolean {
  if (content.length > 100 || content.length < words.length) return false;
  const at = content.toLowerCase().indexOf(words);
  if (at < 0) return false;
  const around = content.slice(0, at) + content.slice(at + words.length);
  for (const character of around) if (!'-–— *#=_'.includes(character)) return false;
  return true;
}
