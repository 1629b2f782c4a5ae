import { content, fill } from '#platform';
import { SCHOOL_KINDS } from '#consents';
import type { Acceptance, Policy, PolicyGiven, SchoolKind } from '#consents';
import type { ArticlesModel } from '#journey';
import { day } from '../http/dates.js';
import { parts } from '../views/journey-words.js';

interface Choice {
  readonly text: string;
  readonly hint: string;
}

interface PolicyWords {
  readonly order: Readonly<Record<PolicyGiven['order'], Choice>>;
  readonly stages: Readonly<Record<PolicyGiven['stages'], Choice>>;
  readonly accepts: Readonly<Record<Acceptance, string>>;
  readonly kinds: Readonly<Record<SchoolKind, string>>;
  readonly required: readonly string[];
  readonly notSaid: string;
  readonly never: string;
  readonly noEnd: string;
  readonly effects: Readonly<Record<'version' | 'cases' | 'silence', string>>;
  readonly published: string;
  readonly added: string;
  readonly removed: string;
}

export const policyWords = (): PolicyWords => content<PolicyWords>('faith/policy');

export const MODELS = ['majority', 'minority', 'mixed', 'no-faith'] as const;
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

const kindNames = () => content<Readonly<Record<string, string>>>('journey/document-kinds');

export const requiredItems = () =>
  policyWords().required.map((value) => ({ value, text: kindNames()[value] ?? value }));

/** A policy as an officer and a clerk read it. */
export function policyRows(policy: PolicyGiven) {
  const words = policyWords();
  const required = policy.required.map((kind) => kindNames()[kind] ?? kind);
  const all = policy.wantsMembersAgreement
    ? [...required, kindNames()['membersAgreement'] ?? '']
    : required;
  return [
    { key: 'Counts from', value: day(policy.countsFrom) },
    { key: 'When the body decides', value: words.order[policy.order].text },
    { key: 'How often it decides', value: words.stages[policy.stages].text },
    ...SCHOOL_KINDS.map((kind) => ({ key: words.kinds[kind], lines: acceptLines(policy, kind) })),
    { key: 'Papers that a request brings', lines: all.join('\n') },
    {
      key: 'Silence refuses',
      value: policy.silenceDays === null ? words.never : `After ${policy.silenceDays} days`,
    },
    {
      key: 'Consents end',
      value: policy.validityMonths === null ? words.noEnd : `After ${policy.validityMonths} months`,
    },
    { key: 'In the body’s own words', lines: policy.words },
  ];
}

function acceptLines({ accepts }: PolicyGiven, kind: SchoolKind): string {
  const words = policyWords();
  return MODELS.map((model) => {
    const value = accepts[kind]?.[model];
    return `${parts().articlesModels[model]}: ${value === undefined ? words.notSaid : words.accepts[value]}`;
  }).join('\n');
}

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
