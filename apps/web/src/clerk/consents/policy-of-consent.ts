import { content, fill } from '#platform';
import type { Sql } from '#platform';
import type { CaseView } from '#cases';
import { committeeDates, policyVersion, schoolKindOf } from '#consents';
import type { Policy } from '#consents';
import { day } from '../../http/dates.js';
import { parts } from '../../views/journey-words.js';
import { policyRows, policyWords } from '../../views/policy-words.js';

/** A body's own policy as it counts for one consent of a case, for the clerk to read. */
export interface PolicyOfConsent {
  readonly title: string;
  readonly rows: readonly {
    readonly key: string;
    readonly value?: string;
    readonly lines?: string;
  }[];
  /** Whether the body accepts the articles that were chosen, for a school of this kind. */
  readonly acceptance: string | null;
  readonly silence: string;
}

interface Words {
  readonly policyTitle: string;
  readonly acceptance: string;
  readonly noArticles: string;
  readonly silence: string;
  readonly silenceRefuses: string;
}

const words = () => content<Words>('clerk/consents');

/** The version of the body's policy that counts for the consent; null where none does. */
export async function policyOfConsent(
  sql: Sql,
  view: CaseView,
  consent: string,
): Promise<PolicyOfConsent | null> {
  const policy = await countingPolicy(sql, view, consent);
  if (policy === null) return null;
  const { silenceDays: days } = policy;
  const { policyTitle: title, silence, silenceRefuses } = words();
  return {
    title: fill(title, { version: policy.version, from: day(policy.countsFrom) }),
    rows: rowsFor(policy, view),
    acceptance: acceptanceOf(policy, view),
    silence: days === null ? silence : fill(silenceRefuses, { days }),
  };
}

/** The days to come on which the body that has this consent meets. */
export async function meetingsOf(sql: Sql, view: CaseView, consent: string) {
  const body = view.bodies.find(({ part }) => part === consent)?.body;
  if (body === undefined) return [];
  const dates = await committeeDates(sql, body);
  return dates.map(({ meetsOn, papersBy }) => ({ meetsOn: day(meetsOn), papersBy: day(papersBy) }));
}

export async function countingPolicy(sql: Sql, { snapshot }: CaseView, consent: string) {
  const version = snapshot.consents[consent]?.context.policy?.version;
  return version === undefined ? null : policyVersion(sql, version);
}

export const rowsFor = (policy: Policy, { snapshot }: CaseView) =>
  policyRows(policy, [schoolKindOf(snapshot.case.context.category)]);

function acceptanceOf({ accepts }: Policy, { snapshot }: CaseView): string {
  const { articles, category } = snapshot.case.context;
  if (articles === undefined) return words().noArticles;
  const said = accepts[schoolKindOf(category)]?.[articles.model];
  const { accepts: names, notSaid } = policyWords();
  return fill(words().acceptance, {
    articles: parts().articlesModels[articles.model],
    said: said === undefined ? notSaid : names[said],
  });
}
