import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { tasks } from '#journey';
import {
  aCase,
  anEvent,
  aVote,
  lost,
  schoolKinds,
} from '../../../../test/support/journey-builder.js';
import type { CaseStory } from '../../../../test/support/journey-builder.js';
import { Views, WEB_SOURCE } from '../http/views.js';
import { journeyPicture } from './journey-picture.js';
import { tracks } from './journey-tracks.js';

const views = new Views({ more: [join(WEB_SOURCE, '../../../test/support/views')] });
const NOW = '2026-11-10T12:00:00.000Z';

function drawn({ snapshot }: CaseStory, name = (id: string) => id) {
  const bodies = Object.keys(snapshot.consents).map((part) => ({
    ...{ part, body: part, kind: 'trustees', email: null },
    name: name(part),
  }));
  const standing = { snapshot, bodies, tasks: tasks(snapshot, attempt) };
  return journeyPicture(standing)!;
}
const attempt = { now: NOW, actor: { role: 'clerk' } };

const lanesOf = (story: CaseStory) => {
  const { whole, phases } = drawn(story);
  return [...whole, ...phases.flatMap(({ lanes }) => lanes)];
};
const lane = (story: CaseStory, track: string) =>
  lanesOf(story).find((one) => one.track.toLowerCase() === track.toLowerCase())!;
const gates = (story: CaseStory) => drawn(story).phases.map(({ gate }) => gate);
const page = (story: CaseStory, name?: (id: string) => string) =>
  views.render('sample/picture', { picture: drawn(story, name) });

/** Every region of a machine's value, one within another by `outer.inner`. */
const namesOf = (value: object): string[] =>
  Object.entries(value).flatMap(([name, inner]) =>
    typeof inner === 'string' ? [name] : namesOf(inner as object).map((one) => `${name}.${one}`),
  );

describe('the picture of a case', () => {
  it.each(schoolKinds)(
    'draws every part of a %s school, each consent and document once',
    (kind) => {
      const story = aCase(kind);
      const { consents, documents } = story.snapshot;
      const owed = Object.keys(consents).length + Object.keys(documents).length;

      expect(
        namesOf(story.regions)
          .filter((name) => name !== 'legal')
          .sort(),
      ).toEqual(Object.keys(tracks).sort());
      expect(lanesOf(story)).toHaveLength(Object.keys(tracks).length + owed);
    },
  );

  it('draws what goes on side by side above the gate that waits for it', () => {
    const { phases } = drawn(aCase('voluntary-aided-church-of-england'));
    const [apply, agree, open] = phases.map(({ lanes }) => lanes.map(({ track }) => track));

    expect(phases.map(({ gate }) => gate.title)).toEqual([
      'Gate: the application',
      'Gate: the funding agreement',
      'Gate: the opening',
    ]);
    expect(apply).toContain('Diocesan-authority');
    expect(agree).toEqual(
      expect.arrayContaining([
        'The consultation',
        'Department for Education',
        'Land questionnaire',
      ]),
    );
    expect(open).toEqual(
      expect.arrayContaining(['Staff transfer', 'Commercial transfer agreement', 'Insurance']),
    );
  });

  it('says in words what it draws', () => {
    const story = aCase('community').withTrust().consulting();

    expect(lane(story, 'The consultation')).toEqual({
      track: 'The consultation',
      state: 'Open for responses',
      progress: 'under-way',
      step: 'Under way, step 2 of 5',
      marks: ['done', 'here', 'to-come', 'to-come', 'to-come'],
    });
    expect(lane(story, 'Consulting the foundation').step).toBe('Not needed');
    expect(lane(story, 'Staff transfer').step).toBe('Not begun, step 1 of 3');
  });

  it('shows what stopped, by a cross and by a word', () => {
    const story = aCase('community')
      .withTrust()
      .with(aVote({ votes: lost }));

    expect(lane(story, 'The governing board')).toMatchObject({
      state: 'Voted not to apply',
      step: 'Stopped, step 1 of 3',
    });
    expect(page(story)).toContain('l8 8m0-8l-8 8');
    expect(lane(story.with(anEvent('case.held')), 'The course of the case').progress).toBe(
      'stopped',
    );
  });

  it('shows a consent on conditions as not yet there, and a given one as done', () => {
    const conditions = [{ id: 'articles', due: 'opening' as const }];
    const story = aCase('foundation-with-foundation').withTrust();
    story.withConsentOf('trustee', conditions);
    expect(lane(story, 'trustee').step).toBe('Under way, step 2 of 3');

    story.with(anEvent('consent.condition-met', { consent: 'trustee' }));
    expect(lane(story, 'trustee').step).toBe('Done, step 3 of 3');
  });

  it('counts the signatures on a document', () => {
    const document = 'commercial-transfer-agreement';
    const story = aCase().withDocument(document, { upTo: 'cleared' });
    story.with(anEvent('document.signed', { document, party: 'trust' }));

    expect(lane(story, 'Commercial transfer agreement')).toMatchObject({
      state: 'Cleared, signed by 1 of 3 parties',
      step: 'Under way, step 3 of 4',
    });
  });
});

