import { describe, expect, it } from '@jest/globals';
import { aCase, anEvent, aVote } from '../../../../test/support/journey-builder.js';
import type { CaseStory, SchoolKind } from '../../../../test/support/journey-builder.js';
import type { SchoolFacts } from './school.js';
import { settlement } from './settle.js';
import type { BodyIn, Finding } from './settle.js';

const anglican = 'voluntary-aided-church-of-england';

const started = (kind: SchoolKind = anglican) => aCase(kind).withTrust();

/** Settles the duties of a case, with bodies as they would be named on it. */
function settle(story: CaseStory, finding: Partial<Finding>, school: Partial<SchoolFacts> = {}) {
  const known = settlement.schoolOf(story.snapshot.case.context);
  const given = { bodies: [], holders: {}, on: '2026-09-12', shownBy: 'instrument', ...finding };
  const event = settlement.settling(story.snapshot, { ...given, school: { ...known, ...school } });
  return { event, owed: event.consents.map(({ id, body }) => [id, body]), story };
}

const appointer = (body: string): BodyIn => ({ capacity: 'foundation-governor-appointer', body });
const trustees = (body: string): BodyIn => ({ capacity: 'trustee', body });
const board = (body: string): BodyIn => ({ capacity: 'diocesan-authority', body });
const all = [trustees('vicar'), appointer('pcc'), board('dbe')];
const holders = {
  trustee: 'vicar',
  'foundation-governor-appointer': 'pcc',
  'diocesan-authority': 'dbe',
};

