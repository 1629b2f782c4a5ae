import { describe, expect, it } from '@jest/globals';
import { suggestCodes } from './suggest-codes.js';
import type { ReplyOfGroups } from './suggest-codes.js';

const of =
  (...groups: readonly string[]) =>
  (words: string): ReplyOfGroups => ({ words, groups });

const BUS = [
  'The school bus must stop at the gate.',
  'What of the SCHOOL BUS? My son takes it.',
  'I worry that the school bus is cut in winter.',
  'Without a school bus we cannot come.',
].map(of('parent'));
const STAFF = [
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
].map(of('staff'));
const LETTER =
  'Our village hall belongs to everyone, and the governors know every single family by name. ' +
  'The plan does not say what will happen to the breakfast club or the evening classes.';

const words = (replies: readonly ReplyOfGroups[], copies?: ReadonlySet<number>) =>
  suggestCodes(replies, copies).map((code) => code.words);

describe('a suggested code', () => {
  it('is a pair of words that one group has more than the others, with the replies that have it', () => {
    expect(suggestCodes([...BUS, ...STAFF])).toEqual([
      {
        ...{ words: 'school bus', group: 'parent' },
        ...{ inGroup: { having: 4, of: 4 }, inOthers: { having: 0, of: 10 } },
        members: [0, 1, 2, 3],
      },
    ]);
  });

  it('is not what all groups say as often, however often it is', () => {
    const both = ['parent', 'staff', 'parent', 'staff', 'parent', 'staff', 'parent', 'staff'];
    const said = both.map((group) => of(group)(`The school bus. And so on.`));
    expect(words([...said, ...STAFF.slice(0, 4)])).toEqual([]);
    // In the replies of those who disagree it is what sets them apart.
    const viewed = said.map((reply, at) => ({ ...reply, groups: [at < 4 ? 'disagree' : 'agree'] }));
    const others = STAFF.map((reply) => ({ ...reply, groups: ['agree'] }));
    expect(suggestCodes([...viewed.slice(0, 4), ...others])[0]).toMatchObject({
      ...{ words: 'school bus', group: 'disagree' },
    });
  });

  it('is none where one group alone replied: there is nobody to compare it with', () => {
    expect(words(BUS)).toEqual([]);
  });

  it('is not the words that everybody uses, nor a pair that two replies happen to share', () => {
    expect(words([...BUS.slice(0, 2), ...STAFF])).toEqual([]);
    const polite = BUS.map((_, at) => of('parent')(`I would have thought it might be so, ${at}.`));
    expect(words([...polite, ...STAFF])).toEqual([]);
  });

  it('is not what one campaign says, however many copies of it came', () => {
    const copies = Array.from({ length: 40 }, (_, at) => of('parent')(`${LETTER} Yours, ${at}`));
    const repeated = new Set(copies.keys().drop(1));
    expect(words([...copies, ...STAFF], repeated)).toEqual([]);
    expect(words([...copies, ...STAFF])).not.toEqual([]);
    expect(words([...copies, ...BUS, ...STAFF], repeated)).toEqual(['school bus']);
  });

  it('comes in the same order each time', () => {
    expect(words([...BUS, ...STAFF])).toEqual(words([...BUS, ...STAFF]));
    expect(suggestCodes([])).toEqual([]);
  });
});
