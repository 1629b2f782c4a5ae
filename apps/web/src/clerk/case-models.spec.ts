import { describe, expect, it } from '@jest/globals';
import type { CaseView } from '#cases';
import type { JourneyEvent } from '#journey';
import { events, tasks } from '#journey';
import { aCase, anEvent, lawful, schoolKinds } from '../../../../test/support/journey-builder.js';
import type { CaseStory } from '../../../../test/support/journey-builder.js';
import { wordsOfEvent } from '../views/journey-words.js';
import { frameOf } from './case-frame.js';
import { changesOf, correctedEvent, editables } from './correction-model.js';
import { factsOf } from './entry-facts.js';
import { nextOf, waitsOf } from './overview-model.js';
import { nextStep } from './next-step.js';
import { taskGroups } from './task-rows.js';

const NOW = '2026-11-10T12:00:00.000Z';

/** The view of a case in a situation, its consenting bodies named. */
function viewOf({ snapshot }: CaseStory, { named = true } = {}): CaseView {
  const bodies = Object.keys(snapshot.consents).map((part) => ({
    part,
    body: part,
    name: `Body of ${part}`,
  }));
  return {
    id: 'case-1',
    schoolName: 'Hillside Primary School',
    snapshot,
    bodies: named ? bodies : [],
    overrides: [],
    tasks: tasks(snapshot, { now: NOW, actor: { role: 'clerk' } }),
  } as unknown as CaseView;
}

describe('the tasks of a case in words', () => {
  it.each(schoolKinds)('leave no name unfilled for a %s school, named bodies or not', (kind) => {
    const stories = [aCase(kind), aCase(kind).withOptions().withTrust().withFoundationConsulted()];
    const views = stories.flatMap((story) => [viewOf(story), viewOf(story, { named: false })]);
    const said = JSON.stringify(views.map(taskGroups));

    expect(said).not.toMatch(/\{[\w.]+\}/);
    expect(said).toContain('The governing board has not resolved to apply.');
  });

  it('offer no link where a body has still to be named, and say where to name it', () => {
    const story = aCase('voluntary-aided-church-of-england').withTrust();
    const rows = taskGroups(viewOf(story, { named: false })).flatMap((group) => group.rows);
    const asking = rows.find(({ id }) => id === 'request-consent:trustee')!;

    expect(asking.href).toBeNull();
    expect(asking.blockers[0]!.href).toBe('/cases/case-1/steps/settle-duties');
  });

  it('say whose a step is that is not the clerk’s', () => {
    const rows = taskGroups(viewOf(aCase())).flatMap((group) => group.rows);
    const submitting = rows.find(({ id }) => id === 'submit-application')!;

    expect(submitting).toMatchObject({ by: 'Chair of governors', href: null });
  });
});

describe('what stands above every page of a case', () => {
  it('says that it is at risk while a consent is withdrawn after the application', () => {
    const story = aCase('voluntary-aided-church-of-england').readyToApply();
    const risk = () => frameOf(viewOf(story), 'overview').standing.atRisk;
    expect(risk()).toBeNull();
    story.applied();
    expect(risk()).toBeNull();
    story.with(anEvent('consent.withdrawn', { consent: 'trustee' }));
    expect(risk()?.text).toContain('with the consent of Body of trustee, which is no longer');
    story.withConsentOf('trustee');
    expect(risk()).toBeNull();
  });
});

describe('the next step', () => {
  it('follows the usual order of a journey, whatever else could be done', () => {
    const story = aCase('voluntary-aided-church-of-england');
    const next = () => nextStep(viewOf(story).tasks)?.id;

    expect(next()).toBe('present-options');
    story.withOptions();
    expect(next()).toBe('choose-trust');
    story.withTrust();
    expect(next()).toBe('choose-articles');
    story.with(anEvent('articles.chosen'));
    expect(next()).toBe('consult-foundation');
    story.withFoundationConsulted();
    expect(next()).toBe('request-consent:trustee');
  });

  it('passes over a consent whose body nobody has named', () => {
    const story = aCase('voluntary-aided-church-of-england').withOptions().withTrust();
    story.with(anEvent('articles.chosen')).withFoundationConsulted();

    expect(nextOf(viewOf(story, { named: false }))?.href).toBe(
      '/cases/case-1/steps/report-on-trust',
    );
  });

  it('is gone when the journey has ended', () => {
    const story = aCase().withTrust().with(anEvent('case.withdrawn'));

    expect(nextOf(viewOf(story))).toBeNull();
    expect(waitsOf(viewOf(story))).toEqual([]);
  });
});

describe('who is waited for', () => {
  it('names the body that was asked, and since when', () => {
    const story = aCase('voluntary-aided-church-of-england').withTrust();
    story.withFoundationConsulted().withConsentRequested('trustee');

    expect(waitsOf(viewOf(story))).toContainEqual({
      who: 'Body of trustee',
      what: 'Was asked for its consent',
      since: '16 September 2026',
    });
  });
});

describe('an entry in words', () => {
  it.each(Object.keys(events))('says what %s means, its facts filled', (type) => {
    const { on: _, ...facts } = lawful[type as JourneyEvent['type']]() as { on: string };
    const data = { consent: 'trustee', document: 'lease-125-years', ...facts };

    expect(wordsOfEvent(type, data, [])).toMatch(/^[A-Z][^{}]+$/);
    expect(JSON.stringify(factsOf(type, data))).not.toMatch(/[{]\w+[}]|undefined/);
  });
});

describe('a correction', () => {
  it.each(Object.keys(events))('of %s changes nothing when nothing was changed', (type) => {
    const event = anEvent(type as JourneyEvent['type']);
    const same = Object.fromEntries(editables(event).map(({ name, value }) => [name, value]));

    expect(correctedEvent(event, same)).toEqual(event);
  });

  it('of a vote says which numbers differ, and keeps the rest', () => {
    const vote = anEvent('board.resolved');
    const corrected = correctedEvent(vote, { ...numbersOf(vote), for: 7, abstained: 0 });

    expect(changesOf(vote, corrected)).toEqual([
      { key: 'Votes for', before: '6', after: '7' },
      { key: 'Abstentions', before: '1', after: '0' },
    ]);
    expect(corrected).toMatchObject({ meeting: vote.meeting, votes: { casting: null } });
  });

  it('of a counted vote keeps its ledger only while the numbers are the ledger’s', () => {
    const ledger = { parent: { for: 6, against: 1, abstained: 1 } };
    const vote = anEvent('board.resolved', { ledger });

    expect(correctedEvent(vote, { ...numbersOf(vote), on: '2026-10-20' })).toMatchObject({
      ledger,
    });
    expect(correctedEvent(vote, { ...numbersOf(vote), for: 7 })).not.toHaveProperty('ledger');
  });
});

const numbersOf = (event: JourneyEvent) =>
  Object.fromEntries(editables(event).map(({ name, value }) => [name, value]));
