import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it, test } from '@jest/globals';
import { findCampaigns } from './find-campaigns.js';

const LETTER = [
  'I am writing as a parent to object to the plan that our school should join the Beacon Trust.',
  'Our school is at the heart of the village and its governors know every family by name.',
  'A trust with its office forty miles away cannot know what our children need from day to day.',
  'The consultation does not say what will happen to the breakfast club or the school bus.',
  'Please keep the school as it is and publish the accounts of the trust before you decide.',
];
const OWN = [
  'My two boys have been happy in the small classes, and the walk to the gate takes us four minutes.',
  'As a former dinner lady I remember when the kitchen was saved by a sponsored swim in the lake.',
  'We moved here because of the music lessons, and my daughter plays the cornet in the town band.',
];

/** What somebody wrote who has nothing to do with either. */
const OTHER = [
  'A larger family of schools gives our teachers people to learn from, which a small one cannot.',
  'The new buildings were promised twice by the council and nobody has laid a single brick of them.',
  'I have read the accounts and see no reason to wait another year for a library that opens.',
];

const NOBODYS = 'There is a dent in the fence at the lower field that a lorry made in the spring.';

const copies = {
  whole: LETTER.join(' '),
  'with a sentence dropped': LETTER.filter((_, index) => index !== 2).join(' '),
  'with a sentence added': [...LETTER.slice(0, 3), OWN[0]!, ...LETTER.slice(3)].join(' '),
  'with a paragraph of their own in front': `${OWN[1]!} ${OWN[2]!}\n\n${LETTER.join('\n')}`,
  'in capitals': LETTER.join('\n').toUpperCase(),
  'signed, with other marks': `${LETTER.join(' - ').replaceAll('.', ' !')}\n\nYours,\nAnn O’Hara, 4 Mill Lane`,
  'with words changed': LETTER.join(' ')
    .replace('object to', 'speak against')
    .replace('every family', 'all families')
    .replace('decide', 'vote'),
};

const folder = resolve(process.env['RESPONSES_DIR'] ?? '../shared/data/responses');
const inputs = resolve(folder, 'themefinder/themefinder/evals/data/gambling_XS/inputs');
const partOf = (part: number): readonly string[] =>
  readFileSync(resolve(inputs, `question_part_${part}/responses.jsonl`), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { response: string }).response);

describe('a campaign', () => {
  it.each(Object.entries(copies))('is found in a copy %s', (_, copy) => {
    const texts = [OTHER.join(' '), LETTER.join(' '), copy];
    expect(findCampaigns(texts).map(({ members }) => members)).toEqual([[1, 2]]);
  });

  it('is one group of all its copies, apart from another campaign and from those of nobody', () => {
    const other = OTHER.join(' ');
    const texts = [other, ...Object.values(copies), 'I agree.', `${other} Tom`, NOBODYS];
    const found = findCampaigns(texts);
    expect(found.map(({ members }) => members)).toEqual([
      [1, 2, 3, 4, 5, 6, 7],
      [0, 9],
    ]);
  });

  it('shows the words that most of its replies share and none that one person added', () => {
    const [found] = findCampaigns(Object.values(copies));
    const words = found!.shared.join(' ').toLowerCase();
    expect(words).toContain('the governors know every family by name'.slice(4));
    expect(words).toContain('breakfast club');
    expect(words).not.toContain('dinner lady');
    expect(words).not.toContain('mill lane');
  });

  it('is not what people write alike without copying: a few words, or nothing', () => {
    const short = 'I agree with the proposal that the school joins.';
    expect(findCampaigns([short, short, '', '', '!'])).toEqual([]);
  });

  it('takes in what has the threshold and leaves what has less', () => {
    const source = LETTER[0]!;
    const cut = `${source.split(' ').slice(0, 12).join(' ')} ${OWN[0]!}`;
    const sharedRuns = 10;
    const runs = source.split(' ').length - 2;
    const find = (threshold: number) => findCampaigns([source, cut], { threshold }).length;
    expect(find(sharedRuns / runs)).toBe(1);
    expect(find((sharedRuns + 1) / runs)).toBe(0);
  });

  it('is the same groups that comparing each text with each other finds', () => {
    const texts = Array.from({ length: 300 }, (_, index) => {
      const sentences = [...LETTER, ...OWN];
      const chosen = sentences.filter((__, at) => (index * 37 + at * at * 11) % 7 < 2 + (at % 2));
      return `${chosen.join(' ')} reply number ${index} of ours`;
    });
    const groups = findCampaigns(texts).map(({ members }) => members);
    expect(groups.map((members) => [...members].toSorted((a, b) => a - b))).toEqual(
      slowly(texts, 0.5),
    );
    expect(groups.length).toBeGreaterThan(1);
  });

  it('of thousands is found in time that grows with their number, copies and all', () => {
    const text = (index: number) => `${OWN[index % 3]!} ${index} ${LETTER.join(` ${index % 50} `)}`;
    const texts = Array.from({ length: 3_000 }, (_, index) => text(index));
    const start = process.cpuUsage();
    expect(findCampaigns(texts).map(({ members }) => members.length)).toEqual([3_000]);
    expect(process.cpuUsage(start).user / 1e6).toBeLessThan(5);
  });
});

if (!existsSync(inputs)) test('skipped: no shared data', () => undefined);
(existsSync(inputs) ? describe : describe.skip)('two hundred independent answers', () => {
  const independent = existsSync(inputs) ? [...partOf(1), ...partOf(2)] : [];

  it('are no campaign', () => {
    expect(independent.length).toBe(200);
    expect(findCampaigns(independent)).toEqual([]);
  });

  it('hide no copy of a letter that was sent among them', () => {
    const sent = Object.values(copies);
    const found = findCampaigns([...independent, ...sent]);
    expect(found.map(({ members }) => members)).toEqual([sent.map((_, index) => 200 + index)]);
  });

  it('are found where one of them was copied, cut, added to and signed', () => {
    const long = independent.filter((text) => text.split(/\s+/).length >= 20).slice(0, 20);
    expect(long.length).toBeGreaterThan(5);
    const edited = long.map((text, index) => {
      const added = `${OWN[index % 3]!} ${text.toUpperCase()} Kind regards, neighbour ${index}`;
      return added;
    });
    const found = findCampaigns([...independent, ...edited]);
    expect(found.length).toBe(long.length);
    expect(found.every(({ members }) => members.length === 2)).toBe(true);
  });
});

/** What the promise says, without any short cut. */
function slowly(texts: readonly string[], threshold: number): number[][] {
  const runs = texts.map((text) => {
    const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    return new Set(words.slice(2).map((_, at) => words.slice(at, at + 3).join(' ')));
  });
  const group = texts.map((_, index) => index);
  const pairs = texts.flatMap((_, a) => texts.slice(a + 1).map((__, b) => [a, a + 1 + b] as const));
  for (const [a, b] of pairs) {
    const least = Math.min(runs[a]!.size, runs[b]!.size);
    if (least < 10 || runs[a]!.intersection(runs[b]!).size < Math.ceil(least * threshold)) continue;
    const [from, to] = [group[a]!, group[b]!];
    for (let at = 0; at < group.length; at += 1) if (group[at] === from) group[at] = to;
  }
  const all = [...Map.groupBy(texts.keys(), (index) => group[index]!).values()];
  return all
    .filter(({ length }) => length > 1)
    .toSorted((a, b) => b.length - a.length || a[0]! - b[0]!);
}
