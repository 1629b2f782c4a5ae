import type { BodysConsent } from '#cases';
import type { Body } from '#identity';
import type { ConsentPart } from '#journey';
import { day } from '../http/dates.js';
import { consentTag, isInPrinciple } from '../views/consent-words.js';
import { parts } from '../views/journey-words.js';
import { deskWords } from './words.js';
import type { ConsentState, Group } from './words.js';

const A_DAY_MS = 86_400_000;

const GROUP_OF: Readonly<Record<ConsentState, Group>> = {
  requested: 'waiting',
  acknowledged: 'waiting',
  underConsideration: 'asked-more',
  conditional: 'conditions',
  granted: 'decided',
  refused: 'decided',
  withdrawn: 'decided',
  lapsed: 'decided',
  notNeeded: 'not-asked',
  superseded: 'not-asked',
  notRequested: 'not-asked',
};

const ORDER: readonly Group[] = ['waiting', 'asked-more', 'conditions', 'decided', 'not-asked'];

export interface DeskRow {
  readonly href: string;
  readonly school: string;
  readonly trust: string;
  readonly reference: string;
  /** Which of the officer's bodies is asked; null while they have one alone. */
  readonly body: string | null;
  readonly capacity: string;
  readonly state: { readonly text: string; readonly colour: string };
  /** How long it has waited for the body, where it does. */
  readonly age: string | null;
  /** What matters of it now: when it was asked, how many conditions are open. */
  readonly facts: readonly string[];
}

export interface DeskGroup {
  readonly id: Group;
  readonly title: string;
  readonly empty?: string;
  readonly rows: readonly DeskRow[];
}

/** A body's desk: what waits for it first, then what it waits for, then what it has decided. */
export function deskGroups(
  consents: readonly BodysConsent[],
  bodies: readonly Body[],
  now: Date,
): readonly DeskGroup[] {
  const words = deskWords();
  return ORDER.map((id) => ({
    id,
    ...words.groups[id],
    rows: consents
      .filter((consent) => groupOf(consent) === id)
      .map((consent) => rowOf(consent, bodies, now)),
  })).filter(({ id, rows }) => id === 'waiting' || rows.length > 0);
}

function groupOf({ hasEnded, standing }: BodysConsent): Group {
  return hasEnded ? 'decided' : GROUP_OF[standing.value];
}

function rowOf(asked: BodysConsent, bodies: readonly Body[], now: Date): DeskRow {
  const { standing, hasEnded, stage } = asked;
  const { asked: capacities } = deskWords();
  const name = bodies.find(({ id }) => id === asked.body)?.name ?? '';
  return {
    href: `/desk/cases/${asked.caseId}/${asked.consent}`,
    school: asked.schoolName,
    trust: asked.trustName ?? 'No trust is chosen yet',
    reference: asked.reference,
    body: bodies.length > 1 ? name : null,
    capacity: capacities[standing.context.capacity],
    state: consentTag(standing),
    age: ageOf(asked, now),
    facts: hasEnded ? [`The case has ended: ${parts().stages[stage]}`] : factsOf(asked),
  };
}

function factsOf({ standing, remindAt }: BodysConsent): readonly string[] {
  const { requestedOn, decidedOn, validUntil } = standing.context;
  switch (standing.value) {
    case 'requested':
    case 'acknowledged':
      return [
        ...(requestedOn === undefined ? [] : [`Asked on ${day(requestedOn)}`]),
        ...(remindAt === null ? [] : [`Reminder on ${day(remindAt)}`]),
      ];
    case 'underConsideration':
      return ['The school’s clerk answers next'];
    case 'conditional':
      return [...inPrinciple(standing), ...openConditions(standing)];
    default:
      return [
        ...(decidedOn === undefined ? [] : [`Decided on ${day(decidedOn)}`]),
        ...(validUntil === undefined ? [] : [`Holds until ${day(validUntil)}`]),
      ];
  }
}

const inPrinciple = (part: ConsentPart) => (isInPrinciple(part) ? [deskWords().finalToCome] : []);

function ageOf({ hasEnded, standing }: BodysConsent, now: Date): string | null {
  const { requestedOn } = standing.context;
  if (hasEnded || requestedOn === undefined || GROUP_OF[standing.value] !== 'waiting') return null;
  const days = Math.floor((now.getTime() - Date.parse(requestedOn)) / A_DAY_MS);
  if (days < 1) return 'since today';
  return `for ${days} ${days === 1 ? 'day' : 'days'}`;
}

const stillOpen = ({ context }: ConsentPart) =>
  context.conditions.filter(({ met }) => met === undefined);

function openConditions(part: ConsentPart): readonly string[] {
  const open = stillOpen(part).length;
  if (open === 0) return [];
  const count = `${open} of ${part.context.conditions.length} ${open === 1 ? 'condition is' : 'conditions are'} open`;
  return [count, dueNext(part)];
}

function dueNext(part: ConsentPart): string {
  const dues = Object.keys(parts().conditionsDue);
  const next = dues.find((due) => stillOpen(part).some((condition) => condition.due === due));
  return next === undefined ? '' : `next due: ${parts().conditionsDue[next]!.toLowerCase()}`;
}
