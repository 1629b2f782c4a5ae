import { decide } from '#journey';
import type { CaseFacts, JourneyEvent, JourneySnapshot } from '#journey';
import { against } from '../reference/law-of-conversion.js';
import type { SchoolCase } from '../reference/school-case.js';
import { after } from '../reference/what-follows.js';
import { disagreement, standsOtherwise } from './journey-disagreement.js';
import { anEvent, anotherTrust, aVote, lost, needed, theTrust } from './journey-builder.js';

/**
 * Whole explorations of some parts of a case beside each other: every event of these parts, in every
 * form that a guard or a rule tells apart, from every state that is reached, and each verdict held
 * against the plain model (test/reference).
 */
export interface Form {
  readonly name: string;
  readonly event: (snapshot: JourneySnapshot) => JourneyEvent;
  readonly role: string;
  /** When it is tried; its own day at noon where nothing else is said. */
  readonly at?: string;
}

/** A part of a case, with every form of every event that moves it. */
export interface Part {
  readonly name: string;
  readonly forms: readonly Form[];
}

/** A case as it stands, and as the model says that it stands. */
export interface Node {
  readonly snapshot: JourneySnapshot;
  readonly school: SchoolCase;
}

export interface Graph {
  readonly nodes: readonly Node[];
  /** From each node the nodes that an event leads to. */
  readonly ways: readonly (readonly Way[])[];
  /** Where the journey and the model did not agree, and refusals that name no reason. */
  readonly wrong: readonly string[];
}

export interface Way {
  readonly form: string;
  readonly to: number;
}

/** What is remembered and never asked again, by no guard and no rule, but for its words. */
const unread: readonly (keyof CaseFacts)[] = [
  'rescinded',
  'membersLeft',
  'withdrawn',
  'held',
  'postponed',
  'minutesApproved',
  'resolvedToExplore',
  'resolvedToLaunch',
];

/** All that these forms can reach from a start; a case that has ended is reached and not left. */
export function explore(start: Node, forms: readonly Form[]): Graph {
  const known = new Map<string, number>([[keyOf(start), 0]]);
  const nodes = [start];
  const ways: Way[][] = [];
  const wrong = new Set<string>();
  for (let index = 0; index < nodes.length; index += 1) {
    const out: Way[] = [];
    ways.push(out);
    for (const form of forms) {
      const { next, faults } = tried(nodes[index]!, form);
      for (const fault of faults) wrong.add(`${form.name}: ${fault}`);
      if (next === null) continue;
      const key = keyOf(next);
      const to = known.get(key) ?? nodes.push(next) - 1;
      known.set(key, to);
      out.push({ form: form.name, to });
    }
  }
  return { nodes, ways, wrong: [...wrong] };
}

function tried({ snapshot, school }: Node, form: Form) {
  const event = form.event(snapshot);
  const said = { at: form.at ?? `${event.on}T12:00:00.000Z`, by: form.role };
  const decision = decide(snapshot, event, { now: said.at, actor: { role: form.role } });
  const faults = disagreement(decision, against(school, event, said));
  if (!decision.ok) return { next: null, faults };
  const next = { snapshot: decision.snapshot, school: after(school, event, said) };
  return { next, faults: [...faults, ...standsOtherwise(next.snapshot, next.school)] };
}

/** The same for the same state, by whatever way it was reached. */
function keyOf({ snapshot, school }: Node): string {
  const { value, context } = snapshot.case;
  const names = Object.keys(context) as (keyof CaseFacts)[];
  const read = names.filter((name) => !unread.includes(name)).sort();
  const facts = read.flatMap((name) => (context[name] === undefined ? [] : [name, context[name]]));
  return JSON.stringify([value, facts, snapshot.consents, snapshot.documents, school]);
}

