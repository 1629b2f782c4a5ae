import type { ListedOverride, TimelineEntry } from '#cases';
import type { Document } from '#evidence';
import { explain } from '#journey';
import type { EventType, Outlined } from '#journey';
import { frameOf } from '../clerk/case-frame.js';
import { keyDatesOf } from '../clerk/overview-model.js';
import { timelineRow } from '../clerk/timeline-rows.js';
import { SEEN_FIELD } from '../http/acts.js';
import { wordsOfCondition } from '../views/journey-words.js';
import { overrideRow, overrideWords } from '../views/override-rows.js';
import { paperRow } from '../views/paper-rows.js';
import type { OnOverride } from './on-override.js';

export interface DecisionAnswers {
  readonly decision: 'overridden' | 'refused';
  readonly reason: string;
}

/** The desk: what waits for a decision, oldest first, and what was decided, newest first. */
export function deskModel(listed: readonly ListedOverride[]) {
  const rows = listed
    .toSorted((one, other) => one.override.asked.at.localeCompare(other.override.asked.at))
    .map(({ caseId, reference, schoolName, override }) => ({
      ...overrideRow(override, []),
      isWaiting: override.standing === 'asked',
      href: `/overrides/cases/${caseId}/${override.id}`,
      school: schoolName,
      reference,
    }));
  return {
    waiting: rows.filter(({ isWaiting }) => isWaiting),
    decided: rows.filter(({ isWaiting }) => !isWaiting).toReversed(),
  };
}

export function requestModel(
  on: OnOverride,
  papers: readonly Document[],
  latest: readonly TimelineEntry[],
) {
  const { override, view, isOwn, path } = on;
  const { decisions, same, decidedAlready } = overrideWords();
  const isOpen = override.standing === 'asked' && !isOwn;
  return {
    ...headOf(on),
    row: overrideRow(override, view.bodies),
    ...standsBefore(on),
    events: latest
      .map((entry) => timelineRow(view.id, entry, view.bodies))
      .map(({ title, by, at, text, kind }) => ({ title, by, at, text, kind })),
    dates: keyDatesOf(view),
    papers: papers.map((paper) => paperRow(paper, `/overrides/cases/${view.id}/papers`)),
    isOpen,
    closed: isOwn && override.standing === 'asked' ? same : decidedAlready,
    items: Object.entries(decisions).map(([value, words]) => ({ value, ...words })),
    action: path,
    hidden: { [SEEN_FIELD]: view.version },
  };
}

export function checkModel(
  on: OnOverride,
  draft: string,
  { decision, reason }: DecisionAnswers,
  seenVersion: number,
) {
  const { override, view, path } = on;
  const row = overrideRow(override, view.bodies);
  return {
    ...headOf(on),
    answers: [
      { key: 'Rule', lines: `${row.rule} ${row.text}` },
      { key: 'Act', value: row.gate },
      { key: 'Your decision', value: overrideWords().chosen[decision] },
      { key: 'Your reason', lines: reason },
    ],
    effects: effectsOf(on, decision),
    button: decision === 'overridden' ? 'Override the rule' : 'Refuse the override',
    action: `${path}/check/${draft}`,
    back: path,
    hidden: { [SEEN_FIELD]: seenVersion },
  };
}

function effectsOf({ view }: OnOverride, decision: DecisionAnswers['decision']) {
  const told = decision === 'overridden' ? ['clerk', 'chair'] : ['clerk'];
  const names = view.people.filter(({ role }) => told.includes(role)).map(({ name }) => name);
  return [
    'It goes on the record, with your name, your reason and the time.',
    'Everybody who may see the case sees it, for ever.',
    ...(names.length === 0 ? [] : [`A letter goes to: ${[...new Set(names)].join(', ')}.`]),
  ];
}

function headOf({ view }: OnOverride) {
  const { school, stage, facts } = frameOf(view, 'overview');
  return { school, stage, facts };
}

/**
 * What the rule misses at this moment (null where only the act itself will show it), and what else
 * stands before the same act.
 */
function standsBefore({ view, override, actor }: OnOverride) {
  const { event, part, purpose, rule } = override;
  const outlined = {
    type: event as EventType,
    ...(part === null ? {} : { [event.startsWith('consent.') ? 'consent' : 'document']: part }),
    ...(purpose === null ? {} : { purpose }),
  } as Outlined;
  const { conditions } = explain(view.snapshot, outlined, { now: view.now.toISOString(), actor });
  const missing = conditions.filter(({ verdict }) => ['unmet', 'overridden'].includes(verdict));
  const sentences = (own: boolean) =>
    missing
      .filter((one) => (one.rule === rule) === own && one.effect === 'block')
      .map((one) => wordsOfCondition(one, view.bodies));
  return { now: sentences(true)[0] ?? null, others: sentences(false) };
}
