import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { AnyStateNode } from 'xstate';
import { aCase, schoolKinds, schools } from '../../../test/support/journey-builder.js';
import { caseMachine } from './case.machine.js';
import { consentMachine } from './consent.machine.js';
import { documentMachine } from './document.machine.js';
import { byCategory } from './duties/categories.js';
import { furtherDocuments } from './duties/documents.js';
import { denominations } from './duties/denominations.js';
import { duties } from './duties/duties.js';
import { rules } from './rules/rule-sets.js';
import { events } from './table.js';
import { tasks } from './tasks.js';

/** Everything that can be shown has words, and there are no words for what is not there. */

type Words = string | { when?: object; say: string }[];
type Named = Record<string, string>;

const eventWords =
  read<Record<string, { title: Words; act: Words; label: string }>>('journey/events');
const taskWords = read<Record<string, Named>>('journey/tasks');
const ruleWords = read<Named>('journey/rules');
const kindWords = read<Named>('journey/document-kinds');
const parts = read<
  Record<string, Named> & { tracks: Record<string, { title: string; states: Named }> }
>('journey/parts');

const table = Object.values(events);
const cases = [
  ...schoolKinds.map((kind) => aCase(kind).duties),
  duties({
    school: { ...schools.community, pfi: true },
    bodies: [],
    route: 'join',
    on: '2026-09-01',
  }),
];

describe('the words of the journey', () => {
  it('name every event, and nothing else', () => {
    expect(keys(eventWords)).toEqual(keys(events));
  });

  it('name every rule, and nothing else', () => {
    expect(keys(ruleWords)).toEqual(rules.map(({ id }) => id).toSorted());
  });

  it('name every task, and nothing else', () => {
    const attempt = { now: '2026-12-01T12:00:00.000Z', actor: { role: 'clerk' } };
    const shown = (['join', 'form', 'sponsored'] as const).flatMap((route) => {
      const { snapshot } = aCase('voluntary-aided-church-of-england', { route }).withTrust();
      return tasks(snapshot, attempt).map(({ words }) => words);
    });
    const later = [
      'review-group',
      'await-conditions',
      'await-final-consent',
      'give-more',
      'clear-document',
      'sign-document',
      'meet-dfe-condition',
    ];

    expect(keys(taskWords)).toEqual([...new Set([...shown, ...later])].toSorted());
    for (const words of Object.values(taskWords)) {
      expect(words).toMatchObject({
        title: expect.any(String),
        done: expect.any(String),
        hint: expect.stringMatching(/\.$/),
        later: expect.stringMatching(/\.$/),
      });
    }
  });

  it('name every region, state and ending of the case', () => {
    const regions = tracks(caseMachine.root.states['live']!);

    expect(keys(parts.tracks)).toEqual(regions.map(({ name }) => name).toSorted());
    for (const { name, states } of regions)
      expect(keys(parts.tracks[name]!.states)).toEqual(states.toSorted());
    // A case that was withdrawn has ended too, though its regions keep their places.
    expect(keys(parts['endings']!)).toEqual(
      [...keys(caseMachine.root.states), 'withdrawn']
        .filter((state) => state !== 'live')
        .toSorted(),
    );
    expect(keys(parts['regions']!)).toEqual(unique(table.map(({ region }) => region)));
  });

  it('name every guard', () => {
    const machines = [caseMachine, consentMachine, documentMachine];
    expect(keys(parts['guards']!)).toEqual(
      unique(machines.flatMap((machine) => Object.keys(machine.implementations.guards))),
    );
  });

  it('name every state of a consent and of a document', () => {
    expect(keys(parts['consentStates']!)).toEqual(keys(consentMachine.root.states));
    expect(keys(parts['documentStates']!)).toEqual(keys(documentMachine.root.states));
  });

  it('name whoever sends events and is told of them', () => {
    expect(keys(parts['senders']!)).toEqual(unique(table.flatMap(({ by }) => [...by])));
    expect(keys(parts['recipients']!)).toEqual(
      unique(table.flatMap(({ tells }) => tells.flatMap(({ to }) => [...to]))),
    );
  });

  it('name what follows from the kind of a school', () => {
    expect(keys(parts['categories']!)).toEqual(keys(byCategory));
    expect(keys(parts['denominations']!)).toEqual(keys(denominations));
    const documents = [...cases.flatMap((one) => one.documents), ...furtherDocuments()];
    expect(keys(parts['documents']!)).toEqual(unique(documents.map(({ id }) => id)));
    expect(keys(parts['parties']!)).toEqual(unique(documents.flatMap(({ parties }) => parties)));
    for (const { employer, land, mustConsent } of cases) {
      expect(parts['employers']).toHaveProperty(employer);
      expect(parts['land']).toHaveProperty(land);
      for (const { capacity } of mustConsent) expect(parts['capacities']).toHaveProperty(capacity);
    }
  });

  it('name strengths and effects, 24 reasons for another date and seven who decide', () => {
    expect(keys(parts['strengths']!)).toEqual(unique(rules.map(({ strength }) => strength)));
    expect(keys(parts['effects']!)).toEqual(unique(rules.map(({ effect }) => effect)));
    expect(keys(parts['dateReasons']!)).toHaveLength(24);
    expect(keys(parts['decidedBy']!)).toHaveLength(7);
  });

  it('name every kind of document that an event asks for', () => {
    const kinds = table.flatMap(({ evidence }) => evidence.flatMap((one) => [...one.kinds]));
    expect(kinds.filter((kind) => kindWords[kind] === undefined)).toEqual([]);
  });
});

