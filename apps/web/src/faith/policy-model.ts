import { fill } from '#platform';
import { SCHOOL_KINDS } from '#consents';
import type { Policy, PolicyGiven, SchoolKind } from '#consents';
import type { ArticlesModel } from '#journey';
import { day } from '../http/dates.js';
import { parts } from '../views/journey-words.js';
import { MODELS, kindNames, policyWords } from '../views/policy-words.js';

export const ACCEPTANCES = ['yes', 'possibly', 'no'] as const;

/** The name of the field in which a kind of school meets a model of articles. */
export const acceptField = (kind: SchoolKind, model: ArticlesModel) => `accepts-${kind}-${model}`;

/** The questions about articles, a group for each kind of school. */
export function acceptGroups() {
  const { kinds } = policyWords();
  return SCHOOL_KINDS.map((kind) => ({
    title: kinds[kind],
    fields: MODELS.map((model) => ({
      name: acceptField(kind, model),
      label: parts().articlesModels[model],
    })),
  }));
}

export const acceptItems = () =>
  ACCEPTANCES.map((value) => ({ value, text: policyWords().accepts[value] }));

export const requiredItems = () =>
  policyWords().required.map((value) => ({ value, text: kindNames()[value] ?? value }));

/** The form's own answers of a version, to begin the next from. */
export function valuesOf(policy: Policy | undefined): Record<string, unknown> {
  if (policy === undefined) return { order: 'any', stages: 'one' };
  const { silenceDays, validityMonths, wantsMembersAgreement, accepts, ...same } = policy;
  const answers = SCHOOL_KINDS.flatMap((kind) =>
    MODELS.map((model) => [acceptField(kind, model), accepts[kind]?.[model] ?? ''] as const),
  );
  return {
    order: same.order,
    stages: same.stages,
    required: same.required,
    words: same.words,
    silenceDays: silenceDays ?? '',
    validityMonths: validityMonths ?? '',
    membersAgreement: wantsMembersAgreement ? 'yes' : 'no',
    ...Object.fromEntries(answers),
  };
}

export function effectsOfPolicy(given: PolicyGiven, version: number): readonly string[] {
  const { effects } = policyWords();
  return [
    fill(effects.version, { version }),
    fill(effects.cases, { date: day(given.countsFrom) }),
    ...(given.silenceDays === null ? [] : [fill(effects.silence, { days: given.silenceDays })]),
  ];
}
