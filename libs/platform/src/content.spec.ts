import { describe, expect, it } from '@jest/globals';
import { content, fill } from './content.js';

describe('the words of the product', () => {
  it('are read from the project’s content, once', () => {
    const refusals = content<Record<string, { title: string }>>('refusals');

    expect(refusals['not-found']?.title).toBe('Page not found');
    expect(content('refusals')).toBe(refusals);
  });

  it('are a defect when the file is not there', () => {
    expect(() => content('no-such-words')).toThrow('no-such-words.json');
  });
});

describe('a sentence', () => {
  it('is filled from facts, and looks inside them', () => {
    expect(fill('{trust.name} takes {count} schools.', { trust: { name: 'Oak' }, count: 2 })).toBe(
      'Oak takes 2 schools.',
    );
  });

  it('reads a list aloud', () => {
    expect(fill('Missing: {what}.', { what: ['a', 'b', 'c'] })).toBe('Missing: a, b and c.');
    expect(fill('Missing: {what}.', { what: ['a'] })).toBe('Missing: a.');
    expect(fill('Missing: {what}.', { what: [] })).toBe('Missing: .');
  });

  it('never goes out with a hole, and never takes what is only inherited', () => {
    expect(() => fill('Dear {name},', {})).toThrow('No fact “name”');
    expect(() => fill('Dear {constructor},', {})).toThrow('No fact “constructor”');
  });

  it('is the first whose facts fit', () => {
    const words = [
      { when: { outcome: 'approved', conditions: [] }, say: 'Approved' },
      { when: { outcome: 'approved' }, say: 'Approved with conditions' },
      { say: 'Not approved' },
    ];

    expect(fill(words, { outcome: 'approved', conditions: [] })).toBe('Approved');
    expect(fill(words, { outcome: 'approved', conditions: ['a'] })).toBe(
      'Approved with conditions',
    );
    expect(fill(words, { outcome: 'declined' })).toBe('Not approved');
    expect(() => fill([{ when: { a: 1 }, say: 'x' }], {})).toThrow('No sentence fits');
  });
});
