import { content } from '#platform';
import type { CaseBody } from '#cases';
import { wordsOfTask } from '../../views/journey-words.js';
import type { TaskWords } from '../../views/journey-words.js';

/** The words of a step: its task's, or its own where it is no task (withdrawing, say). */
export function wordsOfStep(
  step: string,
  part: string | null,
  bodies: readonly CaseBody[],
): Pick<TaskWords, 'title' | 'hint' | 'law'> {
  const own = content<{ steps: Readonly<Record<string, { title: string; hint: string }>> }>(
    'clerk/steps',
  ).steps[step];
  return own ?? wordsOfTask({ words: step, part }, bodies);
}
