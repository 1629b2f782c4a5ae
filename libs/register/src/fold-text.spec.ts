import { describe, expect, test } from '@jest/globals';
import { foldPostcode, foldText } from './fold-text.js';

describe('folding a name', () => {
  test.each([
    ['St. Mary’s  C.E. Primary School', "Saint Mary's Church of England Primary School"],
    ['SS Peter & Paul RC', 'Saints Peter and Paul R.C.'],
    ['St John`s CofE (VA)', 'St Johns C of E Voluntary Aided'],
    ['Collège Émile Zola', 'College Emile Zola'],
    ['Newcastle-upon-Tyne', 'NEWCASTLE UPON TYNE'],
    ['Haute Vallée', 'haute vallee'],
    ['Awel Y Môr', 'awel y mor'],
    ['St Ælfheah Ørsted', 'st aelfheah orsted'],
  ])('takes “%s” and “%s” for the same', (one, other) => {
    expect(foldText(one)).toBe(foldText(other));
  });

  test('leaves no accent, no punctuation and no double space', () => {
    expect(foldText('  North  Star 82° (Boys’) ')).toBe('north star 82 boys');
  });

  test('writes out short forms only where they are whole words', () => {
    expect(foldText('Stanley Cement Marc')).toBe('stanley cement marc');
  });

  test('makes nothing of what has no letters', () => {
    expect(foldText('-- ’ --')).toBe('');
  });
});

test('a postcode is folded without its spaces', () => {
  expect(foldPostcode(' ng22  0ea')).toBe('NG220EA');
});
