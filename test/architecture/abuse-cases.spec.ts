import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = resolve(import.meta.dirname, '../..');
const upTo = (first: number, last: number): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, at) => first + at);
/** Those of links and sign-in, of authority and order, of the server, and of the record. */
const ASKED = [...upTo(1, 30), ...upTo(59, 64), ...upTo(66, 69)];

/** No address that a user types is ever asked for anything: there are no calls to other servers. */
const NOTHING_TO_ABUSE = [59];

/** Cases that a spec of the part itself holds, alone or beside what test/abuse does. */
const HELD: readonly (readonly [number, file: string, ...names: string[]])[] = [
  [
    18,
    'test/matrix/audiences.matrix.ts',
    'of a role is closed to every other role',
    'of a case is not found by the same role of another body',
    'of a strong act leads whoever may do it to a proof of who they are first',
  ],
  [18, 'apps/web/src/clerk/clerk-pages.spec.ts', 'do not exist, one and all'],
  [20, 'apps/web/src/faith/faith.spec.ts', 'an officer whose office ended finds nothing'],
  [21, 'libs/cases/src/door.spec.ts', 'refuses XState’s own events and unknown ones'],
  [
    26,
    'apps/web/src/faith/faith.spec.ts',
    'is not signed when the papers were replaced between reading and signing',
    'is not signed as somebody forged the hash of the papers',
  ],
  [
    28,
    'libs/cases/src/board-room.spec.ts',
    '18: takes a casting vote on equal votes alone, and from a governor alone',
    '22: lets a member with the interest of all staff vote, and not one with a promised post',
  ],
  [
    30,
    'libs/consultation/src/window.spec.ts',
    'makes a reply late at its very end, and in time again when it was extended after all',
  ],
  [30, 'libs/register/src/calendar.spec.ts', 'always lies on its own day in London'],
  [
    69,
    'apps/web/src/public/check-record.spec.ts',
    'keeps the code when the words are lawfully erased',
  ],
  [69, 'libs/evidence/src/record.spec.ts', 'can be erased, and the chain stays whole'],
];

const NAMED = /(?:\btest|\]\)|\btest\.each\(\w+\))\(\s*'(\d{1,2}): /g;
const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

describe('the abuse cases', () => {
  const tried = readdirSync(join(ROOT, 'test/abuse'))
    .flatMap((file) => [...textOf(`test/abuse/${file}`).matchAll(NAMED)])
    .map(([, number]) => Number(number));

  it.each(ASKED.filter((number) => !NOTHING_TO_ABUSE.includes(number)))(
    '%i has a test that bears its number, or one that is named here',
    (number) => {
      expect([...tried, ...HELD.map(([held]) => held)]).toContain(number);
    },
  );

  it.each(HELD)('%i is held in %s', (_, file, ...names) => {
    const text = textOf(file);
    for (const name of names) expect([name, text.includes(`('${name}'`)]).toEqual([name, true]);
  });
});
