import type { Actor, Sql } from '#platform';
import { decide, explain } from '#journey';
import type { Explanation, JourneyEvent } from '#journey';
import { letterBook } from '#mail';
import type { LetterRow } from '#mail';
import { lettersOf, mailingsOf } from './letters-of-move.js';
import { lookUp } from './look-up.js';
import { streamOf } from './office.js';
import { readCase } from './read-case.js';
import type { CaseAtDoor } from './read-case.js';
import { voidedConsents, voidsResolution } from './voids.js';

/** What an act would do, shown before it is done. */
export interface StepPreview {
  readonly found: CaseAtDoor;
  readonly explanation: Explanation;
  /** Everybody who would be written to, one line a letter. */
  readonly told: readonly { readonly name: string; readonly letter: string }[];
  /** The words of each letter, as the first of its readers would get it. */
  readonly letters: readonly LetterPreview[];
  /** Whether everybody who was consulted would be written to as well. */
  readonly tellsConsultees: boolean;
  /** The consents that it would void, and whether the board would have to resolve again. */
  readonly voids: { readonly consents: readonly string[]; readonly resolution: boolean };
}

export interface LetterPreview {
  readonly subject: string;
  readonly text: string;
  readonly to: readonly string[];
}

const NOTHING: StepPreview['voids'] = { consents: [], resolution: false };

/** Looks ahead: whether the event is possible now, and who would be told. Writes nothing. */
export async function previewStep(
  sql: Sql,
  baseUrl: string,
  actor: Actor,
  caseId: string,
  given: JourneyEvent,
  words: Readonly<Record<string, string>> = {},
): Promise<StepPreview> {
  const found = await readCase(sql, caseId, actor, []);
  const event = await lookUp(sql, caseId, given);
  const attempt = { now: found.now.toISOString(), actor };
  const decision = decide(found.snapshot, event, attempt);
  if (!decision.ok) {
    const { explanation } = decision;
    return { found, explanation, told: [], letters: [], tellsConsultees: false, voids: NOTHING };
  }
  const move = { caseId, actor, event, words };
  const cause = { stream: streamOf(caseId), seq: found.head.seq + 1 };
  const telling = { baseUrl, move, found, decision, cause };
  const letters = lettersOf(telling);
  return {
    found,
    explanation: explain(found.snapshot, event, attempt),
    letters: previewsOf(letters),
    told: letters.map(({ to_name, template }) => ({ name: to_name, letter: template })),
    tellsConsultees: mailingsOf(telling).length > 0,
    voids: {
      consents: voidedConsents(found.snapshot, decision.snapshot),
      resolution: voidsResolution(found.snapshot, decision.snapshot),
    },
  };
}

function previewsOf(letters: readonly LetterRow[]): readonly LetterPreview[] {
  const firsts = new Map(letters.toReversed().map((letter) => [letter.template, letter]));
  return [...firsts.values()].toReversed().map((first) => ({
    ...letterBook.preview(first),
    to: letters.filter(({ template }) => template === first.template).map((one) => one.to_name),
  }));
}
