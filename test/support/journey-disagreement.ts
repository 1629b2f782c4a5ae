import type { Condition, Decision } from '#journey';

/**
 * Rules that the plain model does not know: good practice, what a body asks for by its own policy,
 * and those named here, each for its reason. What they alone refuse is not held against the model.
 */
const notModelled: Readonly<Record<string, string>> = {
  R40: 'the model is told all that there is to know of the school',
};

/** How the journey and the plain model disagree about one attempt, in words; empty where they agree. */
export function disagreement(decision: Decision, against: readonly string[]): readonly string[] {
  if (decision.ok)
    return against.map((fault) => `it went through, and the model knows against it: ${fault}`);
  const { inPlace, mayActor, conditions } = decision.explanation;
  const broken = conditions.filter((one) => one.verdict === 'unmet' && one.effect === 'block');
  if (inPlace && mayActor && broken.length === 0)
    return ['it was refused, and no reason was given'];
  const isJudged = mayActor && (!inPlace || broken.some(isModelled));
  if (!isJudged || against.length > 0) return [];
  const reason = inPlace ? broken.map(({ rule }) => rule).join() : 'it has no place';
  return [`it was refused (${reason}), and the model knows nothing against it`];
}

const isModelled = ({ rule, strength }: Condition): boolean =>
  (strength === 'law' || strength === 'dfe') && !Object.hasOwn(notModelled, rule);
