import { MACHINE_VERSION } from './open.js';
import type { ConsentPart, DocumentPart, JourneySnapshot, LiveValue } from './snapshot.js';

/** A snapshot as the first machines stored it: fewer regions, parts that do not know their names. */
interface FirstSnapshot {
  readonly case: {
    readonly value: string | { readonly live: Omit<LiveValue, 'course' | 'group' | 'articles'> };
    readonly context: JourneySnapshot['case']['context'];
  };
  readonly consents: JourneySnapshot['consents'];
  readonly documents: JourneySnapshot['documents'];
}

/**
 * A snapshot that earlier machines stored, as today's would have it. Null where only the replay of
 * the case's record tells: what the earlier machines threw away cannot be mapped. Throws for a
 * version that nobody knows.
 */
export function upgrade(snapshot: unknown, from: string): JourneySnapshot | null {
  if (from === MACHINE_VERSION) return snapshot as JourneySnapshot;
  if (from !== '1') throw new Error(`No machine of version ${from} is known.`);
  return fromFirst(snapshot as FirstSnapshot);
}

function fromFirst(first: FirstSnapshot): JourneySnapshot | null {
  const { value, context } = first.case;
  // A withdrawn case had no regions any more; today it can be revived where it stood.
  if (value === 'withdrawn') return null;
  return {
    case: { value: withNewRegions(value), context: { unknown: [], ...context } },
    consents: mapped(first.consents, consentOfFirst),
    documents: mapped(first.documents, named<DocumentPart>),
  };
}

const withNewRegions = (value: FirstSnapshot['case']['value']): JourneySnapshot['case']['value'] =>
  typeof value === 'string'
    ? (value as Exclude<JourneySnapshot['case']['value'], object>)
    : { live: { course: 'going', group: 'alone', articles: 'unchosen', ...value.live } };

/** Whatever a body granted to the first machines it granted finally. */
function consentOfFirst(part: ConsentPart, id: string): ConsentPart {
  const { value, context } = named(part, id);
  return context.decidedOn === undefined
    ? { value, context }
    : { value, context: { ...context, finality: 'final' } };
}

const named = <P extends ConsentPart | DocumentPart>(part: P, id: string): P => ({
  ...part,
  context: { ...part.context, id },
});

const mapped = <P>(parts: Readonly<Record<string, P>>, change: (part: P, id: string) => P) =>
  Object.fromEntries(Object.entries(parts).map(([id, part]) => [id, change(part, id)]));
