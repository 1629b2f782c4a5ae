import { transition } from 'xstate';
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { caseMachine } from './case.machine.js';
import { consentMachine } from './consent.machine.js';
import { documentMachine } from './document.machine.js';
import type { JourneyEvent } from './events.js';
import type { JourneySnapshot } from './snapshot.js';
import { descriptorOf } from './table.js';

/** A machine of the journey at rest in one part of a snapshot. */
export interface Part {
  readonly path: readonly ['case'] | readonly ['consents' | 'documents', string];
  readonly machine: AnyStateMachine;
  readonly state: AnyMachineSnapshot;
}

interface Stored {
  readonly value: unknown;
  readonly context: unknown;
}

/**
 * The parts that an event would move, brought to life where they stand. Empty when it names a part
 * that the case does not have.
 */
export function partsOf(snapshot: JourneySnapshot, event: JourneyEvent): readonly Part[] {
  switch (descriptorOf(event.type).moves) {
    case 'case':
      return [casePart(snapshot)];
    case 'case-and-consents':
      return [casePart(snapshot), ...askedConsents(snapshot)];
    case 'consent':
      return 'consent' in event ? named(snapshot, 'consents', event.consent) : [];
    case 'document':
      // The consultation's own paper is a case event's field; here it is the part's name.
      return isDocumentEvent(event) ? named(snapshot, 'documents', event.document) : [];
  }
}

/** Whether a part has any way on by this event, whatever its guards would say. */
export function hasWayOn(part: Part, type: string): boolean {
  return part.state._nodes.some((node) => node.ownEvents.includes(type));
}

/** The part after the event; the caller has asked first whether it can. */
export function moved(part: Part, event: JourneyEvent): Stored {
  const [next, actions] = transition(part.machine, part.state, event);
  if (actions.length > 0) throw new Error(`A machine asked for an effect: ${actions[0]?.type}`);
  return { value: next.value, context: next.context };
}

function casePart(snapshot: JourneySnapshot): Part {
  return revive(['case'], caseMachine, snapshot.case);
}

function askedConsents(snapshot: JourneySnapshot): readonly Part[] {
  return Object.entries(snapshot.consents)
    .map(([id, part]) => revive(['consents', id], consentMachine, part))
    .filter((part) => hasWayOn(part, 'trust.chosen'));
}

function named(snapshot: JourneySnapshot, kind: 'consents' | 'documents', id: string) {
  const stored = Object.hasOwn(snapshot[kind], id) ? snapshot[kind][id] : undefined;
  if (stored === undefined) return [];
  return [revive([kind, id], kind === 'consents' ? consentMachine : documentMachine, stored)];
}

function revive(path: Part['path'], machine: AnyStateMachine, stored: Stored): Part {
  const status = typeof stored.value === 'string' && path[0] === 'case' ? 'done' : 'active';
  return {
    path,
    machine,
    state: machine.resolveState({ value: stored.value as never, context: stored.context, status }),
  };
}

function isDocumentEvent(event: JourneyEvent): event is JourneyEvent & { document: string } {
  return event.type.startsWith('document.') && 'document' in event;
}
