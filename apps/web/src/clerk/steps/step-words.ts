import { content, fill } from '#platform';
import type { CaseBody } from '#cases';
import { departmentTaskName, documentName, wordsOfTask } from '../../views/journey-words.js';
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
  if (own === undefined) return wordsOfTask({ words: step, part }, bodies);
  const named = part ?? '';
  const facts = { task: departmentTaskName(named), document: documentName(named) };
  return { title: fill(own.title, facts), hint: fill(own.hint, facts) };
}
