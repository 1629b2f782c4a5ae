import { content } from '#platform';
import type { TimelineEntry } from '#cases';
import type { BoardResolved, JourneyEvent } from '#journey';
import { z } from 'zod';
import { dateIn, text, wholeNumber } from '../http/answers.js';
import { day } from '../http/dates.js';

/** A fact of an entry that a clerk may put right. */
export interface Editable {
  readonly name: string;
  readonly label: string;
  readonly kind: 'date' | 'number' | 'text';
  readonly value: string;
}

interface CorrectionWords {
  readonly corrections: Readonly<Record<string, string>>;
  readonly notCorrected: Readonly<Record<string, string>>;
}

const words = () => content<CorrectionWords>('clerk/words');

/** Why an entry is not put right here; null when it can be. */
export function whyNotCorrected({ entry, correctedBy }: TimelineEntry): string | null {
  if (entry.kind !== 'move') return 'Only a step of the journey can be corrected.';
  if (correctedBy !== null) return `Entry ${correctedBy} has corrected it already.`;
  return words().notCorrected[entry.type] ?? null;
}

/** The event of an entry, as it was recorded. */
export function eventOf({ entry }: TimelineEntry): JourneyEvent {
  return { type: entry.type, on: entry.on, ...entry.data } as unknown as JourneyEvent;
}

/** What can be put right in an event, with what stands there now. */
export function editables(event: JourneyEvent): readonly Editable[] {
  const field = (name: string, kind: Editable['kind'], value: unknown): Editable => ({
    name,
    kind,
    label: words().corrections[name]!,
    value: String(value),
  });
  const date = field('on', 'date', event.on.slice(0, 10));
  switch (event.type) {
    case 'board.resolved':
      return [date, ...voteNumbers(event).map(([name, value]) => field(name, 'number', value))];
    case 'application.submitted':
      return [date, field('reference', 'text', event.reference)];
    case 'academy.named':
      return [date, field('name', 'text', event.name)];
    case 'opening-date.set':
      return [date, field('opens', 'date', event.opens)];
    default:
      return [date];
  }
}

function voteNumbers({ inPost, present, withdrew, votes }: BoardResolved) {
  const { for: inFavour, against, abstained } = votes;
  return Object.entries({ inPost, present, withdrew, for: inFavour, against, abstained });
}

const REASON = text('Enter the reason for the correction.', { max: 2_000 });

/** The form by which an event is put right, or struck out. */
export function correctionSchema(event: JourneyEvent, how: 'change' | 'strike', today: string) {
  if (how === 'strike') return z.object({ reason: REASON });
  const fields = editables(event).map(({ name, kind, label }) => {
    if (kind === 'number') return [name, wholeNumber(`Enter a number: ${label.toLowerCase()}.`)];
    if (kind === 'text') return [name, text(`Enter the ${label.toLowerCase()}.`)];
    const given = dateIn(`Enter the ${label.toLowerCase()}.`);
    const isPast = (date: string) => name !== 'on' || date <= today;
    return [name, given.refine(isPast, { error: 'What happened cannot lie in the future.' })];
  });
  return z.object({
    ...(Object.fromEntries(fields) as Record<string, z.ZodType<string | number>>),
    reason: REASON,
  });
}

export type Corrected = Readonly<Record<string, string | number>>;

/** The event as it should have been. */
export function correctedEvent(event: JourneyEvent, given: Corrected): JourneyEvent {
  const { on, opens, reference, name, ...numbers } = given;
  const when = on === undefined || event.on.startsWith(String(on)) ? event.on : String(on);
  const changed = { ...event, on: when };
  if (changed.type === 'board.resolved') return withNumbers(changed, numbers);
  if (changed.type === 'opening-date.set') return { ...changed, opens: String(opens) };
  if (changed.type === 'application.submitted') return { ...changed, reference: String(reference) };
  return changed.type === 'academy.named' ? { ...changed, name: String(name) } : changed;
}

function withNumbers(vote: BoardResolved, given: Corrected): BoardResolved {
  const number = (name: string, before: number) => Number(given[name] ?? before);
  // Other numbers than the ledger's no longer rest on it.
  const { ledger: _, ...uncounted } = vote;
  const { inPost, present, withdrew, votes } = vote;
  const isAsBefore = voteNumbers(vote).every(([name, before]) => number(name, before) === before);
  return {
    ...(isAsBefore ? vote : uncounted),
    inPost: number('inPost', inPost),
    present: number('present', present),
    withdrew: number('withdrew', withdrew),
    votes: {
      ...votes,
      for: number('for', votes.for),
      against: number('against', votes.against),
      abstained: number('abstained', votes.abstained),
    },
  };
}

/** What stands there and what would stand there, fact by fact; only what differs. */
export function changesOf(before: JourneyEvent, after: JourneyEvent) {
  const now = editables(after);
  return editables(before).flatMap(({ name, label, kind, value }) => {
    const next = now.find((one) => one.name === name)!.value;
    const shown = (text: string) => (kind === 'date' ? day(text) : text);
    return next === value ? [] : [{ key: label, before: shown(value), after: shown(next) }];
  });
}
