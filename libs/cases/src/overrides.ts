import { Refusal, newId, now } from '#platform';
import type { Actor, Sql } from '#platform';
import { readTexts } from '#evidence';
import type { Entry } from '#evidence';
import { rules } from '#journey';
import type { JourneySnapshot, OverrideScope, Rule } from '#journey';
import { namesOfPeople } from './case-details.js';
import { streamOf } from './office.js';
import type { Office } from './office.js';
import { readCase } from './read-case.js';
import { keepTexts, takeStep } from './take-step.js';
import type { Act, Done } from './take-step.js';

/** An override of a rule on a case: what was asked, by whom and why, and what was decided. */
export interface CaseOverride extends OverrideScope {
  readonly id: string;
  /** `used`: it carried its event past the rule, once, and shows for ever. */
  readonly standing: 'asked' | 'granted' | 'refused' | 'used';
  readonly asked: OverrideWord;
  readonly decided: OverrideWord | null;
  /** The documents that the request rests on, by id. */
  readonly papers: readonly string[];
}

/** One person's word on an override, and its entry in the record. */
export interface OverrideWord {
  readonly seq: number;
  readonly person: string;
  readonly name: string;
  readonly at: string;
  /** Null where the text was erased. */
  readonly reason: string | null;
}

interface OverrideAsking extends OverrideScope {
  readonly reason: string;
  readonly paper: string;
}

/** The rule, when it is one that can be overridden for this event; null otherwise. */
function overridableRule({ rule, event }: Pick<OverrideScope, 'rule' | 'event'>) {
  const found = rules.find(({ id }) => id === rule);
  const isGate = (found?.gates as readonly string[] | undefined)?.includes(event) ?? false;
  return found !== undefined && isGate && mayOverride(found) ? found : null;
}

const mayOverride = ({ effect, isAbsolute }: Rule): boolean =>
  effect === 'block' && isAbsolute !== true;

/**
 * Asks that a named rule be overridden for one event, with a reason and a paper. Refuses `invalid`
 * for a rule that nobody can override there, and as the door does.
 */
async function askOverride(
  office: Office,
  act: Act,
  { reason, ...asking }: OverrideAsking,
): Promise<Done> {
  if (overridableRule(asking) === null) throw new Refusal('invalid', { field: 'rule' });
  return takeStep(office, act, async (tx) => ({
    event: {
      type: 'override.asked',
      on: (await now(tx)).toISOString(),
      override: newId(),
      by: act.actor.person,
      ...gateOf(asking),
    },
    texts: await keepTexts(tx, { reason }),
    words: { reason },
  }));
}

/** In the event the gate stands beside its own type, under the name that its facts give it. */
const gateOf = ({ rule, event, part, purpose, paper }: Omit<OverrideAsking, 'reason'>) => ({
  rule,
  event,
  part,
  purpose,
  paper,
});

interface OverrideDecision {
  readonly override: string;
  readonly decision: 'overridden' | 'refused';
  readonly reason: string;
}

/**
 * Decides on an override that was asked for: a second, senior person, with a reason. Refuses
 * `not-found` for one that the case does not have, `not-now` when it is decided already or the
 * same person asked, and as the door does.
 */
async function decideOverride(
  office: Office,
  act: Act,
  { override, decision, reason }: OverrideDecision,
): Promise<Done> {
  return takeStep(office, act, async (tx) => {
    const { snapshot } = await readCase(tx, act.caseId, act.actor, []);
    const asked = snapshot.case.context.overrides?.[override];
    if (asked === undefined) throw new Refusal('not-found', { override });
    return {
      event: {
        type: decision === 'overridden' ? 'rule.overridden' : 'override.refused',
        on: (await now(tx)).toISOString(),
        override,
        rule: asked.rule,
        by: act.actor.person,
      },
      texts: await keepTexts(tx, { reason }),
      words: { reason },
    };
  });
}

const TYPES = ['override.asked', 'rule.overridden', 'override.refused'];

/** Every override on a case, oldest first, with the people and their reasons from the record. */
export async function overridesOf(
  sql: Sql,
  { id, snapshot }: { readonly id: string; readonly snapshot: JourneySnapshot },
): Promise<readonly CaseOverride[]> {
  const standing = snapshot.case.context.overrides;
  if (standing === undefined || Object.keys(standing).length === 0) return [];
  const { rows } = await sql.query<{ entry: Entry }>(
    `SELECT entry FROM journal WHERE stream = $1 AND type = ANY ($2::text[]) ORDER BY seq`,
    [streamOf(id), TYPES],
  );
  const entries = rows.map(({ entry }) => entry);
  const [names, texts] = await Promise.all([
    namesOfPeople(
      sql,
      entries.map(({ actor }) => actor.person),
    ),
    readTexts(
      sql,
      entries.flatMap(({ texts: kept }) => Object.values(kept ?? {})),
    ),
  ]);
  const wordOf = (entry: Entry): OverrideWord => ({
    seq: entry.seq,
    person: entry.actor.person,
    name: names.get(entry.actor.person) ?? '',
    at: entry.at,
    reason: texts.get(entry.texts?.['reason'] ?? '') ?? null,
  });
  return Object.entries(standing).flatMap(([override, one]) => {
    const own = entries.filter(({ data }) => data['override'] === override);
    const asked = own.find(({ type }) => type === 'override.asked');
    const decided = own.find(({ type }) => type !== 'override.asked');
    if (asked === undefined) return [];
    const { rule, event, part, purpose } = one;
    return [
      {
        id: override,
        ...{ rule, event, part, purpose },
        standing: one.standing,
        asked: wordOf(asked),
        decided: decided === undefined ? null : wordOf(decided),
        papers: (asked.evidence ?? []).map(({ document }) => document),
      },
    ];
  });
}

/** An override as a senior officer's desk lists it. */
export interface ListedOverride {
  readonly caseId: string;
  readonly reference: string;
  readonly schoolName: string;
  readonly override: CaseOverride;
}

/** The overrides asked for on the cases of an officer's desk, those of the latest cases first. */
async function overridesAsked(
  sql: Sql,
  actor: Actor,
  most = 200,
): Promise<readonly ListedOverride[]> {
  const { rows } = await sql.query<{
    id: string;
    reference: string;
    schoolName: string;
    snapshot: JourneySnapshot;
  }>(
    `SELECT c.id, c.reference, c.school_name AS "schoolName", c.snapshot FROM cases c
      WHERE c.desk = $1 AND c.id IN (
        SELECT substr(stream, 6)::uuid FROM journal WHERE type = 'override.asked')
      ORDER BY c.moved_at DESC, c.reference LIMIT $2`,
    [actor.body, most],
  );
  const found: ListedOverride[] = [];
  for (const { id: caseId, reference, schoolName, snapshot } of rows) {
    const overrides = await overridesOf(sql, { id: caseId, snapshot });
    found.push(...overrides.map((override) => ({ caseId, reference, schoolName, override })));
  }
  return found;
}

/** Asking that a rule be overridden, deciding on it, and what a senior officer finds at the desk. */
export const overrideDesk = {
  ask: askOverride,
  decide: decideOverride,
  asked: overridesAsked,
  ruleOf: overridableRule,
};
