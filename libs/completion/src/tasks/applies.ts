import type { Ground } from '../ground.js';

const LAST_GRANT_APPLICATION = '2024-12-20';

/** The conversion support grant was closed to applications after 20 December 2024. */
export const grantWasOpen = ({ snapshot }: Ground): boolean => {
  const { application } = snapshot.case.context;
  return application !== undefined && application.on <= LAST_GRANT_APPLICATION;
};

export const isSponsored = ({ snapshot }: Ground): boolean =>
  snapshot.case.context.route === 'sponsored';

/** Whether a legal document is needed: not known while nobody has asked the solicitors. */
export const needs =
  (document: string) =>
  ({ snapshot }: Ground): boolean | 'unknown' => {
    const part = snapshot.documents[document];
    if (part !== undefined) return part.value !== 'notNeeded';
    return snapshot.case.context.instruments === undefined ? 'unknown' : false;
  };

/** A document that the school's own kind calls for, or not: its duties say which. */
export const hasPart =
  (document: string) =>
  ({ snapshot }: Ground): boolean => {
    const part = snapshot.documents[document];
    return part !== undefined && part.value !== 'notNeeded';
  };
