import { publication } from '#consultation';
import type { ConsultationText } from '#consultation';

/** A section as people read it: its words, or where the consultation document has it. */
export interface SectionShown {
  readonly id: string;
  readonly title: string;
  readonly words: string | null;
  readonly place: string | null;
}

/** The sections of a text in their order; those that say nothing are not there. */
export function sectionsShown(text: Pick<ConsultationText, 'sections'> | undefined) {
  return publication.sections().flatMap(({ id, title }): SectionShown[] => {
    const said = text?.sections[id];
    if (said === undefined) return [];
    const isOwn = 'words' in said;
    return [{ id, title, words: isOwn ? said.words : null, place: isOwn ? null : said.place }];
  });
}
