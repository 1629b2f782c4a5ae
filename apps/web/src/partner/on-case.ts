import { Refusal } from '#platform';
import type { Actor } from '#platform';
import { caseDocuments, viewCase } from '#cases';
import type { CaseView, Office } from '#cases';
import type { Document, DocumentKind } from '#evidence';
import type { HumanRole, Visitor } from '#identity';
import { actorOn } from '../http/acts.js';

export const PARTNER_ROLES = [
  'trust-officer',
  'authority-officer',
  'regional-officer',
  'union-officer',
] as const satisfies readonly HumanRole[];

type PartnerRole = (typeof PARTNER_ROLES)[number];

/** A case as a partner's officer may see it. */
export interface OnCase {
  readonly actor: Actor;
  readonly role: PartnerRole;
  readonly view: CaseView;
}

/** The case, for an officer of a body that has a part on it; anybody else's is not found. */
export async function onCase(office: Office, who: Visitor, caseId: string): Promise<OnCase> {
  for (const role of PARTNER_ROLES) {
    try {
      const actor = await actorOn(office.pool, who, role, caseId);
      return { actor, role, view: await viewCase(office.pool, actor, caseId) };
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'not-found') throw error;
    }
  }
  throw new Refusal('not-found', { case: caseId });
}

/** What each partner is told of comes with its papers, and no other paper does. */
const OPEN_TO: Readonly<Record<PartnerRole, readonly DocumentKind[]>> = {
  'trust-officer': [
    'dueDiligenceOfSchool',
    'trustConsent',
    'consultationDocument',
    'consultationReport',
    'dfeDecision',
    'academyOrder',
    'tupeMeasuresLetter',
    'commercialTransferAgreement',
    'supplementalFundingAgreement',
  ],
  'authority-officer': [
    'consultationDocument',
    'dfeDecision',
    'academyOrder',
    'tupeMeasuresLetter',
    'commercialTransferAgreement',
    'lease',
  ],
  'regional-officer': ['consultationDocument', 'consultationReport', 'applicationForm'],
  'union-officer': ['consultationDocument', 'tupeMeasuresLetter'],
};

/** The case's papers that this partner may read, newest first, superseded ones apart. */
export async function partnerPapers(
  office: Office,
  { actor, role, view }: OnCase,
): Promise<readonly Document[]> {
  const all = await caseDocuments(office.pool, actor, view.id);
  return all
    .filter(
      ({ kind, confidentiality, supersededBy }) =>
        supersededBy === null &&
        (confidentiality === 'public' || confidentiality === 'board') &&
        OPEN_TO[role].includes(kind),
    )
    .toReversed();
}