describe('a sentence', () => {
  const sentences = [eventWords, taskWords, ruleWords, parts, kindWords].flatMap(texts);
  const ofRules = rules.flatMap(({ sentence, remedy }) => [sentence, remedy]);

  it.each([...new Set([...sentences, ...ofRules])])('is short and plain: %s', (text) => {
    expect(text.split(/\s+/).length).toBeLessThan(25);
    expect(text).toBe(text.trim());
    expect(text).not.toMatch(/\b(DfE|TUPE|DBE|CTA|SFA|MFA|LA|GB|AO|MAT|EIA|RPA|PAN)\b/);
    expect(text).not.toMatch(/['"]/);
  });

  it('of an event has a variant for whatever else may be said, and asks for known facts', () => {
    const known: Record<string, readonly string[]> = {
      'trust.chosen': ['trust.name'],
      'articles.chosen': ['articles'],
      'academy.named': ['name'],
      'document.signed': ['document', 'party'],
      'override.asked': ['rule'],
      'rule.overridden': ['rule'],
      'override.refused': ['rule'],
    };
    for (const [type, { title, act }] of Object.entries(eventWords)) {
      const [part] = type.split('.');
      const own = part === 'consent' ? ['body'] : part === 'document' ? ['document'] : [];
      for (const words of [title, act])
        if (typeof words !== 'string') expect(words.at(-1)).not.toHaveProperty('when');
      const asked = texts(title).flatMap((text) => placeholders(text));
      expect([...(known[type] ?? []), ...own]).toEqual(expect.arrayContaining(asked));
      expect(texts(act).flatMap(placeholders)).toEqual([]);
    }
  });
});

function tracks(node: AnyStateNode): { name: string; states: string[] }[] {
  return Object.values(node.states).flatMap((child) =>
    child.type === 'parallel'
      ? tracks(child)
      : [{ name: child.path.slice(1).join('.'), states: Object.keys(child.states) }],
  );
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === 'when' ? [] : texts(inner)));
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name!);
}

function keys(of: object): string[] {
  return Object.keys(of).toSorted();
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].toSorted();
}

function read<T>(name: string): T {
  const file = join(import.meta.dirname, '../../../content', `${name}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}