/** The nodes from which no way leads to a node that will do. */
export function strandedIn(
  { nodes, ways }: Graph,
  willDo: (node: Node) => boolean,
): readonly Node[] {
  const from: number[][] = nodes.map(() => []);
  ways.forEach((out, index) => out.forEach(({ to }) => from[to]!.push(index)));
  const home = new Set(nodes.keys().filter((index) => willDo(nodes[index]!)));
  const waiting = [...home];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const before of from[next]!) {
      if (home.has(before)) continue;
      home.add(before);
      waiting.push(before);
    }
  }
  return nodes.filter((_, index) => !home.has(index));
}

/**
 * The ways that cannot be taken back: from where they lead, no way leads again to anywhere that
 * stands as they left it.
 */
export function oneWay({ nodes, ways }: Graph, stands: (node: Node) => string): readonly string[] {
  const standing = nodes.map(stands);
  const found = ways.flatMap((out, from) =>
    out
      .filter(({ to }) => standing[to] !== standing[from])
      .filter(({ to }) => {
        const later = reachableFrom(ways, to);
        return ![...later].some((index) => standing[index] === standing[from]);
      })
      .map(({ form }) => form),
  );
  return [...new Set(found)].sort();
}

function reachableFrom(ways: Graph['ways'], start: number): ReadonlySet<number> {
  const found = new Set([start]);
  const waiting = [start];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const { to } of ways[next]!) {
      if (found.has(to)) continue;
      found.add(to);
      waiting.push(to);
    }
  }
  return found;
}

const by = (
  role: string,
  name: string,
  event: Form['event'] | JourneyEvent,
  at?: string,
): Form => ({
  ...{ name, role },
  event: typeof event === 'function' ? event : () => event,
  ...(at === undefined ? {} : { at }),
});
const clerk = (name: string, event: Form['event'] | JourneyEvent) => by('clerk', name, event);

/** A vote on the case’s own trust, with the papers and the prescribed governors that it needs. */
const voted =
  (facts: Parameters<typeof aVote>[0]): Form['event'] =>
  ({ case: { context } }) =>
    aVote({
      ...facts,
      trust: context.trust?.trust.uid ?? 'none',
      prescribed: context.inFederation ? { for: 6, needed: 6 } : null,
    });

const condition = (id: string, due: 'application' | 'funding-agreement' | 'opening') => ({
  id,
  due,
});

/** The consent of one body, as much of its life as a gate can tell apart. */
export function consentPart(consent: string): Part {
  const decided =
    (facts: object): Form['event'] =>
    (snapshot) =>
      anEvent('consent.decided', {
        ...{ consent, ...facts },
        papersHash: snapshot.consents[consent]!.context.papersHash,
      });
  const body = (name: string, event: Form['event'] | JourneyEvent) =>
    by('faith-officer', `${consent}: ${name}`, event);
  return {
    name: consent,
    forms: [
      clerk(`${consent}: asked`, anEvent('consent.requested', { consent })),
      body('granted', decided({})),
      body('granted in principle', decided({ finality: 'in-principle' })),
      body(
        'granted, to be met before the agreement',
        decided({ conditions: [condition('one', 'funding-agreement')] }),
      ),
      body('refused', decided({ decision: 'refused' })),
      body('condition met', anEvent('consent.condition-met', { consent, condition: 'one' })),
      body('withdrawn', anEvent('consent.withdrawn', { consent })),
    ],
  };
}

/** One legal document, with the signature of each of its parties. */
export function documentPart(document: string, parties: readonly string[]): Part {
  const of = (name: string, event: JourneyEvent) => clerk(`${document}: ${name}`, event);
  return {
    name: document,
    forms: [
      of('received', anEvent('document.received', { document })),
      of('cleared', anEvent('document.cleared', { document })),
      of('set aside', anEvent('document.set-aside', { document })),
      ...parties.map((party) =>
        of(`signed by ${party}`, anEvent('document.signed', { document, party })),
      ),
      of('sealed', anEvent('document.sealed', { document })),
      of('published', anEvent('document.published', { document })),
    ],
  };
}

const withReasons = { reasons: ['Other'], detailed: true };
const moved = { reasons: ['correcting_an_error'], noted: ['correcting_an_error'] };

