import { Refusal } from '#platform';
import { caseDocuments } from '#cases';
import type { Office } from '#cases';
import type { Confidentiality, Document } from '#evidence';
import { events } from '#journey';
import type { OnConsent } from './on-consent.js';

/** Papers that the door takes for evidence of a condition. */
const FIT: readonly string[] = events['consent.condition-met'].evidence[0].kinds;

const OPEN_TO_BODIES: readonly Confidentiality[] = ['public', 'board'];

/**
 * What a body may choose from to accept a condition: the papers it was asked about, and what was
 * filed since it decided that is of a fitting kind and not confidential. Newest first.
 */
export async function evidenceFor(
  office: Office,
  { actor, view, part, papers }: OnConsent,
): Promise<readonly Document[]> {
  const { decidedOn } = part.context;
  if (part.value !== 'conditional' || decidedOn === undefined) return [];
  const all = await caseDocuments(office.pool, actor, view.id);
  return all
    .filter(
      (document) =>
        document.supersededBy === null &&
        (papers.some(({ id }) => id === document.id) || isOpenEvidence(document, decidedOn)),
    )
    .toReversed();
}

function isOpenEvidence(
  { kind, confidentiality, recordedAt }: Document,
  decidedOn: string,
): boolean {
  return (
    FIT.includes(kind) &&
    OPEN_TO_BODIES.includes(confidentiality) &&
    recordedAt >= new Date(decidedOn)
  );
}

/** A paper that this body may take away; any other document of the case is not found. */
export async function readablePaper(
  office: Office,
  on: OnConsent,
  document: string,
): Promise<Document> {
  const met = on.part.context.conditions.map((condition) => condition.met);
  const found =
    on.papers.find(({ id }) => id === document) ??
    (await evidenceFor(office, on)).find(({ id }) => id === document) ??
    (met.includes(document)
      ? (await caseDocuments(office.pool, on.actor, on.view.id, [document]))[0]
      : undefined);
  if (found === undefined) throw new Refusal('not-found', { document });
  return found;
}
