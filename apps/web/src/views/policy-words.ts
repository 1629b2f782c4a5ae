import { content } from '#platform';
import { SCHOOL_KINDS } from '#consents';
import type { Acceptance, PolicyGiven, SchoolKind } from '#consents';
import { day } from '../http/dates.js';
import { parts } from './journey-words.js';

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
  readonly noPapers: string;
  readonly never: string;
  readonly noEnd: string;
  readonly effects: Readonly<Record<'version' | 'cases' | 'silence', string>>;
  readonly published: string;
  readonly added: string;
  readonly removed: string;
}

export const policyWords = (): PolicyWords => content<PolicyWords>('faith/policy');

export const MODELS = ['majority', 'minority', 'mixed', 'no-faith'] as const;

export const kindNames = () => content<Readonly<Record<string, string>>>('journey/document-kinds');

/** A policy as an officer and a clerk read it; of one kind of school alone where one is named. */
export function policyRows(policy: PolicyGiven, kinds: readonly SchoolKind[] = SCHOOL_KINDS) {
  const words = policyWords();
  const required = policy.required.map((kind) => kindNames()[kind] ?? kind);
  const all = policy.wantsMembersAgreement
    ? [...required, kindNames()['membersAgreement'] ?? '']
    : required;
  return [
    { key: 'Counts from', value: day(policy.countsFrom) },
    { key: 'When the body decides', value: words.order[policy.order].text },
    { key: 'How often it decides', value: words.stages[policy.stages].text },
    ...kinds.map((kind) => ({ key: words.kinds[kind], lines: acceptLines(policy, kind) })),
    { key: 'Papers that a request brings', lines: all.join('\n') || words.noPapers },
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