describe('what is found out about a school', () => {
  it('leaves the consents as they are, where it names the same bodies', () => {
    const { event, owed } = settle(started(), { bodies: all, holders });

    expect(owed).toEqual(Object.entries(holders));
    expect(event).toMatchObject({ category: 'voluntary-aided', unknown: [] });
  });

  it('adds a parish council that appoints a governor too, and the gate waits for it', () => {
    const story = started();
    const { event } = settle(story, { bodies: [...all, appointer('parish')], holders });
    story.with(event);

    expect(story.snapshot.consents['foundation-governor-appointer-2']).toMatchObject({
      value: 'notRequested',
      context: { capacity: 'foundation-governor-appointer' },
    });
    expect(story.blocks(anEvent('application.submitted'))).toContain('R3');
  });

  it('gives the part of a body that nobody asked to the right one', () => {
    const bodies = [trustees('vicar'), appointer('parish'), board('dbe')];
    expect(settle(started(), { bodies, holders }).owed).toContainEqual([
      'foundation-governor-appointer',
      'parish',
    ]);
  });

  it('never hands the answer of one body to another', () => {
    const story = started().withConsentOf('foundation-governor-appointer');
    const bodies = [trustees('vicar'), appointer('parish'), board('dbe')];
    const { event, owed } = settle(story, { bodies, holders });
    story.with(event);

    expect(owed).toContainEqual(['foundation-governor-appointer-2', 'parish']);
    expect(story.snapshot.consents['foundation-governor-appointer']?.value).toBe('notNeeded');
    expect(story.snapshot.consents['foundation-governor-appointer-2']?.value).toBe('notRequested');
  });

  it('owes a body that nobody can name yet', () => {
    const { owed } = settle(started(), { bodies: [board('dbe')], holders });
    expect(owed).toContainEqual(['trustee', null]);
    expect(owed).toContainEqual(['foundation-governor-appointer', null]);
  });

  it('owes nothing once the school is found to have no foundation', () => {
    const story = started('foundation-with-foundation');
    const category = 'foundation-without-foundation';
    const { event } = settle(story, {}, { category, denominations: [] });
    story.with(event);

    expect(Object.values(story.snapshot.consents).map(({ value }) => value)).toEqual([
      'notNeeded',
      'notNeeded',
    ]);
    expect(story.regions.foundation).toBe('notApplicable');
    expect(story.with(aVote()).withTrustConsent().blocks(anEvent('application.submitted'))).toEqual(
      [],
    );
  });

  it('owes every body of a school that two denominations share', () => {
    const { owed, event } = settle(
      started(),
      { bodies: all, holders },
      { denominations: ['church-of-england', 'methodist'] },
    );

    expect(owed).toContainEqual(['religious-body', null]);
    expect(started().blocks(event)).toEqual([]);
    const without = event.consents.filter(({ capacity }) => capacity !== 'religious-body');
    expect(started().blocks({ ...event, consents: without })).toEqual(['R43']);
  });

  it('needs the agreements of a private finance contract, and no more once there is none', () => {
    const story = started('community');
    story.with(settle(story, {}, { pfi: true }).event);
    expect(story.snapshot.documents['pfi-deed-of-variation']?.value).toBe('awaited');

    story.with(settle(story, {}, { pfi: false }).event);
    expect(story.snapshot.documents['pfi-deed-of-variation']?.value).toBe('notNeeded');
    expect(story.snapshot.documents['commercial-transfer-agreement']?.value).toBe('awaited');

    story.with(settle(story, {}, { pfi: true }).event);
    expect(story.snapshot.documents['pfi-deed-of-variation']?.value).toBe('awaited');
  });

  it('leaves on the case what solicitors found to be needed beside the facts', () => {
    const story = started('community');
    const { documents } = story.duties;
    const further = { id: 'subleases', parties: ['trust', 'tenant'] };
    story.with(anEvent('instruments.settled', { documents: [...documents, further] }));
    story.with(settle(story, {}, { inFederation: true }).event);

    expect(story.snapshot.documents['subleases']).toMatchObject({
      value: 'awaited',
      context: { parties: ['trust', 'tenant'] },
    });
  });

  it('does not ask again for a document that advice has set aside', () => {
    const story = started('community');
    story.with(anEvent('document.set-aside', { document: 'lease-125-years' }));
    story.with(settle(story, {}, { inFederation: true }).event);
    expect(story.snapshot.documents['lease-125-years']?.value).toBe('notNeeded');
  });

  it('stops the application while it is not known who must consent, and warns of the rest', () => {
    const story = aCase('community').readyToApply();
    const apply = anEvent('application.submitted');
    story.with(settle(story, {}, { inFederation: null, pfi: null }).event);

    expect(story.blocks(apply)).toEqual(['R40']);
    expect(story.warns(apply)).toContain('R41');
    story.with(settle(story, {}, { inFederation: false, pfi: false }).event);
    expect(story.blocks(apply)).toEqual([]);
    expect(story.warns(apply)).not.toContain('R41');
  });

  it('cannot go round a body that refused, unless the school no longer has a foundation', () => {
    const story = aCase('foundation-with-foundation')
      .withTrust()
      .withConsentRequested('trustee')
      .with(anEvent('consent.decided', { consent: 'trustee', decision: 'refused' }));
    const own = { trustee: 'the trust', 'foundation-governor-appointer': 'the trust' };
    const others = { bodies: [trustees('another'), appointer('the trust')], holders: own };

    expect(story.blocks(settle(story, others).event)).toEqual(['R42']);
    const removed = settle(story, others, { category: 'foundation-without-foundation' });
    expect(story.blocks(removed.event)).toEqual([]);
  });

  it('remembers what was found, for what is found next', () => {
    const story = started('community');
    story.with(settle(story, {}, { pfi: true }).event);
    story.with(settle(story, {}, { inFederation: true }).event);

    expect(story.snapshot.case.context).toMatchObject({
      inFederation: true,
      school: { pfi: true, inFederation: true, category: 'community' },
    });
  });

  it('knows little of a case that was opened before it was kept', () => {
    const { school: _, ...context } = started().snapshot.case.context;
    expect(settlement.schoolOf(context)).toMatchObject({
      category: 'voluntary-aided',
      denominations: null,
      pfi: null,
    });
  });
});
