import { describe, expect, it } from '@jest/globals';
import { aCase, anEvent, aVote, lost } from '../../../../test/support/journey-builder.js';
import type { CaseStory } from '../../../../test/support/journey-builder.js';
import { journeyPicture } from './journey-picture.js';

const drawn = (story: CaseStory, body = (id: string) => id) =>
  journeyPicture({
    regions: story.regions,
    consents: Object.entries(story.snapshot.consents).map(([id, { value }]) => ({
      body: body(id),
      state: value,
    })),
  });

const row = (story: CaseStory, track: string) =>
  drawn(story).rows.find((one) => one.track === track)!;

describe('the picture of a case', () => {
  it('has a row for every part and every consent', () => {
    const tracks = drawn(aCase('voluntary-aided-church-of-england')).rows.map(({ track }) => track);

    expect(tracks).toHaveLength(17);
    expect(tracks.slice(2, 6)).toEqual([
      'Consulting the foundation',
      'trustee',
      'foundation-governor-appointer',
      'diocesan-authority',
    ]);
  });

  it('says in words what it draws', () => {
    const story = aCase('community').withTrust().consulting();

    expect(row(story, 'The consultation')).toEqual({
      track: 'The consultation',
      state: 'Open for responses',
      step: 'Under way, step 2 of 5',
    });
    expect(row(story, 'Consulting the foundation').step).toBe('Not needed');
    expect(row(story, 'Staff transfer').step).toBe('Not begun, step 1 of 3');
    expect(row(story, 'The trust').step).toBe('Under way, step 2 of 4');
  });

  it('shows what stopped, by a cross and by a word', () => {
    const story = aCase('community')
      .withTrust()
      .with(aVote({ votes: lost }));

    expect(row(story, 'The governing board')).toMatchObject({
      state: 'Voted not to apply',
      step: 'Stopped, step 1 of 3',
    });
    expect(drawn(story).svg).toContain('l8 8m0-8l-8 8');
  });

  it('shows a consent on conditions as not yet there, and a given one as done', () => {
    const conditions = [{ id: 'articles', due: 'opening' as const }];
    const story = aCase('foundation-with-foundation').withTrust();
    story.withConsentOf('trustee', conditions);
    expect(row(story, 'trustee').step).toBe('Under way, step 2 of 3');

    story.with(anEvent('consent.condition-met', { consent: 'trustee' }));
    expect(row(story, 'trustee').step).toBe('Done, step 3 of 3');
  });

  it('is named for those who do not see it, and lets no words become markup', () => {
    const { svg } = drawn(aCase('foundation-with-foundation'), () => `<b>"St Mary" & 'All'`);

    expect(svg).toMatch(/^<svg class="app-journey" role="img" aria-labelledby="[\w -]+"/);
    expect(svg).toContain('<title id="journey-title">Where the case stands</title>');
    expect(svg).toContain('&lt;b&gt;&quot;St Mary&quot; &amp; &#39;All&#39;');
    expect(svg).not.toContain('<b>');
    expect(svg).not.toMatch(/\bstyle=|<script|\bon\w+=/);
  });
});