/** The regions of the case that gates wait for. */
export const regionParts = {
  course: {
    name: 'course',
    forms: [
      clerk('held', anEvent('case.held')),
      clerk('resumed', anEvent('case.resumed')),
      clerk('withdrawn by the board', anEvent('case.withdrawn')),
      clerk('revived', anEvent('case.revived')),
    ],
  },
  group: {
    name: 'group',
    forms: [
      clerk('joined a group', anEvent('group.joined')),
      by('system', 'a member left', anEvent('group.member-left')),
      clerk('left the group', anEvent('group.left')),
      clerk('group reviewed', anEvent('group.reviewed')),
    ],
  },
  trust: {
    name: 'trust',
    forms: [
      clerk('trust chosen', anEvent('trust.chosen', { trust: theTrust })),
      clerk('another trust chosen', anEvent('trust.chosen', { trust: anotherTrust })),
      clerk('trust agreed', anEvent('trust.consented')),
      clerk('papers of the trust', anEvent('formation.presented')),
      clerk('trust a company', anEvent('trust.incorporated')),
    ],
  },
  foundation: {
    name: 'foundation',
    forms: [clerk('foundation consulted', anEvent('foundation.consulted'))],
  },
  board: {
    name: 'board',
    forms: [
      clerk('resolved to apply', voted({ purpose: 'apply' })),
      clerk('voted not to apply', voted({ purpose: 'apply', votes: lost })),
      clerk('decided to convert', voted({ purpose: 'final' })),
      clerk('decided against', voted({ purpose: 'final', votes: lost })),
      clerk('took the resolution back', voted({ purpose: 'rescind', rescinds: 'apply' })),
      clerk('took the final decision back', voted({ purpose: 'rescind', rescinds: 'final' })),
    ],
  },
  consultation: {
    name: 'consultation',
    forms: [
      clerk('launched', anEvent('consultation.launched')),
      clerk('extended', anEvent('consultation.extended')),
      by('system', 'closed', anEvent('consultation.closed')),
      by('system', 'closed too early', anEvent('consultation.closed'), '2026-11-30T00:00:00.000Z'),
      clerk('opened again', anEvent('consultation.reopened')),
      by('system', 'closed again', anEvent('consultation.closed'), '2027-01-16T00:00:00.000Z'),
      clerk('reported', anEvent('consultation.reported')),
    ],
  },
  dfe: {
    name: 'dfe',
    forms: [
      by('chair', 'applied', anEvent('application.submitted')),
      clerk('approved', anEvent('dfe.decided')),
      clerk('deferred', anEvent('dfe.decided', { ...withReasons, outcome: 'deferred' })),
      clerk('deferred without a reason', anEvent('dfe.decided', { outcome: 'deferred' })),
      clerk(
        'application taken back',
        anEvent('dfe.decided', { ...withReasons, outcome: 'withdrawn' }),
      ),
      clerk('consulted before the order', anEvent('order.consulted')),
      clerk('ordered', (snapshot) =>
        snapshot.case.context.route === 'sponsored'
          ? anEvent('order.made', { basis: 's.4(1)(b)' })
          : anEvent('order.made'),
      ),
      clerk('order rescinded', anEvent('order.rescinded')),
    ],
  },
  tupe: {
    name: 'tupe',
    forms: [
      clerk('representatives named', anEvent('tupe.representatives-named')),
      clerk('staff told', anEvent('tupe.informed')),
      clerk('staff consulted', anEvent('tupe.completed')),
    ],
  },
  opening: {
    name: 'opening',
    forms: [
      clerk('dated', anEvent('opening-date.set', moved)),
      clerk('papers settled', (snapshot) =>
        anEvent('instruments.settled', { documents: needed(snapshot) }),
      ),
      clerk('dated later', anEvent('opening-date.set', { ...moved, opens: '2027-05-01' })),
      clerk('insured', anEvent('insurance.confirmed')),
      clerk('conditions met', anEvent('conditions.met')),
    ],
  },
} as const satisfies Record<string, Part>;
