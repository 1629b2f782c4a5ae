import { content, fill } from '#platform';
import type { Sql } from '#platform';
import { clerkDesk, papersOfCase } from '#cases';
import type { CaseView } from '#cases';
import { policyFor } from '#consents';
import type { Policy } from '#consents';
import { silentUntil } from '#journey';
import type { ConsentFacts, ConsentPolicy } from '#journey';
import { londonDate } from '#register';
import { day } from '../../http/dates.js';
import { kindNames } from '../../views/policy-words.js';
import { countingPolicy, rowsFor } from './policy-of-consent.js';
import type { PolicyOfConsent } from './policy-of-consent.js';

/** What a newer version of a policy says otherwise. */
export interface PolicyChange {
  readonly key: string;
  readonly was: string;
  readonly is: string;
}

/** A version of a body's policy that does not count for a consent, with what it would change. */
export interface NewerPolicy {
  readonly heading: string;
  readonly title: string;
  readonly changes: readonly PolicyChange[];
  /** What follows, whether the clerk moves on or not, in sentences. */
  readonly follows: readonly string[];
  /** That it was decided to keep the earlier one instead; null while nobody has. */
  readonly kept: string | null;
  /** It has begun, so the consent can move to it. */
  readonly hasBegun: boolean;
}

interface Words {
  readonly policyTitle: string;
  readonly nothing: string;
  readonly newer: Readonly<Record<'since' | 'inForce' | 'coming' | 'kept', string>>;
  readonly follows: Readonly<Record<Following, string>>;
}

type Following =
  | 'stays'
  | 'staysWithout'
  | 'past'
  | 'silence'
  | 'atOnce'
  | 'noSilence'
  | 'articles'
  | 'papers'
  | 'twice'
  | 'once'
  | 'before';

const words = () => content<Words>('clerk/consents');

/** The newer version of the body's policy, what it changes and what follows; null for none. */
export async function newerPolicy(
  sql: Sql,
  view: CaseView,
  consent: string,
): Promise<NewerPolicy | null> {
  const newest = await clerkDesk.newerPolicy(sql, view, consent);
  if (newest === null) return null;
  const counting = await countingPolicy(sql, view, consent);
  const { context } = view.snapshot.consents[consent]!;
  const { policyKept } = context;
  const from = day(newest.countsFrom);
  const hasBegun = newest.countsFrom <= londonDate(view.now).toString();
  return {
    heading: headingOf(newest, context, hasBegun),
    title: fill(words().policyTitle, { version: newest.version, from }),
    changes: changesBetween(counting, newest, view),
    follows: await followsOf(sql, view, consent, { counting, newest }),
    kept:
      policyKept?.instead === newest.id
        ? fill(words().newer.kept, { date: day(policyKept.on) })
        : null,
    hasBegun,
  };
}

function headingOf(newest: Policy, { requestedOn }: ConsentFacts, hasBegun: boolean): string {
  const { newer } = words();
  if (!hasBegun) return newer.coming;
  const isSince = requestedOn !== undefined && newest.publishedAt > new Date(requestedOn);
  return isSince ? newer.since : newer.inForce;
}

interface Versions {
  readonly counting: Policy | null;
  readonly newest: Policy;
}

async function followsOf(
  sql: Sql,
  view: CaseView,
  consent: string,
  { counting, newest }: Versions,
): Promise<readonly string[]> {
  const { follows } = words();
  const { value, context } = view.snapshot.consents[consent]!;
  const next = policyFor(newest, view.snapshot.case.context.category);
  const stays =
    counting === null ? follows.staysWithout : fill(follows.stays, { version: counting.version });
  const isWaiting = value === 'requested' || value === 'acknowledged';
  return [
    stays,
    ...(isWaiting ? silenceAfter(view, context, next) : []),
    ...(await papersWanted(sql, view, context, next)),
    ...(isRefusing(view, next) ? [follows.articles] : []),
    ...(next.stages === (counting?.stages ?? 'one')
      ? []
      : [follows[next.stages === 'two' ? 'twice' : 'once']]),
    ...(next.order === 'before-consultation' && counting?.order !== next.order
      ? [follows.before]
      : []),
    ...(context.requestedOn === undefined ? [] : [follows.past]),
  ];
}

/** What silence would do to an open request. */
function silenceAfter(view: CaseView, context: ConsentFacts, next: ConsentPolicy) {
  const { follows } = words();
  const [was, is] = [silentUntil(context), silentUntil({ ...context, policy: next })];
  if (was === is) return [];
  if (is === null) return [follows.noSilence];
  return new Date(is) <= view.now ? [follows.atOnce] : [fill(follows.silence, { day: day(is) })];
}

/** The papers that a new request would have to bring beside those that the body has. */
async function papersWanted(
  sql: Sql,
  { id }: CaseView,
  { papers, policy }: ConsentFacts,
  { required }: ConsentPolicy,
) {
  const had = papers.length === 0 ? [] : await papersOfCase(sql, id, papers);
  const missing = required.filter(
    (kind) => !policy?.required.includes(kind) && !had.some((paper) => paper.kind === kind),
  );
  if (missing.length === 0) return [];
  return [
    fill(words().follows.papers, { papers: missing.map((kind) => kindNames()[kind] ?? kind) }),
  ];
}

function isRefusing({ snapshot }: CaseView, next: ConsentPolicy): boolean {
  const { articles } = snapshot.case.context;
  return articles !== undefined && next.accepts[articles.model] === 'no';
}

function changesBetween(was: Policy | null, is: Policy, view: CaseView): readonly PolicyChange[] {
  const before = was === null ? [] : rowsFor(was, view);
  return rowsFor(is, view).flatMap((row) => {
    const old = before.find(({ key }) => key === row.key);
    const [one, other] = [saidIn(old), saidIn(row)];
    if (one === other) return [];
    return [{ key: row.key, was: onlyIn(one, other), is: onlyIn(other, one) }];
  });
}

/** The lines of one that the other lacks, on one line. */
const onlyIn = (one: string, other: string): string =>
  one
    .split('\n')
    .filter((line) => !other.split('\n').includes(line))
    .join('; ') || words().nothing;

const saidIn = (row: PolicyOfConsent['rows'][number] | undefined): string =>
  row?.value ?? (row?.lines || words().nothing);
