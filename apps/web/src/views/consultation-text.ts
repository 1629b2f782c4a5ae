import { publication } from '#consultation';
import type { ConsultationText, SourcedFact } from '#consultation';

/** A section as people read it: its words or facts, or where the consultation document has it. */
export interface SectionShown {
  readonly id: string;
  readonly title: string;
  readonly words: string | null;
  readonly facts: readonly SourcedFact[];
  readonly place: string | null;
}

/** The sections of a text in their order; those that say nothing are not there. */
export function sectionsShown(text: Pick<ConsultationText, 'sections'> | undefined) {
  return publication.sections().flatMap(({ id, title }): SectionShown[] => {
    const said = text?.sections[id];
    if (said === undefined) return [];
    const words = 'words' in said ? said.words : null;
    const facts = 'facts' in said ? said.facts : [];
    return [{ id, title, words, facts, place: 'place' in said ? said.place : null }];
  });
}
