import { publication } from '#consultation';
import type { ConsultationText, Section } from '#consultation';
import type { Document } from '#evidence';
import type { OnConsultation } from './on-consultation.js';

/** The clerk's text of a consultation: how each section stands, and what people could read when. */
export function textModel(
  { consultation, view }: OnConsultation,
  newest: ConsultationText | null,
  versions: readonly ConsultationText[],
) {
  const document = consultation?.document ?? null;
  const missing = publication.missingIn(newest?.sections ?? {}, document);
  const launched = consultation?.launchedAt != null;
  const closesAt = consultation?.closesAt ?? null;
  const isOver = closesAt !== null && closesAt <= view.now;
  return {
    rows: publication.sections().map((section) => rowOf(section, newest, missing)),
    newest,
    versions,
    isOver,
    toPublish: launched && !isOver && newest !== null && newest.publishedAt === null,
  };
}

function rowOf(
  { id, title, required, source }: Section,
  newest: ConsultationText | null,
  missing: readonly string[],
) {
  const said = newest?.sections[id];
  const isLost = missing.includes(id);
  const standing =
    said === undefined || isLost
      ? required
        ? { text: 'To be written', colour: 'yellow' }
        : { text: 'Optional', colour: 'grey' }
      : { text: 'document' in said ? 'In the document' : 'Written', colour: 'green' };
  return { id, title, source, standing, place: said && 'place' in said ? said.place : null };
}

/** The case's consultation documents that nothing has superseded, to choose from. */
export function documentItems(documents: readonly Document[]) {
  return documents
    .filter(({ kind, supersededBy }) => kind === 'consultationDocument' && supersededBy === null)
    .map(({ id, title, fileName }) => ({ value: id, text: `${title} (${fileName})` }));
}
