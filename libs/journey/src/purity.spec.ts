import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { aCase, aVote, anEvent } from '../../../test/support/journey-builder.js';
import { decide, explain } from './decide.js';
import type { JourneyEvent } from './events.js';
import { MACHINE_VERSION } from './open.js';
import type { JourneySnapshot } from './snapshot.js';

const root = import.meta.dirname;
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
  .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));

/** What a pure machine may not do; reading a date that was given is not reading the clock. */
const impure = [
  /\bDate\b(?!\.parse\(|\(Date\.parse\()/,
  /\bMath\.random\b|\bcrypto\b|\bTemporal\b|\bperformance\b/,
  /\bset(Timeout|Interval|Immediate)\b|\bprocess\b|\bglobalThis\b|\bfetch\b/,
  /\basync\b|\bawait\b|\bPromise\b|\bconsole\b/,
  /\b(invoke|after|spawn|spawnChild|sendTo|raise|sendParent|emit|fromPromise|fromCallback)\s*[:(]/,
  /type: 'history'/,
];

describe('the journey is pure', () => {
  it.each(sources)('$file', ({ text }) => {
    const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*|'[^'\n]*'|`[^`]*`/g, (found) =>
      found === "'history'" ? found : '',
    );
    for (const forbidden of impure) expect(code).not.toMatch(forbidden);
  });

  it.each(sources)('$file imports xstate and itself', ({ text }) => {
    const imported = [...text.matchAll(/from '([^']+)'/g)].map(([, from]) => from!);
    expect(imported.filter((from) => from !== 'xstate' && !/^\.\.?\//.test(from))).toEqual([]);
  });

  it('leaves what it is given as it was', () => {
    const story = aCase('voluntary-aided-church-of-england').readyToApply();
    const before = deepFrozen(structuredClone(story.snapshot));
    const attempt = { now: '2026-12-15T12:00:00.000Z', actor: { role: 'chair' } };
    const event = deepFrozen(anEvent('application.submitted'));

    const decision = decide(before, event, attempt);
    expect(decision.ok).toBe(true);
    expect(before).toEqual(story.snapshot);
    expect(decide(before, event, attempt)).toEqual(decision);
  });

  it('knows snapshots again after a trip through JSON', () => {
    const story = aCase('voluntary-aided-church-of-england').readyToAgree();
    const stored = JSON.parse(JSON.stringify(story.snapshot)) as JourneySnapshot;
    const attempt = { now: '2027-03-10T12:00:00.000Z', actor: { role: 'clerk' } };
    const decision = decide(stored, anEvent('funding-agreement.signed'), attempt);

    expect(decision.ok && JSON.stringify(decision.snapshot)).toBe(
      JSON.stringify(story.agreed().snapshot),
    );
  });
});

describe('what the door writes down', () => {
  it('is the evidence, the letters and the deadlines of the event, as plain data', () => {
    const attempt = { now: '2026-11-02T12:00:00.000Z', actor: { role: 'clerk' } };
    const decision = decide(
      aCase().withTrust().snapshot,
      anEvent('consultation.launched'),
      attempt,
    );

    expect(decision.ok && decision.intents).toEqual(
      expect.arrayContaining([
        { type: 'file-evidence', as: 'document', documents: ['consultation-document'] },
        { type: 'write', letter: 'consultation-launched', to: ['consultees'] },
        expect.objectContaining({ type: 'set-deadline', kind: 'close-consultation' }),
      ]),
    );
    expect(decision.ok && decision.verdicts).toEqual({
      R25: 'met',
      R25a: 'met',
      R25b: 'met',
      R25c: 'warned',
      R25d: 'met',
      R27: 'warned',
      R27a: 'met',
      R27b: 'met',
      R50: 'met',
      R60: 'met',
    });
  });

  it('is nothing when the event is refused', () => {
    const attempt = { now: '2026-11-02T12:00:00.000Z', actor: { role: 'trust-officer' } };
    const decision = decide(aCase().withTrust().snapshot, aVote(), attempt);

    expect(decision.ok ? null : decision.explanation).toMatchObject({
      inPlace: true,
      possible: true,
      mayActor: false,
    });
    expect(decision).not.toHaveProperty('intents');
  });
});

describe('a snapshot of another version', () => {
  const story = aCase('voluntary-aided-church-of-england').withTrust();
  const attempt = { now: '2026-11-02T12:00:00.000Z', actor: { role: 'clerk' } };

  const states: [string, unknown, JourneyEvent][] = [
    ['a region', { live: { ...story.regions, board: 'undeclared' } }, aVote()],
    ['a part of a region', { live: { ...story.regions, opening: { date: 'gone' } } }, aVote()],
    ['an ending', 'dissolved', aVote()],
  ];

  it.each(states)('with an unknown state of %s is not guessed at', (_, value, event) => {
    const snapshot = { ...story.snapshot, case: { ...story.snapshot.case, value } };
    expect(() => explain(snapshot as JourneySnapshot, event, attempt)).toThrow(
      /undeclared|gone|dissolved/,
    );
  });

  it('with an unknown state of a consent is not guessed at', () => {
    const consents = { trustee: { ...story.snapshot.consents['trustee'], value: 'forgotten' } };
    const snapshot = { ...story.snapshot, consents } as unknown as JourneySnapshot;
    const event = anEvent('consent.requested', { consent: 'trustee' });

    expect(() => explain(snapshot, event, attempt)).toThrow('forgotten');
  });

  it('is told apart by the version that is recorded with every entry', () => {
    expect(MACHINE_VERSION).toBe('2');
  });
});

function deepFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deepFrozen);
  return Object.freeze(value);
}
