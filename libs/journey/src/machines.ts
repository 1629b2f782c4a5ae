import { createActor } from 'xstate';
import type { AnyActorScope, AnyMachineSnapshot, AnyStateMachine } from 'xstate';
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
      return [casePart(snapshot), ...within(snapshot, 'consents', event.type)];
    case 'all':
      return [
        casePart(snapshot),
        ...within(snapshot, 'consents', event.type),
        ...within(snapshot, 'documents', event.type),
      ];
    case 'consent':
      return 'consent' in event ? named(snapshot, 'consents', event.consent) : [];
    case 'document':
      // The consultation's own paper is a case event's field; here it is the part's name.
      return isDocumentEvent(event) ? named(snapshot, 'documents', event.document) : [];
  }
}

/** The first of them, whose guards decide; a row of a case is explained by it alone. */
export function leadingPartOf(snapshot: JourneySnapshot, event: JourneyEvent): Part | undefined {
  const { moves } = descriptorOf(event.type);
  const isOfCase = moves !== 'consent' && moves !== 'document';
  return isOfCase ? casePart(snapshot) : partsOf(snapshot, event)[0];
}

/** Whether a part has any way on by this event, whatever its guards would say. */
export function hasWayOn({ state }: Part, type: string): boolean {
  const known = waysOn.get(state._nodes) ?? new Set(state._nodes.flatMap((node) => node.ownEvents));
  waysOn.set(state._nodes, known);
  return known.has(type);
}

/** XState works out the events of a node anew whenever it is asked. */
const waysOn = new WeakMap<AnyMachineSnapshot['_nodes'], ReadonlySet<string>>();

/** The part after the event; the caller has asked first whether it can. */
export function moved({ machine, state }: Part, event: JourneyEvent): Stored {
  const next = machine.transition(state, event, groundOf(machine).scope) as AnyMachineSnapshot;
  return { value: next.value, context: next.context };
}

/**
 * What does not change from one move to the next. XState's own `transition` makes an actor for every
 * event, which works out the first state anew; and to resolve a state value costs as much as a move.
 */
interface Ground {
  readonly scope: AnyActorScope;
  /** Resolved states by their value, without the context of any case. */
  readonly states: Map<string, AnyMachineSnapshot>;
}

const grounds = new Map<AnyStateMachine, Ground>();
/** Cases stand in some hundreds of combinations of regions; more are kept apart by starting again. */
const MOST_STATES = 5_000;

function groundOf(machine: AnyStateMachine): Ground {
  const known = grounds.get(machine);
  if (known !== undefined) return known;
  const { _actorScope: inert } = createActor(machine, { input: {} }) as unknown as {
    _actorScope: AnyActorScope;
  };
  const actionExecutor = ({ type }: { readonly type: string }) => {
    throw new Error(`A machine asked for an effect: ${type}`);
  };
  const made = { scope: { ...inert, actionExecutor }, states: new Map() };
  grounds.set(machine, made);
  return made;
}

function casePart(snapshot: JourneySnapshot): Part {
  return revive(['case'], caseMachine, snapshot.case);
}

/** The parts of a kind that an event of the whole case concerns where they stand. */
function within(
  snapshot: JourneySnapshot,
  kind: 'consents' | 'documents',
  type: string,
): readonly Part[] {
  return Object.keys(snapshot[kind])
    .flatMap((id) => named(snapshot, kind, id))
    .filter((part) => hasWayOn(part, type));
}

function named(snapshot: JourneySnapshot, kind: 'consents' | 'documents', id: string) {
  const stored = Object.hasOwn(snapshot[kind], id) ? snapshot[kind][id] : undefined;
  if (stored === undefined) return [];
  return [revive([kind, id], kind === 'consents' ? consentMachine : documentMachine, stored)];
}

function revive(path: Part['path'], machine: AnyStateMachine, stored: Stored): Part {
  const revived = alive.get(stored);
  if (revived !== undefined) return { path, machine, state: revived };
  const { states } = groundOf(machine);
  const { value, context } = stored;
  const key = typeof value === 'string' ? value : JSON.stringify(value);
  const known = states.get(key) ?? resolve(path, machine, value as string);
  if (states.size >= MOST_STATES) states.clear();
  states.set(key, known);
  const state = { ...known, context };
  alive.set(stored, state);
  return { path, machine, state };
}

/** A snapshot is never changed, and its steps are explained one by one. */
const alive = new WeakMap<Stored, AnyMachineSnapshot>();

function resolve(path: Part['path'], machine: AnyStateMachine, value: string): AnyMachineSnapshot {
  const isOver = typeof value === 'string' && value !== 'converted' && path[0] === 'case';
  const status = isOver ? 'done' : 'active';
  return machine.resolveState({ value, context: {}, status }) as AnyMachineSnapshot;
}

function isDocumentEvent(event: JourneyEvent): event is JourneyEvent & { document: string } {
  return event.type.startsWith('document.') && 'document' in event;
}