describe('a gate in the picture', () => {
  it('is shut while something lacks, and says each thing', () => {
    const [apply, , open] = gates(aCase('voluntary-aided-church-of-england').withTrust());

    expect(apply).toMatchObject({ standing: 'shut', words: 'Shut: 6 things are missing' });
    expect(apply!.lacks).toContain('The school’s foundation has not been consulted.');
    expect(apply!.lacks.join()).toContain('Consent of the diocesan board of education');
    expect(open!.lacks[0]).toBe('The Department has to confirm first that all conditions are met.');
  });

  it('is open when nothing lacks, though it may warn', () => {
    const story = aCase().withTrust().withResolutionToApply().withTrustConsent();
    const [apply] = gates(story);

    expect(apply).toMatchObject({ standing: 'open', words: 'Open: nothing is missing', lacks: [] });
    expect(apply!.warns).toContain(
      'Not a bar, but a warning: The consultation has not been held yet.',
    );
  });

  it('is passed for good with its event', () => {
    const story = aCase().readyToAgree().agreed();

    expect(gates(story).map(({ standing }) => standing)).toEqual(['passed', 'passed', 'shut']);
    expect(gates(story.withTupe().dated().insured().withConditionsMet())[2]!.standing).toBe('open');
  });

  it('is the order’s, where the Secretary of State orders it', () => {
    const { phases } = drawn(aCase('community', { route: 'sponsored' }));

    expect(phases[0]).toMatchObject({
      title: 'Before the academy order',
      gate: { title: 'Gate: the academy order', standing: 'shut' },
    });
  });
});

describe('the table beside the picture', () => {
  it.each(schoolKinds)('says the same of a %s school', (kind) => {
    const story = aCase(kind).withTrust();
    const { rows } = drawn(story);
    const told = [
      ...lanesOf(story).map(({ track, state, step }) => ({ track, state, step: [step] })),
      ...gates(story).map(({ title, words, lacks, warns }) => ({
        ...{ track: title, state: words },
        step: [...lacks, ...warns],
      })),
    ];

    expect(new Set(rows.map((row) => JSON.stringify(row)))).toEqual(
      new Set(told.map((row) => JSON.stringify(row))),
    );
  });
});

describe('the page of the picture', () => {
  it('lets no words become markup, and needs no script and no style', () => {
    const html = page(aCase('foundation-with-foundation'), () => `<b>"St Mary" & 'All'`);

    expect(html).toContain('&lt;b&gt;&quot;St Mary&quot; &amp; &#39;All&#39;');
    expect(html).not.toContain('<b>');
    expect(html).not.toMatch(/\bstyle=|<script|\bon\w+=|\{[\w.]+\}/);
  });

  it('hides from a reader by ear only the marks, which the words repeat', () => {
    const html = page(aCase());
    const pictures = html.match(/<svg[^>]*>/g)!;

    expect(pictures.every((one) => one.includes('aria-hidden="true"'))).toBe(true);
  });
});
