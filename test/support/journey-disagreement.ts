import { ending, live } from '#journey';
import type { Condition, Decision, JourneySnapshot, LiveValue } from '#journey';
import type { Consent, SchoolCase } from '../reference/school-case.js';

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

/** Where the machines stand otherwise than the model, in words; empty where they agree. */
export function standsOtherwise(snapshot: JourneySnapshot, school: SchoolCase): readonly string[] {
  const ended = ending(snapshot);
  const regions = live(snapshot);
  if (ended !== null || regions === null)
    return differing({ course: [ended ?? 'going', school.course] });
  const documents = Object.entries(snapshot.documents).map(([id, { value }]) => [
    id,
    [
      value,
      school.documents[id]!.stage === 'not needed' ? 'notNeeded' : school.documents[id]!.stage,
    ],
  ]);
  const consents = Object.entries(snapshot.consents).map(([id, { value }]) => [
    id,
    [value === 'conditional' ? 'granted' : value, consentStands[school.consents[id]!.standing]],
  ]);
  return differing({
    ...ofRegions(regions, school),
    ...(Object.fromEntries([...documents, ...consents]) as Record<string, [string, string]>),
  });
}

const ofRegions = (regions: LiveValue, school: SchoolCase): Record<string, [string, string]> => ({
  course: [regions.course, school.course],
  board: [regions.board, boardStands(school)],
  consultation: [
    regions.consultation,
    words[school.consultation.stage] ?? school.consultation.stage,
  ],
  dfe: [regions.dfe, dfeStands(school)],
  tupe: [regions.tupe, words[school.staff]!],
  legal: [regions.legal, school.agreed ? 'agreed' : 'preparing'],
  group: [regions.group, words[school.group] ?? school.group],
});

const words: Readonly<Record<string, string>> = {
  'not needed': 'notApplicable',
  'not told': 'notStarted',
  told: 'informed',
  consulted: 'complete',
  'to be reviewed': 'reviewDue',
};

const consentStands: Readonly<Record<Consent['standing'], string>> = {
  'not asked': 'notRequested',
  asked: 'requested',
  received: 'acknowledged',
  'wants more': 'underConsideration',
  given: 'granted',
  refused: 'refused',
  withdrawn: 'withdrawn',
  lapsed: 'lapsed',
  void: 'superseded',
};

function boardStands({ toApply, finally: last }: SchoolCase): string {
  if (toApply !== 'carried') return toApply === 'lost' ? 'refused' : 'undecided';
  if (last === 'none') return 'resolvedToApply';
  return last === 'carried' ? 'decided' : 'rejected';
}

function dfeStands({ order, approved, applied }: SchoolCase): string {
  if (order !== null) return 'ordered';
  if (approved) return 'approved';
  return applied ? 'applied' : 'notApplied';
}

const differing = (compared: Readonly<Record<string, readonly [string, string]>>) =>
  Object.entries(compared)
    .filter(([, [stands, model]]) => stands !== model)
    .map(([part, [stands, model]]) => `${part} is ${stands}, and the model says ${model}`);
