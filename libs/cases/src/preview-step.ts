import type { Actor, Sql } from '#platform';
import { decide, explain } from '#journey';
import type { Explanation, JourneyEvent } from '#journey';
import { lettersOf, mailingsOf } from './letters-of-move.js';
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
  /** Whether everybody who was consulted would be written to as well. */
  readonly tellsConsultees: boolean;
  /** The consents that it would void, and whether the board would have to resolve again. */
  readonly voids: { readonly consents: readonly string[]; readonly resolution: boolean };
}

const NOTHING: StepPreview['voids'] = { consents: [], resolution: false };

/** Looks ahead: whether the event is possible now, and who would be told. Writes nothing. */
export async function previewStep(
  sql: Sql,
  baseUrl: string,
  actor: Actor,
  caseId: string,
  event: JourneyEvent,
): Promise<StepPreview> {
  const found = await readCase(sql, caseId, actor, []);
  const attempt = { now: found.now.toISOString(), actor };
  const decision = decide(found.snapshot, event, attempt);
  if (!decision.ok) {
    const { explanation } = decision;
    return { found, explanation, told: [], tellsConsultees: false, voids: NOTHING };
  }
  const move = { caseId, actor, event };
  const cause = { stream: streamOf(caseId), seq: found.head.seq + 1 };
  const telling = { baseUrl, move, found, decision, cause };
  return {
    found,
    explanation: explain(found.snapshot, event, attempt),
    told: lettersOf(telling).map(({ to_name, template }) => ({ name: to_name, letter: template })),
    tellsConsultees: mailingsOf(telling).length > 0,
    voids: {
      consents: voidedConsents(found.snapshot, decision.snapshot),
      resolution: voidsResolution(found.snapshot, decision.snapshot),
    },
  };
}
