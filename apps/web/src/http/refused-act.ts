import { Refusal } from '#platform';
import type { Actor } from '#platform';
import { timeline, viewCase } from '#cases';
import type { Office } from '#cases';
import type { Condition, Explanation } from '#journey';
import { wordsOfCondition, wordsOfEvent } from '../views/journey-words.js';
import { dayTime } from './dates.js';

/** An act on its way to a case, and the page to which a refusal leads back. */
export interface Tried {
  readonly office: Office;
  readonly actor: Actor;
  readonly caseId: string;
  readonly back: string;
}

/**
 * Does an act; when it is refused, the refusal says what a person needs: what somebody else did in
 * the meantime, or every condition that is unmet, and where to go on.
 */
export async function tried<T>(what: Tried, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { back } = what;
    if (error.code === 'conflict') {
      throw new Refusal('conflict', { ...error.facts, theirs: await theirsIn(what), back });
    }
    if (error.code !== 'not-now') throw error;
    throw new Refusal('not-now', { ...error.facts, unmet: await unmetIn(what, error), back });
  }
}

async function theirsIn({ office, actor, caseId }: Tried) {
  const [{ bodies }, entries] = await Promise.all([
    viewCase(office.pool, actor, caseId),
    timeline(office.pool, actor, caseId, { limit: 10 }),
  ]);
  const latest = entries.find(({ entry }) => entry.kind === 'move');
  if (latest === undefined) return [];
  const { entry, actorName } = latest;
  const when = { key: 'When', value: dayTime(entry.at) };
  // A body sees its own consent alone; what else moved the case is not for its eyes.
  const isOwn = bodies.some(
    ({ part, body }) => part === entry.data['consent'] && body === actor.body,
  );
  if (actor.role === 'faith-officer' && !isOwn) {
    return [{ key: 'What happened', value: 'The case moved on, but not your consent.' }, when];
  }
  return [
    { key: 'What happened', value: wordsOfEvent(entry.type, entry.data, bodies) },
    when,
    ...(actorName === '' ? [] : [{ key: 'By', value: actorName }]),
  ];
}

async function unmetIn({ office, actor, caseId }: Tried, { facts }: Refusal) {
  const { explanation } = facts as { explanation?: Explanation };
  if (explanation === undefined) return [];
  const { bodies } = await viewCase(office.pool, actor, caseId);
  return explanation.conditions.filter(isInTheWay).map((condition) => ({
    sentence: `${wordsOfCondition(condition, bodies)} ${condition.remedy}`,
  }));
}

const isInTheWay = ({ effect, verdict }: Condition): boolean =>
  effect === 'block' && verdict === 'unmet';
