import { describe, expect, it } from '@jest/globals';
import { copyOf, joined, piecesOf, placesOf } from './spans.js';
import { suggest } from './suggest.js';
import type { KnownNames } from './suggest.js';

const nobody: KnownNames = { writer: null, consultees: [] };
const found = (words: string, known = nobody) =>
  suggest(words, known).map(({ kind, text }) => [kind, text]);

/** What grows with the square of the words takes minutes. */
const FAR_TOO_LONG_MS = 5_000;

describe('what a reply may have to be without', () => {
  it.each([
    ['Write to a.b+c@mail.example.org.', 'email', 'a.b+c@mail.example.org'],
    ['Ring 020 7946 0018 after six.', 'telephone', '020 7946 0018'],
    ['Ring +44 (0)7700 900123.', 'telephone', '+44 (0)7700 900123'],
    ['Ring 01632 960 983.', 'telephone', '01632 960 983'],
    ['We live in ne1 4xd.', 'postcode', 'ne1 4xd'],
    ['We live at 12 Old Mill Lane.', 'street', '12 Old Mill Lane'],
    ['I asked Mrs Patel-Jones twice.', 'name', 'Mrs Patel-Jones'],
    ['I asked Cllr. Ann Orr.', 'name', 'Cllr. Ann Orr'],
    ['My daughter Zoë walks.', 'child', 'Zoë'],
    ['our youngest son, Ali, walks.', 'child', 'Ali'],
    ['My twins Mia and Leo walk.', 'child', 'Mia and Leo'],
    ['my husband Karl works there', 'name', 'Karl'],
    ['a boy called Tom O’Neil', 'name', 'Tom O’Neil'],
    ['He is aged 7.', 'age', 'aged 7'],
    ['My 9 year old walks.', 'age', '9 year old'],
    ['She is in Year 4.', 'age', 'in Year 4'],
    ['No.\n\nKind regards,\nSam Fell', 'writer', 'Sam Fell'],
  ])('is seen in “%s”', (words, kind, text) => {
    expect(found(words)).toContainEqual([kind, text]);
  });

  it('has the names of the list and each name of the writer, as whole words', () => {
    const known = { writer: 'Ann Marsh', consultees: ['Bo Lind', 'Unison'] };
    expect(found('I, ANN, met bo lind at the marsh. Annual. Unison.', known)).toEqual([
      ['writer', 'ANN'],
      ['consultee', 'bo lind'],
      ['writer', 'marsh'],
    ]);
  });

  it.each([
    'The bus stops at 8 in the morning.',
    'In 2026 the school had 210 pupils.',
    'Year 2000',
  ])('is not seen in “%s”', (words) => expect(found(words)).toEqual([]));

  it.each([
    ['a'.repeat(200_000)],
    ['0 '.repeat(100_000)],
    ['A '.repeat(100_000)],
    ['Ab '.repeat(70_000)],
    ['1 Ab Ab Ab Ab '.repeat(14_000)],
    ['my '.repeat(60_000)],
    ['a@'.repeat(100_000)],
    [`${'x.'.repeat(50_000)}@`],
    ['thanks\n\n\n'.repeat(20_000)],
  ])(
    'is looked for without end in sight by no pattern, however long the words are (%#)',
    (words) => {
      const began = process.cpuUsage();
      suggest(words, nobody);
      const { user, system } = process.cpuUsage(began);
      // Of the processor's own time: a busy machine makes nothing quadratic.
      expect((user + system) / 1_000).toBeLessThan(FAR_TOO_LONG_MS);
    },
  );
});

describe('the copy of a reply', () => {
  const WORDS = 'My son Tom is ill. Tom needs the bus.';

  it('has a mark with the reason where words were taken out, and the rest as it was', () => {
    const spans = placesOf(WORDS, 'tom').map((place) => ({ ...place, reason: 'child' as const }));
    expect(copyOf(WORDS, spans)).toBe(
      'My son [taken out: about a child] is ill. [taken out: about a child] needs the bus.',
    );
    const pieces = piecesOf(WORDS, spans);
    expect(pieces.map(({ text }) => text).join('')).toBe(WORDS);
  });

  it('joins what overlaps and keeps what only touches apart', () => {
    const span = (start: number, end: number, reason: 'child' | 'health') => ({
      ...{ start, end, reason },
    });
    expect(joined([span(5, 9, 'child'), span(0, 6, 'health'), span(9, 12, 'child')])).toEqual([
      span(0, 9, 'health'),
      span(9, 12, 'child'),
    ]);
  });

  it('finds words by their letters also where lower case is longer', () => {
    expect(placesOf('İ Tom', 'Tom')).toEqual([{ start: 2, end: 5 }]);
  });
});
