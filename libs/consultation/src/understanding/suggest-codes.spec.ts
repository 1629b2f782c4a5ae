import { describe, expect, it } from '@jest/globals';
import { suggestCodes } from './suggest-codes.js';

const BUS = [
  'The school bus must stop at the gate.',
  'What of the SCHOOL BUS? My son takes it.',
  'I worry that the school bus is cut in winter.',
  'Without a school bus we cannot come.',
];
const OTHERS = [
  'I agree with everything that you wrote.',
  'The uniform costs far too much for a family of five.',
  'Smaller classes would help the children to read.',
  'The head teacher should stay for another year.',
  'A trust has money that a village lacks.',
  'Please keep the kitchen and its cook.',
  'The hall is cold from November on.',
  'My daughter loves her music lessons.',
  'Tell us who would own the land.',
  'The pool leaks and nobody repairs it.',
];
const LETTER =
  'Our village hall belongs to everyone, and the governors know every single family by name. ' +
  'The plan does not say what will happen to the breakfast club or the evening classes.';

const words = (texts: readonly string[]) => suggestCodes(texts).map((code) => code.words);

describe('a suggested code', () => {
  it('is a pair of words that some replies share, with the replies that have it', () => {
    expect(suggestCodes([...BUS, ...OTHERS])).toEqual([
      { words: 'school bus', members: [0, 1, 2, 3] },
    ]);
  });

  it('is not the words that everybody uses, nor a pair that two replies happen to share', () => {
    expect(words([...BUS.slice(0, 2), ...OTHERS])).toEqual([]);
    const polite = BUS.map((_, index) => `I would have thought it might be so, ${index}.`);
    expect(words([...polite, ...OTHERS])).toEqual([]);
  });

  it('is not what one campaign says, however many copies of it came', () => {
    const copies = Array.from({ length: 40 }, (_, index) => `${LETTER} Yours, neighbour ${index}`);
    expect(words([...copies, ...OTHERS])).toEqual([]);
    expect(words([...copies, ...BUS, ...OTHERS])).toEqual(['school bus']);
  });

  it('is none of two words that stand together as often as chance has it', () => {
    const all = Array.from({ length: 8 }, (_, index) => `School trust ${'abcdefgh'[index]}.`);
    expect(words(all)).toEqual([]);
  });

  it('comes in the same order each time', () => {
    expect(words([...BUS, ...OTHERS])).toEqual(words([...BUS, ...OTHERS]));
    expect(suggestCodes([])).toEqual([]);
  });
});
