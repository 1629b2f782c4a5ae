import { content, fill } from '#platform';
import type { TestStanding } from '#cases';
import { dayTime } from '../../http/dates.js';
import type { Category, Interest } from '#governance';
import type { Purpose, Sitting } from '#journey';

type Names<K extends string> = Readonly<Record<K, string>>;

export type Decision = 'explore' | 'apply' | 'launch' | 'final' | 'rescind-apply' | 'rescind-final';

interface BoardWords {
  readonly categories: Names<Category>;
  readonly sittings: Names<Sitting>;
  readonly interests: Names<Interest>;
  readonly attendances: Names<string>;
  readonly votes: Names<string>;
  readonly decisions: Names<Decision>;
  readonly motions: Names<Decision>;
  readonly noTrust: string;
  readonly minutesOf: Names<Purpose>;
  readonly nextMinutes: Names<'approve-minutes' | 'sign-minutes'>;
  readonly counts: Names<'inPost' | 'quorum' | 'present' | 'withdrew' | 'left' | 'unknown'>;
  readonly results: Names<
    'none' | 'unknownQuorum' | 'inquorate' | 'carried' | 'lost' | 'equal' | 'equalNoCast' | 'cast'
  >;
  readonly saying: Names<
    | ('added' | 'ended' | 'interest' | 'interestEnded' | 'seats')
    | ('remote' | 'remoteEnded' | 'requisition' | 'quorum' | 'testAsked')
    | ('convened' | 'attendance' | 'votes' | 'paper')
  >;
  readonly noTest: Names<'who' | 'nobody' | 'asked' | 'notAsked'>;
  readonly authority: Names<'written' | 'yours'>;
  readonly told: Names<'0' | '1' | 'many'>;
}

/** What a clerk reads while nobody has set the test of a federation: who can, and whether they know. */
export function noTestWords({ administrators, service, askedAt }: TestStanding): string {
  const { noTest } = boardWords();
  const who = administrators.length === 0 ? noTest.nobody : noTest.who;
  const asked = askedAt === null ? noTest.notAsked : noTest.asked;
  const on = askedAt === null ? '' : dayTime(askedAt.toISOString());
  return fill(`${who} ${asked}`, { names: administrators.join(', '), service, on });
}

export const boardWords = (): BoardWords => content<BoardWords>('clerk/board');

/** What a form offers of these words. */
export const itemsOf = (words: Readonly<Record<string, string>>, only?: readonly string[]) =>
  Object.entries(words)
    .filter(([value]) => only?.includes(value) ?? true)
    .map(([value, text]) => ({ value, text }));
