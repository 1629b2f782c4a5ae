import { describe, expect, test } from '@jest/globals';
import { isPlaceholder, READERS, Unreadable } from './read-cell.js';

describe('a date', () => {
  test.each([
    ['01-09-2012', '2012-09-01'],
    ['19/07/2010', '2010-07-19'],
    ['1/9/2012', '2012-09-01'],
    ['2012-09-01', '2012-09-01'],
    ['29-02-2024', '2024-02-29'],
    ['01-09-1800', '1800-09-01'],
    ['', null],
    ['  ', null],
    ['01-01-1900', null],
    ['01/01/1900', null],
  ])('“%s” is read as %s', (given, read) => {
    expect(READERS.date(given)).toBe(read);
  });

  test.each(['31-02-2020', '29-02-2023', '2020-13-01', 'Not applicable', '1-Sep-12', '00-00-0000'])(
    '“%s” is no date',
    (given) => {
      expect(READERS.date(given)).toBeInstanceOf(Unreadable);
    },
  );

  test('the placeholder of 1900 is told from a blank', () => {
    expect([isPlaceholder('01-01-1900'), isPlaceholder('')]).toEqual(['t', 'f']);
  });
});

describe('a name', () => {
  test.each([
    'St Thomas \u0430 Becket Catholic Secondary School',
    'Ecole Fran\u0437aise',
    'Haute Vall\u00c3\u00a9e School',
    'St Peter\u00e2\u20ac\u2122s School',
    'Haute Vall\ufffde',
    'St Peter\u0092s School',
  ])('“%s” was decoded wrongly', (given) => {
    expect(READERS.name(given)).toBeInstanceOf(Unreadable);
  });

  test.each(['St Thomas à Becket', 'North Star 82°', 'St Peter’s', 'Ysgol Gŵyr', 'Łódź School'])(
    '“%s” is taken',
    (given) => {
      expect(READERS.name(given)).toBe(given);
    },
  );

  test('loses only the space around it', () => {
    expect(READERS.name(' Bryn  St Peter’s\u00a0')).toBe('Bryn  St Peter’s');
  });

  test('cannot be blank', () => {
    expect(READERS.name(' ')).toBeInstanceOf(Unreadable);
  });
});

describe('other cells', () => {
  test('a code stays the string it was', () => {
    expect(['02', '2', '0000', '0', '001'].map(READERS.text)).toEqual([
      '02',
      '2',
      '0000',
      '0',
      '001',
    ]);
  });

  test('a blank is null, and an answer that says no is an answer', () => {
    expect(['', 'None', 'Does not apply', 'Not applicable'].map(READERS.text)).toEqual([
      null,
      'None',
      'Does not apply',
      'Not applicable',
    ]);
  });

  test('a count that is none is unknown', () => {
    expect(['237', '', '..', '35.60', 'SUPP'].map(READERS.count)).toEqual([
      '237',
      null,
      null,
      null,
      null,
    ]);
  });

  test.each(['', '12345', '1234567', '10049a', 'HP16 0BD'])('“%s” is no URN', (given) => {
    expect(READERS.urn(given)).toBeInstanceOf(Unreadable);
  });
});
