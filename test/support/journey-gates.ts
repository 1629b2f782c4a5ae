import { explain, rulesFor } from '#journey';
import type {
  CaseFacts,
  ConsentFacts,
  ConsentPart,
  DocumentPart,
  JourneyEvent,
  JourneySnapshot,
  LiveValue,
} from '#journey';
import type { KindName } from './journey-kinds.js';

/**
 * Each gate's truth table, whole: whatever is broken of what a gate asks for, alone and together,
 * the gate names exactly the rules of what is broken, and opens only when nothing is. With n things
 * to break there are 2^n rows for each kind of school and route.
 */
export interface Attempted {
  readonly snapshot: JourneySnapshot;
  readonly event: JourneyEvent;
  readonly now: string;
  readonly role: string;
}

/** One thing that can be wrong, and the rule that says so. */
export interface Fault {
  readonly rule: string;
  readonly breaks: (attempted: Attempted) => Attempted;
}

/** A gate as it opens for a kind of school, and all that can shut it. */
export interface Gate {
  readonly opens: (name: KindName) => Attempted;
  readonly faults: (name: KindName) => readonly Fault[];
  /** Rules that shut it too, and are broken in a table of their own. */
  readonly elsewhere?: readonly string[];
}

export const attempt = (
  snapshot: JourneySnapshot,
  event: JourneyEvent,
  role = 'clerk',
): Attempted => ({
  ...{ snapshot, event, role },
  now: `${event.on}T12:00:00.000Z`,
});

export const regions =
  (edit: Partial<LiveValue>) =>
  (attempted: Attempted): Attempted => {
    const { value, context } = attempted.snapshot.case;
    if (typeof value === 'string') throw new Error('The case has ended.');
    const changed = { value: { live: { ...value.live, ...edit } }, context };
    return { ...attempted, snapshot: { ...attempted.snapshot, case: changed } };
  };

export const facts =
  (edit: Partial<CaseFacts>) =>
  (attempted: Attempted): Attempted => {
    const { value, context } = attempted.snapshot.case;
    const changed = { value, context: { ...context, ...edit } };
    return { ...attempted, snapshot: { ...attempted.snapshot, case: changed } };
  };

export const consent =
  (id: string, value: ConsentPart['value'], edit: Partial<ConsentFacts> = {}) =>
  (attempted: Attempted): Attempted => {
    const { consents } = attempted.snapshot;
    const part = { value, context: { ...consents[id]!.context, ...edit } };
    const snapshot = { ...attempted.snapshot, consents: { ...consents, [id]: part } };
    return { ...attempted, snapshot };
  };

export const document =
  (id: string, value: DocumentPart['value']) =>
  (attempted: Attempted): Attempted => {
    const { documents } = attempted.snapshot;
    const part = { ...documents[id]!, value };
    return {
      ...attempted,
      snapshot: { ...attempted.snapshot, documents: { ...documents, [id]: part } },
    };
  };

export const event =
  (edit: object) =>
  (attempted: Attempted): Attempted => ({
    ...attempted,
    event: { ...attempted.event, ...edit },
  });

/**
 * The rows of a gate's table that are answered otherwise than they should be: whatever is broken,
 * alone and together, it names exactly the rules of that, and opens only when nothing is.
 */
export function wrongRows({ opens, faults }: Gate, name: KindName): readonly string[] {
  const whole = opens(name);
  const breaking = faults(name);
  const wrong: string[] = [];
  for (let row = 0; row < 2 ** breaking.length; row += 1) {
    const broken = breaking.filter((_fault, index) => (row & (1 << index)) !== 0);
    const attempted = broken.reduce((so, { breaks }) => breaks(so), whole);
    const expected = [...new Set(broken.map(({ rule }) => rule))].sort().join();
    const { said, possible } = answer(attempted);
    if (said !== expected || possible !== (broken.length === 0))
      wrong.push(`${expected} was answered by ${said}`);
  }
  return wrong;
}

/** The rules that can shut this gate for a case of the kind, whatever their faults. */
export function rulesThatShut({ opens }: Gate, name: KindName): readonly string[] {
  const { snapshot, event: attempted } = opens(name);
  return rulesFor(snapshot.case.context, attempted.type)
    .filter(({ effect }) => effect === 'block')
    .map(({ id }) => id);
}

function answer({ snapshot, event: attempted, now, role }: Attempted) {
  const { conditions, possible } = explain(snapshot, attempted, { now, actor: { role } });
  const unmet = conditions.filter(
    ({ verdict, effect }) => verdict === 'unmet' && effect === 'block',
  );
  return { said: [...new Set(unmet.map(({ rule }) => rule))].sort().join(), possible };
}
